"""Reading the file of a past submission, with each text as the site stores texts."""

from collections.abc import Callable, Sequence
from typing import cast

from django.core.exceptions import ValidationError

from frameworks.models import Framework, Statement
from leavingcare.text import TEXT_LIMIT, clean_text, length_of

from ..files.incoming import isolated
from ..files.incoming.past_submission import of_form, source_of
from ..files.json.parsing import Faulty, where
from ..files.json.submission import PastSubmission
from ..files.json.supplements import read_supplements
from ..files.word_form.reader.values import Form
from ..models import Action, Assessment
from .fill_from_form import editions

# The parts that contain texts, with their paths in a submission document.
TEXTS: dict[str, tuple[str, ...]] = {
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

TextPath = tuple[str | int, ...]
Refuse = Callable[[TextPath, str, str], str]  # where, the text, why; returns ""


def read(data: bytes) -> PastSubmission:
    """Return what a file says, as `past_submission.read` describes it.

    Raises UnreadableForm; Faulty, which is one, names the place of each fault.
    """
    return tidied(isolated.read_past(data, editions()))


def read_word(data: bytes) -> PastSubmission:
    """Return what a completed Word form says, as `read` does, and refuse other files."""
    return of_word(isolated.read(data, editions()), source_of(data))


def of_word(form: Form, source: str = "") -> PastSubmission:
    """Return what a form that was read says, as `read` does."""
    return tidied(of_form(form, source))


def tidied(found: PastSubmission) -> PastSubmission:
    """Return what was read, with each text as the site stores texts.

    A text that cannot be stored is a fault of a document. From a form, it is listed
    with what could not be placed.
    """
    unplaced, faults = list(found["unplaced"]), []

    def refuse(path: TextPath, text: str, why: str) -> str:
        if found["origin"]["kind"] == "docx":
            unplaced.append([_on_form(path), text])
        else:
            faults.append(f"{where(path)}: {why}")
        return ""

    parts = cast("dict[str, object]", found)
    texts = {name: _tidy(parts[name], path, refuse) for name, path in TEXTS.items()}
    faults += _supplement_faults(found)
    if found["origin"]["kind"] == "json" and not texts["authority"]:
        faults.append("authority.name: is blank")
    if faults:
        raise Faulty(faults)
    return cast("PastSubmission", found | texts | {"unplaced": unplaced})


def _tidy(value: object, path: TextPath, refuse: Refuse) -> object:
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
        return refuse(path, value, "contains invalid characters")
    if path[-1] in ONE_LINE:
        text = " ".join(text.split())
    limit = _limit(path)
    if length_of(text) > limit:
        why = f"has {length_of(text):,} characters, and the limit is {limit:,}"
        return refuse(path, value, why)
    return text


def _limit(path: TextPath) -> int:
    if path[0] == "cover":
        field = Assessment._meta.get_field(str(path[-1]))
        return getattr(field, "max_length", None) or TEXT_LIMIT
    return TEXT_LIMIT


def _on_form(path: TextPath) -> str:
    """Return a place on a form in words: "7a, evidence"; "Cover sheet, lead name"."""
    part, *_, name = path
    place = path[1] if part == "responses" else "Cover sheet"
    return f"{place}, {str(name).replace('_', ' ')}"


def _supplement_faults(found: PastSubmission) -> Sequence[str]:
    if not found["beside"]:
        return []
    framework = Framework.objects.get(edition=found["edition"])
    statements = Statement.objects.filter(area__framework=framework)
    return read_supplements(
        found["beside"],
        numbers=framework.areas.values_list("number", flat=True),
        codes=[each.code for each in statements.select_related("area")],
        statuses=Action.State.values,
    ).faults
