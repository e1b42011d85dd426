"""Every text of the project, as (kind, path, line, text)."""

import ast
import io
import re
import tokenize
from bisect import bisect
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from .rules import CLAUSES, COMMENT, DOCSTRING, PAPER, RULES, SHOWN, VERBS

ROOT = Path(__file__).parent.parent.parent
CODE = ["assessments", "frameworks", "leavingcare", "bench", "scripts", "tests"]
FOR_PEOPLE = {"assessments", "frameworks", "leavingcare"}  # whose strings are shown
NAMED = r"(?:aria-label|alt|title|placeholder|value|content|data-[\w-]+)"
FIXTURE = "fixture"
EARLIER = "EARLIER"  # the name of texts that were printed once


@dataclass(frozen=True)
class Text:
    """A text, the kind it is of, and where it begins."""

    kind: str
    path: Path
    line: int
    words: str

    @property
    def room(self):
        """The folder the text is in; of assessments and templates, the one below."""
        parts = self.path.relative_to(ROOT).parts
        if len(parts) == 1:
            return parts[0]
        depth = 2 if parts[0] in {"assessments", "templates"} else 1
        if parts[:2] == ("assessments", "files"):
            depth = 3
        return "/".join(parts[:depth] if depth < len(parts) else parts)


@dataclass(frozen=True)
class Fault:
    """A place where a text breaks a rule."""

    text: Text
    line: int
    rule: str
    words: str
    instead: str

    def __str__(self):
        where = f"{self.text.path.relative_to(ROOT)}:{self.line}"
        return f"{where}: {self.rule}: “{self.words}” -> {self.instead}"


# Reading


def texts():
    """Yield every Text of the project."""
    for folder in CODE:
        for path in sorted((ROOT / folder).rglob("*.py")):
            if "migrations" not in path.parts and path.parent != Path(__file__).parent:
                yield from of_python(path)
    for path in sorted((ROOT / "templates").rglob("*")):
        if path.suffix in {".html", ".txt"}:
            yield of_template(path)
    for path in [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]:
        yield of_paper(path)
    for path in sorted((ROOT / "static" / "js").glob("*.js")):
        if not path.name.endswith(".min.js"):
            yield from of_script(path)


def of_python(path):
    """Yield the docstrings, the comments and the sentences of a module."""
    source = path.read_text(encoding="utf-8")
    nodes = nodes_of(path)
    docstrings = set()
    for _, docstring in documented(nodes):
        docstrings.add(docstring)
        yield Text(DOCSTRING, path, docstring.lineno, plain(docstring.value))
    if path.relative_to(ROOT).parts[0] in FOR_PEOPLE:
        for line, words in sentences(nodes, docstrings):
            yield Text(SHOWN, path, line, words)
    if "#" not in source:
        return
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            yield Text(COMMENT, path, token.start[0], plain(token.string))


@cache
def nodes_of(path):
    """Return every node of a module's code."""
    return list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))


def documented(nodes):
    """Yield (module, class or function, the constant that is its docstring)."""
    kinds = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
    for node in nodes:
        if isinstance(node, kinds) and ast.get_docstring(node):
            yield node, node.body[0].value


def sentences(nodes, docstrings):
    """Yield (line, words) of the strings of several words that are not docstrings."""
    inside = {
        part
        for node in nodes
        if isinstance(node, ast.JoinedStr)
        for part in ast.walk(node)
        if part is not node
    }
    fixed = filter(None, map(fixed_in, nodes))
    inside |= {part for node in fixed for part in ast.walk(node)}
    for node in nodes:
        if node in inside or node in docstrings:
            continue
        if isinstance(node, ast.JoinedStr):
            parts = [getattr(part, "value", "…") for part in node.values]
            words = "".join(part if isinstance(part, str) else "…" for part in parts)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            words = node.value
        else:
            continue
        if re.search(r"[a-z…]{2,} [a-z…]", words) and not re.search(
            r"\\|\(\?|[<{]", words
        ):
            yield node.lineno, words


def fixed_in(node):
    """Return the texts in a node that cannot change now, as a node, or None.

    Texts that were printed once, and the note on a model's field, which its migrations
    have too and no page shows.
    """
    if isinstance(node, ast.Assign) and EARLIER in map(ast.unparse, node.targets):
        return node
    if isinstance(node, ast.Call) and ast.unparse(node.func).startswith("models."):
        return next((each for each in node.keywords if each.arg == "help_text"), None)
    return None


def of_template(path):
    """Return what a template shows, with every line where it was."""
    text = path.read_text(encoding="utf-8")
    text = blanked(r"\{#.*?#\}|\{% comment.*?endcomment %\}|<!--.*?-->", text)
    text = blanked(r"<(script|style)\b.*?</\1>", text)
    text = re.sub(
        r"\{\{.*?\}\}",
        lambda hit: "…" + "\n" * hit.group().count("\n"),
        text,
        flags=re.DOTALL,
    )
    text = re.sub(r"\{%.*?%\}", strings_in, text, flags=re.DOTALL)
    text = re.sub(r"<[^<>]*>", values_in, text, flags=re.DOTALL)
    return Text(SHOWN, path, 1, text)


def blanked(pattern, text):
    return re.sub(
        pattern, lambda hit: "\n" * hit.group().count("\n"), text, flags=re.DOTALL
    )


def strings_in(hit):
    """Return the sentences in a template's tag, each in its line."""
    return in_lines(hit.group(), r'"([^"]*)"')


def values_in(hit):
    """Return the values of an element's attributes that people read."""
    return in_lines(hit.group(), rf'\b{NAMED}="([^"]*)"')


def in_lines(tag, pattern):
    """Return what the pattern finds in each line of the tag, if it has a space in it."""
    lines = []
    for line in tag.split("\n"):
        found = [words for words in re.findall(pattern, line) if " " in words]
        lines.append(f" | {' | '.join(found)} | " if found else " ")
    return "\n".join(lines)


def of_paper(path):
    """Return a Markdown paper without its code."""
    text = re.sub(
        r"^( {4,}(?![-*\d]).*|```.*?```)$",
        "",
        path.read_text(encoding="utf-8"),
        flags=re.MULTILINE,
    )
    return Text(PAPER, path, 1, plain(re.sub(r"\]\([^)]*\)", "]", text)))


def of_script(path):
    """Yield the comments and the sentences of a script."""
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
        if comment := re.match(r"\s*(?://|\*|/\*)(.*)", line):
            yield Text(COMMENT, path, number, comment[1])
        else:
            for words in re.findall(r"[\"`“]([A-Za-z][^\"`]* [^\"`]*)[\"`]", line):
                yield Text(SHOWN, path, number, words)


def plain(text):
    """Return the text with "…" for each piece of code in it."""
    return re.sub(r"`+[^`\n]*`+", "…", text)


# Judging


def faults():
    """Yield each Fault of the project: words first, then how docstrings begin."""
    for text in texts():
        yield from faults_of(text)
    for folder in CODE:
        for path in sorted((ROOT / folder).rglob("*.py")):
            if "migrations" not in path.parts:
                yield from beginnings(path)


def faults_of(text):
    """Yield each place where a Text breaks a rule."""
    words, lines = in_one_line(text)
    for rule in RULES:
        if text.kind in rule.kinds:
            for start, found in rule.found_in(words):
                line = lines[bisect(lines, (start, 1_000_000)) - 1][1]
                yield Fault(text, line, rule.name, found, rule.instead)


def in_one_line(text):
    """Return (a text's words in one line, [(where in it a line begins, its number)])."""
    whole, lines = "", []
    for number, line in enumerate(text.words.split("\n"), text.line):
        lines.append((len(whole), number))
        words = " ".join(line.split())
        whole += f"{words} " if words else "| "
    return whole, lines


def beginnings(path):
    """Yield a Fault for each docstring of a module that begins with the wrong word."""
    for node, docstring in documented(nodes_of(path)):
        first = docstring.value.split()[0].rstrip(".,:;")
        rule, instead = fault_of_beginning(node, first)
        if rule:
            line = docstring.value.strip().partition("\n")[0]
            text = Text(DOCSTRING, path, docstring.lineno, docstring.value)
            yield Fault(text, docstring.lineno, rule, line, instead)


def fault_of_beginning(node, first):
    """Return (rule, instead) of a docstring's first word, or ("", "")."""
    if first in CLAUSES:
        if isinstance(node, ast.Module | ast.ClassDef):
            return "clause", "begin with a noun: The ..., One ..."
        if not node.name.startswith("test_"):
            return "clause", "begin with a verb: Return ..., Return whether ..."
    elif not isinstance(node, ast.Module | ast.ClassDef) and not is_named(node):
        if first not in VERBS:
            return "no verb", "begin with a verb: Return ..., Raise ..."
        if first in {"Say", "Tell"} and returns_text(node):
            return "says for returns", "Return ..."
    return "", ""


def is_named(node):
    """Return whether a noun may describe it: a property, a fixture or a test."""
    marks = [ast.unparse(each) for each in node.decorator_list]
    return node.name.startswith("test_") or any(
        re.search(rf"property$|setter$|{FIXTURE}\b", mark) for mark in marks
    )


def returns_text(node):
    """Return whether a function returns a string or None and so says nothing itself."""
    given = [each.value for each in ast.walk(node) if isinstance(each, ast.Return)]
    return any(
        isinstance(each, ast.Constant | ast.JoinedStr | ast.IfExp) for each in given
    )
