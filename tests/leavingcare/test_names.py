"""The names of people, which emails repeat."""

import pytest
from django.core.exceptions import ValidationError
from django.template import Context, Template

from leavingcare.names import NameField

field = NameField()


@pytest.mark.parametrize(
    "name",
    [
        "Pat",
        "Ann-Marie O\u2019Neill",
        "J. R. Smith",
        "J.R. Smith",
        "Zo\u00eb (Housing)",
        "Dr. Lee",
    ],
)
def test_a_name_is_taken(name):
    assert field.clean(name) == name


@pytest.mark.parametrize(
    "name",
    [
        "Win at https://example.com",
        "example.com",
        "www example",
        "pat@example.org",
        "Pat example.org/now",
        "javascript:alert",
    ],
)
def test_what_would_become_a_link_is_not(name):
    with pytest.raises(ValidationError, match="without web or email addresses"):
        field.clean(name)


@pytest.mark.parametrize(
    ("named", "sentence"),
    [
        ([], ""),
        (["<i>"], "<bdi>&lt;i&gt;</bdi>"),
        (["A", "B"], "<bdi>A</bdi> and <bdi>B</bdi>"),
        (["A", "B", "C"], "<bdi>A</bdi>, <bdi>B</bdi> and <bdi>C</bdi>"),
    ],
)
def test_names_are_joined_as_in_a_sentence(named, sentence):
    shown = Template("{% load names %}{{ named|names }}")
    assert shown.render(Context({"named": named})) == sentence
