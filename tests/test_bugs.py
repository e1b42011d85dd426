"""`make bugs` plants what it should, where it should, and counts honestly."""

import queue

import pytest

from scripts import plant_bugs
from scripts.plant_bugs import Bug, OutOfDate, Result

CODE = "def half(number):\n    return number // 2\n"
TEST = "from code_of import half\n\n\ndef test_half():\n    assert half(4) == 2\n"


def bug(**changes):
    values = {"what": "It is wrong", "file": "code_of.py", "old": "// 2", "new": "// 3"}
    return Bug(**values | {"tests": ["test_code.py"]} | changes)


def results(caught, missed):
    return [
        *[Result(bug(), True, [f"test_{number}"]) for number in range(caught)],
        *[Result(bug(), False, [])] * missed,
    ]


@pytest.fixture
def trees(tmp_path):
    (tmp_path / "code_of.py").write_text(CODE)
    (tmp_path / "test_code.py").write_text(TEST)
    found = queue.Queue()
    found.put(tmp_path)
    return found


def test_the_list_fits_the_code():
    bugs = plant_bugs.listed()
    assert plant_bugs.faults(bugs) == []
    assert len({one.what for one in bugs}) == len(bugs) >= 60


def test_some_can_be_chosen_by_a_word():
    chosen = plant_bugs.listed("DIGESTS")
    assert chosen
    assert {one.file for one in chosen} == {"assessments/submission/digests.py"}


def test_a_bug_is_planted_where_its_place_is():
    assert bug().planted("half = 5 // 2") == "half = 5 // 3"


@pytest.mark.parametrize("text", ["half = 5 / 2", "half = 5 // 2 // 2"])
def test_a_bug_without_one_place_is_out_of_date(text):
    with pytest.raises(OutOfDate, match=r"code_of\.py has (0|2) times, not once"):
        bug().planted(text)


def test_what_is_out_of_date_is_told(tmp_path):
    (tmp_path / "code_of.py").write_text("nothing")
    (tmp_path / "test_code.py").write_text(TEST)
    wrong = [
        bug(),
        bug(file="gone.py"),
        bug(tests=["test_code.py::test_half", "no.py"]),
    ]
    assert plant_bugs.faults(wrong, tmp_path) == [
        "code_of.py has 0 times, not once: '// 2'",
        "There is no gone.py: It is wrong",
        "There is no no.py: It is wrong",
        "code_of.py has 0 times, not once: '// 2'",
    ]


def test_a_bug_is_caught_and_taken_out_again(trees, tmp_path):
    result = plant_bugs.try_bug(bug(), trees)
    assert (result.is_caught, result.failed) == (True, ["test_code.py::test_half"])
    assert (tmp_path / "code_of.py").read_text() == CODE


def test_a_bug_that_no_test_sees_is_missed(trees):
    result = plant_bugs.try_bug(bug(old="number //", new="abs(number) //"), trees)
    assert (result.is_caught, result.failed) == (False, [])
    assert str(result) == "MISSED  code_of.py: It is wrong"


def test_code_that_cannot_be_read_is_no_bug(trees, tmp_path):
    with pytest.raises(OutOfDate, match="do not run"):
        plant_bugs.try_bug(bug(new="//"), trees)
    assert (tmp_path / "code_of.py").read_text() == CODE


@pytest.mark.parametrize(
    ("caught", "missed", "is_enough"), [(20, 0, True), (19, 1, True), (18, 1, False)]
)
def test_ninety_five_in_a_hundred_are_enough(caught, missed, is_enough, capsys):
    assert plant_bugs.report(results(caught, missed), []) == is_enough
    told = capsys.readouterr().out.splitlines()
    assert told[:-1] == ["MISSED  code_of.py: It is wrong"] * missed
    assert told[-1].startswith(f"{caught} of {caught + missed} bugs caught")


def test_a_test_that_fails_without_the_bug_catches_nothing(trees, tmp_path, capsys):
    (tmp_path / "test_code.py").write_text(TEST.replace("== 2", "== 9"))
    found = [plant_bugs.try_bug(bug(), trees)]
    failing = plant_bugs.always_failing(found, tmp_path)
    assert failing == ["test_code.py::test_half"]
    assert not plant_bugs.report(found, failing)
    assert "0 of 1 bugs caught (0.0%)." in capsys.readouterr().out
