"""The demonstration: every stage is there to look at, and people to look as."""

import re

import pytest
from django.core.management import CommandError, call_command
from post_office.models import Email

from assessments import progress
from assessments.management.demonstration.building import Demonstration
from assessments.models import (
    AgreedResponse,
    Assessment,
    Dissent,
    DraftResponse,
    Invitation,
    Note,
    SecondRating,
)
from frameworks.models import Framework
from leavingcare.demonstration import people, texts
from leavingcare.models import User
from tests.support.clients import FormClient, client_of
from tests.support.markup import markup


@pytest.fixture
def said(db, settings, capsys):
    """Return the output on an existing demonstration; emails are queued."""
    settings.EMAIL_BACKEND = "leavingcare.outbox.Queue"
    Demonstration(texts(), Framework.objects.get(edition="2020")).build()
    call_command("demo")
    return capsys.readouterr().out


def test_every_stage_is_there(said):
    stages = {
        (row.authority.name, row.round.name): row.stage
        for row in progress.of_assessments(
            Assessment.objects.select_related("authority", "round")
        )
    }
    now = texts()["round"]
    assert stages == {
        ("Southmere", now): "joined",
        ("Eastvale", texts()["earlier_round"]): "follow_up_returned",
        ("Eastvale", now): "rating",
        ("Northmoor", now): "moderating",
        ("Hillford", now): "ready",
        ("Westhaven", now): "follow_up_begun",
    }
    check_rating()
    check_discussing()
    check_young_people()
    check_reasons()
    check_mails()
    check_people(said)


def check_young_people():
    """Assert that three areas are the best, three the worst, and findings fit theirs."""
    westhaven = Assessment.objects.get(authority__name="Westhaven")
    rows = list(westhaven.young_people_scores.all())
    best, worst = ([r.score for r in rows if r.pick == p] for p in ("best", "worst"))
    assert (len(best), len(worst)) == (3, 3)
    assert min(best) >= max(worst)
    findings = westhaven.survey_findings.values_list("area__theme", "text")
    assert {theme: text[:9] for theme, text in findings} == {
        "relationships": "Most say ",
        "entitlements": "Half do n",
        "accommodation": "Young peo",
    }


def check_reasons():
    """Assert that only a rating between others has a higher one to explain."""
    [lower] = texts()["reasons_of_a_lower_rating"]
    ratings = AgreedResponse.objects.filter(rationale=lower).values_list(
        "rating__value", flat=True
    )
    assert ratings
    assert set(ratings) <= {2, 3}


def check_rating():
    """Assert that there is all a group can meet while it rates."""
    responses = DraftResponse.objects.filter(
        draft__group__assessment__authority__name="Eastvale"
    )
    assert responses.exclude(carried_from="").count() > 1
    assert responses.exclude(draft__handed_in_at=None).exists()
    assert responses.exclude(draft__handed_back_because="").exists()
    assert responses.filter(evidence__contains="https://").exists()
    assert responses.filter(evidence__contains="tbc").exists()
    assert {note.resolved_at is None for note in Note.objects.all()} == {True, False}
    days = {
        group.due_on and group.due_on < group.assessment.round.closes_on
        for group in Assessment.objects.get(
            authority__name="Eastvale", status="open"
        ).groups.all()
    }
    assert days == {None, True}


def check_discussing():
    assessment = Assessment.objects.get(authority__name="Northmoor")
    agenda = client_of(User.objects.get(email="mo@example.org")).get(
        f"/assessments/{assessment.pk}/moderation/agenda/"
    )
    page = markup(agenda)
    for word in ["Split", "One voice differs", "Close", "Same"]:
        assert re.search(rf"{word} \(\d+\)", page), word
    assert "From Agree to Disagree" in page
    dissent = Dissent.objects.get(response__assessment=assessment)
    agreed = dissent.response
    rated = DraftResponse.objects.get(
        draft__group=dissent.group, statement=agreed.statement
    )
    assert agreed.rating not in (None, rated.rating)  # or what would it disagree with?
    assert SecondRating.objects.exists()
    assert DraftResponse.objects.exclude(not_rated_reason="").exists()
    assert AgreedResponse.objects.filter(outcome="not_agreed").exists()


def check_mails():
    subjects = " ".join(Email.objects.values_list("subject", flat=True))
    for words in ["join", "handed in", "handed back", "still to hand in", "approve"]:
        assert words in subjects
    assert {invitation.has_expired for invitation in Invitation.objects.all()} == {
        True,
        False,
    }


def check_people(said):
    """Assert that everybody can sign in, has a home page, and is on the login page."""
    signing_in = markup(FormClient().get("/accounts/login/"))
    for place, stage, members in people():
        assert f"{place}. {stage}" in said
        assert stage in signing_in
        for name, address, role in members:
            user = User.objects.get(email=address)
            assert user.check_password(texts()["password"])
            assert (user.name, user.is_staff) == (name, place == "Coram Voice")
            roles = [user.staff_role] if user.is_staff else []
            roles += [row.role for row in user.memberships.all()]
            assert roles == [role]
            assert client_of(user).get("/").status_code == 200
            assert address in said
            assert address in signing_in


def test_a_real_site_has_no_demonstration(db, settings):
    settings.DEMO = False
    page = markup(FormClient().get("/accounts/login/"))
    assert texts()["password"] not in page
    with pytest.raises(CommandError, match="Set DEMO=1"):
        call_command("demo")
    assert not User.objects.exists()
