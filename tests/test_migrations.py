"""Migrations that exist never change: databases in use have run them.

A new migration is added to the list, once: sha256sum FILE >> the list.
"""

import hashlib

from django.conf import settings

ROOT = settings.BASE_DIR
LIST = ROOT / "tests" / "fixtures" / "migrations.sha256"
FROZEN = {
    name: digest for digest, name in map(str.split, LIST.read_text().splitlines())
}


def test_no_migration_was_changed_since_it_was_listed():
    now = {
        name: hashlib.sha256((ROOT / name).read_bytes()).hexdigest()
        for name in FROZEN
        if (ROOT / name).exists()
    }
    assert now == FROZEN, "Leave it as it was, and write a new migration instead."


def test_every_migration_is_listed_once():
    found = sorted(
        str(path.relative_to(ROOT)) for path in ROOT.glob("*/migrations/[0-9]*.py")
    )
    listed = [line.split()[1] for line in LIST.read_text().splitlines()]
    assert sorted(listed) == found, f"sha256sum FILE >> {LIST.relative_to(ROOT)}"
