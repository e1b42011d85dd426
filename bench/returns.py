"""The completed form that is measured: an invented one, or a Word file's."""

import json
import random
from dataclasses import replace
from itertools import cycle, islice
from pathlib import Path

from django.conf import settings

from assessments.files.word_form.reader.form import read_form
from assessments.files.word_form.reader.values import Answer, Form
from assessments.workflow import fill_from_form
from frameworks.models import Framework
from leavingcare.text import TEXT_LIMIT

TEXTS = settings.BASE_DIR / "fixtures" / "demo" / "texts.json"
# Of a real return: how many words, over how many statements.
SIZES = {"evidence": (4850, 102), "ideas": (3000, 89)}
LARGER = 5


def completed(file="", large=False):
    """Return the form in the file, or an invented one; with `large`, longer texts."""
    form = (
        read_form(Path(file).read_bytes(), fill_from_form.editions())
        if file
        else invented()
    )
    return grown(form) if large else form


def invented():
    """Return a form of the newest edition, as long as a real one, always the same."""
    framework = Framework.objects.first()
    areas = list(framework.areas.prefetch_related("statements"))
    codes = [
        f"{area.number}{each.letter}"
        for area in areas
        for each in area.statements.all()
    ]
    values = [point.value for point in framework.scale.all()]
    words = {name: texts(name, len(codes), *size) for name, size in SIZES.items()}
    return Form(
        edition=framework.edition,
        cover={"completed_on": None},
        answers={
            code: Answer(
                ratings=[values[place % len(values)]],
                evidence=words["evidence"][place],
                ideas=words["ideas"][place],
            )
            for place, code in enumerate(codes)
        },
        global_scores={area.number: 6 for area in areas},
        missing=[],
        unplaced=[],
    )


def texts(name, statements, words, answered):
    """Return one text per statement, `words` long together, the last ones blank."""
    answered = min(answered, statements)
    chance = random.Random(name)
    lengths = [chance.lognormvariate(0, 0.7) for _ in range(answered)]
    total = sum(lengths)
    source = cycle(" ".join(json.loads(TEXTS.read_text())[name]).split())
    made = [
        " ".join(islice(source, max(1, round(words * length / total))))
        for length in lengths
    ]
    return made + [""] * (statements - answered)


def grown(form):
    """Return the form with every text five times as long, up to the site's limit."""

    def longer(text):
        return "\n".join([text] * LARGER)[: TEXT_LIMIT - 200].strip()

    answers = {
        code: replace(
            answer, evidence=longer(answer.evidence), ideas=longer(answer.ideas)
        )
        for code, answer in form.answers.items()
    }
    return replace(form, answers=answers)
