"""From a round to a PDF, through the site's own pages, in an edition nobody knows.

The edition of 2026 is invented: eleven areas, five points, another order of scores.
It is data only, and so are the people, who come in by invitation.
"""

import re
from io import BytesIO

import pytest
from django.urls import reverse
from pypdf import PdfReader

from assessments.models import Assessment, Submission
from frameworks.models import Framework
from leavingcare.models import User
from tests.support.markup import markup

from .support.clients import FormClient, client_of
from .support.mailed import link_to
from .support.pages import form_of

PASSWORD = "three boats at noon"


def join(name):
    """Take the invitation the person was sent; return their client."""
    link = link_to(f"{name.lower()}@example.org")
    client = FormClient()
    accepted = client.post(link, {"name": name, "password": PASSWORD})
    assert accepted.status_code == 302
    return client


def post(client, name, arguments, data):
    response = client.post(reverse(name, args=arguments), data)
    assert response.status_code == 302, markup(response)
    return response


@pytest.fixture
def moderator(val):
    """Joined by the link sent to them when Coram Voice added their authority."""
    staff = client_of(val)
    post(
        staff,
        "new_round",
        [],
        {"name": "Spring 2026", "edition": "2026", "opens_on": "1 March 2026"},
    )
    joined = staff.post(
        reverse("add_many", args=["spring-2026"]),
        {
            "lines": "Northmoor, mo@example.org",
            "checked": "Northmoor, mo@example.org",
            "do": "add",
        },
    )
    assert "/invitations/" not in markup(joined)
    return join("Mo")


@pytest.fixture
def contributor(moderator):
    """Joined by the link sent to them, into the one group, which rates everything."""
    assessment = Assessment.objects.get()
    post(moderator, "groups", [assessment.pk], {"form": "preset", "preset": "lead"})
    group = assessment.groups.get()
    invited = moderator.post(
        reverse("group", args=[assessment.pk, group.pk]),
        {"form": "invite", "emails": "cass@example.org"},
    )
    assert "/invitations/" not in markup(invited)
    client = join("Cass")
    assert list(group.members.all()) == [User.objects.get(email="cass@example.org")]
    return client


def rate_everything(client, assessment, areas):
    group = assessment.groups.get()
    for area in areas:
        place = [assessment.pk, group.pk, area.number]
        fields = form_of(client.get(reverse("draft", args=place)))
        for statement in area.statements.all():
            fields[f"{statement.letter}-rating"] = ["5"]
            fields[f"{statement.letter}-evidence"] = [f"Known in {statement.code}."]
        post(client, "draft", place, fields)
        post(client, "hand_in", place, {})


def settle_everything(client, assessment, areas):
    for area in areas:
        post(client, "discussion", [assessment.pk, area.number], {})
        for statement in area.statements.all():
            place = [assessment.pk, area.number, statement.letter]
            fields = form_of(client.get(reverse("settle", args=place)))
            assert fields[f"{statement.code}-evidence"] == [
                f"Known in {statement.code}."
            ]
            post(
                client,
                "settle",
                place,
                fields | {f"{statement.code}-answer": ["5"], "go": ["stay"]},
            )


def test_an_edition_nobody_knows_from_start_to_submission(moderator, contributor):
    framework = Framework.objects.get(edition="2026")
    areas = list(framework.areas.prefetch_related("statements__area"))
    assessment = Assessment.objects.get()
    rate_everything(contributor, assessment, areas)
    settle_everything(moderator, assessment, areas)

    cover = form_of(moderator.get(reverse("cover", args=[assessment.pk])))
    for key in cover.keys() - {"seen"}:
        cover[key] = ["1 March 2026" if key == "completed_on" else "Lee"]
    post(moderator, "cover", [assessment.pk], cover)
    check = moderator.get(reverse("check", args=[assessment.pk]))
    blanks = re.findall(r'name="confirmed"[^>]*value="([^"]*)"', markup(check))
    assert len(blanks) == len(areas)
    post(moderator, "submit", [assessment.pk], {"confirmed": blanks})

    submission = Submission.objects.get()
    content = submission.content
    assert content["edition"] == "2026"
    assert len(content["framework"]["areas"]) == 11
    assert len(content["responses"]) == 27
    assert {row["rating"] for row in content["responses"].values()} == {5}
    assert set(content["global_scores"].values()) == {None}

    pdf = moderator.get(reverse("submission_file", args=[submission.reference, "pdf"]))
    text = "\n".join(
        page.extract_text() for page in PdfReader(BytesIO(pdf.content)).pages
    )
    for area in areas:
        for statement in area.statements.all():
            assert f"Known in {statement.code}." in text
    assert submission.reference in text
