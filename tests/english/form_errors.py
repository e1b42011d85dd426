"""The messages of form errors in the code.

They end without a full stop, as those of GOV.UK do. If there are two sentences, the
first keeps its own.
"""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
FOLDERS = ("assessments", "frameworks", "leavingcare")
MESSAGES = ("error_messages", "default_error_messages")
CONSTANTS = ("CHOICES_CLASH", "CLASH", "NOTHING_SENT")  # of what views put into a page
RAISED = {"ValidationError": 0, "add_error": 1}  # {name: place of the message}


def modules() -> list[Path]:
    """Return every module that can hold the message of a form error."""
    found = (path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py"))
    return sorted(path for path in found if "migrations" not in path.parts)


@cache
def parsed(path: Path) -> ast.Module:
    """Return a module as a tree."""
    return ast.parse(path.read_text())


def form_errors(path: Path) -> Iterator[tuple[Path, ast.expr]]:
    """Find each message that a module writes, and the module that the text is in."""
    for node in ast.walk(parsed(path)):
        for expression in _said(node):
            yield from _texts(path, expression)


def _said(node: ast.AST) -> Iterator[ast.expr]:
    """Find the messages that one node gives to a form or a field."""
    if isinstance(node, ast.Call):
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        place = RAISED.get(name)
        if place is not None and len(node.args) > place:
            yield node.args[place]
        for keyword in node.keywords:
            if keyword.arg in MESSAGES:
                yield from _values(keyword.value)
    elif isinstance(node, ast.Assign):
        target = node.targets[0]
        of_field = target.value if isinstance(target, ast.Subscript) else target
        name = getattr(of_field, "attr", getattr(of_field, "id", ""))
        if name in (*MESSAGES, *CONSTANTS):
            yield from _values(node.value)


def _values(expression: ast.expr) -> Iterator[ast.expr]:
    """Find the messages in a dictionary of them, or the one that is no dictionary."""
    if isinstance(expression, ast.Dict):
        yield from expression.values
    elif isinstance(expression, ast.BinOp):
        yield from _values(expression.left)
        yield from _values(expression.right)
    elif isinstance(expression, ast.Call):  # dict.fromkeys
        yield from expression.args[1:]
    else:
        yield expression


def _texts(path: Path, expression: ast.expr) -> Iterator[tuple[Path, ast.expr]]:
    """Find the literals that an expression can be, in whichever module they are."""
    if isinstance(expression, ast.JoinedStr) or (
        isinstance(expression, ast.Constant) and isinstance(expression.value, str)
    ):
        yield path, expression
    elif isinstance(expression, ast.IfExp):
        yield from _texts(path, expression.body)
        yield from _texts(path, expression.orelse)
    elif isinstance(expression, ast.Call) and isinstance(
        expression.func, ast.Attribute
    ):
        yield from _texts(path, expression.func.value)  # "...".format(...)
    elif isinstance(expression, ast.Name):
        yield from _named(path, expression.id)
    elif isinstance(expression, ast.Attribute) and isinstance(
        expression.value, ast.Name
    ):
        yield from _named(path, expression.attr)


def _named(path: Path, name: str) -> Iterator[tuple[Path, ast.expr]]:
    """Find the literal that a constant stands for, here or where it is imported from."""
    for where in [path, *_imported(path)]:
        for node in parsed(where).body:
            if (
                isinstance(node, ast.Assign)
                and getattr(node.targets[0], "id", "") == name
            ):
                for value in _values(node.value):
                    yield from _texts(where, value)
                return


def _imported(path: Path) -> Iterator[Path]:
    """Find the project's modules from which a module imports anything."""
    for node in parsed(path).body:
        if not isinstance(node, ast.ImportFrom):
            continue
        top = path.parents[node.level - 1] if node.level else ROOT
        base = top.joinpath(*(node.module or "").split("."))
        for each in [base, *(base / alias.name for alias in node.names)]:
            if each.with_suffix(".py").is_file():
                yield each.with_suffix(".py")


def ending_in_a_stop(path: Path) -> Iterator[str]:
    """Find "path:line" of the messages of a module that end in a full stop."""
    for where, literal in form_errors(path):
        text = ast.get_source_segment(where.read_text(), literal) or ""
        if text.rstrip("\"'").endswith("."):
            yield f"{where.name}:{literal.end_lineno}"
