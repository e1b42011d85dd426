"""PDF/UA-1 (ISO 14289-1): every rule that can be tested without a validator.

The number in a test's name is the checkpoint of the Matterhorn Protocol 1.1 that says
how to test the rule; what only a person can judge (is the reading order sensible, is
a heading a heading) is checked in `test_submission.py` and by reading. Checkpoints
about what our files never hold (forms, media, formulas, annotations other than links)
are covered by tests that they hold none.
"""

import re
from itertools import pairwise
from pathlib import Path

import pikepdf
import pytest

from tests.support.pdf_structure import (
    ARTIFACT,
    PAINTING,
    as_list,
    fonts,
    glyphs,
    marks,
    name,
    opened,
    outline,
    shown,
    structure,
)
from tests.support.pdfs import KINDS, made

TEMPLATES = Path(__file__).parents[3] / "templates"

pytestmark = pytest.mark.any_database

STANDARD = {
    *("Document", "Part", "Art", "Sect", "Div", "BlockQuote", "Caption", "TOC", "TOCI"),
    *("Index", "NonStruct", "Private", "P", "H", "H1", "H2", "H3", "H4", "H5", "H6"),
    *("L", "LI", "Lbl", "LBody", "Table", "TR", "TH", "TD", "THead", "TBody", "TFoot"),
    *("Span", "Quote", "Note", "Reference", "BibEntry", "Code", "Link", "Annot"),
    *("Ruby", "Warichu", "Figure", "Formula", "Form"),
}
HEADINGS = ["H1", "H2", "H3", "H4", "H5", "H6"]
MAY_HOLD = {
    "Table": {"Caption", "THead", "TBody", "TFoot", "TR"},
    "THead": {"TR"},
    "TBody": {"TR"},
    "TR": {"TH", "TD"},
    "L": {"Caption", "LI", "L"},
    "LI": {"Lbl", "LBody"},
    "TOC": {"Caption", "TOC", "TOCI"},
    "Document": {"Sect"},
}
MUST_BE_IN = {
    "TR": {"Table", "THead", "TBody", "TFoot"},
    "TH": {"TR"},
    "TD": {"TR"},
    "THead": {"Table"},
    "TBody": {"Table"},
    "LI": {"L"},
    "Lbl": {"LI", "Note"},
    "LBody": {"LI"},
    "TOCI": {"TOC"},
}


@pytest.fixture(params=KINDS)
def pdf(request, db):
    """Each kind of PDF the site makes."""
    with opened(made(request.param, request)) as found:
        yield found


@pytest.fixture
def root(pdf):
    return structure(pdf)


@pytest.fixture
def metadata(pdf):
    return pdf.Root.Metadata.read_bytes().decode()


# 01 Real content and artifacts


def test_01_003_004_no_artifact_in_content_and_no_content_in_an_artifact(pdf):
    for _, _, _, around in marks(pdf):
        assert len([each for each in around if each is not None]) <= 1


def test_01_005_everything_painted_is_tagged_or_an_artifact(pdf):
    painted = [around for _, word, _, around in marks(pdf) if word in PAINTING]
    assert painted
    assert all(around and around[-1] is not None for around in painted)


def test_01_005_everything_tagged_is_in_the_structure_once(pdf, root):
    on_pages = [
        (page.obj.objgen, around[-1])
        for page, word, _, around in marks(pdf)
        if word == "BDC" and around[-1] != ARTIFACT
    ]
    in_tree = [each for element in root.all() for each in element.content]
    assert sorted(in_tree) == sorted(on_pages)
    assert len(set(in_tree)) == len(in_tree)


def test_01_007_suspects_are_not_claimed(pdf):
    assert not pdf.Root.MarkInfo.get("/Suspects", False)


def test_the_structure_leads_back_from_every_page_and_link(pdf, root):
    """The parent tree: ISO 32000-1, 14.7.4.4."""
    nums = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
    keys, owners = nums[::2], nums[1::2]
    assert keys == sorted(set(keys))
    assert pdf.Root.StructTreeRoot.ParentTreeNextKey > keys[-1]
    parents = dict(zip(keys, owners, strict=True))
    of_page = {page.obj.objgen: page.StructParents for page in pdf.pages}
    count = 0
    for element in root.all():
        for page, mcid in element.content:
            assert parents[of_page[page]][mcid].objgen == element.found.objgen
            count += 1
        for annotation in element.objects:
            assert parents[annotation.StructParent].objgen == element.found.objgen
        if element.parent is not None:
            assert element.found.P.objgen == element.parent.found.objgen
    listed = [
        each
        for key, owner in parents.items()
        if isinstance(owner, pikepdf.Array)
        for each in owner
        if each is not None
    ]
    assert len(listed) == count


# 02 Role mapping


def test_02_001_003_004_only_standard_types_and_none_is_mapped(pdf, root):
    assert "/RoleMap" not in pdf.Root.StructTreeRoot
    assert {each.kind for each in root.all()} - {"Root"} <= STANDARD


# 06 Metadata


def test_06_001_there_is_metadata(pdf):
    assert pdf.Root.Metadata.Type == "/Metadata"
    assert pdf.Root.Metadata.Subtype == "/XML"


def test_06_002_it_says_which_part_of_the_standard(metadata):
    assert re.search(r"pdfuaid:part(?:>|=\")1\b", metadata)


def test_06_003_the_metadata_hold_a_title(pdf, metadata):
    [title] = re.findall(r"<dc:title>.*?<rdf:li[^>]*>(.+?)</rdf:li>", metadata)
    assert len(title) > 10


# 07 The title is shown


def test_07_001_002_a_reader_shows_the_title_and_not_the_name_of_the_file(pdf):
    assert pdf.Root.ViewerPreferences.DisplayDocTitle is True


# 09 Structure elements where they belong


def test_09_004_006_tables_lists_and_contents_are_well_formed(root):
    for each in root.all():
        if each.kind in MAY_HOLD:
            assert set(each.kinds) <= MAY_HOLD[each.kind]
        if each.kind in MUST_BE_IN:
            assert each.parent.kind in MUST_BE_IN[each.kind]


def test_content_is_in_what_is_read_as_text(root):
    """No loose words between the parts of a page."""
    holders = {"P", "Lbl", "LBody", "TH", "TD", "Caption", "Link", "TOCI", "Note"}
    for each in root.all():
        if each.content:
            assert each.kind in holders | {"Figure", *HEADINGS}


def test_no_element_is_empty(root):
    for each in root.all():
        is_blank_cell = each.kind in {"TD", "LBody"}
        assert each.children or each.content or each.objects or is_blank_cell


# 10 Characters as Unicode


def test_10_001_every_character_shown_has_a_unicode_value(pdf):
    known = {font.objgen: to_unicode(font) for font in fonts(pdf)}
    used = set()
    for font, code in shown(pdf):
        used.add((font.objgen, code))
    assert used
    for font, code in used:
        assert known[font].get(code)


def to_unicode(font):
    text = font.ToUnicode.read_bytes().decode().partition("endcodespacerange")[2]
    return {
        int(code, 16): bytes.fromhex(value).decode("utf-16-be")
        for code, value in re.findall(r"<([0-9A-Fa-f]{4})> <([0-9A-Fa-f]+)>", text)
    }


# 11 Language


def test_11_001_006_the_document_has_a_language(pdf):
    assert str(pdf.Root.Lang) == "en-GB"


# 13 Figures


def test_13_004_figures_have_alternative_text(root):
    for figure in root.of_kind("Figure"):
        assert len(str(figure.found.Alt)) > 20


def test_figures_say_where_they_are(pdf, root):
    """ISO 32000-1, 14.8.5.4.3: BBox, within the page."""
    for figure in root.of_kind("Figure"):
        left, low, right, high = map(float, figure.attribute("/BBox"))
        assert 0 <= left < right <= float(pdf.pages[0].MediaBox[2])
        assert 0 <= low < high <= float(pdf.pages[0].MediaBox[3])


# 14 Headings


def test_14_002_003_headings_start_at_one_and_skip_none(root):
    levels = [int(each.kind[1]) for each in root.of_kind(*HEADINGS)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    for before, level in pairwise(levels):
        assert level <= before + 1


def test_14_006_007_headings_are_numbered_ones(root):
    assert root.of_kind("H") == []


# 15 Tables


def test_15_003_every_header_cell_has_a_scope(root):
    for cell in root.of_kind("TH"):
        assert cell.attribute("/Scope") in {"/Column", "/Row"}


def test_15_005_tables_are_regular(root):
    for table in root.of_kind("Table"):
        widths = {len(row.children) for row in table.of_kind("TR")}
        assert len(widths) == 1


def test_no_printed_cell_spans_others():
    """So no cell has to say so. The one that spans is on a page for the screen."""
    spanning = {
        str(path.relative_to(TEMPLATES))
        for path in TEMPLATES.rglob("*.html")
        if re.search("(col|row)span=", path.read_text())
    }
    assert spanning == {"past_imports/_row.html"}


def test_a_head_is_read_once_on_however_many_pages_its_table_is(root):
    for head in root.of_kind("THead"):
        assert len({page for each in head.all() for page, _ in each.content}) == 1


def test_tables_have_a_caption_and_headers(root):
    for table in root.of_kind("Table"):
        assert table.kinds[0] == "Caption"
        [head] = table.of_kind("THead")
        assert {cell.attribute("/Scope") for cell in head.of_kind("TH")} == {"/Column"}


# 16 Lists


def test_16_lists_say_how_they_are_numbered(root):
    for each in root.of_kind("L"):
        numbering = each.attribute("/ListNumbering")
        assert numbering in {"/None", "/Disc", "/Decimal"}
        if numbering != "/None":
            assert {tuple(item.kinds) for item in each.children} == {("Lbl", "LBody")}


def test_a_term_is_the_label_of_its_text(root):
    for item in root.of_kind("LI"):
        assert item.kinds in (["Lbl", "LBody"], ["LBody"])


# 18 Headers and footers


def test_18_003_the_foot_of_a_page_is_an_artifact(pdf):
    feet = [
        operands[1]
        for _, word, operands, around in marks(pdf)
        if word == "BDC" and around[-1] == ARTIFACT
    ]
    assert len(feet) >= len(pdf.pages)
    kinds = {(name(each.Type), name(each.get("/Subtype", ""))) for each in feet}
    assert ("Pagination", "Footer") in kinds
    assert kinds <= {("Pagination", each) for each in ("Header", "Footer", "")}


# 19 Notes


def test_19_003_004_notes_have_an_id_of_their_own(root):
    ids = [str(note.found.ID) for note in root.of_kind("Note")]
    assert len(set(ids)) == len(ids)


# 20, 21 Nothing optional, nothing embedded; 25 no XFA; 26 nothing locked; 29 no scripts


def test_20_21_25_29_there_is_nothing_but_pages(pdf):
    kept = {"/Type", "/Pages", "/Outlines", "/Metadata", "/ViewerPreferences", "/Lang"}
    kept |= {"/Names", "/StructTreeRoot", "/MarkInfo"}
    assert set(pdf.Root.keys()) <= kept
    assert set(pdf.Root.get("/Names", {}).keys()) <= {"/Dests"}


def test_26_nothing_is_encrypted(pdf):
    assert not pdf.is_encrypted


# 28 Links


def links(pdf):
    return [each for page in pdf.pages for each in as_list(page.get("/Annots"))]


def test_28_002_011_every_annotation_is_a_link_in_a_link(pdf, root):
    in_tree = [each.objgen for link in root.of_kind("Link") for each in link.objects]
    on_pages = [each.objgen for each in links(pdf)]
    assert sorted(in_tree) == sorted(on_pages)
    assert all(each.Subtype == "/Link" for each in links(pdf))
    assert sum(len(each.objects) for each in root.all()) == len(in_tree)


def test_28_012_every_link_says_where_it_leads(pdf):
    for link in links(pdf):
        assert len(str(link.Contents)) > 1
        assert str(link.Contents) != str(link.Dest)


def test_links_lead_somewhere(pdf):
    places = [
        str(each)
        for each in pdf.Root.get("/Names", {}).get("/Dests", {}).get("/Names", [])[::2]
    ]
    assert {str(link.Dest) for link in links(pdf)} <= set(places)


def test_28_008_tabs_follow_the_structure(pdf):
    assert all(page.Tabs == "/S" for page in pdf.pages)


# 31 Fonts


def test_31_009_fonts_are_embedded(pdf):
    assert fonts(pdf)
    for font in fonts(pdf):
        [inner] = font.DescendantFonts
        assert {"/FontFile2", "/FontFile3"} & set(inner.FontDescriptor.keys())


def test_31_001_004_006_fonts_name_their_characters_alike(pdf):
    for font in fonts(pdf):
        [inner] = font.DescendantFonts
        assert (font.Subtype, font.Encoding) == ("/Type0", "/Identity-H")
        assert inner.CIDSystemInfo.Ordering == "Identity"
        assert inner.get("/CIDToGIDMap") == "/Identity"


def test_31_027_028_029_characters_have_real_values(pdf):
    for font in fonts(pdf):
        values = to_unicode(font).values()
        assert not {"\0", "\ufeff", "\ufffe"} & set(values)


def test_31_030_no_character_shows_as_missing(pdf):
    counts = {font.objgen: glyphs(font) for font in fonts(pdf)}
    for font, code in shown(pdf):
        assert 0 < code < counts[font.objgen]


# Navigation


def test_bookmarks_follow_the_headings(pdf, root):
    """ISO 14289-1, 7.17."""
    found = outline(pdf)
    assert len(found) >= 2
    assert found[0][0] == 1
