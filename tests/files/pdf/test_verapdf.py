"""PDF/UA-1 as the validator of its industry, veraPDF, finds it: every kind of PDF, with
ordinary texts and with the hardest. `test_pdf_ua.py` has the rules one by one."""

import io

import pikepdf
import pytest

from assessments.files.pdf import submission as submission_pdf
from bench.worst import WORST
from tests.support import documents, pdfs
from tests.support.submissions import TEXTS, worded
from tests.support.verapdf import validated

pytestmark = pytest.mark.any_database

# A few letters of every script, and the signs that other programs leave behind.
SCRIPTS = {
    "Latin": "Żółć ŐŰ ẹ̀kọ́ Tiếng Việt ŋ ə",
    "Greek and Cyrillic": "Ελληνικά ἄλφα Български Їжак Қазақ",
    "Caucasus": "ქართული Հայերեն",
    "right to left": "العربية اردو پښتو کوردی עברית ܣܘܪܝܝܐ ދިވެހި ߒߞߏ",
    "north India": "हिन्दी ক্ষুধা ਪੰਜਾਬੀ ગુજરાતી ଓଡ଼ିଆ ᱥᱟᱱᱛᱟᱲᱤ",
    "south India": "தமிழ் తెలుగు ಕನ್ನಡ മലയാളം සිංහල",
    "south-east Asia": "ไทย ລາວ ភាសាខ្មែរ မြန်မာဘာသာ ᜊᜌ᜔ᜊᜌᜒᜈ᜔",
    "east Asia": "漢字 かな カナ 한국어 བོད་སྐད ᠮᠣᠩᠭᠣᠯ ㄅㄆ 𠮷",
    "Africa": "አማርኛ ትግርኛ ⵜⵉⴼⵉⵏⴰⵖ ꕙꔤ",
    "America": "ᏣᎳᎩ ᐃᓄᒃᑎᑐᑦ",
    "signs": "\uf0b7 \uf0a7 \uf0d8 \uf0fc \ue123 \U000f1234 ☐ ☒ ✓ ➢ ❖ ▪ ◦ ‣ – ﷺ ₿ ½ ™ ﬁ\u00ad",
    "emoji": "🫨 🥹 🫶🏽 👩‍👩‍👧 🇬🇧 🏴󠁧󠁢󠁥󠁮󠁧󠁿 ❤️ 1️⃣ 🏳️‍🌈",
    "nobody's": "𓀀 𒁙 \U0001bca0 \U000e0041 \u2063 \u180b \U0001fbff \U00030000",
}


def of_words(*texts):
    """Return the PDF of a submission with these texts as its evidence, one by one."""
    first, *more = texts
    content = worded(first)["content"]
    said = [documents.response(rating=3, evidence=text) for text in more]
    content["responses"] |= dict(zip(["1b", "2a", "2b"], said, strict=False))
    return submission_pdf.make(content, pdfs.DIGEST)


def untagged():
    """Return a PDF that claims what it is not."""
    with pikepdf.open(io.BytesIO(of_words("A panel."))) as pdf:
        del pdf.Root.StructTreeRoot
        out = io.BytesIO()
        pdf.save(out)
    return out.getvalue()


def test_every_kind_of_pdf_passes_whatever_is_typed(request, db, tmp_path):
    """One test, as Java takes longer to start than to look at a PDF."""
    files = {kind: pdfs.made(kind, request) for kind in pdfs.KINDS}
    files |= {"scripts": of_words("\n".join(SCRIPTS.values()))}
    files |= {"hostile": of_words("\n".join(TEXTS.values()), *WORST.values())}
    for name, content in (files | {"untagged": untagged()}).items():
        (tmp_path / f"{name}.pdf").write_bytes(content)
    found = validated(sorted(tmp_path.glob("*.pdf")))
    checks = {path.stem: checks for path, (checks, _) in found.items()}
    faults = {path.stem: faults for path, (_, faults) in found.items()}
    assert any("7.1" in fault for fault in faults.pop("untagged"))
    assert faults == {name: [] for name in files}
    assert min(checks.values()) > 1000
