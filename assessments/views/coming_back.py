"""The note on what must happen before coming back to a statement, and who does it."""

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from leavingcare.forms import error_list

from ..access import open_assessment
from ..forms.agenda import ComeBackForm
from ..models import AgreedResponse
from ..workflow.coming_back import note_to_come_back, token_of_note
from .groups import people_of
from .requests import SignedInRequest
from .statement_page import open_navigation, url_of

CLASH = "This note was changed after you opened it. What is saved is shown above"


@require_http_methods(["GET", "HEAD", "POST"])
def come_back(
    request: SignedInRequest, pk: int, number: int, letter: str
) -> HttpResponse:
    """Show the note on a statement to come back to (GET), or save it (POST)."""
    assessment, access = open_assessment(request.user, pk, "moderate")
    navigation = open_navigation(access, number, letter, request.GET)
    response = get_object_or_404(
        assessment.agreed_responses.select_related(
            "statement__area", "come_back_owner"
        ),
        statement__area__number=number,
        statement__letter=letter,
    )
    response.assessment = assessment
    back = url_of(access, navigation, number, letter)
    form = ComeBackForm(
        people_of(assessment),
        note=response.come_back_note,
        owner=response.come_back_owner_id,
        seen=token_of_note(response),
    )
    status = 200
    if request.method == "POST":
        status, form = _save(response, request.POST)
        if status == 302:
            code = response.statement.code
            messages.success(request, f"{code} is on the ‘come back to’ list.")
            return redirect(back)
    context = {
        "assessment": assessment,
        "access": access,
        "response": response,
        "statement": response.statement,
        "back": back,
        "is_clash": status == 409,
        "form": form,
        "errors": error_list(form),
    }
    return render(request, "moderation/come_back.html", context, status=status)


def _save(response: AgreedResponse, sent: QueryDict) -> tuple[int, ComeBackForm]:
    """Save the note as it was sent; return (status, form) to answer with.

    The status is 302 if it is saved, 422 if it is invalid and 409 if somebody else has
    changed it.
    """
    people = people_of(response.assessment)
    form = ComeBackForm(people, sent)
    if not form.is_valid():
        return 422, form
    if note_to_come_back(
        response=response,
        note=form.cleaned_data["note"],
        owner=form.cleaned_data["owner"],
        seen=form.cleaned_data["seen"],
    ):
        return 302, form
    data = sent.copy()
    data["seen"] = token_of_note(response)
    form = ComeBackForm(people, data)
    form.add_error("note", CLASH)
    return 409, form
