"""A form of an edition as a Word file: blank, a group's, what is agreed, submitted.

Prepares plain data; a child process writes the file. Each function raises as
`jobs.run_job` does.
"""

from django.utils import timezone

from assessments.files.bounded import child_process, jobs
from assessments.submission.shown.document import shape_agreed
from assessments.submission.shown.wording import date_words, time_words

from .. import printed_text
from . import appendix

KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
WRITE = "assessments.files.word_form.writer.document:write"
WRITE_TO_RETURN = "assessments.files.word_form.writer.document:write_to_return"

child_process.prepare("assessments.files.word_form.writer.document")


def form_of(framework, **more):
    """The plain data of a form (see `document.write`): blank but for what is given."""
    return {
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
        "sections": [],
    } | more


def blank(framework):
    """The bytes of an edition's blank form; `framework` as `snapshot.form_document`."""
    sections = appendix.follow_up_form(framework)
    form = form_of(framework, cover={}, sections=sections)
    return jobs.run_job(WRITE, (form,), f"the blank form of {framework['edition']}")


def of_group(framework, *, name, **form):
    """The bytes of a group's form, to be filled in and brought back.

    `form` as in `document.write`; `name` is for our log. None are returned if it holds
    more than can be brought back.
    """
    typing = (
        printed_text.TYPE_IDEAS
        if framework["ideas_prompt"]
        else printed_text.TYPE_EVIDENCE
    )
    how_to = [
        printed_text.ONE_MARK,
        typing,
        printed_text.BLANK_ROWS,
        printed_text.SEND_BACK,
    ]
    data = form_of(framework, how_to=how_to, **form)
    return jobs.run_job(WRITE_TO_RETURN, (data,), name)


def submitted(content, digest, beside=None):
    """The bytes of a submission's document as a form (see `submission_form`)."""
    form = submission_form(content, digest, beside)
    return jobs.run_job(WRITE, (form,), content["reference"])


def agreed(content, *, name):
    """The bytes of what is agreed so far (`snapshot.agreed_document`) as a form."""
    return jobs.run_job(WRITE, (draft_form(content),), name)


def submission_form(content, digest, beside=None):
    """The plain data of a submission's document as a form.

    `beside` is what was recorded beside it, as `submission.supplements.of` has it.
    """
    form = agreed_form(content, facts_of(content))
    form |= {
        "foot": printed_text.foot_line(content["reference"], digest),
        "is_final": True,
    }
    if beside:
        form["sections"][:0] = appendix.beside_sections(shape_agreed(content), beside)
    return form


def draft_form(content):
    """The plain data of what is agreed so far as a form, marked as a draft."""
    at = time_words(timezone.now().isoformat())
    facts = [("Round", content["round"]["name"]), ("Printed", at)]
    form = agreed_form(content, [*facts, *approval_facts(content)])
    return form | {"notice": printed_text.DRAFT}


def agreed_form(content, facts):
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


def answer_of(response):
    """What a response puts into its row: both marks where there was no one answer."""
    rating = response.get("rating")
    is_rated = response.get("outcome") != "not_rated"
    return {
        "ratings": response.get("candidates") or list(filter(None, [rating])),
        "evidence": response.get("evidence", ""),
        "ideas": response.get("ideas", ""),
        "remark": "" if is_rated else printed_text.NO_RATING,
    }


def cover_of(content):
    """The cover sheet's answers by key, the date in words; blank where not given."""
    cover = {key: value or "" for key, value in content["cover"].items()}
    if cover.get("completed_on"):
        cover["completed_on"] = date_words(cover["completed_on"])
    return cover | {"authority": content["authority"]["name"]}


def facts_of(content):
    """[(label, value)] of what a submission is."""
    by = f" by {content['submitted_by']}" if content.get("submitted_by") else ""
    at = time_words(content["submitted_at"])
    because = content.get("reopened_because")
    return [
        ("Round", content["round"]["name"]),
        ("Submission", f"number {content['number']}, submitted{by} on {at}"),
        (printed_text.REFERENCE, content["reference"]),
        *(
            [("Changed after an earlier submission because", because)]
            if because
            else []
        ),
        *approval_facts(content),
    ]


def approval_facts(content):
    """Who asked for approval and who gave it, where anybody did."""
    sign_off = content.get("sign_off")
    if not sign_off:
        return []
    approved = f"by {sign_off['approved_by']} on {time_words(sign_off['approved_at'])}"
    asked = f"{sign_off['asked_by']} on {time_words(sign_off['asked_at'])}"
    since = sign_off.get("changed_since")
    return [
        ("Approved", f"{approved}, asked by {asked}"),
        *([("Changed since it was approved", since)] if since else []),
    ]


def unasked_facts(content):
    """What the cover sheet holds beyond the edition's own questions."""
    labels = printed_text.unasked(content["framework"]["cover_questions"])
    cover = content["cover"]
    return [(label, cover[key]) for key, label in labels.items() if cover.get(key)]
