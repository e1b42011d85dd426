"""Queries that are built once give what the queryset gives, for every key."""

from datetime import timedelta

import pytest
from django.db.models import Count, Exists, F, OuterRef, Q
from django.utils import timezone

from assessments.models import Round
from frameworks.models import Area, Statement
from leavingcare.compiled import NotAlwaysTheSame, compiled
from leavingcare.models import User
from tests.support.builders import make_round

pytestmark = pytest.mark.django_db


@compiled
def statements_of(area, letter):
    others = Statement.objects.filter(area=OuterRef("area"), letter=letter)
    return (
        Statement.objects.filter(Q(area=area) | Q(letter=letter, area=area))
        .select_related("area__framework")
        .annotate(number=F("area__number"), has_it=Exists(others))
        .order_by("letter")
    )


def test_rows_are_those_of_the_queryset():
    for area in Area.objects.all():
        for letter in ("a", "zz"):
            found = statements_of(area.pk, letter)
            asked = list(statements_of.make(area.pk, letter))
            assert found == asked
            assert [
                (one.number, one.has_it, one.text_md, one.area.framework.edition)
                for one in found
            ] == [
                (one.number, one.has_it, one.text_md, one.area.framework.edition)
                for one in asked
            ]


def test_it_is_one_query_and_built_once(django_assert_num_queries, monkeypatch):
    area = Area.objects.first()
    statements_of(area.pk, "a")
    monkeypatch.setattr(statements_of, "make", None)
    with django_assert_num_queries(1):
        assert [one.area.number for one in statements_of(area.pk, "a")]


def test_a_number_larger_than_any_column_finds_nothing():
    assert statements_of(10**30, "a") == []
    assert statements_of(-(10**30), "a") == []
    assert statements_of(10**12, "a") == []


def test_a_date_is_a_key_too():
    opened_by = compiled(
        lambda day, slug: Round.objects.filter(Q(opens_on__lte=day) | Q(slug=slug))
    )
    make_round()
    for days in (-1, 0, 1):
        day = Round.objects.get().opens_on + timedelta(days=days)
        assert opened_by(day, "no") == list(opened_by.make(day, "no"))


def test_rows_of_values():
    areas = compiled(lambda pk: Area.objects.filter(pk=pk).values_list("pk", "number"))
    area = Area.objects.first()
    assert areas(area.pk) == [(area.pk, area.number)]


@pytest.mark.parametrize(
    "make",
    [
        lambda pk: User.objects.filter(pk=pk, last_login__lt=timezone.now()),
        lambda pk: User.objects.filter(pk=1),
        lambda pk: User.objects.filter(pk__gt=pk + 1),
        lambda pk: User.objects.filter(**({"pk": pk} if pk % 2_000 else {"name": pk})),
    ],
)
def test_what_differs_by_more_than_its_keys_is_refused(make):
    with pytest.raises(NotAlwaysTheSame):
        compiled(make)(1)


def test_what_is_counted():
    counted = compiled(
        lambda pk: Area.objects.filter(pk=pk).annotate(count=Count("statements"))
    )
    area = Area.objects.first()
    assert counted(area.pk)[0].count == area.statements.count()
