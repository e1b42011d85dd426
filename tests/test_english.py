"""The project's English: what must not come back does not, and the rules work.

`python -m tests.english` lists every sentence to change, by folder.
"""

import re
from pathlib import Path

import pytest

from .english import form_errors
from .english.reading import (
    beginnings,
    faults,
    faults_of,
    of_paper,
    of_python,
    of_script,
    of_template,
    texts,
)
from .english.rules import RULES, SHOWN


def test_every_text_is_plain_english():
    assert [str(fault) for fault in faults()] == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_finds_what_is_wrong_and_leaves_what_is_right(rule):
    assert list(rule.found_in(rule.wrong))
    assert not list(rule.found_in(rule.right))


def flat(words):
    """Return words in one line, in lower case, with plain quotation marks."""
    return re.sub(r"[’‘]", "'", " ".join(words.split())).casefold()


def test_earlier_sentences_do_not_come_back():
    """Those in the file were on pages once, and readers did not understand them."""
    shown = flat(" ".join(text.words for text in texts() if text.kind == SHOWN))
    assert flat("Your colleagues in this assessment will see it.") in shown
    earlier = Path(__file__).parent / "english" / "earlier_sentences.txt"
    sentences = earlier.read_text().splitlines()
    assert len(sentences) > 100
    assert min(map(len, sentences)) > 11
    assert [each for each in sentences if flat(each) in shown] == []


def test_errors_of_forms_end_without_a_full_stop():
    errors = [
        error
        for path in form_errors.modules()
        for error in form_errors.form_errors(path)
    ]
    assert len(errors) > 150
    stops = [form_errors.ending_in_a_stop(path) for path in form_errors.modules()]
    assert [where for found in stops for where in found] == []


def test_an_error_is_found_wherever_it_is_written(tmp_path):
    code = """LATE = "You are late."
ERRORS = {"required": "Enter it.", "invalid": f"Not {LATE}. Enter another"}


class Some(Form):
    name = Field(error_messages={"required": "Enter a name."})
    email = Field(error_messages=ERRORS | {"invalid": "Enter an email."})
    kind = Field(error_messages=dict.fromkeys(["required"], "Choose one."))
    default_error_messages = {"past": "It has passed."}

    def clean(self):
        self.fields["name"].error_messages["long"] = "Long."
        self.add_error("name", LATE if late else "Two. Sentences")
        raise ValidationError("Many {}.".format(1))
"""
    path = tmp_path / "some.py"
    path.write_text(code)
    found = sorted(form_errors.ending_in_a_stop(path))
    lines = sorted(int(where.partition(":")[2]) for where in found)
    assert lines == [1, 2, 6, 7, 8, 9, 12, 14]


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
EARLIER = ("Each mail is sent.",)
FIELD = models.TextField("some mail", help_text="A mail that was sent.")


def one():
    """Return a thing.

    Whoever asks.
    """
    return 1  # whilst waiting
'''
    name = "assessments/one.py"
    assert read(tmp_path, monkeypatch, name, code, of_python) == [
        (12, "whoever"),
        (3, "mail"),
        (3, "and/or"),
        (6, "mail"),
        (14, "old words"),
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
