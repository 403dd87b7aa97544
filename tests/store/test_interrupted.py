"""Every write, on a locked file and interrupted half-way: the corpus is before or after."""

import multiprocessing
import shutil
import signal
import sqlite3
from contextlib import closing
from itertools import product

import pytest

from store import ingest
from store.database import check_corpus, open_corpus
from store.errors import DatabaseLockedError
from store.records import FollowNews
from store.writes import follows
from tests.fakes.killed_writes import NOW, WRITES, killed_after, killed_at, speech, stop_at

# Every table is watched, so that an interruption can come at any of a write's steps.
TABLES = (
    "articles",
    "entities",
    "names",
    "namesakes",
    "article_entities",
    "mentions",
    "aliases",
    "entity_days",
    "companions",
    "word_counts",
    "quotations",
    "quotation_about",
    "settings",
    "saved_lists",
    "former_readings",
    "follows",
    "followers",
    "follow_letters",
    "audit",
)


@pytest.fixture
def path(tmp_path):
    """A corpus with one article in it and one removed, two followers and a letter under way."""
    path = tmp_path / "corpus.db"
    with closing(open_corpus(path)) as db:
        ingest.commit(db, speech(1), added_by=1, now=NOW)
        for user_id in (7, 9):
            follows.follow(db, 1, user_id=user_id, most=25, now=NOW)
        ingest.commit(db, speech(2), added_by=1, now=NOW)
        follows.claim_letter(db, FollowNews(9, 1, 1, NOW), 2, nonce="m", now=NOW)
        ingest.remove_article(db, 2, by=1, now=NOW)
    return path


def dump(path):
    with closing(open_corpus(path, read_only=True)) as db:
        return list(db.conn.iterdump())


@pytest.mark.parametrize("write", WRITES.values(), ids=WRITES)
def test_on_a_locked_file_a_write_says_so_and_changes_nothing(path, write):
    before = dump(path)
    with (
        closing(open_corpus(path)) as writer,
        closing(open_corpus(path, busy_timeout_s=0.01)) as db,
    ):
        writer.conn.execute("BEGIN IMMEDIATE")
        with pytest.raises(DatabaseLockedError):
            write(db)
        writer.conn.rollback()
        assert dump(path) == before
        write(db)
    assert dump(path) != before


def fail():
    raise InterruptedError


@pytest.mark.parametrize("write", WRITES.values(), ids=WRITES)
def test_a_write_that_fails_at_any_step_changes_nothing(path, tmp_path, write):
    before = dump(path)
    interrupted = 0
    for table, change in product(TABLES, ("INSERT", "UPDATE", "DELETE")):
        copy = shutil.copyfile(path, tmp_path / f"{table} {change}.db")
        with closing(open_corpus(copy)) as db:
            stop_at(db, table, change, fail)
            if not fails(write, db):
                continue
        interrupted += 1
        assert dump(copy) == before
    assert interrupted > 0


def fails(write, db):
    try:
        write(db)
    except sqlite3.OperationalError:
        return True
    return False


def run(target, *args):
    process = multiprocessing.get_context("spawn").Process(target=target, args=args)
    process.start()
    process.join(60)
    assert process.exitcode == -signal.SIGKILL


@pytest.mark.crash
@pytest.mark.parametrize(
    ("name", "table", "change"),
    [
        ("add", "articles", "INSERT"),
        ("add", "quotations", "INSERT"),
        ("add", "audit", "INSERT"),
        ("add many", "articles", "INSERT"),
        ("add many", "quotations", "INSERT"),
        ("add many", "word_counts", "UPDATE"),
        ("add many", "audit", "INSERT"),
        ("remove", "articles", "UPDATE"),
        ("remove", "aliases", "DELETE"),
        ("restore", "names", "UPDATE"),
        ("annotate again", "article_entities", "DELETE"),
        ("claim a letter", "follow_letters", "INSERT"),
    ],
)
def test_a_process_killed_while_writing_leaves_what_there_was(path, name, table, change):
    before = dump(path)
    run(killed_at, path, name, table, change)
    assert dump(path) == before
    assert check_corpus(path) == []
    with closing(open_corpus(path)) as db:
        WRITES[name](db)


@pytest.mark.crash
@pytest.mark.parametrize("name", ["add", "add many", "remove", "change a setting"])
def test_what_was_acknowledged_outlives_the_process(path, tmp_path, name):
    expected = shutil.copyfile(path, tmp_path / "expected.db")
    with closing(open_corpus(expected)) as db:
        WRITES[name](db)
    run(killed_after, path, name)
    assert dump(path) == dump(expected)
