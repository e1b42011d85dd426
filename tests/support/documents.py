"""An invented submission document: two areas, a scale of four, every kind of outcome."""

import json

from assessments.submission import snapshot


def response(outcome="agreed", rating=None, candidates=(), **texts):
    return {
        "outcome": outcome,
        "rating": rating,
        "candidates": list(candidates),
        "evidence": "",
        "ideas": "",
        "rationale": "",
    } | texts


def statement(code, text, footnote=""):
    return {
        "letter": code[-1],
        "code": code,
        "text_md": text,
        "footnote": footnote,
        "family": "",
    }


def area(number, title, order, statements, examples=""):
    return {
        "number": number,
        "theme": f"theme-{number}",
        "title": title,
        "examples": examples,
        "prompt_md": "How far do you *agree*?",
        "evidence_prompt": "How do you know?",
        "rating_title": f"Score of {title.lower()}",
        "rating_order": order,
        "statements": statements,
    }


def framework():
    labels = ["Agree", "Mostly agree", "Mostly disagree", "Disagree"]
    return {
        "edition": "tiny",
        "title": "The Tiny Framework",
        "title_printed": "The Tiny Framework (first edition)",
        "credit": "Nobody in particular",
        "contact": "",
        "ideas_prompt": "Ideas for improvement",
        "scores_heading": "Final scores",
        "scores_instruction": "Give each area a score.",
        "scores_note": "",
        "scores_stem": "We would rate",
        "cover_questions": [
            {"key": "authority", "question": "Which authority?", "box_label": None},
            {"key": "completed_on", "question": "When?", "box_label": None},
            {"key": "how_completed", "question": "How?", "box_label": None},
        ],
        "scale": [
            {
                "value": 4 - place,
                "label": label,
                "column_heading": f"{label} at present",
                "guide": f"What {label} means",
                "guide_number": None,
            }
            for place, label in enumerate(labels)
        ],
        "areas": [
            area(
                1,
                "Being heard",
                2,
                [
                    statement("1a", "We *listen*", footnote="See the note."),
                    statement("1b", "We act"),
                ],
            ),
            area(
                2,
                "Being housed",
                1,
                [statement("2a", "We house"), statement("2b", "We ask")],
                examples="for example flats",
            ),
        ],
    }


def document(**changes):
    """Return the whole document; `changes` replace responses by code or top-level values."""
    responses = {
        "1a": response(rating=4, evidence="A panel.", ideas="Another panel."),
        "1b": response(rating=2, evidence="Some.", rationale="Because of some."),
        "2a": response("not_agreed", candidates=[3, 2], rationale="Two views."),
        "2b": response("not_rated", rationale="Nobody knows."),
    }
    content = {
        "format": snapshot.FORMAT,
        "version": snapshot.VERSION,
        "reference": "BD-2222-3333",
        "number": 1,
        "submitted_at": "2020-06-12T14:02:00+01:00",
        "submitted_by": "Mo",
        "edition": "tiny",
        "framework": framework(),
        "authority": {"name": "Northmoor"},
        "round": {"slug": "spring", "name": "Spring"},
        "cover": {"completed_on": "2020-06-05", "how_completed": "By meeting."},
        "responses": responses,
        "global_scores": {"1": 7, "2": None},
        "global_score_notes": {"1": "After a long talk.", "2": ""},
    }
    for name, value in changes.items():
        if name in responses:
            responses[name] = value
        else:
            content[name] = value
    return json.loads(json.dumps(content))


def large(areas=40, text="A word of evidence, and then another one. "):
    """Return a document of so many areas, its tables and texts several pages long."""
    content = document()
    first = content["framework"]["areas"][0]
    numbers = range(1, areas + 1)
    content["framework"]["areas"] = [
        first
        | {
            "number": number,
            "title": f"Being heard, part {number}",
            "rating_title": f"Score of part {number}",
            "rating_order": areas - number,
            "statements": [
                statement(f"{number}{letter}", f"We listen to {letter}")
                for letter in "abcde"
            ],
        }
        for number in numbers
    ]
    content["responses"] = {
        f"{number}{letter}": response(
            "not_agreed", candidates=[3, 2], evidence=text * (number * place % 60)
        )
        if place == number % 7
        else response(rating=3, evidence=text * (number * place % 60), ideas=text)
        for number in numbers
        for place, letter in enumerate("abcde")
    }
    content["global_scores"] = {str(number): 6 for number in numbers}
    content["global_score_notes"] = {}
    return content
