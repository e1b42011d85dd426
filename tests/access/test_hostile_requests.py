"""Whatever anybody sends to any URL, the site never fails.

hypothesis draws the URL, the method, the person, and something hostile for each place
in which a stranger can put something: a part of the path, the query string, a header,
the body. Nothing that is sent is kept.
"""

import re
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from django.core.cache import cache
from django.db import transaction
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support.clients import FORM
from tests.support.permissions import GET, PEOPLE
from tests.support.world import address, bring_to

ROOT = Path(__file__).parents[2]
ACCOUNTS = [
    "account_login",
    "account_logout",
    "account_inactive",
    "account_reauthenticate",
    "account_change_password",
    "account_set_password",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key_done",
]
NAMES = sorted([*GET, *ACCOUNTS])
METHODS = ["GET", "POST", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"]
ASKED = re.compile(r"request\.(?:GET|POST)(?:\.get|\.getlist)?[\[(]\"(\w+)\"")
FIELD = re.compile(r"^    (\w+) = \w*\.?\w*Field\(", re.MULTILINE)
WRONG = [
    "",
    "0",
    "-1",
    "1e9",
    "9" * 30,
    "9" * 5_000,
    "٣",
    "1_0",
    "NaN",
    "true",
    "[]",
    "{}",
    "null",
    "x" * 6_000,
    "\0",
    "\ud800",
    "\ufffe\uffff",
    "\u202e",
    "a\r\nSet-Cookie: b=c",
    "../../etc/passwd",
    "%2e%2e%2f",
    "%00",
    "'; DROP TABLE x; --",
    "<script>alert(1)</script>",
    "{{7*7}}{% debug %}",
    "https://example.net/",
    "//example.net",
    "2026-02-30",
    "0000-00-00",
    "99999-01-01",
    "a@b@c",
    "é",
]
BODIES = [
    (b"", FORM),
    (b"%ff%fe=%00", FORM),
    (b"&&&===;;;", FORM),
    (b"a&" * 1_100, FORM),
    (b"\xff\xfea\x00", f"{FORM}; charset=utf-16"),
    (b"{}", "application/json"),
    (b"[" * 9_000, "application/json"),
    (b'{"a": "\\ud800"}', "application/json"),
    (b"nothing of the kind", "multipart/form-data; boundary=x"),
    (b"--x\r\nContent-Disposition: form-data; name=a\r\n\r\n1", "multipart/form-data"),
    (b"<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]>", "text/xml"),
    (b"x", "\xff"),
]
HEADERS = [
    "ACCEPT",
    "AUTHORIZATION",
    "CONTENT_TYPE",
    "COOKIE",
    "HOST",
    "IF_MODIFIED_SINCE",
    "IF_NONE_MATCH",
    "ORIGIN",
    "RANGE",
    "REFERER",
    "SEC_FETCH_SITE",
    "USER_AGENT",
    "X_FORWARDED_FOR",
    "X_FORWARDED_PROTO",
    "X_REQUESTED_WITH",
    "X_REQUEST_ID",
]


def named_in_the_code():
    """Return the names of parameters and fields that the code reads."""
    names = set()
    for app in ("assessments", "frameworks", "leavingcare"):
        for path in ROOT.joinpath(app).rglob("*.py"):
            text = path.read_text()
            names |= set(ASKED.findall(text)) | set(FIELD.findall(text))
    return sorted(names)


PARAMETERS = named_in_the_code()
# Text without lone surrogates is what a browser can send; WRONG has one of them too.
ANYTHING = st.sampled_from(WRONG) | st.text(max_size=20) | st.integers().map(str)
PAIRS = st.lists(st.tuples(st.sampled_from(PARAMETERS), ANYTHING), max_size=4)


def encoded(pairs):
    return urlencode(pairs, errors="surrogatepass")


def replaced(path, data):
    """Return the path with one of its parts replaced by something hostile, or as it is."""
    parts = path.split("/")
    places = [number for number, part in enumerate(parts) if part]
    if not places or data.draw(st.booleans(), label="path as it is"):
        return path
    part = data.draw(ANYTHING, label="part of the path")
    at = data.draw(st.sampled_from(places), label="which part")
    parts[at] = quote(part, safe=".", errors="surrogatepass")
    return "/".join(parts)


def body_of(name, world, path, data):
    """Return a body and its type: a form with hostile fields, or no form at all."""
    if data.draw(st.integers(0, 3), label="no form") == 0:
        return data.draw(st.sampled_from(BODIES), label="body")
    own = list(world["posted"].get(name, {}).items())
    fields = data.draw(st.sampled_from(fields_of(world, path)), label="form of a page")
    pairs = own + fields + data.draw(PAIRS, label="more fields")
    if pairs:
        at = data.draw(st.integers(0, len(pairs) - 1), label="which field")
        pairs[at] = (pairs[at][0], data.draw(ANYTHING, label="its value"))
    return encoded(pairs).encode(), FORM


INPUT = re.compile(r'<(?:input|textarea|select|button)[^>]* name="([^"]+)"[^>]*>')
VALUE = re.compile(r' value="([^"]*)"')


def fields_of(world, path):
    """Return, for those who may see the page, the fields it asks for with their values."""
    seen = world.setdefault("forms", {})
    if path not in seen:
        seen[path] = [[]]
        for person in ("mo", "val", "cass", "ann"):
            with rolled_back():
                response = world["clients"][person].get(path)
                page = response.getvalue().decode(errors="replace")
            fields = [
                (found[1], (VALUE.search(found[0]) or ["", ""])[1])
                for found in INPUT.finditer(page)
            ][:200]
            if response.status_code == 200 and fields:
                seen[path].append(fields)
    return seen[path]


class rolled_back:
    """Take back what is done inside."""

    def __enter__(self):
        self.savepoint = transaction.savepoint()

    def __exit__(self, *fault):
        transaction.savepoint_rollback(self.savepoint)
        cache.clear()


def path_of(world, name):
    return reverse(name) if name in ACCOUNTS else address(world, name)


@pytest.mark.parametrize("state", ["rating", "discussing", "submitted"])
def test_nothing_that_is_sent_is_a_fault_of_ours(world, state, monkeypatch):
    monkeypatch.setattr("assessments.workflow.authority_archive.PATIENCE", None)
    bring_to(world, state)
    for client in world["clients"].values():
        client.raise_request_exception = True

    @settings(
        max_examples=150,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(data=st.data())
    def send(data):
        name = data.draw(st.sampled_from(NAMES), label="page")
        person = data.draw(st.sampled_from(PEOPLE), label="person")
        method = data.draw(st.sampled_from(METHODS), label="method")
        right = path_of(world, name)
        path = replaced(right, data)
        query = encoded(data.draw(PAIRS, label="query"))
        headers = data.draw(
            st.dictionaries(st.sampled_from(HEADERS), ANYTHING, max_size=2),
            label="headers",
        )
        extra = {
            header if header.startswith("CONTENT_") else f"HTTP_{header}": value
            for header, value in headers.items()
            if value.isascii() and value.isprintable()
        }
        if data.draw(st.booleans(), label="as a script"):
            extra |= {"HTTP_ACCEPT": "application/json"}
        body, kind = b"", FORM
        if method in {"POST", "PUT", "PATCH"}:
            body, kind = body_of(name, world, right, data)
        with rolled_back():
            response = world["clients"][person].generic(
                method, path, body, kind, QUERY_STRING=query, **extra
            )
            list(response)
        assert response.status_code < 500 or response.status_code == 503, path

    send()


def test_the_names_are_those_of_the_code():
    assert {"page", "name", "q", "do"} <= set(PARAMETERS)
    assert len(PARAMETERS) > 60
