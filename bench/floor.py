"""The floor: the least Django code that shows a draft's page and saves a statement.

Same middleware, same rows, same answers on the page and the same sign-in and
membership asked for; no forms library, no design, no merging of two people's changes
and no history. WeasyPrint's floor is the text of a submission and nothing else.
"""

from html import escape
from html.parser import HTMLParser

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse, HttpResponseBadRequest, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from weasyprint import HTML

from assessments.models import Draft, DraftResponse
from frameworks.models import ScalePoint

LIMIT = 5000
HEADINGS = {"title", "h1", "h2", "h3"}
BLOCKS = HEADINGS | {"p", "dt", "dd", "li", "caption", "tr"}


ABOUT = [
    "pk",
    "global_score",
    "handed_in_at",
    "group__name",
    "area__number",
    "area__title",
    "area__prompt_md",
    "area__evidence_prompt",
    "area__framework",
    "area__framework__ideas_prompt",
    "group__assessment__status",
]


def draft(request, draft):
    """Show a draft's statements in a bare form, or save the one whose button it was."""
    about = Draft.objects.filter(pk=draft, group__members=request.user).values(*ABOUT)
    if not about:
        raise PermissionDenied
    if request.method == "POST":
        return save(request, about[0])
    context = {
        "draft": about[0],
        "points": ScalePoint.objects.filter(
            framework=about[0]["area__framework"]
        ).values("pk", "label", "guide"),
        "reasons": DraftResponse.NotRated.choices,
        "scores": range(11),
        "rows": DraftResponse.objects.filter(draft=draft)
        .order_by("statement__letter")
        .values(
            "version",
            "rating",
            "not_rated_reason",
            "evidence",
            "ideas",
            "updated_at",
            "updated_by__name",
            "statement__letter",
            "statement__text_md",
        ),
    }
    return render(request, "floor/draft.html", context)


def save(request, draft):
    letter, post = request.POST.get("save", ""), request.POST
    if draft["handed_in_at"] or draft["group__assessment__status"] != "open":
        return HttpResponse("Closed", status=409)
    texts = {name: post.get(f"{letter}-{name}", "") for name in ("evidence", "ideas")}
    if any(len(text) > LIMIT or "\0" in text for text in texts.values()):
        return HttpResponseBadRequest("A text is too long")
    try:
        version = int(post[f"{letter}-version"])
        rating = int(post[f"{letter}-rating"] or 0) or None
    except (KeyError, ValueError):
        return HttpResponseBadRequest("Not a form of ours")
    with transaction.atomic():
        saved = DraftResponse.objects.filter(
            draft=draft["pk"], statement__letter=letter, version=version
        ).update(
            **texts,
            rating=rating,
            version=version + 1,
            updated_by=request.user,
            updated_at=timezone.now(),
        )
    if not saved:
        return HttpResponse("Somebody else saved this", status=409)
    return HttpResponseRedirect(request.path)


class Plain(HTMLParser):
    """A page's text as headings and paragraphs, a row of a table being one too."""

    def __init__(self, page):
        super().__init__()
        self.parts, self.text, self.skipping = [], [], False
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.skipping = self.skipping or tag == "svg"

    def handle_endtag(self, tag):
        self.skipping = self.skipping and tag != "svg"
        if tag in BLOCKS and (text := "".join(self.text).strip()):
            name = tag if tag in HEADINGS else "p"
            self.parts += [f"<{name}>{escape(text)}</{name}>"]
            self.text = []

    def handle_data(self, data):
        if not self.skipping:
            self.text.append(data)


def plain(page):
    """Return the same text with no design."""
    return f'<!doctype html><html lang="en">{"".join(Plain(page).parts)}</html>'


def pdf(page, **options):
    """Return the PDF that WeasyPrint makes of a page, in this process."""
    return HTML(string=page).write_pdf(**options)
