"""Fixture files for the loader's tests, made from the invented edition."""

import json
from io import StringIO
from pathlib import Path

from django.core.management import call_command

from frameworks.fixture import from_database
from frameworks.models import Framework

INVENTED = Path(__file__).parent.parent / "fixtures" / "framework_2026.json"


def load(*paths):
    out = StringIO()
    call_command("load_frameworks", *map(str, paths), stdout=out)
    return out.getvalue().splitlines()


def rows():
    """Return the invented edition under another name, which nothing else knows."""
    return json.loads(INVENTED.read_text().replace('"2026"', '"trial"'))


def find(rows, model, **wanted):
    """Return the fields of the first row of a model with those values."""
    return next(
        row["fields"]
        for row in rows
        if row["model"] == f"frameworks.{model}"
        and wanted.items() <= row["fields"].items()
    )


def link(earlier, later, kind="related", **more):
    fields = {"earlier": earlier, "later": later, "kind": kind, **more}
    return {"model": "frameworks.correspondence", "fields": fields}


def writer(folder):
    """Return a function that writes rows, or the whole edition, to a file there."""

    def write(given=None, name="trial.json"):
        path = folder / name
        path.write_text(json.dumps(rows() if given is None else given))
        return path

    return write


def next_edition():
    """Return the rows of 2020 as an edition of 2021: 1a reworded, 1b gone, one more."""
    given = []
    framework = Framework.objects.get(edition="2020")
    edition = from_database(framework)
    for model, found in [
        ("framework", edition.frameworks),
        ("scalepoint", edition.scale),
        ("area", edition.areas),
        ("statement", edition.statements),
    ]:
        for row in found:
            fields = dict(row)
            if model == "framework":
                fields |= {"edition": "2021", "published": "2021-01-31"}
            elif model == "statement":
                fields["area"] = ["2021", row["area"]]
            else:
                fields["framework"] = ["2021"]
            given.append({"model": f"frameworks.{model}", "fields": fields})
    first = find(given, "statement", area=["2021", 1], letter="a")
    first["text_md"] += " This is looked at each year."
    second = find(given, "statement", area=["2021", 1], letter="b")
    second["text_md"] = "Zebras zigzag."
    return given
