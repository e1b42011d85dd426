"""The page of a draft as a browser reads it and posts it."""

from assessments.field_merge import seen_token
from assessments.models import DraftResponse
from assessments.workflow.drafting import Sent, save_draft, values_of

PAGES = ["", "history/a/", "notes/a/", "last-time/", "hand-in/"]
BLANK = seen_token(0, {"answer": [None, ""], "evidence": "", "ideas": ""})


def response_of(letter="h", **of):
    return DraftResponse.objects.select_related("rating").get(
        statement__letter=letter, draft__area__number=7, **of
    )


def shown(client, url):
    """Return {name: value} of everything the page's form would send."""
    return fields_of(client.get(url))


def fields_of(response):
    context = response.context[-1]["page"]
    forms = [*(row.form for row in context.rows), context.score_form]
    return {
        field.html_name: field.value() or "" for form in forms for field in form
    } | {"save": "all"}


def errors_of(response):
    return response.context["errors"]


def post(client, url, **fields):
    """Send the page as it is shown, but for these fields (h_rating="4")."""
    given = {name.replace("_", "-", 1): value for name, value in fields.items()}
    return client.post(url, shown(client, url) | given)


def write(group, by, evidence):
    """Save a group's evidence of statement 7h as a person."""
    draft = group.drafts.select_related("group__assessment__round__framework").get(
        area__number=7
    )
    response = draft.responses.select_related("rating", "statement").get(
        statement__letter="h"
    )
    token = seen_token(response.version, values_of(response))
    save_draft(draft=draft, sent=[Sent("h", token, {"evidence": evidence})], by=by)
