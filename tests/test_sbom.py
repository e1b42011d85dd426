"""The bill of materials: it names everything that the lists pin, and nothing else."""

import json
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PINNED = re.compile(r"^([\w.-]+)(?:\[[\w,-]+\])?==([\w.]+)", re.MULTILINE)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("sbom")
    subprocess.run([ROOT / "scripts/sbom", made], check=True, capture_output=True)
    return made


def named_in(path):
    bill = json.loads(path.read_text())
    assert bill["bomFormat"] == "CycloneDX"
    return {(part["name"].lower(), part["version"]) for part in bill["components"]}


@pytest.mark.parametrize("name", ["requirements", "requirements-dev"])
def test_it_names_every_pinned_python_package(folder, name):
    pinned = set(PINNED.findall((ROOT / f"{name}.txt").read_text()))
    assert len(pinned) > 30
    assert named_in(folder / f"{name}.cdx.json") == pinned


def test_each_has_the_digests_that_are_checked_when_it_is_installed(folder):
    bill = json.loads((folder / "requirements.cdx.json").read_text())
    for part in bill["components"]:
        hashes = [
            one for at in part["externalReferences"] for one in at.get("hashes", [])
        ]
        assert any(one["alg"] == "SHA-256" for one in hashes), part["name"]


def test_it_names_every_pinned_package_of_the_look(folder):
    lock = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    pinned = {
        (path.rpartition("node_modules/")[2].lower(), each["version"])
        for path, each in lock.items()
        if path
    }
    assert {"govuk-frontend", "sass"} <= {name for name, _ in pinned}
    assert named_in(folder / "npm.cdx.json") == pinned


def test_the_lists_say_no_address_to_download_from():
    for name in ("requirements.txt", "requirements-dev.txt"):
        text = (ROOT / name).read_text()
        assert "://" not in text
        assert "--index-url" not in text
