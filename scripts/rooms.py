"""The rooms of the code, which imports which, and the order of their floors.

A room is a package or a module of assessments, frameworks or leavingcare; the packages
and modules of files/ are rooms of their own. tests/test_architecture.py holds the order
of the floors.
"""

import ast
import itertools
import sys

FLOORS = "tests/test_architecture.py"
NAMES = ("FLOORS", "RANKS")  # what the list of floors may be called
APP = "assessments"
OTHERS = ["frameworks", "leavingcare"]
SHARED_HOUSE = "files"  # a package whose packages and modules are rooms


# Reading the code


def modules_of(root):
    """Return {full dotted name: path} of the modules of the three apps."""
    found = {}
    for app in [APP, *OTHERS]:
        for path in sorted((root / app).rglob("*.py")):
            parts = path.relative_to(root).with_suffix("").parts
            if "migrations" not in parts:
                name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
                found[name] = path
    return found


def room_of(name):
    """Return the room of a module's full name; None if it is assessments itself."""
    app, *parts = name.split(".")
    if app != APP:
        return app
    depth = 2 if parts[:1] == [SHARED_HOUSE] else 1
    return "/".join(parts[:depth]) or None


def imported(name, path, modules):
    """Yield the full names of the modules of ours that a module imports."""
    package = name if path.name == "__init__.py" else name.rpartition(".")[0]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            wanted = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            parts = package.split(".")
            base = parts[: len(parts) - node.level + 1] if node.level else []
            start = ".".join([*base, *filter(None, [node.module])])
            taken = [f"{start}.{alias.name}" for alias in node.names]
            wanted = [each if each in modules else start for each in taken]
        else:
            continue
        yield from (each for each in wanted if each in modules)


def read(root):
    """Return (rooms, arrows) of a checkout.

    rooms is {room: the first sentence of its docstring}; arrows are {(room, room it
    imports)}.
    """
    modules = modules_of(root)
    rooms, arrows = {}, set()
    for name, path in modules.items():
        room = room_of(name)
        if room and (room != SHARED_HOUSE or path.name != "__init__.py"):
            rooms.setdefault(room, first_sentence(path))
            targets = {room_of(each) for each in imported(name, path, modules)}
            arrows |= {(room, each) for each in targets - {room, None, SHARED_HOUSE}}
    return rooms, arrows


def first_sentence(path):
    text = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    words = " ".join(text.partition("\n\n")[0].replace("`", "").split())
    return words.partition(". ")[0].rstrip(".")


# The order of the floors


def floors_of(root, rooms):
    """Return the floors, lowest first: each the list of its rooms.

    Raises SystemExit if a room is on no floor.
    """
    listed = list(listed_floors(root))
    floors = [[name for name in OTHERS if name in rooms]]
    floors += [[] for _ in listed]
    for room in sorted(rooms):
        for name in [room, house(room)]:  # a room may be listed, or the house it is in
            here = [at for at, names in enumerate(listed, 1) if name in names]
            if here:
                floors[here[0]].append(room)
                break
    homeless = sorted(set(rooms) - set(itertools.chain(*floors)))
    if homeless:
        sys.exit(f"{FLOORS} has no floor for: {', '.join(homeless)}")
    return [floor for floor in floors if floor]


def listed_floors(root):
    """Yield the names of each floor as the test lists them: one, or a group."""
    for node in ast.parse((root / FLOORS).read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") in NAMES:
            for floor in ast.literal_eval(node.value):
                names = [floor] if isinstance(floor, str) else floor
                yield {each.removeprefix(f"{APP}.").replace(".", "/") for each in names}
            return
    sys.exit(f"{FLOORS} has no list called {' or '.join(NAMES)}")


def in_order(floor, arrows):
    """Return a floor's rooms, lowest first, in an order with the fewest arrows up."""
    within = {pair for pair in arrows if set(pair) <= set(floor)}
    ordered = []
    for knot in sorted(knots(floor, within)):
        best = min(
            itertools.permutations(knot),
            key=lambda rooms: len(running_up(rooms, within)),
        )
        ordered.append(list(best))
    done = []
    while ordered:  # a knot follows everything it imports
        ready = [knot for knot in ordered if needs(knot, within) <= set(done)]
        beside = [knot for knot in ready if done and house(knot[0]) == house(done[-1])]
        knot = (beside or ready)[0]
        ordered.remove(knot)
        done += knot
    return done


def needs(knot, arrows):
    """Return the rooms outside the knot that it imports."""
    return {low for high, low in arrows if high in knot} - set(knot)


def house(room):
    """Return the package a room is in: "files" of "files/pdf", "" if in none."""
    return room.rpartition("/")[0]


def knots(rooms, arrows):
    """Return the rooms as lists of those that import each other, directly or not."""
    reach = reached(rooms, arrows)
    found = {
        tuple(sorted(b for b in rooms if a == b or (b in reach[a] and a in reach[b])))
        for a in rooms
    }
    return [list(knot) for knot in found]


def reached(rooms, arrows):
    """Return {room: the rooms it leads to by one arrow or several}."""
    reach = {room: {low for high, low in arrows if high == room} for room in rooms}
    for middle, room in itertools.product(rooms, rooms):
        if middle in reach[room]:
            reach[room] |= reach[middle]
    return reach


def running_up(order, arrows):
    """Return the arrows that run up, of the rooms in this order, lowest first."""
    place = {room: number for number, room in enumerate(order)}
    return sorted(
        (high, low)
        for high, low in arrows
        if high in place and low in place and place[low] > place[high]
    )


def without_detours(rooms, arrows):
    """Return the arrows that are the only way between their rooms."""
    return {
        (high, low)
        for high, low in arrows
        if low not in reached(rooms, arrows - {(high, low)})[high]
    }


def with_houses_as_rooms(order, arrows):
    """Return (order, arrows) with each house drawn as the one room it is from outside."""
    names = {room: house(room) or room for room in order}
    pairs = {(names[high], names[low]) for high, low in arrows}
    return list(dict.fromkeys(names.values())), {
        pair for pair in pairs if len({*pair}) == 2
    }


def counted(order, arrows):
    """Return how many rooms, arrows, arrows up and cycles there are, as a sentence."""
    up = len(running_up(order, arrows))
    cycles = [knot for knot in knots(order, arrows) if len(knot) > 1]
    return (
        f"Rooms: {len(order)}. Arrows: {len(arrows)}. Arrows up: {up}. "
        f"Cycles: {len(cycles)}"
    )
