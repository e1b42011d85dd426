"""The picture of the floors: what it counts, and that it is current."""

import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

ROOT = Path(__file__).parent.parent
SVG = "{http://www.w3.org/2000/svg}"


def drawn(*words):
    return subprocess.run(
        [sys.executable, ROOT / "scripts" / "draw_architecture", *map(str, words)],
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def checkout(tmp_path):
    """A checkout with four floors, in which models import views and two packages of
    files/ import each other."""
    code = {
        "frameworks/__init__.py": '"""The editions."""',
        "assessments/__init__.py": "",
        "assessments/models.py": "from .views import page",
        "assessments/files/__init__.py": "",
        "assessments/files/pdf/__init__.py": '"""PDFs of it. More about them."""',
        "assessments/files/pdf/make.py": "from ..word import make",
        "assessments/files/word/__init__.py": "",
        "assessments/files/word/make.py": "from assessments.files import pdf",
        "assessments/views/__init__.py": "import frameworks\nimport django",
        "assessments/views/page.py": "from . import other\nfrom ..files.pdf import make",
        "assessments/views/other.py": "",
        "assessments/migrations/0001.py": "from ..views import page",
        "tests/test_architecture.py": 'FLOORS = ["models", {"files"}, "views"]',
    }
    for name, text in code.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    (tmp_path / "docs").mkdir()
    return tmp_path


def test_rooms_arrows_cycles_and_arrows_up_are_counted(checkout):
    assert drawn("--root", checkout).stdout.splitlines() == [
        "Rooms: 5. Arrows: 5. Arrows up: 2. Cycles: 1",
        "With each frame as one room. Rooms: 4. Arrows: 3. Arrows up: 1. Cycles: 0",
        "Cycle: files/pdf, files/word",
        "Up: files/pdf imports files/word",
        "Up: models imports views",
    ]


def test_the_picture_says_in_words_what_it_shows(checkout):
    drawn("--root", checkout)
    picture = ElementTree.parse(checkout / "docs" / "architecture.svg").getroot()
    words = picture.find(f"{SVG}desc").text
    assert picture.get("aria-labelledby") == "title desc"
    assert words == (
        "From the top floor to the bottom: views imports files/pdf, frameworks. "
        "files/word imports files/pdf. files/pdf imports files/word. "
        "models imports views. frameworks imports none of the others. "
        "Arrows that run up: files/pdf to files/word, models to views."
    )
    shown = [text.text for text in picture.findall(f"{SVG}text")]
    assert "PDFs of it" in shown
    ways = [path.get("class") for path in picture.findall(f"{SVG}path")]
    assert sorted(ways) == [*["down"] * 3, *["up"] * 2]


def test_a_picture_that_is_not_current_is_named(checkout):
    assert drawn("--root", checkout, "--check").returncode == 1
    drawn("--root", checkout)
    assert drawn("--root", checkout, "--check").returncode == 0
    (checkout / "assessments" / "views" / "other.py").write_text(
        "from .. import models"
    )
    stale = drawn("--root", checkout, "--check")
    assert stale.returncode == 1
    assert "architecture.svg is not what the code gives" in stale.stderr


def test_a_room_without_a_floor_is_named(checkout):
    (checkout / "assessments" / "loft.py").write_text("")
    failed = drawn("--root", checkout)
    assert failed.returncode == 1
    assert "no floor for: loft" in failed.stderr


def test_the_committed_picture_is_current():
    """If this fails, run scripts/draw_architecture and commit docs/architecture.svg."""
    checked = drawn("--check")
    assert checked.returncode == 0, checked.stderr
