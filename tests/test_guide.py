"""The code blocks of the guide, as far as they run without a machine of their own."""

import re
import subprocess

import pytest

from tests.support.guide import ROOT, blocks

BLOCKS = blocks()


def sh(script, *args, **environment):
    return subprocess.run(
        ["sh", *args],
        input=script,
        env={"PATH": "/usr/bin:/bin", **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.split("\n")[0][:40])
def test_the_shell_takes_every_block(block):
    done = sh(block, "-n")
    assert (done.returncode, done.stderr) == (0, "")


def test_every_file_that_is_copied_is_there():
    for block in BLOCKS:
        for pattern in re.findall(r"(?<![\w/])deploy/[\w.*-]+", block):
            assert list(ROOT.glob(pattern)), pattern


def test_every_program_is_of_debian_itself_or_installed_first():
    """A small Debian has no curl, for one."""
    first = BLOCKS[0]
    for program in ["curl", "git", "openssl", "nginx", "certbot"]:
        assert re.search(rf"^apt-get install .*\b{program}\b", first)


def test_a_renewed_certificate_and_a_mended_library_are_used():
    """certbot and needrestart do neither unless they are told to."""
    [certificate] = [block for block in BLOCKS if "certbot certonly" in block]
    assert '--deploy-hook "systemctl reload nginx"' in certificate
    [restarting] = [block for block in BLOCKS if "/etc/needrestart" in block]
    assert """'$nrconf{restart} = "a";'""" in restarting


@pytest.fixture
def machine(tmp_path):
    """Folders in place of the guide's, with programs that say what they were given."""
    (tmp_path / "srv/.venv/bin").mkdir(parents=True)
    (tmp_path / "bin").mkdir()
    (tmp_path / "environment").write_text('SITE="a b"\nDEBUG_NOT=1\n')
    say = '#!/bin/sh\nprintf "%s|" "$SITE" "$PWD" "$@"\n'
    as_root = '#!/bin/sh\nwhile [ "$1" != sh ]; do shift; done\nexec "$@"\n'
    for name, text in [("srv/.venv/bin/python", say), ("bin/setpriv", as_root)]:
        (tmp_path / name).write_text(text)
        (tmp_path / name).chmod(0o755)
    return tmp_path


def test_the_guides_command_has_the_settings_and_every_argument(machine):
    [block] = [block for block in BLOCKS if "/usr/local/bin/leavingcare" in block]
    for old, new in [
        ("/usr/local/bin", machine / "bin"),
        ("/srv/leavingcare", machine / "srv"),
        ("/etc/leavingcare/environment", machine / "environment"),
    ]:
        assert old in block
        block = block.replace(old, str(new))
    assert sh(block).returncode == 0
    command = machine / "bin/leavingcare"
    done = subprocess.run(
        [command, "create_staff", "name@example.org", "A 'quoted' \"name\" $HOME"],
        env={"PATH": f"{machine / 'bin'}:/usr/bin:/bin", "HOME": "/nowhere"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split("|")[:-1] == [
        "a b",
        str(machine / "srv"),
        "manage.py",
        "create_staff",
        "name@example.org",
        "A 'quoted' \"name\" $HOME",
    ]
