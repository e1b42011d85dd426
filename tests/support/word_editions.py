"""Editions for tests of the Word reader: two invented ones, and the printed ones."""

import json
from pathlib import Path

TESTS = Path(__file__).resolve().parent.parent
FIXTURES = [TESTS.parent / "fixtures", TESTS / "fixtures"]
SCALE = [
    {"value": 4, "label": "Agree", "column_heading": "Agree at present 4"},
    {"value": 3, "label": "Mostly agree", "column_heading": "Mostly agree 3"},
    {"value": 2, "label": "Mostly disagree", "column_heading": "Mostly disagree 2"},
    {"value": 1, "label": "Disagree", "column_heading": "Disagree at present 1"},
]


def area(number, title, rating_title, texts, **more):
    """Return an area of an invented edition, with one statement per text."""
    return {
        "number": number,
        "theme": f"theme-{number}",
        "title": title,
        "examples": "",
        "prompt_md": "*Thinking of <u>today</u>, how far do you agree?*",
        "evidence_prompt": "How do you know? Add evidence",
        "rating_title": rating_title,
        "rating_order": number,
        "statements": [
            {
                "letter": letter,
                "code": f"{number}{letter}",
                "text_md": text,
                "footnote": "",
                "family": "",
            }
            for letter, text in zip("abcdefgh", texts, strict=False)
        ],
    } | more


def small_edition(**more):
    """Return an invented edition of two areas with three statements each."""
    return {
        "edition": "small",
        "title": "The Small Framework",
        "title_printed": "The Small Framework (first edition)",
        "credit": "Nobody in particular",
        "contact": "Send your form to the office",
        "ideas_prompt": "Ideas for later",
        "scores_heading": "Scores for each area",
        "scores_instruction": "Please give a score for each area (out of 10)",
        "scores_note": "",
        "scores_stem": "We would rate ourselves in...",
        "cover_questions": [
            {"key": "authority", "question": "Name of council:", "box_label": "Name:"},
            {
                "key": "completed_on",
                "question": "Day it was done:",
                "box_label": "Day:",
            },
            {"key": "how_completed", "question": "How was it done", "box_label": ""},
            {"key": "who_was_involved", "question": "Who took part?", "box_label": ""},
        ],
        "scale": [dict(point, guide="") for point in SCALE],
        "areas": [
            area(
                1,
                "Kites and balloons",
                "Flying things well",
                [
                    "Our kites are **always** mended before the wind comes.",
                    "Every balloon has a named string",
                    "We ask children's views of our kites.",
                ],
            ),
            area(
                2,
                "Boats on the pond",
                "Floating: staying dry on the water",
                [
                    "There is a boat for everyone who asks for one",
                    "Nobody is left on the island overnight.",
                    "We ask sailors how warm the tea was.",
                ],
            ),
        ],
    } | more


def no_ideas_edition():
    """Return an invented edition that asks for no ideas and for scores area by area."""
    edition = small_edition(
        edition="plain",
        title_printed="The Plain Framework",
        ideas_prompt="",
        scores_heading="Overall Rating",
        scores_instruction="",
        scores_stem="",
    )
    for place in edition["areas"]:
        place["row_label"] = f"Row label of {place['title'].lower()}"
        place["rating_title"] = f"We rate our {place['title'].lower()} as:"
        for point, heading in zip(
            edition["scale"],
            ["Agree at present", "Mostly agree", "Mostly disagree", "Disagree"],
            strict=True,
        ):
            point["column_heading"] = heading
        for statement in place["statements"]:
            statement["text_md"] = f"Plainly: {statement['text_md']}"
    return edition


def printed_edition(edition):
    """Return an edition as the project's fixture has it, in the reader's shape."""
    files = (folder / f"framework_{edition}.json" for folder in FIXTURES)
    rows = json.loads(next(file for file in files if file.exists()).read_text())

    def fields(model):
        return [row["fields"] for row in rows if row["model"] == f"frameworks.{model}"]

    [framework] = fields("framework")
    blank = dict.fromkeys(["contact", "ideas_prompt", "scores_stem"], "")
    areas = [
        place
        | {
            "statements": [
                statement | {"code": f"{place['number']}{statement['letter']}"}
                for statement in fields("statement")
                if statement["area"][1] == place["number"]
            ]
        }
        for place in fields("area")
    ]
    return blank | framework | {"scale": fields("scalepoint"), "areas": areas}
