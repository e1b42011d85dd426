"""A ZIP that is sent has the size that was promised, and its names and cells are safe."""

import csv
import io
import zipfile
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.files.data import zips

AT = datetime(2020, 6, 5, 13, 2, 30, tzinfo=UTC)
NAMES = st.text("abc-.ä文", min_size=1, max_size=30)


def entry(name, content):
    return zips.Entry(name, len(content), lambda: content)


@given(st.dictionaries(NAMES, st.binary(max_size=200), max_size=6))
def test_a_zip_has_the_size_that_was_promised_and_holds_every_file(files):
    entries = [entry(name, content) for name, content in files.items()]
    archive = zips.zipped(entries)
    promised, sent = len(archive), b"".join(archive)
    assert len(sent) == promised
    with zipfile.ZipFile(io.BytesIO(sent)) as archive:
        assert archive.testzip() is None
        assert {name: archive.read(name) for name in archive.namelist()} == files


def test_a_zip_is_sent_file_by_file():
    read = []

    def reading(name):
        read.append(name)
        return b"x" * 1000

    archive = zips.zipped(
        zips.Entry(name, 1000, lambda name=name: reading(name)) for name in "abc"
    )
    assert read == []
    sent = 0
    for piece in archive:
        sent += len(piece)
        assert len(read) <= sent // 1000 + 1
    assert read == ["a", "b", "c"]


def test_a_file_of_another_size_ends_the_zip_where_everybody_sees_it():
    entries = [entry("a", b"right"), zips.Entry("b", 9, lambda: b"short")]
    sent = []
    with pytest.raises(RuntimeError):
        sent.extend(zips.zipped(entries))
    with pytest.raises(zipfile.BadZipFile):
        zipfile.ZipFile(io.BytesIO(b"".join(sent)))


def test_times_are_those_of_the_clock_on_the_wall():
    long_ago = datetime(1971, 1, 1, tzinfo=UTC)
    times = [zips.info("a", at).date_time for at in (AT, long_ago)]
    assert times == [(2020, 6, 5, 14, 2, 30), (1980, 1, 1, 0, 0, 0)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Northmoor", "northmoor"),
        ("../../etc/passwd", "etcpasswd"),
        ("C:\\con\\nul", "cconnul"),
        ("Ынгеланд", "spare"),
        ("-rf *", "rf"),
        ("a" * 100, "a" * 60),
    ],
)
def test_parts_of_names_are_safe(text, expected):
    assert zips.part(text, "spare") == expected


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1",
        "-1",
        "@a",
        "\t=1",
        "\r=1",
        "\n=1",
        "  =1",
        "\u3000=1",
        "＝1",
        "＋1",
    ],
)
def test_cells_that_a_spreadsheet_would_run_are_defused(text):
    data = zips.csv_file(["a"], [[text]])
    assert data.startswith(b"\xef\xbb\xbf")
    [_, [cell]] = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    assert cell == f"'{text}"


@pytest.mark.parametrize("value", ["a=1", "", "5-6", '"', "a\nb", -1, None])
def test_other_cells_stay_as_they_are(value):
    data = zips.csv_file(["a", "b"], [[value, "b"]]).decode("utf-8-sig")
    [_, [cell, _]] = csv.reader(io.StringIO(data, newline=""))
    assert cell == ("" if value is None else str(value))
