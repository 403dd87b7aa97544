"""The schema page tells of every table and column, with what each means."""

import re
from pathlib import Path

from store.database import select
from store.schema_page import render

PAGE = Path(__file__).parents[2] / "docs" / "schema.md"


def test_the_page_in_the_repository_is_of_this_version(db):
    assert PAGE.read_text(encoding="utf-8") == render(db)


def test_every_column_of_every_table_is_explained(db):
    page = render(db)
    missing = []
    for row in select(
        db,
        """
        SELECT t.name AS "table", c.name AS "column"
        FROM sqlite_schema t, pragma_table_info(t.name) c
        WHERE t.type = 'table' AND t.sql LIKE 'CREATE TABLE%STRICT%'
        """,
    ):
        section = page.partition(f"## {row['table']}\n")[2].partition("\n## ")[0]
        if not re.search(rf"^\| `{row['column']}` \| [A-Z].* \| \S.* \|$", section, re.MULTILINE):
            missing.append(f"{row['table']}.{row['column']}")
    assert missing == []


def test_every_table_of_ours_is_strict(db):
    loose = select(
        db,
        """
        SELECT name FROM pragma_table_list
        WHERE type = 'table' AND strict = 0 AND schema = 'main'
        AND name NOT LIKE 'sqlite%' AND name NOT LIKE '\\_%' ESCAPE '\\'
        AND name NOT LIKE '%\\_fts\\_%' ESCAPE '\\'
        """,
    )
    assert [row["name"] for row in loose] == []
