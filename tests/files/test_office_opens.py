"""LibreOffice opens every Word and Excel file the site makes, and finds its words."""

import re

import pytest
from pypdf import PdfReader

from assessments.files.board_report import report
from assessments.files.catalogue import FORMATS
from assessments.files.follow_up.formats import FORMATS as FOLLOW_UP
from assessments.submission import supplements
from tests.support import documents
from tests.support.builders import hand_in, make_group, open_discussions, rate, submit
from tests.support.clients import client_of
from tests.support.office import converted, office
from tests.support.supplements import plan_ideas, return_follow_up, save_follow_up

OFFICE = ("docx", "xlsx")
LONG = (
    "We regularly ask care leavers how satisfied they are with the degree to which they "
    "are involved in improving the service, and we act on it."
)  # as long as the longer statements


def is_of_office(name):
    return name.rpartition(".")[2] in OFFICE


def made_of(assessment, mo):
    """Return {name: bytes} of every such file."""
    client, url = client_of(mo), f"/assessments/{assessment.pk}"
    group = make_group(assessment, mo, mo, areas=[1], name="Legal")
    rate(group, 3, "What we saw.")
    found = {
        "draft.docx": client.post(
            f"{url}/groups/{group.pk}/offline/", {"areas": ["1"]}
        ),
        "blank.docx": client.get("/frameworks/2020/form.docx"),
    }
    hand_in(group, mo)
    open_discussions(assessment, mo)
    found["agreed.docx"] = client.get(f"{url}/agreed.docx")
    submission = submit(assessment, mo)
    plan_ideas(assessment, mo, _1a="Ask again.")
    found["plan.xlsx"] = client.get(f"{url}/action-plan.xlsx")
    save_follow_up(assessment, mo, {1: {"stage_two": 8}})
    returned = return_follow_up(assessment, mo)
    recorded = supplements.of(assessment)
    return (
        {name: answer.content for name, answer in found.items()}
        | {
            f"submission.{name}": format.make(submission, recorded)
            for name, format in FORMATS.items()
            if is_of_office(name)
        }
        | {
            f"follow-up.{name}": format.make(returned)
            for name, format in FOLLOW_UP.items()
            if is_of_office(name)
        }
    )


def full_report():
    """Return what a board report is made of whose first page has all it may have."""
    content = documents.large(areas=10)
    for area in content["framework"]["areas"]:
        for each in area["statements"]:
            each["text_md"] = LONG
    for number, response in enumerate(content["responses"].values()):
        response.update(documents.response(rating=1 + number % 4, evidence="Seen."))
    codes = list(content["responses"])
    earlier = {"content": content, "same": dict(zip(codes, codes, strict=True))}
    scores = {str(number): {"score": 4} for number in range(1, 11)}
    choices = {
        "strengths": codes[:5],
        "priorities": codes[5:10],
        "asked": "\n".join(["agree the plan, and ask for a report in six months"] * 4),
        "printed": [],
    }
    beside = {"young_people_scores": scores}
    return content, "0" * 64, earlier | {"related": {}}, beside, choices


@pytest.mark.any_database
@pytest.mark.parametrize("make", [report.make_pdf, report.make_word])
def test_the_first_page_of_the_report_is_one_page(make, tmp_path):
    is_word = make is report.make_word
    path = tmp_path / ("report.docx" if is_word else "report.pdf")
    path.write_bytes(make(*full_report()))
    made = PdfReader(converted(path, "pdf") if is_word else path)
    pages = [each.extract_text() for each in made.pages][is_word:]
    assert "Report for elected members" in pages[0]
    for said in ("Strengths", "Young people and", "Since last", "The Board is asked"):
        assert said in pages[0]
    assert pages[0].count("six months") == 4
    assert "What do we know about" in pages[1]


@pytest.mark.any_database
def test_libreoffice_opens_every_word_and_excel_file(assessment, mo, tmp_path):
    made = made_of(assessment, mo)
    assert len(made) == 8
    # LibreOffice would call "a.docx" and "a.xlsx" both "a.pdf".
    paths = [
        tmp_path / re.sub(r"\.(?=.*\.)", "-", f"{number}.{name}")
        for number, name in enumerate(made)
    ]
    for path, content in zip(paths, made.values(), strict=True):
        path.write_bytes(content)
    office("--convert-to", "pdf", "--outdir", tmp_path / "opened", *paths)
    for path in paths:
        opened = tmp_path / "opened" / f"{path.stem}.pdf"
        text = "".join(each.extract_text() for each in PdfReader(opened).pages)
        assert re.search(r"\w{4}", text), path.name
        assert "Err:" not in text
        assert "#REF!" not in text
