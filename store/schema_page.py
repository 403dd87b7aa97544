"""docs/schema.md, made from a corpus: the file itself says what each column means."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from store.database import select

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlite_utils import Database

_INTRODUCTION = """\
# Schema of a corpus

Made by `python -m store schema` from a fresh corpus; do not edit. Every server has one file. Its
tables are STRICT, dates are ISO 8601 text, moments are in UTC, and offsets (`start`, `end`) count
code points of `articles.body`, half-open. An article counts while `removed_at` is NULL;
the roll-ups and counts know only articles that count.
"""

# "    day TEXT NOT NULL, -- what it means"
_COLUMN = re.compile(r'^\s+"?(?P<name>\w+)"? (?P<type>[A-Z]+)(?P<rest>.*?),? -- (?P<note>.+)$')


def render(db: Database) -> str:
    """The page for a corpus, usually a fresh one."""
    tables = select(
        db,
        """
        SELECT name, sql FROM sqlite_schema
        WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name NOT LIKE '\\_%' ESCAPE '\\'
        AND name NOT LIKE '%\\_fts\\_%' ESCAPE '\\'
        ORDER BY rowid
        """,
    )
    parts = [_INTRODUCTION]
    for table in tables:
        is_search = table["sql"].startswith("CREATE VIRTUAL TABLE")
        lines = (
            _search_table(table["sql"]) if is_search else _table(db, table["name"], table["sql"])
        )
        parts.append("\n".join([f"## {table['name']}", "", *lines, ""]))
    return "\n".join(parts)


def _table(db: Database, name: str, sql: str) -> Iterator[str]:
    """The columns with their notes, then keys and indexes."""
    lines = sql.splitlines()
    columns = [found for line in lines if (found := _COLUMN.match(line))]
    yield "| column | type | means |"
    yield "| --- | --- | --- |"
    for column in columns:
        cells = [f"`{column['name']}`", column["type"] + column["rest"], column["note"]]
        yield f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"
    keys = [line.strip(" ,") for line in lines[1:-1] if not _COLUMN.match(line)]
    indexes = select(
        db,
        """
        SELECT sql FROM sqlite_schema
        WHERE type = 'index' AND tbl_name = :name AND sql IS NOT NULL ORDER BY rowid
        """,
        name=name,
    )
    definitions = [*keys, *(re.sub(r"^CREATE (UNIQUE )?INDEX ", r"\1", i["sql"]) for i in indexes)]
    if definitions:
        yield ""
        yield from (f"- `{one}`" for one in definitions)


def _search_table(sql: str) -> Iterator[str]:
    """A full-text index, by the statement that made it."""
    yield f"Full-text index: `{sql.removeprefix('CREATE VIRTUAL TABLE ')}`"
