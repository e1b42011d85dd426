"""The shape of the code: who may import whom, how long things are, what is never said.

A rule that hinders is changed here, openly, with the reason.
"""

import ast
import re
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
APPS = ["leavingcare", "frameworks", "assessments"]

# The floors of the assessments app, from the bottom: what is on one imports from
# its own package and from floors below. Each package has a floor of its own, so that
# no two packages import each other, by whatever way round.
FLOORS = [
    "converters",
    "field_merge",
    "analysis",
    "models",
    "group_work",
    "emails",
    "desk_emails",
    "access",
    "stages",
    "progress",
    "moderation",
    "submission.shown",
    "submission",
    "round_analysis.plots",
    "round_analysis",
    "desk",
    "files.bounded",
    "files.text_direction",
    "files.bar_chart",
    "files.word_styles",
    "files.word_form",
    "files.word_form.reader",
    "files.word_form.writer",
    "files.pdf",
    "files.json",
    "files.incoming",
    "files.data",
    "files.follow_up",
    "files.board_report",
    "files.catalogue",
    "files.round_analysis",
    "files.authority_archive",
    "workflow",
    "forms",
    "templatetags",
    "management",
    "management.demonstration",
    "management.commands",
    "views",
    "people_urls",
    "analysis_urls",
    "desk_urls",
    "urls",
]
DOTTED = re.compile(r"(assessments(?:\.\w+)+)(?::\w+)?")
# What a view may only get from `access`, which checks the person's permission.
GUARDED = {
    "AgreedArea",
    "AgreedResponse",
    "Action",
    "Assessment",
    "AuditEvent",
    "Draft",
    "DraftResponse",
    "FollowUpReturn",
    "FormDownload",
    "FormUpload",
    "PastBatch",
    "PastFile",
    "Submission",
    "SurveyFinding",
    "WorkingGroup",
}
FETCHING = {"all", "earliest", "first", "get", "get_or_create", "last", "latest"}
SHORTCUTS = {"get_list_or_404", "get_object_or_404"}
EDITIONS = re.compile(r"(?<![\w.])(2015|2020|98|106|392|424)(?![\w.])")
# HTML that is not escaped, and why it may be.
UNESCAPED_CODE = {
    "frameworks/light.py": "escapes the edition's text, then marks its emphasis",
    "leavingcare/second_step.py": "a picture that a library draws of squares",
    "leavingcare/templatetags/govuk.py": "escapes each value of a field it writes",
}
UNESCAPED_TEMPLATES = {}

LONGEST_LINE = 120  # of a template, as of djangofmt in pyproject.toml
# Templates with longer lines: printed files, and pages that are being written again.
LONG_TEMPLATES = {
    "authority_archive/archive/_revisions.html",
    "authority_archive/archive/agreed.html",
    "authority_archive/archive/assessment.html",
    "authority_archive/archive/draft.html",
    "authority_archive/archive/happened.html",
    "authority_archive/archive/index.html",
    "drafts/read.html",
    "moderation/_choice.html",
    "moderation/_history.html",
    "moderation/_row.html",
    "moderation/_score.html",
    "moderation/table.html",
    "submissions/_print_summary.html",
    "submissions/submission.html",
}


def in_checkout(path):
    return str(path.relative_to(ROOT))


def code_of(*parts):
    return sorted(
        path
        for path in ROOT.joinpath(*parts).rglob("*.py")
        if "migrations" not in path.parts
    )


MODULES = [path for app in APPS for path in code_of(app)]
TEMPLATES = sorted(
    path
    for folder in [ROOT / "templates", *(ROOT / app / "templates" for app in APPS)]
    for path in folder.rglob("*")
    if path.is_file()
)


def text_of(path):
    return path.read_text(encoding="utf-8")


def broken(paths, rule):
    """Return {file: what `rule` finds against it} of those where it finds something."""
    found = {in_checkout(path): rule(path) for path in paths}
    return {name: faults for name, faults in found.items() if faults}


@cache
def nodes(path):
    """Return the whole syntax tree of a module as a list, the module first."""
    return list(ast.walk(ast.parse(text_of(path))))


@cache
def imports(path):
    """Return the full names of the modules, and of what is taken from them."""
    package = path.relative_to(ROOT).parent.parts
    found = set()
    for node in nodes(path):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            module = ".".join([*base, *([node.module] if node.module else [])])
            found |= {module, *(f"{module}.{alias.name}" for alias in node.names)}
    return found


def packages(path):
    """Return the dotted starts of what a module imports: a.b.c gives a, a.b and a.b.c."""
    found = set()
    for name in imports(path):
        parts = name.split(".")
        found |= {".".join(parts[:end]) for end in range(1, len(parts) + 1)}
    return found


def named(path):
    """Return what strings name of the assessments app: "assessments.a.b" or "...:c"."""
    texts = [node.value for node in nodes(path) if isinstance(node, ast.Constant)]
    found = [DOTTED.fullmatch(text) for text in texts if isinstance(text, str)]
    return {match[1] for match in found if match}


def module_of(path):
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def floor_of(name):
    """Return the number, from the bottom, of the floor a dotted name is on, or None."""
    parts = name.removeprefix("assessments.").split(".")
    ends = range(len(parts), 0, -1)
    starts = [".".join(parts[:end]) for end in ends]
    return next((FLOORS.index(start) for start in starts if start in FLOORS), None)


def functions(path):
    kinds = ast.FunctionDef | ast.AsyncFunctionDef
    return [node for node in nodes(path) if isinstance(node, kinds)]


# Who may import whom


def test_there_is_something_to_check():
    assert len(MODULES) > 30
    assert len(TEMPLATES) > 10


def test_the_site_knows_nothing_of_assessments():
    urls = {"assessments.urls"}  # where its URLs are included

    def known(path):
        return packages(path) & {"assessments", "frameworks"} | named(path) - urls

    assert broken(code_of("leavingcare"), known) == {}


def test_frameworks_stand_alone():
    def known(path):
        return packages(path) & {"assessments", "leavingcare"} | named(path)

    assert broken(code_of("frameworks"), known) == {}


def test_analysis_is_arithmetic_only():
    def known(path):
        ours = {name for name in packages(path) if name.startswith("assessments.")}
        others = {name for name in ours if not name.startswith("assessments.analysis")}
        return packages(path) & {"django", "frameworks", "leavingcare"} | others

    assert broken(code_of("assessments/analysis"), known) == {}


ASSESSMENTS = code_of("assessments")


def above(path):
    """Return what a module uses from floors above its own; of a package, all it uses."""
    floor = floor_of(module_of(path))
    used = {name: floor_of(name) for name in imports(path) | named(path)}
    if floor is None:  # the __init__ of a package whose parts have floors
        return set(used) if path.name == "__init__.py" else {"it has no floor"}
    return {name for name, other in used.items() if other is not None and other > floor}


def test_assessments_import_from_floors_below_only():
    assert broken(ASSESSMENTS, above) == {}


def test_every_floor_is_there_once():
    modules = {module_of(path).removeprefix("assessments.") for path in ASSESSMENTS}
    assert len(FLOORS) == len(set(FLOORS))
    assert set(FLOORS) <= modules


def test_every_package_has_a_floor_of_its_own():
    packages = {path.parent for path in ASSESSMENTS if path.name != "__init__.py"}
    names = {module_of(folder / "__init__.py") for folder in packages}
    names -= {"assessments", "assessments.files"}  # each module there has its own
    assert {name.removeprefix("assessments.") for name in names} <= set(FLOORS)


def test_no_modules_import_each_other_in_a_circle():
    paths = {module_of(path): path for path in MODULES}
    TopologicalSorter(
        {module: {*imports(path)} & paths.keys() for module, path in paths.items()}
    ).prepare()  # raises CycleError, which names the circle


def late_imports(path):
    top = {id(node) for node in nodes(path)[0].body}
    return [
        node.lineno
        for function in functions(path)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom) and id(node) not in top
    ]


def test_imports_are_at_the_top():
    assert broken(MODULES, late_imports) == {}


# How long things are


def test_modules_are_short():
    assert broken(MODULES, lambda path: text_of(path).splitlines()[300:]) == {}


def test_functions_are_short():
    def long(path):
        return [
            function.name
            for function in functions(path)
            if function.end_lineno - function.lineno >= 40
        ]

    assert broken(MODULES, long) == {}


# What is never said


def without_docstrings(path):
    module = ast.parse(text_of(path))
    for node in ast.walk(module):
        body = getattr(node, "body", None)
        if isinstance(body, list) and body and isinstance(body[0], ast.Expr):
            value = body[0].value
            if isinstance(value, ast.Constant) and isinstance(value.value, str):
                value.value = ""
    return ast.unparse(module)


def test_no_code_names_an_edition_or_its_size():
    def editions(path):
        return EDITIONS.findall(without_docstrings(path))

    assert broken(MODULES, editions) == {}


def test_no_template_names_an_edition_or_its_size():
    assert broken(TEMPLATES, lambda path: EDITIONS.findall(text_of(path))) == {}


def test_nothing_is_left_to_do():
    words = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|XX" + r"X|HA" + r"CK)\b")
    files = [*MODULES, *TEMPLATES, *code_of("tests"), ROOT / "Makefile"]
    files += [path for path in (ROOT / "scripts").iterdir() if path.is_file()]
    files += [
        path
        for path in (ROOT / "static").rglob("*.js")
        if not path.name.endswith(".min.js")
    ]
    left = [in_checkout(path) for path in files if words.search(text_of(path))]
    assert left == []


# What people wrote is escaped, and pages obey the content security policy


def test_code_trusts_no_html():
    def trusting(path):
        used = {node.id for node in nodes(path) if isinstance(node, ast.Name)}
        used |= {node.attr for node in nodes(path) if isinstance(node, ast.Attribute)}
        return used & {"mark_safe", "SafeString", "SafeText"}

    assert set(broken(MODULES, trusting)) <= set(UNESCAPED_CODE)


def test_templates_escape_everything():
    """Leave out plain text, which has nothing to escape."""

    def raw(path):
        return re.findall(r"\|\s*safe(?:seq)?\b|autoescape\s+off", text_of(path))

    html = [path for path in TEMPLATES if path.suffix != ".txt"]
    assert set(broken(html, raw)) <= set(UNESCAPED_TEMPLATES)


def test_lines_of_templates_are_short():
    long = {
        str(path.relative_to(ROOT / "templates"))
        for path in TEMPLATES
        if path.suffix == ".html"
        and max(map(len, text_of(path).split("\n"))) > LONGEST_LINE
    }
    assert long == LONG_TEMPLATES


def test_templates_hold_no_style_and_no_script():
    def inline(path):
        return re.findall(
            r"<style\b|\sstyle\s*=|\son[a-z]+\s*=\s*[\"']|javascript:"
            r"|<script(?![^>]*\ssrc=)[^>]*>",
            text_of(path),
            re.IGNORECASE,
        )

    assert broken(TEMPLATES, inline) == {}


def root_of(node):
    """Return the first name of a chain: `Draft` in `Draft.objects.filter(...).first`."""
    while isinstance(node, ast.Attribute | ast.Call):
        node = node.func if isinstance(node, ast.Call) else node.value
    return getattr(node, "id", None)


def fetched(path):
    """Return the guarded models that a module looks up itself."""
    found = set()
    for node in nodes(path):
        if not isinstance(node, ast.Call):
            continue
        if isinstance(node.func, ast.Attribute) and node.func.attr in FETCHING:
            found |= {root_of(node.func)} & GUARDED
        elif isinstance(node.func, ast.Name) and node.func.id in SHORTCUTS:
            found |= {root_of(node.args[0])} & GUARDED
    return found


def test_views_fetch_through_access_only():
    """Nothing guarded is looked up; lists of what was opened may be narrowed."""
    assert broken(code_of("assessments/views"), fetched) == {}


# What is installed


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_requirements_are_pinned_and_name_no_place(name):
    text = (ROOT / name).read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
    assert lines
    for line in lines:
        assert re.fullmatch(
            r"[a-z0-9._-]+==[\w.+!-]+( ;[^\\]+?)?( +--hash=sha256:[0-9a-f]{64})+ *",
            line,
        ), line.split("--hash")[0]
    assert not re.search(r"://|--(extra-)?index-url|--find-links|file:", text)


def test_what_tests_install_contains_what_the_site_installs():
    def pins(name):
        text = (ROOT / name).read_text(encoding="utf-8")
        return set(re.findall(r"^[a-z0-9._-]+==\S+", text, re.MULTILINE))

    assert pins("requirements.txt") <= pins("requirements-dev.txt")
