"""Prints how long pages, saves and PDFs take; see scripts/bench.

Makes a database of its own and removes it again. Never fails for being slow.
"""

import argparse
import os
import pkgutil

import django
from django.db import connection

GROUPS = (1, 4, 12)


def main():
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--form", default="", help="a completed Word form to measure")
    parser.add_argument("--large", action="store_true", help="texts five times as long")
    parser.add_argument("--repeats", type=int, default=100)
    parser.add_argument("--room", action="store_true", help="measure a room instead")
    parser.add_argument("--pdfs", type=int, default=5)
    parser.add_argument(
        "--zip", type=int, metavar="AUTHORITIES", help="measure a round's ZIP instead"
    )
    parser.add_argument(
        "--crowd", type=float, metavar="MINUTES", help="measure a crowd instead"
    )
    parser.add_argument("--kill", choices=["worker", "database"], help="half way")
    options = vars(parser.parse_args())
    os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"
    django.setup()
    connection.creation.create_test_db(verbosity=0)
    try:
        # Our other modules need Django set up before they can be imported.
        minutes, kill, room, zip = (
            options.pop(each) for each in ("crowd", "kill", "room", "zip")
        )
        if zip:
            of_taking = pkgutil.resolve_name("bench.taking:of_taking")
            report = of_taking(options["form"], zip)
        elif minutes:
            report = pkgutil.resolve_name("bench.crowd:of_crowd")(minutes, kill)
        elif room:
            report = pkgutil.resolve_name("bench.room:of_room")()
        else:
            run = pkgutil.resolve_name("bench.run:of_form")
            report = run(**options, groups=GROUPS)
        for line in report:
            print(line, flush=True)
    finally:
        connection.creation.destroy_test_db(None, verbosity=0)


if __name__ == "__main__":
    main()
