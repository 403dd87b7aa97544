"""What is handed out: every row once, nothing of members' own, nothing a spreadsheet runs."""

import csv
import io
import json
import sqlite3
import zipfile
from contextlib import closing
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store import export as exporting
from store import ingest, mend
from store.database import check_corpus, open_corpus
from store.errors import DatabaseMissingError
from store.export import export, write_csv, write_json
from store.records import ExportKind, ExportPlan, SavedList
from store.writes import follows
from store.writes.guild import save_list
from tests.fakes.articles import article

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
XI = ("Xi Jinping", "PERSON")
LARGE = 10**9


@pytest.fixture
def path(tmp_path):
    """A corpus of three articles, one of them removed, with a hidden quotation and a follow."""
    path = tmp_path / "corpus.db"
    with closing(open_corpus(path)) as db:
        for n in (1, 2, 3):
            one = article(
                f"Xi spoke {n} times.\n“=Peace number {n},” Xi said. “No,” he said.",
                names={"Xi": XI, "Xi Jinping": XI},
                said={f"=Peace number {n},": "Xi", "No,": None},
                published_on=date(2026, 1, n),
                title="@SUM(A1)" if n == 1 else f"Title {n}",
            )
            ingest.commit(db, one, added_by=77, now=NOW)
        ingest.remove_article(db, 3, by=1, now=NOW)
        mend.hide_quotation(db, 2, by=1, now=NOW)
        follows.follow(db, 1, user_id=424242424242, most=25, now=NOW)
        save_list(db, SavedList("t", "quotes", {"user": "424242424242"}), now=NOW)
    return path


@pytest.fixture
def out(path, tmp_path):
    """Hands out, and gives the file."""
    folder = tmp_path / "out"
    folder.mkdir()

    def out(what, kind, most_bytes=LARGE, **days):
        plan = ExportPlan(what, ExportKind(kind), **days)
        return export(path, plan, folder, most_bytes=most_bytes)

    return out


def rows_of(file):
    with file.open(encoding="utf-8-sig", newline="") as content:
        return list(csv.DictReader(content))


def test_quotations_as_csv(out):
    file, n_rows = out("quotations", "csv")
    rows = rows_of(file)
    assert (file.name, n_rows, len(rows)) == ("on-record-quotations.csv", 3, 3)
    assert (rows[0]["number"], rows[0]["speaker"], rows[0]["published_on"]) == (
        "1",
        "Xi Jinping",
        "2026-01-01",
    )
    assert [row["number"] for row in rows] == ["1", "3", "4"]


def test_a_cell_that_would_be_a_formula_is_marked(out):
    rows = rows_of(out("quotations", "csv")[0])
    assert rows[0]["words"] == "'=Peace number 1,"
    assert rows[0]["article"] == "'@SUM(A1)"


def test_articles_as_json_with_their_text(out):
    file, n_rows = out("articles", "json")
    found = json.loads(file.read_text(encoding="utf-8"))
    assert [one["title"] for one in found] == ["@SUM(A1)", "Title 2"]
    assert found[0]["text"].startswith("Xi spoke 1 times.\n“=Peace")
    assert (found[0]["quotations"], found[1]["quotations"], n_rows) == (1, 2, 2)


def test_entities_with_their_other_names(out):
    (row,) = rows_of(out("entities", "csv")[0])
    assert (row["name"], row["articles"], row["other_names"]) == ("Xi Jinping", "2", "Xi")


def test_only_some_days(out):
    file, _ = out("articles", "csv", since=date(2026, 1, 2), until=date(2026, 1, 2))
    assert file.name == "on-record-articles-2026-01-02-2026-01-02.csv"
    assert [row["title"] for row in rows_of(file)] == ["Title 2"]


@pytest.mark.parametrize(("kind", "content"), [("csv", None), ("json", [])])
def test_nothing_is_an_empty_file(out, kind, content):
    file, n_rows = out("articles", kind, since=date(2030, 1, 1))
    assert n_rows == 0
    if content is None:
        assert rows_of(file) == []
    else:
        assert json.loads(file.read_text()) == content


def test_a_file_that_is_too_large_is_packed(out):
    file, n_rows = out("articles", "json", most_bytes=10)
    assert (file.name, n_rows) == ("on-record-articles.json.zip", 2)
    with zipfile.ZipFile(file) as archive:
        (name,) = archive.namelist()
        assert len(json.loads(archive.read(name))) == 2


def test_the_whole_record_is_a_sound_file_without_what_is_members_own(out):
    file, _ = out("everything", "sqlite")
    assert file.name == "on-record-everything.db"
    assert [one.name for one in file.parent.iterdir()] == [file.name]
    content = file.read_bytes()
    assert b"424242424242" not in content
    assert (424242424242).to_bytes(6, "big") not in content
    with closing(sqlite3.connect(file)) as conn:
        assert conn.execute("SELECT count(*) FROM articles").fetchone() == (3,)
        for table in ("follows", "followers", "saved_lists"):
            assert conn.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)  # noqa: S608
    assert check_corpus(file) == []


def test_the_corpus_itself_keeps_what_is_members_own(out, path):
    out("everything", "sqlite")
    with closing(open_corpus(path, read_only=True)) as db:
        assert db.execute("SELECT count(*) FROM follows").fetchone() == (1,)


def test_a_corpus_that_is_not_there_is_told(tmp_path):
    plan = ExportPlan("articles", ExportKind.CSV)
    with pytest.raises(DatabaseMissingError):
        export(tmp_path / "none.db", plan, tmp_path, most_bytes=LARGE)


VALUES = st.one_of(st.none(), st.integers(), st.text(st.characters(exclude_categories=["Cs"])))


@given(st.lists(st.fixed_dictionaries({"a": VALUES, "b": VALUES}), max_size=8))
def test_whatever_is_in_a_record_comes_back_from_both(rows):
    as_csv, as_json = io.StringIO(newline=""), io.StringIO()
    write_csv(as_csv, ["a", "b"], iter(rows))
    write_json(as_json, ["a", "b"], iter(rows))
    assert json.loads(as_json.getvalue()) == rows
    as_csv.seek(0)
    for row, read in zip(rows, csv.DictReader(as_csv), strict=True):
        for name in ("a", "b"):
            told = "" if row[name] is None else str(row[name])
            is_formula = isinstance(row[name], str) and told.startswith(exporting.FORMULA)
            assert read[name] == (f"'{told}" if is_formula else told)
