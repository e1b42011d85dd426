"""Whole rounds of invented authorities, made in bulk: submissions with their records.

The same numbers always give the same round. Groups differ as groups do: each rates a
statement near what its authority thinks, and not every group has every area.
"""

from datetime import UTC, date, datetime, timedelta
from random import Random

from assessments.models import (
    Assessment,
    FollowUp,
    FollowUpReturn,
    LocalAuthority,
    Round,
    Submission,
    SubmissionFigures,
    YoungPeopleScore,
)
from assessments.submission import digests, snapshot
from assessments.workflow.submission_figures import figures_from
from frameworks.models import Framework

REGIONS = ["North East", "North West", "South East", "South West", "London"]
KINDS = ["Unitary authority", "County council", "London borough"]
OPENED = date(2020, 2, 1)
EVIDENCE = "An invented panel of care leavers meets each month and is listened to. "


def make_authorities(many):
    """Return so many authorities with regions and kinds, made if they are not there."""
    LocalAuthority.objects.bulk_create(
        [
            LocalAuthority(
                name=f"Inventshire {number:03}",
                slug=f"inventshire-{number:03}",
                region=REGIONS[number % len(REGIONS)],
                kind=KINDS[number % len(KINDS)],
                number=10_000 + number,
            )
            for number in range(1, many + 1)
        ],
        ignore_conflicts=True,
    )
    return list(
        LocalAuthority.objects.filter(slug__startswith="inventshire-").order_by("name")[
            :many
        ]
    )


def make_whole_round(
    name, edition="2020", *, asked=19, returned=None, groups=3, words=0
):
    """Return a round of so many authorities; each that returned has `groups` groups.

    `words` is how long the evidence of each statement is, in sentences.
    """
    framework = Framework.objects.get(edition=edition)
    round = Round.objects.create(
        name=name,
        slug=name.lower().replace(" ", "-"),
        framework=framework,
        opens_on=OPENED,
    )
    document = snapshot.framework_document(framework)
    assessments = Assessment.objects.bulk_create(
        Assessment(authority=authority, round=round, status="open")
        for authority in make_authorities(asked)
    )
    random = Random(name)
    done = assessments[: asked if returned is None else returned]
    submissions = Submission.objects.bulk_create(
        _submission(round, each, number, document, random, groups, words)
        for number, each in enumerate(done, 1)
    )
    SubmissionFigures.objects.bulk_create(map(figures_from, submissions))
    Assessment.objects.filter(pk__in=[each.pk for each in done]).update(
        status="submitted"
    )
    return round


def _submission(round, assessment, number, framework, random, groups, words):
    view = random.uniform(-0.7, 0.7)
    responses = {
        each["code"]: _response(random, view, groups, words)
        for area in framework["areas"]
        for each in area["statements"]
    }
    reference = f"BD-{round.pk:04}-{number:04}"
    content = {
        "format": snapshot.FORMAT,
        "version": snapshot.VERSION,
        "reference": reference,
        "number": 1,
        "submitted_at": "2020-06-05T10:00:00+01:00",
        "submitted_by": "Mo",
        "edition": framework["edition"],
        "framework": framework,
        "authority": {"name": assessment.authority.name},
        "round": {"slug": round.slug, "name": round.name},
        "cover": dict.fromkeys(Assessment.COVER_FIELDS, ""),
        "responses": responses,
        "global_scores": {
            str(area["number"]): min(10, max(0, round_of(7 + 2 * view, random)))
            for area in framework["areas"]
        },
    }
    return Submission(
        assessment=assessment,
        number=1,
        reference=reference,
        submitted_at=datetime(2020, 6, 5, 9, tzinfo=UTC) + timedelta(minutes=number),
        dated_on=date(2020, 6, 5),
        content=content,
        digest=digests.digest(content),
    )


def _response(random, view, groups, words):
    middle = random.uniform(2.2, 3.4) + view
    first = [
        None if random.random() < 0.2 else point(middle, random) for _ in range(groups)
    ]
    settled = None if random.random() < 0.02 else point(middle, random)
    return {
        "outcome": "not_agreed" if settled is None else "agreed",
        "rating": settled,
        "candidates": [2, 3] if settled is None else [],
        "evidence": EVIDENCE * words,
        "ideas": "Meet more often." if words else "",
        "rationale": "",
        "ratings": [
            {
                "group": f"Group {place}",
                "first": rating,
                "reason": "" if rating else "they do not know",
                "second": point(middle, random) if random.random() < 0.1 else None,
            }
            for place, rating in enumerate(first, 1)
        ],
        "dissents": [],
        "changes": [],
    }


def round_of(middle, random):
    """Return a whole number near the middle."""
    return int(middle + random.uniform(-1.2, 1.2) + 0.5)


def point(middle, random):
    """Return a rating near the middle, on a scale from 1 to 4."""
    return min(4, max(1, round_of(middle, random)))


def score_by_young_people(round, many, score=6):
    """Give the first so many returns young people's scores of every area."""
    areas = list(round.framework.areas.all())
    YoungPeopleScore.objects.bulk_create(
        YoungPeopleScore(assessment=each, area=area, score=score)
        for each in _returned(round)[:many]
        for area in areas
    )


def return_follow_ups(round, stages):
    """Give the first returns a follow-up: `stages` are the two totals of each."""
    areas = list(round.framework.areas.all())
    for number, (each, (one, two)) in enumerate(
        zip(_returned(round), stages, strict=False), 1
    ):
        follow_up = FollowUp.objects.create(assessment=each, is_open=False)
        reference = f"FU-{round.pk:04}-{number:04}"
        content = {
            "reference": reference,
            "number": 1,
            "submitted_at": "2021-01-05T10:00:00+00:00",
            "submitted_by": "Mo",
            "on_paper": False,
            "follow_up": {
                "areas": {
                    str(area.number): {
                        "stage_one": shared(one, len(areas))[place],
                        "stage_two": shared(two, len(areas))[place],
                    }
                    for place, area in enumerate(areas)
                }
            },
        }
        FollowUpReturn.objects.create(
            follow_up=follow_up,
            number=1,
            reference=reference,
            submitted_at=datetime(2021, 1, 5, tzinfo=UTC),
            content=content,
            digest=digests.digest(content),
        )


def shared(total, many):
    """Return `many` whole numbers as equal as can be, which add up to `total`."""
    return [total // many + (place < total % many) for place in range(many)]


def _returned(round):
    return Assessment.objects.filter(round=round, status="submitted").order_by(
        "authority__name"
    )
