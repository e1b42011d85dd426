"""The project's English: what must not come back does not, and the rules work.

`python -m tests.english` lists every sentence to change, by folder.
"""

import pytest

from .english.reading import (
    ROOT,
    beginnings,
    faults,
    faults_of,
    of_paper,
    of_python,
    of_script,
    of_template,
)
from .english.rules import RULES

# What has still to be read again; a folder leaves the list when nothing in it is left.
TO_READ = {
    "assessments/files",
    "assessments/forms/offline.py",
    "assessments/forms/past_imports.py",
    "assessments/views",
    "assessments/workflow/fill_from_form.py",
    "assessments/workflow/offline.py",
    "assessments/workflow/past_import.py",
    "assessments/workflow/past_import_batch.py",
    "assessments/workflow/past_import_rows.py",
    "templates/account/email",
    "templates/authority_archive/archive",
    "templates/offline",
    "templates/past_imports",
    "tests/browser",
    "tests/files",
    "tests/views",
}


@pytest.fixture(scope="module")
def found():
    return list(faults())


def is_in(fault, folder):
    path = str(fault.text.path.relative_to(ROOT))
    return path == folder or path.startswith(f"{folder}/")


def test_what_was_read_again_stays_as_it_should_be(found):
    left = [
        str(fault)
        for fault in found
        if not any(is_in(fault, folder) for folder in TO_READ)
    ]
    assert left == []


def test_the_list_names_only_what_has_still_to_be_read(found):
    done = {each for each in TO_READ if not any(is_in(fault, each) for fault in found)}
    assert done == set()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_finds_what_is_wrong_and_leaves_what_is_right(rule):
    assert list(rule.found_in(rule.wrong))
    assert not list(rule.found_in(rule.right))


def read(tmp_path, monkeypatch, name, text, reader):
    """Return [(line, rule)] of the faults in a file with this text."""
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    monkeypatch.setattr("tests.english.reading.ROOT", tmp_path)
    texts = reader(path)
    texts = texts if hasattr(texts, "__iter__") else [texts]
    return [(fault.line, fault.rule) for each in texts for fault in faults_of(each)]


def test_a_module_is_read_for_strings_docstrings_and_comments(tmp_path, monkeypatch):
    code = '''"""The `mail` of it."""
NAME = "mail"
TEXT = "Each mail is " f"sent {NAME} and/or read"
PATTERN = r"\\bmail and\\b"


def one():
    """Return a thing.

    Whoever asks.
    """
    return 1  # whilst waiting
'''
    name = "assessments/one.py"
    assert read(tmp_path, monkeypatch, name, code, of_python) == [
        (10, "whoever"),
        (3, "mail"),
        (3, "and/or"),
        (12, "old words"),
    ]


def test_a_template_is_read_for_what_it_shows(tmp_path, monkeypatch):
    page = """{% comment %}and/or{% endcomment %}
{% include "a.html" with title="Bring it in here" mail=mail %}
<p class="mail x" aria-label="Click here">{{ mail }} is sent
once a day.</p><!-- and/or -->
<p>This is
no page.</p>
"""
    assert sorted(read(tmp_path, monkeypatch, "a.html", page, of_template)) == [
        (2, "bring in"),
        (3, "click here"),
        (5, "is no"),
    ]


def test_a_paper_is_read_without_its_code(tmp_path, monkeypatch):
    paper = "# Title\n\n    mail and/or\n\nThe `mail` is\nPlease [mail](mail.md)\n"
    assert sorted(read(tmp_path, monkeypatch, "a.md", paper, of_paper)) == [
        (6, "mail"),
        (6, "please"),
    ]


def test_a_script_is_read_for_what_it_says(tmp_path, monkeypatch):
    script = '// whilst it waits\nconst mail = "mail";\nsay("Throw this away");\n'
    assert read(tmp_path, monkeypatch, "a.js", script, of_script) == [
        (1, "old words"),
        (3, "throw away"),
    ]


def test_docstrings_begin_with_a_verb(tmp_path):
    code = '''"""What this is."""


class One:
    """A thing."""

    @property
    def name(self):
        """The name."""

    @property
    def ready(self):
        """Whether it is."""


def right():
    """Return it."""


def noun():
    """The thing."""


def clause():
    """Whether it is."""


def says():
    """Say why not."""
    return "" if right() else "no"


def test_it():
    """What is tested."""
'''
    path = tmp_path / "one.py"
    path.write_text(code)
    assert [(fault.line, fault.rule) for fault in beginnings(path)] == [
        (1, "clause"),
        (21, "no verb"),
        (25, "clause"),
        (29, "says for returns"),
        (13, "clause"),
    ]
