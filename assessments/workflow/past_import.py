"""Bringing in what was completed before this site was there, as a past submission.

A file is read apart first (see `files.incoming.past_submission`); what was read is
brought in whole or not at all.
"""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import slug_re
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from frameworks.models import Framework, Statement
from leavingcare.refusals import Refused
from leavingcare.text import clean_text, length_of

from ..files.incoming import isolated
from ..files.incoming.past_submission import (
    LONGEST_NAME,
    NOT_ON_FORM,
    of_form,
    source_of,
)
from ..files.json.parsing import Faulty, where
from ..files.json.submission import GROUPS_AND_CHANGES, NOT_RATED
from ..files.json.supplements import read_supplements
from ..models import AgreedResponse, Assessment, FollowUp, Round, Submission
from . import setting_up, submitting
from .common import Kind, record
from .fill_from_form import Report, editions
from .supplements_import import take_in

# Where texts are in what was read, by their paths in a submission document.
TEXTS = {
    "authority": ("authority", "name"),
    "round": ("round",),
    "cover": ("cover",),
    "responses": ("responses",),
    "global_score_notes": ("global_score_notes",),
    "sign_off": ("sign_off",),
    "reopened_because": ("reopened_because",),
    "origin": ("origin",),
}
ONE_LINE = {"name", "group", "by", "submitted_by", "approved_by", "asked_by"}
ONE_LINE |= {"lead_name", "lead_job_title", "lead_email", "slug"}
NOT_SAID = {"docx": NOT_ON_FORM, "json": NOT_RATED}
SAME_MOMENT = (
    "Somebody else brought in the same at this moment. Look what is there now, then "
    "try again."
)


def read(data):
    """Return what a file of the past says, as `past_submission.read` describes it.

    Raises UnreadableForm; Faulty, which is one, names the place of each fault.
    """
    return tidied(isolated.read_past(data, editions()))


def read_word(data):
    """Return what a completed Word form says, and nothing but a form; else as `read`."""
    return tidied(of_form(isolated.read(data, editions()), source_of(data)))


def tidied(found):
    """What was read, with each text as the site keeps texts.

    A text that cannot be kept is a fault of a document; of a form, it goes to what
    has no place.
    """
    unplaced, faults = list(found["unplaced"]), []

    def refuse(path, text, why):
        if found["origin"]["kind"] == "docx":
            unplaced.append([_on_form(path), text])
        else:
            faults.append(f"{where(path)}: {why}")
        return ""

    texts = {name: _tidy(found[name], path, refuse) for name, path in TEXTS.items()}
    faults += _beside_faults(found)
    if found["origin"]["kind"] == "json" and not texts["authority"]:
        faults.append("authority.name: is blank")
    if faults:
        raise Faulty(faults)
    return found | texts | {"unplaced": unplaced}


def _tidy(value, path, refuse):
    if isinstance(value, dict):
        return {
            name: _tidy(each, (*path, name), refuse) for name, each in value.items()
        }
    if isinstance(value, list):
        return [_tidy(each, (*path, place), refuse) for place, each in enumerate(value)]
    if not isinstance(value, str):
        return value
    try:
        text = clean_text(value)
    except ValidationError:
        return refuse(path, value, "holds characters that are none")
    if path[-1] in ONE_LINE:
        text = " ".join(text.split())
    limit = _limit(path)
    if length_of(text) > limit:
        why = f"has {length_of(text):,} characters, of which {limit:,} fit"
        return refuse(path, value, why)
    return text


def _limit(path):
    if path[0] == "cover":
        field = Assessment._meta.get_field(path[-1])
        return getattr(field, "max_length", None) or settings.TEXT_LIMIT
    return settings.TEXT_LIMIT


def _on_form(path):
    """A place on a form in words: "7a, evidence"; "Cover sheet, lead name"."""
    part, *_, name = path
    place = path[1] if part == "responses" else "Cover sheet"
    return f"{place}, {name.replace('_', ' ')}"


def _beside_faults(found):
    if not found["beside"]:
        return []
    framework = Framework.objects.get(edition=found["edition"])
    statements = Statement.objects.filter(area__framework=framework)
    return read_supplements(
        found["beside"],
        numbers=framework.areas.values_list("number", flat=True),
        codes=[each.code for each in statements.select_related("area")],
        statuses=FollowUp.Idea.values,
    ).faults


def record_past(*, authority, round_slug, form, by):
    """Make a past submission of a Word `Form`; see `bring_in`."""
    return bring_in(
        found=tidied(of_form(form)), authority=authority, slug=round_slug, by=by
    )


def here_already(found):
    """The submission that was brought in from the same file, or that it is; or None."""
    source = found["source"]
    same = Submission.objects.filter(Q(source=source) | Q(digest=source))
    return same.first() if source else None


def round_of(slug, name):
    """The round at that address or, with none there, of that name; or None."""
    rounds = Round.objects.select_related("framework")
    at_address = rounds.filter(slug=slug).first() if slug else None
    return at_address or (setting_up.same_name(rounds, name) if name else None)


def bring_in(*, found, authority, slug="", name="", by):
    """Make a submission of what was read, for the named authority, all or nothing.

    The authority, and the round of that address and name, are made if missing.
    Refused if the same file is here already, the authority takes part in the round
    already, or the round uses another edition. Returns the submission and a Report.
    """
    try:
        with transaction.atomic():
            return _bring_in(found, authority, slug, name, by)
    except IntegrityError:
        raise Refused(SAME_MOMENT) from None


def _bring_in(found, authority, slug, name, by):
    if len(authority) > LONGEST_NAME:
        raise Refused(f"The name of an authority has at most {LONGEST_NAME} letters.")
    if same := here_already(found):
        raise Refused(f"This is here already as {same.reference}.")
    local_authority = setting_up.authority_named(authority)
    round = round_of(slug, name) or _new_round(slug, name, found)
    if refusal := other_edition(round, found):
        raise Refused(refusal)
    assessment = setting_up.start(authority=local_authority, round=round, by=by)
    assessment.round = round
    now = timezone.now()
    _agree(assessment, found, now)
    _score(assessment, found, now)
    for field in Assessment.COVER_FIELDS:
        if value := found["cover"].get(field):
            setattr(assessment, field, value)
    assessment.save()
    assessment.refresh_from_db()
    submission = submitting.freeze(
        assessment, by=by, at=now, kept=_kept(found), source=found["source"]
    )
    record(assessment, Kind.IMPORTED, by, submission.reference)
    left = []
    if found["beside"]:
        left = take_in(assessment=assessment, supplements=found["beside"], by=by)
    return submission, Report(
        filled=list(found["responses"]),
        unplaced=[tuple(row) for row in [*found["unplaced"], *left]],
    )


def other_edition(round, found):
    """Why what was read does not fit the round, or ""."""
    used = round.framework.edition
    if found["edition"] == used:
        return ""
    return (
        f"This is of the {found['edition']} edition. {round} uses the {used} edition."
    )


def _new_round(slug, name, found):
    values = {
        "framework": Framework.objects.get(edition=found["edition"]),
        "opens_on": found["cover"].get("completed_on") or timezone.localdate(),
    }
    if slug and not slug_re.fullmatch(slug):
        raise Refused(
            "A round’s address is of letters, digits, hyphens and underscores."
        )
    if slug and slug not in setting_up.NOT_SLUGS:
        return Round.objects.create(slug=slug, name=name or slug, **values)
    return setting_up.open_round(name=name or slug, **values)


def _kept(found):
    """What a submission keeps of the document it came from, beside what is agreed."""
    return {
        "sign_off": found["sign_off"],
        "reopened_because": found["reopened_because"],
        "not_printed": found["not_printed"],
        "origin": found["origin"],
        "voices": {
            code: {name: response[name] for name in GROUPS_AND_CHANGES}
            for code, response in found["responses"].items()
        },
    }


def _score(assessment, found, now):
    for row in assessment.agreed_areas.select_related("area"):
        number = str(row.area.number)
        score = found["global_scores"].get(number)
        row.save_version(
            global_score=score,
            global_score_note=found["global_score_notes"].get(number, ""),
            scored_at=None if score is None else now,
            discussion_opened_at=now,
        )


def _agree(assessment, found, now):
    """Set every agreed response from what was read, in one UPDATE."""
    points = {point.value: point for point in assessment.round.framework.scale.all()}
    not_said = {
        "outcome": AgreedResponse.Outcome.NOT_RATED,
        "rationale": NOT_SAID[found["origin"]["kind"]],
    }
    rows = list(assessment.agreed_responses.select_related("statement__area"))
    names = ["outcome", "candidates", "rationale", "evidence", "ideas"]
    for row in rows:
        said = found["responses"].get(row.statement.code, not_said)
        for name in names:
            setattr(row, name, said.get(name, getattr(row, name)))
        if row.outcome == not_said["outcome"] and not row.rationale:
            row.rationale = not_said["rationale"]
        row.rating = points.get(said.get("rating"))
        row.settled_at, row.version = now, 1
    AgreedResponse.objects.bulk_update(
        rows, [*names, "rating", "settled_at", "version"]
    )
