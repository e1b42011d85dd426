"""Prints how long pages, saves and PDFs take; see scripts/bench.

Makes a database of its own and removes it again. Never fails for being slow.
"""

import argparse
import os
import pkgutil
from importlib import import_module

import django
from django.db import connection

GROUPS = (1, 4, 12)


def parsed():
    """Return the options of the command line, as a dictionary."""
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--form", default="", help="a completed Word form to measure")
    parser.add_argument("--large", action="store_true", help="texts five times as long")
    parser.add_argument("--repeats", type=int, default=100)
    parser.add_argument("--pdfs", type=int, default=5)
    parser.add_argument("--kill", choices=["worker", "database"], help="half way")
    parser.add_argument("--people", type=int, default=300, help="of a load")
    # What is measured instead of pages and PDFs
    instead = parser.add_mutually_exclusive_group()
    instead.add_argument("--room", action="store_true", help="a room")
    instead.add_argument("--walk", action="store_true", help="count a walk")
    instead.add_argument("--zip", type=int, metavar="AUTHORITIES", help="a round's ZIP")
    instead.add_argument(
        "--analysis", type=int, metavar="AUTHORITIES", help="an analysis"
    )
    instead.add_argument("--desk", type=int, metavar="AUTHORITIES", help="the desk")
    instead.add_argument("--growth", action="store_true", help="larger files")
    instead.add_argument("--worst", action="store_true", help="the worst texts")
    instead.add_argument("--crowd", type=float, metavar="MINUTES", help="a crowd")
    instead.add_argument("--faults", type=int, metavar="KILLS", help="kills in saves")
    instead.add_argument("--load", type=float, metavar="MINUTES", help="300 people")
    return vars(parser.parse_args())


def report_of(form, large, repeats, pdfs, kill, people, **instead):
    """Return the lines of what the options ask for.

    Our other modules need Django set up before they can be imported.
    """
    asked = next((name for name, value in instead.items() if value), "")
    works = {
        "walk": ("bench.walk:of_walk", ()),
        "analysis": ("bench.analysing:of_analysing", (instead["analysis"],)),
        "desk": ("bench.desk:of_desk", (instead["desk"],)),
        "zip": ("bench.taking:of_taking", (form, instead["zip"])),
        "crowd": ("bench.crowd:of_crowd", (instead["crowd"], kill)),
        "faults": ("bench.faults:of_faults", (instead["faults"],)),
        "load": ("bench.load:of_load", (instead["load"], people)),
        "growth": ("bench.growth:of_growth", (form,)),
        "worst": ("bench.worst:of_worst", ()),
        "room": ("bench.room:of_room", ()),
        "": ("bench.run:of_form", (form, large, GROUPS, repeats, pdfs)),
    }
    name, args = works[asked]
    return pkgutil.resolve_name(name)(*args)


def main():
    options = parsed()
    os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"
    django.setup()
    connection.creation.create_test_db(verbosity=0)
    try:
        import_module("leavingcare.wsgi")  # loaded as a server loads it
        for line in report_of(**options):
            print(line, flush=True)
    finally:
        connection.creation.destroy_test_db(None, verbosity=0)


if __name__ == "__main__":
    main()
