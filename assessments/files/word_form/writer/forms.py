"""A form of an edition as a Word file: blank, a group's, the agreement, submitted.

Prepares plain data; a child process writes the file. Each function raises as
`jobs.run_job` does.
"""

from typing import Unpack

from django.utils import timezone

from assessments.files.bounded import child_process, jobs
from assessments.submission.shown.content import (
    Agreed,
    Document,
    Framework,
    Response,
    Supplements,
)
from assessments.submission.shown.document import shape_agreed
from assessments.submission.shown.wording import (
    date_words,
    origin_words,
    received_words,
    time_words,
)

from .. import printed_text
from . import appendix
from . import beside as beside_form
from .values import FormData, MoreOfForm, PartOfAnswer

KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
WRITE = "assessments.files.word_form.writer.document:write"
WRITE_TO_RETURN = "assessments.files.word_form.writer.document:write_to_return"

child_process.prepare("assessments.files.word_form.writer.document")


def form_of(framework: Framework, **more: Unpack[MoreOfForm]) -> FormData:
    """Return the plain data of a form (see `FormData`), blank except for `more`."""
    blank: FormData = {
        "framework": framework,
        "areas": [area["number"] for area in framework["areas"]],
        "answers": {},
        "scores": {},
        "cover": None,
        "facts": [],
        "notice": "",
        "how_to": [],
        "foot": "",
        "at": timezone.now(),
        "is_final": False,
        "is_to_fill": False,
        "sections": [],
    }
    return {**blank, **more}


def blank(framework: Framework) -> bytes:
    """Return an edition's blank form; `framework` is as `form_document` gives it."""
    sections = appendix.follow_up_form(framework)
    form = form_of(framework, cover={}, sections=sections)
    return jobs.run_job(WRITE, (form,), f"the blank form of {framework['edition']}")


def of_group(framework: Framework, *, name: str, **form: Unpack[MoreOfForm]) -> bytes:
    """Return the bytes of a group's form, to fill in and upload again.

    `form` as in `FormData`; `name` is for our log. Returns b"" if the form is too
    large to upload.
    """
    typing = (
        printed_text.TYPE_IDEAS
        if framework.get("ideas_prompt")
        else printed_text.TYPE_EVIDENCE
    )
    how_to = [
        printed_text.ONE_MARK,
        printed_text.KEEP_STATEMENTS,
        typing,
        printed_text.BLANK_ROWS,
        printed_text.SEND_BACK,
    ]
    data = form_of(framework, **form)
    data["how_to"], data["is_to_fill"] = how_to, True
    return jobs.run_job(WRITE_TO_RETURN, (data,), name)


def submitted(
    content: Document, digest: str, beside: Supplements | None = None
) -> bytes:
    """Return the bytes of a submission's document as a form (see `submission_form`)."""
    form = submission_form(content, digest, beside)
    return jobs.run_job(WRITE, (form,), content["reference"])


def agreed(content: Agreed, *, name: str) -> bytes:
    """Return the bytes of the current agreement (see `agreed_document`) as a form."""
    return jobs.run_job(WRITE, (draft_form(content),), name)


def submission_form(
    content: Document, digest: str, beside: Supplements | None = None
) -> FormData:
    """Return the plain data of a submission's document as a form.

    `beside` has the later additions, as `submission.supplements.of` returns them.
    """
    form = agreed_form(content, facts_of(content))
    form["foot"] = printed_text.foot_line(content["reference"], digest)
    form["is_final"] = True
    if beside:
        shaped = shape_agreed(content)
        form["sections"][:0] = beside_form.sections(content, shaped, beside)
    return form


def draft_form(content: Agreed) -> FormData:
    """Return the plain data of the current agreement as a form, marked as a draft."""
    at = time_words(timezone.now().isoformat())
    facts = [("Round", content["round"]["name"]), ("Printed", at)]
    form = agreed_form(content, [*facts, *approval_facts(content)])
    return {**form, "notice": printed_text.DRAFT}


def agreed_form(content: Agreed, facts: list[tuple[str, str]]) -> FormData:
    return form_of(
        content["framework"],
        answers={
            code: answer_of(response) for code, response in content["responses"].items()
        },
        scores={
            int(number): score for number, score in content["global_scores"].items()
        },
        cover=cover_of(content),
        facts=[*facts, *unasked_facts(content)],
        sections=appendix.sections(content, shape_agreed(content)),
    )


def answer_of(response: Response) -> PartOfAnswer:
    """Return the contents of a response's row: both marks if two ratings remain."""
    rating = response.get("rating")
    remark = printed_text.NOT_RATED[not appendix.is_explained(response)]
    return {
        "ratings": response.get("candidates") or list(filter(None, [rating])),
        "evidence": response.get("evidence", ""),
        "ideas": response.get("ideas", ""),
        "remark": remark if response.get("outcome") == "not_rated" else "",
    }


def cover_of(content: Agreed) -> dict[str, str]:
    """Return the cover sheet's answers by key, the date in words, or blank."""
    cover = {key: value or "" for key, value in content["cover"].items()}
    if cover.get("completed_on"):
        cover["completed_on"] = date_words(cover["completed_on"])
    return cover | {"authority": content["authority"]["name"]}


def facts_of(content: Document) -> list[tuple[str, str]]:
    """Return [(label, value)] of the facts about a submission."""
    by = f" by {content['submitted_by']}" if content.get("submitted_by") else ""
    at = time_words(content["submitted_at"])
    origin = content.get("origin")
    received = f"{received_words(origin).lower()}{by} at {at}"
    if origin:
        received += f" from {origin_words(origin)}"
    because = content.get("reopened_because")
    return [
        ("Round", content["round"]["name"]),
        ("Submission", f"number {content['number']}, {received}"),
        (printed_text.REFERENCE, content["reference"]),
        *(
            [("Changed after an earlier submission because", because)]
            if because
            else []
        ),
        *approval_facts(content),
    ]


def approval_facts(content: Agreed) -> list[tuple[str, str]]:
    """Return who asked for approval and who gave it, if anybody did."""
    sign_off = content.get("sign_off")
    if not sign_off:
        return []
    approved = f"by {sign_off['approved_by']} at {time_words(sign_off['approved_at'])}"
    asked = f"{sign_off['asked_by']} at {time_words(sign_off['asked_at'])}"
    since = sign_off.get("changed_since")
    return [
        ("Approved", f"{approved}, asked by {asked}"),
        *([("Changed since it was approved", since)] if since else []),
    ]


def unasked_facts(content: Agreed) -> list[tuple[str, str]]:
    """Return the cover sheet's answers to questions the edition does not ask."""
    labels = printed_text.unasked(content["framework"]["cover_questions"])
    cover = content["cover"]
    given = [(label, cover.get(key) or "") for key, label in labels.items()]
    return [(label, text) for label, text in given if text]
