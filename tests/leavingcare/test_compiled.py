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


@compiled
def lettered(edition, letters, numbers, *, with_areas):
    found = Statement.objects.filter(area__framework__edition=edition)
    if letters:
        found = found.filter(letter__in=letters)
    if with_areas:
        found = found.filter(area__number__in=numbers)
    return found.order_by("pk").values_list("pk", "letter", named=True)


def test_tuples_of_keys_have_plans_by_length_and_option(django_assert_num_queries):
    for letters in ((), ("a",), ("c", "b"), ("z", "b")):
        for numbers in ((1, 2), (10, 1)):
            for with_areas in (True, False):
                keys = ("2020", letters, numbers)
                with django_assert_num_queries(1):
                    found = lettered(*keys, with_areas=with_areas)
                asked = list(lettered.make(*keys, with_areas=with_areas))
                assert found == asked
                assert [row.letter for row in found] == [row.letter for row in asked]
    assert len(lettered.plans) == 6


def test_what_can_have_no_row_is_not_asked(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert lettered("2020", ("a",), (), with_areas=True) == []


def test_plans_do_not_grow_without_end(monkeypatch):
    monkeypatch.setattr("leavingcare.compiled.MOST_PLANS", 3)
    of_numbers = compiled(lambda numbers: Area.objects.filter(number__in=numbers))
    for length in range(1, 8):
        numbers = tuple(range(length))
        assert of_numbers(numbers) == list(of_numbers.make(numbers))
        assert len(of_numbers.plans) <= 3


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
