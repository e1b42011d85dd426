"""Files that commands are given, read no further than any may be long."""

from pathlib import Path

from assessments.files.word_form.reader.docx_safety import MAX_FILE


def beginning_of(path: Path) -> bytes:
    """Return the bytes of a file, or enough of them to know that it is too long."""
    with path.open("rb") as file:
        return file.read(MAX_FILE + 1)
