"""Names of one long word, in Chromium: no page of Coram Voice scrolls sideways."""

import pytest

from assessments.models import Cluster, LocalAuthority, Round
from leavingcare.models import User
from tests.support.desk_pages import desk_pages

pytestmark = pytest.mark.browser
LONGEST = "W" * 100


def test_a_name_of_one_long_word_breaks(
    page_as, sticks_out, assessment, mo, cass, housing, val, fay
):
    Round.objects.filter(pk=assessment.round_id).update(name=LONGEST)
    LocalAuthority.objects.filter(pk=assessment.authority_id).update(name=LONGEST)
    User.objects.filter(pk__in=[mo.pk, cass.pk, fay.pk]).update(name=LONGEST)
    cluster = Cluster.objects.create(name=LONGEST, slug="long")
    cluster.authorities.add(assessment.authority)
    cluster.facilitators.add(fay)
    page, found = page_as(val), {}
    pages = desk_pages(assessment.round.slug, "long", assessment.authority.slug)
    one = f"/assessments/{assessment.pk}/"
    place = f"/authorities/{assessment.authority.slug}/"
    member = assessment.authority.memberships.get(user=mo).pk
    more = [
        one,
        f"{one}due/",
        f"{one}take-out/",
        f"{place}change/",
        f"{place}match/",
        f"{place}merge/",
        f"{place}people/",
        f"{place}hand-over/{member}/",
        f"/staff/{fay.pk}/",
    ]
    for url in [*(url for url in pages.values() if url.endswith("/")), *more]:
        page.goto(url)
        if wrong := sticks_out(page):
            found[url] = wrong
    assert found == {}
