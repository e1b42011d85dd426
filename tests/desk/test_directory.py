"""Finding the authority that is meant, among those that are here and the register."""

import pytest

from assessments.desk.directory import Directory
from assessments.models import LocalAuthority
from tests.support.builders import make_authority

pytestmark = pytest.mark.django_db


def named(name, code="", **fields):
    authority = make_authority(name)
    LocalAuthority.objects.filter(pk=authority.pk).update(code=code, **fields)
    return authority


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Dorset Council", "E06000059"),
        ("Dorset", "E06000059"),  # no other is called just that
        ("dorset county council", "E10000009"),
        ("North Yorkshire Council", "E06000065"),
        ("Kingston upon Hull, City of", "E06000010"),
        ("e06000059", "E06000059"),
        ("North Yorkshire", None),  # two have been
        ("Xanadu", None),
        ("", None),
        ("☃", None),
    ],
)
def test_which_of_the_register_it_certainly_is(name, code):
    found = Directory().exact(name)
    assert (found and found.code) == code


def test_one_that_is_here_wins_over_the_register():
    here = named("Dorset Council.")
    found = Directory().exact("Dorset Council")
    assert (found.authority, found.entry, found.key) == (here, None, "dorset-council.")


def test_one_that_is_matched_is_found_by_every_name_of_the_register():
    here = named("Hull", "E06000010")
    found = Directory().exact("Kingston upon Hull")
    assert (found.authority, found.about) == (
        here,
        "Unitary authority, Yorkshire and The Humber",
    )
    assert sum(each.code == "E06000010" for each in Directory().search("hull")) == 1


def test_names_of_before_and_of_doubles_find_it():
    kept = named("Avonshire", other_names=["Old Avon"])
    named("Avonshire Council", merged_into=kept)
    directory = Directory()
    for name in ["old avon", "Avonshire Council", "Avonshire"]:
        assert directory.exact(name).authority == kept
    assert [each.authority for each in directory.alike("Avonshire Borough")] == [kept]


def test_of_doubles_that_nobody_merged_only_the_same_name_is_certain():
    named("Avonshire")
    other = named("Avonshire.")
    directory = Directory()
    assert directory.exact("avonshire.").authority == other
    assert directory.exact("AVON-SHIRE") is None
    assert len(directory.alike("Avonshire Council")) == 2


def test_an_authority_that_is_gone_says_so():
    [found] = Directory().search("E10000009")
    assert found.about == "County, South West, until 2019"
