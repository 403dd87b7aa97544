"""The rules of the house that no linter knows: where SQL, the clock and the environment are."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FOLDERS = ("bot", "store", "tests", "benchmarks")
FILES = sorted(path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py"))
SHIPPED = [path for path in FILES if path.relative_to(ROOT).parts[0] in {"bot", "store"}]

MAX_FUNCTION_LINES = 50
MAX_FILE_LINES = 400
MAY_READ_THE_CLOCK = {"bot/clock.py", "store/__main__.py"}
# bot/demo.py asks whether there is a display to open a browser on.
MAY_READ_THE_ENVIRONMENT = {"bot/__main__.py", "bot/demo.py", "store/__main__.py"}
# The edges, where an error of any kind is told and logged instead of ending everything.
MAY_CATCH_ALL = {"bot/client.py", "bot/views/layout.py", "bot/rounds.py"}
GRAB_BAGS = {"utils", "util", "helpers", "common", "misc", "manager", "managers", "shared"}

# How a statement begins, so that prose with these words in it does not count.
SQL = re.compile(
    r"\s*(SELECT\s.+\sFROM|INSERT\s+(OR\s+\w+\s+)?INTO|UPDATE\s+\w+\s+SET|DELETE\s+FROM"
    r"|CREATE\s+(VIRTUAL\s+)?TABLE|DROP\s+TABLE|PRAGMA\s|VACUUM|WITH\s+\w+\s+AS\s*\()",
    re.DOTALL,
)
WRITE = re.compile(
    r"\b(INSERT\s+(OR\s+\w+\s+)?INTO|UPDATE\s+\w+\s+SET|DELETE\s+FROM|REPLACE\s+INTO"
    r"|CREATE\s+(VIRTUAL\s+|TEMP\s+)?(TABLE|INDEX|VIEW|TRIGGER)|DROP\s+|ALTER\s+TABLE|VACUUM)"
)
SQLITE_UTILS_WRITES = {
    "insert", "insert_all", "upsert", "upsert_all", "update", "delete", "delete_where",
    "create", "create_table", "transform", "add_column", "drop", "executescript", "atomic",
}  # fmt: skip
CLOCKS = {
    ("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("date", "today"),
    ("time", "time"), ("time", "time_ns"), ("discord.utils", "utcnow"), ("utils", "utcnow"),
}  # fmt: skip


def name(path):
    return path.relative_to(ROOT).as_posix()


@cache
def syntax(path):
    return ast.parse(path.read_text(encoding="utf-8"))


def strings(tree):
    """Yield (line, text) of every string that is not a docstring; an f-string as one."""
    docs = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
            yield node.lineno, node.value
        elif isinstance(node, ast.JoinedStr):
            parts = [p.value if isinstance(p, ast.Constant) else "x" for p in node.values]
            yield node.lineno, "".join(parts)


def attribute_calls(tree):
    """Yield (line, owner, name) of every call `owner.name(…)`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield node.lineno, ast.unparse(node.func.value), node.func.attr


def under(folder):
    return [path for path in SHIPPED if name(path).startswith(folder)]


def each(paths):
    return pytest.mark.parametrize("path", paths, ids=name)


@each(FILES)
def test_a_file_has_the_size_to_be_read(path):
    lines = path.read_text(encoding="utf-8").count("\n")
    assert lines <= MAX_FILE_LINES, f"{lines} lines, at most {MAX_FILE_LINES}"


@each(FILES)
def test_a_function_has_the_size_to_be_read(path):
    functions = (
        node
        for node in ast.walk(syntax(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    )
    long = [
        f"{function.name}: {length} lines"
        for function in functions
        if (length := _length(function)) > MAX_FUNCTION_LINES
    ]
    assert long == []


def _length(function):
    """Lines of a function without its docstring and decorators."""
    doc = function.body[0] if ast.get_docstring(function) else None
    in_doc = doc.end_lineno - doc.lineno + 1 if doc else 0
    return function.end_lineno - function.lineno + 1 - in_doc


@each(FILES)
def test_no_module_is_a_grab_bag(path):
    assert not GRAB_BAGS & set(path.relative_to(ROOT).with_suffix("").parts)


@each(under("bot/"))
def test_the_bot_holds_no_sql(path):
    assert [line for line, text in strings(syntax(path)) if SQL.match(text)] == []


@each(under("store/queries/"))
def test_queries_only_read(path):
    tree = syntax(path)
    statements = [line for line, text in strings(tree) if WRITE.search(text)]
    calls = [line for line, _, call in attribute_calls(tree) if call in SQLITE_UTILS_WRITES]
    assert statements + calls == []


@each([path for path in SHIPPED if name(path) not in MAY_READ_THE_CLOCK])
def test_the_clock_is_read_in_one_place(path):
    calls = attribute_calls(syntax(path))
    assert [line for line, owner, call in calls if (owner.split(".")[-1], call) in CLOCKS] == []


@each([path for path in SHIPPED if name(path) not in MAY_READ_THE_ENVIRONMENT])
def test_the_environment_is_read_in_one_place(path):
    names = [ast.unparse(n) for n in ast.walk(syntax(path)) if isinstance(n, ast.Attribute)]
    assert names.count("os.environ") == names.count("os.environ.setdefault")
    assert "os.getenv" not in names


@each(SHIPPED)
def test_what_is_private_to_a_file_stays_there(path):
    imported = [
        alias.name
        for node in ast.walk(syntax(path))
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in FOLDERS
        for alias in node.names
        if alias.name.startswith("_")
    ]
    assert imported == []


@each(SHIPPED)
def test_a_module_keeps_no_state(path):
    assert not any(isinstance(node, ast.Global) for node in ast.walk(syntax(path)))


@each([path for path in SHIPPED if name(path) not in MAY_CATCH_ALL])
def test_errors_are_caught_by_name(path):
    handlers = (node for node in ast.walk(syntax(path)) if isinstance(node, ast.ExceptHandler))
    swallowing = [
        handler.lineno
        for handler in handlers
        if handler.type is None or ast.unparse(handler.type) in {"Exception", "BaseException"}
        if not isinstance(handler.body[-1], ast.Raise)
    ]
    assert swallowing == []


def test_nothing_seems_to_be_missing():
    """The checks above pass on nothing: say that they saw the house."""
    assert {"bot/settings.py", "store/errors.py"} <= {name(path) for path in SHIPPED}
