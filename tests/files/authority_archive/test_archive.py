"""An authority's archive: all that is its own, nothing that is sealed, and readable."""

import csv
import hashlib
import io
import json
import re
import subprocess
import zipfile
from html.parser import HTMLParser
from posixpath import dirname, join, normpath

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assessments.files.authority_archive import archive
from assessments.files.authority_archive.contents import LEFT_OUT, TABLES
from assessments.files.authority_archive.table import fields_on, flat
from assessments.files.bounded import slots
from assessments.models import (
    AuditEvent,
    DraftResponse,
    DraftRevision,
    LocalAuthority,
    Note,
    SecondRating,
    SubmissionFile,
)
from assessments.workflow import authority_archive
from tests.support.builders import (
    hand_in,
    make_assessment,
    make_group,
    open_discussions,
    rate,
    submit,
)
from tests.support.clients import client_of
from tests.support.markup import markup
from tests.support.racing import at_once
from tests.support.supplements import plan_ideas, save_action
from tests.support.world import bring_to

pytestmark = pytest.mark.any_database

HOSTILE = "<script>alert(1)</script> & \"'\n\n=1+1\u202e\U0001f600 عربي"
SENTENCE = "Words of Northmoor"


@pytest.fixture
def pdfs(monkeypatch):
    monkeypatch.setattr(
        "assessments.files.pdf.submission.make",
        lambda *args: b"%PDF-invented",
    )


def archived(authority):
    """Return {name: bytes} of the authority's archive."""
    file = io.BytesIO()
    archive.write(authority, file)
    with zipfile.ZipFile(file) as found:
        assert found.testzip() is None
        return {name: found.read(name) for name in found.namelist()}


def table(files, name):
    text = files[f"tables/{name}.csv"].decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def everything(files, name):
    return json.loads(files["everything.json"])["tables"][name]


# Nothing is forgotten


def fields_taken():
    """Return {model: its fields in some table}, and the models with a table."""
    taken, with_table = {}, {table.model for table in TABLES}
    for each in TABLES:
        for path in flat([each.owner, *each.columns.values()]):
            model = each.model
            for field in fields_on(model, path):
                if model is each.model or model not in with_table:
                    taken.setdefault(model, set()).add(field.name)
                model = field.related_model
    return taken


def test_every_model_and_field_is_in_the_archive_or_left_out_for_a_reason():
    taken = fields_taken()
    missing, used = [], set()
    for model in apps.get_models(include_auto_created=True):
        label = model._meta.label
        if label in LEFT_OUT:
            used.add(label)
            continue
        for field in model._meta.concrete_fields:
            name = f"{label}.{field.name}"
            if name in LEFT_OUT:
                used.add(name)
            elif field.name not in taken.get(model, ()) and not field.primary_key:
                missing.append(name)
    assert missing == []
    assert set(LEFT_OUT) == used
    assert all(LEFT_OUT.values())


def test_what_is_said_to_be_left_out_is_in_no_table():
    read = {
        fields_on(each.model, path)[-1]
        for each in TABLES
        for path in flat(each.columns.values())
    }
    named = {f"{field.model._meta.label}.{field.name}" for field in read}
    assert named & set(LEFT_OUT) == set()


def test_rows_of_all_tables_are_there_once(world, pdfs):
    bring_to(world, "submitted")
    authority = world["assessment"].authority
    files = archived(authority)
    for each in TABLES:
        count = each.all(authority).count()
        assert len(table(files, each.name)) == count, each.name
        assert len(everything(files, each.name)) == count, each.name
    assert len(everything(files, "draft_revisions")) == DraftRevision.objects.count()
    filled = {each.name for each in TABLES if table(files, each.name)}
    assert filled > {"people", "invitations", "drafts", "submissions", "what_happened"}


def test_nothing_of_another_authority_is_there(world, oli, pdfs):
    files = archived(oli.memberships.get().authority)
    for content in files.values():
        assert b"Northmoor" not in content
        assert b"Housing" not in content
    assert [row["name"] for row in table(files, "people")] == ["Oli"]


# The seal and secrets


def everywhere(files):
    return b"\n".join(files.values()).decode("utf-8-sig", errors="replace")


def test_what_a_moderator_may_not_read_yet_is_not_there(world):
    bring_to(world, "handed_in")
    response = DraftResponse.objects.filter(
        draft__group=world["housing"], draft__area__number=7
    ).first()
    now = timezone.now()
    by = world["cass"]
    Note.objects.create(response=response, by=by, at=now, text="CANARY-NOTE")
    second = SecondRating.objects.create(
        response=response, by=by, at=now, rating=response.rating
    )
    authority = world["assessment"].authority
    files = archived(authority)
    assert "CANARY-NOTE" not in everywhere(files)
    assert table(files, "second_ratings") == []
    assert "Anything still sealed" in files["README.txt"].decode()
    open_discussions(world["assessment"], world["mo"])
    SecondRating.objects.filter(pk=second.pk).update(revealed_at=now)
    files = archived(authority)
    [note] = table(files, "notes")
    assert (note["text"], note["by"]) == ("CANARY-NOTE", "Cass")
    [row] = table(files, "second_ratings")
    assert (row["group"], row["statement"], row["rating"]) == (
        "Housing",
        response.statement.code,
        "3",
    )
    [page] = [
        name
        for name, text in files.items()
        if b"CANARY-NOTE" in text and name.endswith(".html")
    ]
    assert page.endswith("/draft-housing-area-7.html")
    assert b"After the discussion" in files[page]


def test_a_form_that_is_its_groups_own_is_not_there(world):
    for brought_in in (None, timezone.now()):
        world["upload"].brought_in_at = brought_in
        world["upload"].brought_in_by = brought_in and world["cass"]
        world["upload"].save()
        files = archived(world["assessment"].authority)
        for words in ("a form nobody else", "An idea from a form", "with no place"):
            assert words not in everywhere(files)
        assert len(table(files, "word_forms_brought_in")) == bool(brought_in)


def test_secrets_are_not_there(world):
    mo = world["mo"]
    mo.set_password("a walk by the river")
    mo.save()
    text = everywhere(archived(world["assessment"].authority))
    assert world["token"] not in text
    assert world["invitation"].token_digest not in text
    assert mo.password not in text
    assert "sessionid" not in text
    assert "new@example.org" in text  # who was invited is


# It can be read


class Links(HTMLParser):
    def __init__(self):
        super().__init__()
        self.links, self.ids, self.tags = [], [], set()

    def handle_starttag(self, tag, attributes):
        found = dict(attributes)
        self.tags.add(tag)
        self.links += [found[name] for name in ("href", "src") if name in found]
        self.ids += [found["id"]] if "id" in found else []
        assert not [name for name in found if name.startswith("on") or name == "style"]


def parsed(content):
    parser = Links()
    parser.feed(content.decode())
    return parser


def test_every_link_leads_to_a_file_of_the_archive(world, pdfs):
    bring_to(world, "submitted")
    authority_archive.make_missing(
        world["assessment"].submissions.all(), [authority_archive.FORMATS["pdf"]]
    )
    files = archived(world["assessment"].authority)
    pages = {name: parsed(text) for name, text in files.items() if ".html" in name}
    reached = {"index.html"}
    for name, page in pages.items():
        for link in page.links:
            path, _, anchor = link.partition("#")
            target = normpath(join(dirname(name), path)) if path else name
            assert target in files, (name, link)
            assert not anchor or anchor in pages[target].ids
            reached.add(target)
        assert not page.tags & {"script", "style", "iframe", "img", "form"}
        assert len(set(page.ids)) == len(page.ids)
    assert set(files) - reached == {"SHA256SUMS"}


def test_digests_and_the_list_of_files_are_right(world, tmp_path):
    files = archived(world["assessment"].authority)
    for name, content in files.items():
        path = tmp_path / name
        assert path.resolve().is_relative_to(tmp_path)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    check = ["sha256sum", "--strict", "-c", "SHA256SUMS"]
    subprocess.run(check, cwd=tmp_path, check=True, capture_output=True)
    text = files["manifest.csv"].decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert {row["file"] for row in rows} == set(files) - {"SHA256SUMS", "manifest.csv"}
    for row in rows:
        content = files[row["file"]]
        assert row["SHA-256"] == hashlib.sha256(content).hexdigest()
        assert int(row["size in bytes"]) == len(content)
        assert row["what it is"]


def test_hostile_text_is_whole_and_harmless_everywhere(world, pdfs):
    rate(world["housing"], 2, HOSTILE)
    files = archived(world["assessment"].authority)
    answers = everything(files, "draft_responses")
    assert {row["evidence"] for row in answers if row["rating"] == 2} == {HOSTILE}
    rows = table(files, "draft_responses")
    assert {row["evidence"] for row in rows if row["rating"] == "2"} == {HOSTILE}
    name = next(name for name in files if name.endswith("draft-housing-area-7.html"))
    page = files[name].decode()
    assert "<script>" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;&#x27;\n\n=1+1" in page


def test_formulas_are_defused_in_tables_alone(world):
    rate(world["housing"], 2, "=HYPERLINK(1)")
    files = archived(world["assessment"].authority)
    cells = {row["evidence"] for row in table(files, "draft_responses")}
    assert cells == {"", "'=HYPERLINK(1)"}
    texts = {row["evidence"] for row in everything(files, "draft_responses")}
    assert texts == {"", "=HYPERLINK(1)"}


def test_names_that_come_out_alike_have_files_of_their_own(assessment, mo, cass):
    for name in ("Нор", "Вест", "Team 1", "team-1!", "../../Team 1"):
        make_group(assessment, mo, cass, areas=[1], name=name)
    files = archived(assessment.authority)
    pages = sorted(
        name.rsplit("/")[-1] for name in files if "draft-" in name and ".html" in name
    )
    assert pages == [
        "draft-group-2-area-1.html",
        "draft-group-area-1.html",
        "draft-team-1-2-area-1.html",
        "draft-team-1-3-area-1.html",
        "draft-team-1-area-1.html",
    ]


def test_history_is_told_with_each_text_where_it_changed(world):
    response = DraftResponse.objects.filter(draft__group=world["housing"]).first()
    response.revisions.all().delete()
    for number, evidence in enumerate(["First.", "First.", "Second.", ""]):
        DraftRevision.objects.create(
            response=response,
            by=world["cass"],
            at=timezone.now(),
            content={
                "rating": 4 - number or None,
                "not_rated_reason": "",
                "candidates": [],
                "evidence": evidence,
                "ideas": "",
            },
        )
    files = archived(world["assessment"].authority)
    name = next(name for name in files if name.endswith("draft-housing-area-7.html"))
    told = re.search(r"<details>.*?</details>", files[name].decode(), re.DOTALL)[0]
    words = re.sub(r"<[^>]*>", " ", told)
    assert "4 versions" in words
    order = [
        "Agree (4)",
        "First.",
        "Mostly agree (3)",
        "Mostly disagree (2)",
        "Second.",
    ]
    places = [words.index(each) for each in [*order, "removed"]]
    assert places == sorted(places)
    assert words.count("First.") == 1


def test_any_edition_can_be_taken_away(northmoor, mo, pdfs):
    for edition in ("2015", "2026"):
        submit(make_assessment(northmoor, mo, edition), mo)
    files = archived(northmoor)
    assert set(json.loads(files["everything.json"])["editions"]) == {"2015", "2026"}
    documents = [name for name in files if "/submissions/BD-" in name]
    assert len(documents) == 2
    for name in documents:
        document = json.loads(files[name])
        digest = document.pop("digest")
        assert digest in files["tables/submissions.csv"].decode()
        assert document["reference"] in name


def test_what_stands_beside_a_submission_is_told(world, pdfs):
    bring_to(world, "submitted")
    assessment = world["assessment"]
    scores = assessment.young_people_scores.filter(area__number=7)
    scores.update(score=4, how_gathered="At the forum.")
    follow_up = assessment.follow_up
    [action] = plan_ideas(assessment, world["mo"], _7i="A guide for all.")
    save_action(action, world["mo"], state="under_way", owner="Head of service")
    save_action(action, world["mo"], measure="Half have seen it.")
    follow_up.scores.filter(area__number=7).update(stage_two=9, barriers="Few homes.")
    files = archived(assessment.authority)
    page = files[f"{assessment.round.slug}/index.html"].decode()
    for words in ("4 out of 10", "At the forum.", "9 out of 10", "Few homes."):
        assert words in page
    assert "<dt>7i: Under way" in page
    for words in ("A guide for all.", "Head of service", "Half have seen it."):
        assert words in page
    for name in ("actions", "action_revisions"):
        last = table(files, name)[-1]
        assert (last["text"], last["measure"]) == (
            "A guide for all.",
            "Half have seen it.",
        )
    [row] = [each for each in table(files, "follow_up_scores") if each["stage_two"]]
    assert (row["area"], row["stage_two"], row["barriers"]) == ("7", "9", "Few homes.")
    name = next(name for name in files if name.endswith(".json") and "BD-" in name)
    assert json.loads(files[name])["young_people_scores"]["7"]["score"] == 4


def test_an_authority_with_nothing_has_an_archive(northmoor):
    files = archived(northmoor)
    assert b"There are no assessments." in files["index.html"]


# However much there is


def queries_of(authority):
    with CaptureQueriesContext(connection) as queries:
        archived(authority)
    return len(queries)


def test_more_rows_take_no_more_questions(assessment, mo, cass):
    make_group(assessment, mo, cass, areas=[1], name="One")
    few = queries_of(assessment.authority)
    for number in range(5):
        group = make_group(assessment, mo, cass, name=f"More {number}")
        rate(group, 3, SENTENCE)
        hand_in(group, mo)
    open_discussions(assessment, mo)
    assert queries_of(assessment.authority) == few


@pytest.mark.django_db(transaction=True)
def test_everything_is_as_it_was_at_one_moment(assessment, mo):
    def join():
        AuditEvent.objects.create(assessment=assessment, kind="joined", by=mo)

    events = AuditEvent.objects.filter(assessment=assessment)
    count = events.count()
    with archive.one_moment():
        assert events.count() == count
        at_once(join)
        assert events.count() == count
    assert events.count() == count + 1


# By page and by command


def address(authority):
    return f"/authorities/{authority.slug}/everything.zip"


def test_a_moderator_downloads_it_and_that_is_on_record(world, pdfs):
    bring_to(world, "submitted")
    response = client_of(world["mo"]).get(address(world["assessment"].authority))
    data = b"".join(response.streaming_content)
    assert int(response["Content-Length"]) == len(data)
    day = timezone.localdate().isoformat()
    assert response["Content-Disposition"] == (
        f'attachment; filename="northmoor-everything-{day}.zip"'
    )
    with zipfile.ZipFile(io.BytesIO(data)) as found:
        assert found.testzip() is None
        names = found.namelist()
    assert sum(name.endswith(".pdf") for name in names) == 2
    assert SubmissionFile.objects.count() == 2
    event = AuditEvent.objects.first()
    assert (event.kind, event.by, event.detail) == ("taken_away", world["mo"], "")


def test_nobody_waits_for_ever_and_what_was_not_sent_is_not_on_record(
    world, monkeypatch
):
    monkeypatch.setattr(authority_archive, "WAIT", 0)
    with slots.hold_slot(authority_archive.PLACE, 1, 0):
        response = client_of(world["mo"]).get(address(world["assessment"].authority))
    assert response.status_code == 503
    assert "archive is being made at the moment" in response.content.decode()
    assert not AuditEvent.objects.filter(kind="taken_away").exists()


def test_the_page_says_what_is_in_it(world, pdfs):
    bring_to(world, "submitted")
    authority = world["assessment"].authority
    client = client_of(world["mo"])
    list(client.get(address(authority)))
    html = markup(client.get(f"/authorities/{authority.slug}/everything/"))
    assert "1 assessment," in html
    assert "2 submissions as data, with 2 files (26\xa0bytes)" in html
    for page in ("/", f"/authorities/{authority.slug}/people/"):
        link = f'href="/authorities/{authority.slug}/everything/"'
        assert link in client.get(page).content.decode()
        assert link not in client_of(world["cass"]).get(page).content.decode()
    html = client_of(world["people"]["val"]).get(page).content.decode()
    assert link not in html


def test_an_operator_writes_one_or_all(world, oli, pdfs, tmp_path, capsys):
    bring_to(world, "submitted")
    call_command("export_authority", "northmoor", output=tmp_path / "north.zip")
    call_command("export_authority", all=True, output=tmp_path / "all")
    assert sorted(path.name for path in tmp_path.rglob("*")) == [
        "all",
        "eastvale.zip",
        "north.zip",
        "northmoor.zip",
    ]
    for path in tmp_path.rglob("*.zip"):
        assert zipfile.ZipFile(path).testzip() is None
        assert path.stat().st_mode & 0o077 == 0
    events = AuditEvent.objects.filter(kind="taken_away")
    assert [event.by for event in events] == [None, None]
    assert "north.zip: " in capsys.readouterr().out


def test_an_operator_is_told_what_is_wrong_and_nothing_is_written(
    northmoor, tmp_path, monkeypatch
):
    there = tmp_path / "there.zip"
    there.write_bytes(b"mine")
    for slug, path, said in [
        ("nowhere", tmp_path / "a.zip", "no authority nowhere"),
        ("northmoor", there, "already exists"),
        ("northmoor", tmp_path / "no" / "a.zip", "No such file or directory"),
    ]:
        with pytest.raises(CommandError, match=said):
            call_command("export_authority", slug, output=path)

    def fail(authority, file):
        file.write(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(archive, "write", fail)
    with pytest.raises(CommandError, match="No space left"):
        call_command("export_authority", "northmoor", output=tmp_path / "a.zip")
    assert [path.name for path in tmp_path.iterdir()] == ["there.zip"]
    assert there.read_bytes() == b"mine"
    assert not AuditEvent.objects.exists()
    assert LocalAuthority.objects.count() == 1
