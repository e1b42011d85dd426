"""The SPSS file, as pyreadstat and as PSPP read it."""

import csv
import subprocess
from datetime import date, datetime

import pyreadstat
import pytest

from assessments.files.bounded import jobs
from assessments.files.data import fields, files, sav, tables
from assessments.files.data.columns import DataTable
from tests.support.submissions import DIGEST, TEXTS, discussed, submission, worded


def saved(folder, submissions, title="Northmoor"):
    path = folder / "data.sav"
    path.write_bytes(sav.write(tables.wide(submissions), title))
    return path


def read(folder, submissions):
    """Return ([{name: value}], the file's description of its variables)."""
    path = saved(folder, submissions)
    frame, meta = pyreadstat.read_sav(path, user_missing=True, output_format="dict")
    rows = [
        dict(zip(frame, row, strict=True)) for row in zip(*frame.values(), strict=True)
    ]
    return rows, meta


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_texts_are_whole(tmp_path, text):
    [row], meta = read(tmp_path, [worded(text)])
    for name in ["evidence_tiny_1a", "reason_tiny_1a", "global_score_note_theme_2"]:
        assert row[name] == text.rstrip()
    width = meta.variable_storage_width["evidence_tiny_1a"]
    assert width >= len(text.encode())


def test_numbers_have_labels_and_say_why_they_are_missing(tmp_path):
    [row], meta = read(tmp_path, [discussed()])
    assert [row[f"rating_tiny_{code}"] for code in ["1a", "1b", "2a", "2b"]] == [
        3,
        2,
        fields.NOT_AGREED,
        fields.NOT_RATED,
    ]
    assert meta.variable_value_labels["rating_tiny_2a"] == {
        4: "Agree",
        3: "Mostly agree",
        2: "Mostly disagree",
        1: "Disagree",
        -7: "Not settled",
        -8: "Could not agree",
        -9: "Not rated",
    }
    missing = {each["lo"] for each in meta.missing_ranges["rating_tiny_2a"]}
    assert missing == {-7, -8, -9}
    assert meta.variable_value_labels["outcome_tiny_2a"][2] == "Could not agree"
    assert row["outcome_tiny_2a"] == 2
    assert row["global_score_theme_2"] == fields.NOT_GIVEN
    assert meta.column_names_to_labels["rating_tiny_1b"] == "1b Rating: We act"
    assert meta.file_label == "Northmoor"
    measures = {name: meta.variable_measure[name] for name in MEASURES}
    assert measures == MEASURES


MEASURES = {
    "rating_tiny_1a": "ordinal",
    "outcome_tiny_1a": "nominal",
    "evidence_tiny_1a": "nominal",
    "global_score_theme_1": "scale",
    "dispersion_tiny_1a": "scale",
    "completed_on": "scale",
}


def test_dates_are_dates_and_columns_have_a_sensible_width(tmp_path):
    [row], meta = read(tmp_path, [discussed()])
    assert row["completed_on"] == date(2020, 6, 5)
    assert row["submitted_at"] == datetime.fromisoformat("2020-06-12 14:02")
    assert max(meta.variable_display_width.values()) == sav.TEXT_SHOWN
    assert meta.original_variable_types["rating_tiny_1a"] == "F8.0"
    assert meta.original_variable_types["completed_on"] == "DATE11"


def test_several_submissions_and_none_of_a_value(tmp_path):
    other = submission(reference="BD-3", global_scores={"1": None, "2": None})
    rows, _ = read(tmp_path, [discussed(), other])
    assert [row["reference"] for row in rows] == ["BD-2222-3333", "BD-3"]
    assert [row["global_score_theme_1"] for row in rows] == [7, fields.NOT_GIVEN]
    assert rows[1]["approved_at"] is None
    empty = DataTable(tables.wide([discussed()]).columns, [])
    path = tmp_path / "empty.sav"
    path.write_bytes(sav.write(empty, "é" * 60))
    frame, meta = pyreadstat.read_sav(path)
    assert (len(frame), len(frame.columns)) == (0, len(empty.columns))
    assert meta.file_label == "é" * 30 + "…"


def test_it_is_made_in_a_child_process():
    content, about = discussed()["content"], {}
    assert files.of_one("sav", content, DIGEST, {}, about).startswith(b"$FL2")
    with pytest.raises(jobs.NotMade):
        jobs.run_job("assessments.files.data.sav:write", (None, "x"), "x")


SYNTAX = """\
GET FILE='{folder}/data.sav'.
DISPLAY DICTIONARY /VARIABLES=rating_tiny_2a.
COMPUTE mean = MEAN(rating_tiny_1a TO rating_tiny_2b).
COMPUTE given = NVALID(rating_tiny_1a TO rating_tiny_2b).
SAVE TRANSLATE /OUTFILE='{folder}/out.csv' /TYPE=CSV /FIELDNAMES /REPLACE
  /KEEP=mean given evidence_tiny_1a completed_on.
FREQUENCIES /VARIABLES=rating_tiny_2a.
"""


@pytest.mark.parametrize("name", ["arabic and hebrew", "longest", "unbroken", "quotes"])
def test_pspp_reads_it(tmp_path, name):
    saved(tmp_path, [worded(TEXTS[name])])
    syntax = tmp_path / "check.sps"
    syntax.write_text(SYNTAX.format(folder=tmp_path), encoding="utf-8")
    command = ["pspp", "-O", "format=csv", "-o", tmp_path / "said.csv", syntax]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    said = (tmp_path / "said.csv").read_text(encoding="utf-8")
    assert (run.returncode, "error:" in said, "warning:" in said) == (0, False, False)
    assert "2a Rating: We house" in said
    assert "Missing,Could not agree,1" in said
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as file:
        [row] = csv.DictReader(file)
    assert row["evidence_tiny_1a"] == TEXTS[name]
    assert (float(row["mean"]), float(row["given"])) == (2.5, 2)
