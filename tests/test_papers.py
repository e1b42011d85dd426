"""The documents for developers name files and functions that exist."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAPERS = [
    *sorted(ROOT.glob("*.md")),
    *sorted((ROOT / "docs").rglob("*.md")),
]
# `folder/file.py`, `folder/file.py:name` or `folder/`, in the checkout
NAMED = re.compile(r"`([\w.-]+(?:/[\w.-]+)*(?:\.\w+|/))(?::(\w+))?`")
LINKED = re.compile(r"\]\(([^):#]+)\)")
STARTS = {
    "assessments",
    "bench",
    "docs",
    "fixtures",
    "frameworks",
    "leavingcare",
    "scripts",
    "templates",
    "tests",
}


@pytest.mark.parametrize("paper", PAPERS, ids=lambda path: path.name)
def test_what_a_paper_names_is_there(paper):
    text = paper.read_text(encoding="utf-8")
    missing = [
        name for name in LINKED.findall(text) if not (paper.parent / name).exists()
    ]
    for name, function in NAMED.findall(text):
        if name.split("/")[0] not in STARTS or "/" not in name:
            continue
        path = ROOT / name
        if not path.exists():
            missing.append(name)
        elif function and not re.search(
            rf"^ *(?:(?:async )?def|class) {function}\b|^{function}\b",
            path.read_text(encoding="utf-8"),
            re.MULTILINE,
        ):
            missing.append(f"{name}:{function}")
    assert missing == []


def test_papers_name_something():
    named = [hit for paper in PAPERS for hit in NAMED.findall(paper.read_text())]
    assert len(named) > 50
