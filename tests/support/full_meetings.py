"""A discussion with something of everything that the pages of a meeting can show."""

from datetime import date

from django.urls import reverse

from assessments.access import access_to
from assessments.models import Proposal
from assessments.workflow import moderating, proposals, settling_together, signing_off
from assessments.workflow.coming_back import note_to_come_back, token_of_note

from .builders import complete, hand_in, make_group, rate
from .discussions import answer, open_area
from .meetings import settle
from .settling import agreed

LONG = "unbroken" * 40
SAID = "The panel meets monthly with housing and health. " * 6

# {state: [(person, name of the URL, its arguments after the assessment, query)]}
PAGES = {
    "discussing": [
        ("mo", "agenda", [], ""),
        ("mo", "agenda", [], "?area=7&word=split"),
        ("mo", "agenda", [], "?show=later"),
        ("mo", "plan", [], ""),
        ("mo", "table", [], "?area=7"),
        ("mo", "table", [], "?area=7&open=7a"),
        ("mo", "settle", [7, "a"], "?area=7"),
        ("mo", "settle", [7, "d"], ""),
        ("mo", "come_back", [7, "e"], ""),
        ("mo", "scores", [], ""),
        ("mo", "check", [], ""),
        ("mo", "files", [], ""),
        ("cass", "agenda", [], ""),
        ("cass", "settle", [7, "d"], ""),
        ("cass", "scores", [], ""),
    ],
    "asked": [
        ("mo", "check", [], ""),
        ("mo", "sign_off", [], ""),
        ("ann", "sign_off", [], "?show=differed"),
        ("ann", "change_rating", [7, "a"], ""),
    ],
    "sent_back": [
        ("mo", "sign_off", [], "?show=differed"),
        ("mo", "settle", [7, "a"], ""),
        ("ann", "sign_off", [], "?show=differed"),
    ],
}


def make_meeting(assessment, mo, cass, state, ann):
    """Bring area 7 to a state of PAGES: split, alike, proposed, settled, late."""
    for name, first in {"East": 4, "North": 4, "South": 1}.items():
        group = make_group(assessment, mo, cass, areas=[7], name=name)
        rate(group, 3, f"What {name} saw. {SAID}")
        answer(group, "7a", first, evidence=f"{name}: {LONG}", ideas=f"Ask {name}.")
        hand_in(group, mo)
    west = make_group(assessment, mo, areas=[7], name="West")
    rate(west, 3, "What West saw.")
    answer(west, "7d", 1)
    open_area(assessment, mo)
    for letter in "bc":
        settle_as_rated(assessment, mo, letter)
    settle(assessment, "7d", 3, mo)
    hand_in(west, mo)
    row = agreed(assessment, "e")
    note_to_come_back(
        response=row, note="Ask housing first.", owner=mo, seen=token_of_note(row)
    )
    assessment.planned_meetings.create(held_on=date(2027, 1, 12))
    if state == "discussing":
        propose(assessment, mo)
        return
    complete(assessment, mo)
    signing_off.ask(assessment=assessment, by=mo)
    if state == "sent_back":
        for response in (agreed(assessment, "a"), None):
            signing_off.comment(
                assessment=assessment,
                response=response,
                text=f"Which flats? {LONG}",
                token="",
                by=ann,
            )
        text = "Nearly there."
        signing_off.send_back(assessment=assessment, text=text, by=ann)


def settle_as_rated(assessment, mo, letter):
    settling_together.settle_together(
        access=access_to(mo, assessment, role="moderator"),
        statements=[agreed(assessment, letter).statement_id],
        by=mo,
    )


def propose(assessment, mo):
    """Store a proposed answer to 7a, with a reason, that nobody has settled."""
    row = agreed(assessment, "a")
    proposals.propose(
        kind=Proposal.Kind.SETTLE,
        row=row,
        token=moderating.token_of(row),
        values={
            "answer": ["agreed", 3, []],
            "rationale": f"Proposed. {SAID}",
            "evidence": f"Prepared before. {SAID * 3}",
            "ideas": "",
        },
        by=mo,
    )


def pages_of(assessment, state):
    """Return [(name of the person, URL)] of the pages in a state."""
    return [
        (person, reverse(name, args=[assessment.pk, *args]) + query)
        for person, name, args, query in PAGES[state]
    ]
