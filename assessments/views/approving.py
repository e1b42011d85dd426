"""The approver's page of one statement: comment on it, or change its rating.

Both save themselves as they are written (static/js/autosave.js): the comment until it is
sent, the change until its button is pressed.
"""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from leavingcare.forms import error_list
from leavingcare.moments import clock
from leavingcare.unsaved import wants_json

from ..access import Access, open_assessment
from ..forms.signing_off import ChangeRatingForm, CommentForm, SendBackForm
from ..models import (
    AgreedResponse,
    ApproverComment,
    Assessment,
    Proposal,
    SignOff,
)
from ..moderation.comparison import settled_as
from ..submission import discussion, snapshot
from ..submission.shown import ratings as shown_ratings
from ..workflow import signing_off
from ..workflow.proposals import proposal_of
from . import autosave
from .draft_clashes import Clash, ClashingField
from .proposal_entries import ChangeEntry, keep
from .requests import SignedInRequest

CLASH = "You have changed this comment in another window. That text is shown above"


@require_http_methods(["GET", "HEAD", "POST"])
def change_rating(
    request: SignedInRequest, pk: int, number: int, letter: str
) -> HttpResponse:
    """Show one agreed statement to an approver (GET), or comment or change it (POST)."""
    assessment, access = open_assessment(request.user, pk, "sign_off")
    response = response_of(assessment, number, letter)
    asked = signing_off.asked_of(assessment)
    page = StatementToApprove(request, access, response, asked)
    if request.method != "POST":
        return page.show()
    if request.POST.get("form") == "comment":
        if wants_json(request):
            return save_comment(request, assessment, CommentForm, response)
        return page.comment()
    return page.save() if wants_json(request) else page.change()


def response_of(assessment: Assessment, number: int, letter: str) -> AgreedResponse:
    """Return the agreed response to a statement; Http404 if there is none."""
    found = get_object_or_404(
        assessment.agreed_responses.select_related(
            "statement__area", "rating", "settled_by"
        ),
        statement__area__number=number,
        statement__letter=letter,
    )
    found.assessment = assessment
    return found


def save_comment(
    request: SignedInRequest,
    assessment: Assessment,
    form_class: type[CommentForm | SendBackForm],
    response: AgreedResponse | None,
) -> HttpResponse:
    """Keep the person's comment on a statement, or on the whole, for our script."""
    form = form_class(None, request.POST)
    if not form.is_valid():
        return autosave.invalid(form)
    text = form.cleaned_data["text"]
    merged, token = signing_off.comment(
        assessment=assessment,
        response=response,
        text=text,
        token=form.token,
        by=request.user,
    )
    clash, theirs = "", dict[int, autosave.Part]()
    if merged.clashes:
        stored = str(merged.clashes["text"])
        theirs[0] = {"values": {"text": stored}, "words": stored, "by": "", "at": ""}
        fields = [ClashingField("Comment", stored, text)]
        clash = autosave.clash_html(
            request,
            "moderation/_clash.html",
            "your comment",
            Clash("comment", request.user, None, fields),
            "comment",
        )
    now = timezone.now()
    return autosave.saved(
        {"comment": {"seen": token, "clash": clash, "theirs": theirs}},
        at=now,
        said=f"Saved {clock(now)}. Not sent yet",
    )


class StatementToApprove:
    """The page of one statement, with its forms as they were sent."""

    def __init__(
        self,
        request: SignedInRequest,
        access: Access,
        response: AgreedResponse,
        asked: SignOff,
    ) -> None:
        self.request, self.access, self.response = request, access, response
        self.labels = access.assessment.labels
        self.own: ApproverComment | None = asked.comments.filter(
            response=response, by=request.user
        ).first()
        proposal = proposal_of(Proposal.Kind.CHANGE, response)
        self.entry = ChangeEntry(response, proposal, self.labels)
        self.change_form = ChangeRatingForm(
            response, self.labels, shown=self.entry.boxes()
        )
        self.comment_form = CommentForm(self.own)

    @property
    def back(self) -> str:
        """The URL of the statement among everything that is agreed."""
        url = reverse("sign_off", args=[self.access.assessment.pk])
        return f"{url}?show=all#{self.response.statement.code}"

    def save(self) -> HttpResponse:
        """Keep what is written of a change, for our script; the rating stays."""
        kept = keep(self.entry, self.request.POST, self.request.user)
        if kept.merge is None:
            return autosave.invalid(kept.form)
        clash = ""
        if kept.merge.clashes:
            clash = autosave.clash_html(
                self.request,
                "moderation/_clash.html",
                self.entry.code,
                self.entry.clash(kept.form, kept.merge),
                self.entry.name,
            )
        seen = self.entry.shown.token_after(kept.merge)
        now = timezone.now()
        return autosave.saved(
            {
                self.entry.name: {
                    "seen": seen,
                    "clash": clash,
                    "theirs": self.entry.theirs(kept.merge, self.request.user),
                }
            },
            at=now,
            said=f"Saved {clock(now)}. The rating is not changed yet",
        )

    def change(self) -> HttpResponse:
        """Change the rating as the form says."""
        data = self.request.POST
        self.change_form = form = ChangeRatingForm(self.response, self.labels, data)
        is_valid = form.is_valid()
        if form.version != self.response.version:
            return self.settled_since()
        if not is_valid:
            return self.show(status=422)
        try:
            signing_off.change_rating(
                response=self.response,
                seen=form.version,
                value=int(form.cleaned_data["rating"]),
                reason=form.cleaned_data["reason"],
                by=self.request.user,
            )
        except signing_off.Changed:
            return self.settled_since()
        code = self.response.statement.code
        messages.success(self.request, f"You have changed the rating of {code}.")
        return redirect(self.back)

    def settled_since(self) -> HttpResponse:
        """Show what somebody has settled since, and what was typed, to send again."""
        statement = self.response.statement
        self.response = response_of(
            self.access.assessment, statement.area.number, statement.letter
        )
        data = self.request.POST.copy()
        data["agreed"] = str(self.response.version)
        self.change_form = ChangeRatingForm(self.response, self.labels, data)
        by = self.response.settled_by
        who = by.name if by else "Somebody"
        answer = settled_as(self.response, self.labels)
        problem = (
            f"{who} settled {statement.code} as {answer} after you opened this page, so "
            "your change has not been saved. Check what is agreed now, then send it again"
        )
        return self.show(problem=problem, status=409)

    def comment(self) -> HttpResponse:
        """Store the comment until everything is sent back."""
        self.comment_form = form = CommentForm(self.own, self.request.POST)
        if not form.is_valid():
            return self.show(status=422)
        text = form.cleaned_data["text"]
        if not text and not self.own:
            form.add_error("text", "Enter a comment")
            return self.show(status=422)
        merged, token = signing_off.comment(
            assessment=self.access.assessment,
            response=self.response,
            text=text,
            token=form.token,
            by=self.request.user,
        )
        if merged.clashes:
            data = self.request.POST.copy()
            data["seen"] = token
            self.comment_form = CommentForm(self.own, data)
            self.comment_form.add_error("text", CLASH)
            return self.show(is_clash=True, status=409)
        code = self.response.statement.code
        said = f"Your comment on {code} is saved. Send everything back to pass it on."
        if not text:
            said = f"Your comment on {code} is removed."
        messages.success(self.request, said)
        return redirect(self.back)

    def show(
        self, *, problem: str = "", is_clash: bool = False, status: int = 200
    ) -> HttpResponse:
        """Render the page with the forms as they now are."""
        assessment, response = self.access.assessment, self.response
        ratings = discussion.ratings_document(
            assessment, statement=response.statement_id
        )
        revealed = self.access.areas_revealed()
        if not revealed.filter(area=response.statement.area_id).exists():
            ratings = {}
        content = snapshot.response_document(response) | {
            "ratings": ratings.get(response.statement_id, [])
        }
        errors = [("", problem)] if problem else []
        context = {
            "assessment": assessment,
            "response": response,
            "statement": response.statement,
            "agreed": settled_as(response, self.labels),
            "ratings": shown_ratings.ratings_values(content, self.labels, str),
            "back": self.back,
            "own": self.own if is_clash else None,
            "entry": self.entry,
            "form": self.change_form,
            "comment_form": self.comment_form,
            "errors": errors + error_list(self.comment_form, self.change_form),
        }
        return render(self.request, "signing_off/change.html", context, status=status)
