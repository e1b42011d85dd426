"""The code blocks of the guide to running the site, in their order."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs" / "deploy.md").read_text()
BLOCK = re.compile(r"(?:^    .*\n|^\n(?=    ))+", re.MULTILINE)


def blocks():
    """Return the guide's code blocks, without their indentation."""
    found = (match[0].strip("\n") for match in BLOCK.finditer(GUIDE))
    return [
        "\n".join(line[4:] for line in block.splitlines())
        for block in found
        if block.strip()
    ]
