"""List every sentence to change: all of them, or those of the folders that are named.

python -m tests.english [--counts] [assessments/views templates ...]
"""

import sys
from collections import Counter, defaultdict

from .reading import ROOT, faults


def main(words):
    """Print the faults by folder, then how many each folder and each rule has."""
    folders = [word.rstrip("/") for word in words if not word.startswith("-")]
    rooms = defaultdict(list)
    for fault in faults():
        path = str(fault.text.path.relative_to(ROOT))
        if not folders or any(
            path == it or path.startswith(f"{it}/") for it in folders
        ):
            rooms[fault.text.room].append(fault)
    for room in sorted(rooms):
        found = sorted(rooms[room], key=lambda each: (each.text.path, each.line))
        if "--counts" not in words:
            print(f"\n{room}")
            print(*found, sep="\n")
    print("\nBy folder:")
    for room in sorted(rooms):
        print(f"{len(rooms[room]):6} {room}")
    print("\nBy rule:")
    for rule, count in Counter(
        it.rule for all_ in rooms.values() for it in all_
    ).most_common():
        print(f"{count:6} {rule}")
    print(f"{sum(map(len, rooms.values())):6} in all")
    return 1 if rooms else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
