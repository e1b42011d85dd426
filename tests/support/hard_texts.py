"""Texts that are hard for files, as a strategy of hypothesis."""

from hypothesis import strategies as st

from leavingcare.text import NO_CHARACTER, clean_text


def hard_texts(edition):
    """Return texts that a reader could take for something else."""
    area = edition["areas"][0]
    return [
        edition["scale"][0]["label"],
        edition["scale"][1]["column_heading"],
        f"{area['number']}. {area['title']}",
        area["statements"][0]["text_md"],
        f"{area['number']}a. {area['statements'][0]['text_md']}",
        f"{edition['scores_stem']} {area['rating_title']} 7 / 10",
        area["evidence_prompt"],
        "7 / 10",
        "a.",
        "X",
        "Name: nobody",
        "Reference: F-2345-6789-ABCE",
        "<w:t>&amp;</w:t>",
        "a\u00a0b \t c\n\n\n  d  \n e",
        "Kites \uf0d7 tents \uf0b7 poles",
        "\u202eright to left\u202c, \u05d0\u05d1, \U0001f468\u200d\U0001f469",
        "x" * 5000,
        "word\n" * 999 + "word",
    ]


def texts(edition):
    any_text = st.text(
        st.characters(exclude_categories=["Cs"]).filter(
            lambda char: not NO_CHARACTER.match(char)
        ),
        max_size=200,
    )
    return (any_text | st.sampled_from(hard_texts(edition))).map(clean_text)
