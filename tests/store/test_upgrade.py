"""Files of earlier versions: brought up to date step by step, and their articles compared."""

from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from store import ingest
from store.database import check_corpus, is_behind, open_corpus, select
from store.migrations import MIGRATIONS
from store.upgrade import count_to_relate, relate_some, upgrade
from tests.fakes.articles import article
from tests.fakes.corpus_state import partition_of
from tests.fakes.old_corpus import make_old_corpus
from tests.store.test_versions import add, firsts, told, version

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def old(tmp_path):
    path = tmp_path / "old.db"
    make_old_corpus(path)
    return path


def without_sketch(annotated):
    return replace(annotated, article=replace(annotated.article, sketch=()))


@pytest.fixture
def forgetful(tmp_path):
    """Makes a corpus whose articles came before sketches; those named after "/" came since."""

    def make(*names):
        path = tmp_path / "forgetful.db"
        with closing(open_corpus(path)) as db:
            is_old = True
            for name in names:
                if name == "/":
                    is_old = False
                    continue
                made = without_sketch(version(name)) if is_old else version(name)
                number = ingest.commit(db, made, added_by=None, now=NOW).article.id
                if is_old:
                    with db.conn:
                        db.conn.execute("INSERT INTO unsketched VALUES (?)", (number,))
        return path

    return make


@pytest.mark.parametrize(
    "names",
    [
        ("first", "shorter", "longer", "other"),
        ("longer", "other", "shorter", "first"),
        ("other", "shorter", "first", "longer"),
        ("other", "first", "/", "longer", "shorter"),
        ("shorter", "/", "first", "other", "longer"),
    ],
    ids=" ".join,
)
def test_articles_of_before_sketches_find_their_versions(forgetful, db, names):
    """As if they had been added today."""
    path = forgetful(*names)
    assert relate_some(path) == 0
    add(db, *(name for name in names if name != "/"))
    with closing(open_corpus(path)) as mended:
        assert firsts(mended) == firsts(db)
        assert told(mended) == told(db)
        assert partition_of(mended) == partition_of(db)
    assert check_corpus(path) == []


def test_a_removed_article_is_no_version_until_it_is_put_back(forgetful, db):
    path = forgetful("first", "longer")
    with closing(open_corpus(path)) as opened:
        ingest.remove_article(opened, 1, by=None, now=NOW)
    assert relate_some(path) == 0
    with closing(open_corpus(path)) as opened:
        assert firsts(opened) == {"longer": None}
        ingest.restore_article(opened, 1, by=None, now=NOW)
        assert firsts(opened) == {"first": None, "longer": "first"}
        add(db, "first", "longer")
        assert partition_of(opened) == partition_of(db)


def test_it_is_done_in_pieces(tmp_path):
    path = tmp_path / "corpus.db"
    with closing(open_corpus(path)) as db:
        for n in range(60):
            ingest.commit(db, article(f"Kim spoke {n} times."), added_by=None, now=NOW)
        with db.conn:
            db.conn.execute("INSERT INTO unsketched SELECT id FROM articles")
    left = [relate_some(path) for _ in range(4)]
    assert left == sorted(left, reverse=True)
    assert 0 < left[0] < 60
    assert left[-1] == count_to_relate(path) == 0


def test_an_earlier_file_is_known_and_its_articles_are_noted(old):
    assert is_behind(old)
    upgrade(old)
    assert not is_behind(old)
    assert count_to_relate(old) == 1
    assert relate_some(old) == 0


def test_what_cannot_be_used_is_not_behind(tmp_path):
    (tmp_path / "text.db").write_bytes(b"no database" * 100)
    (tmp_path / "empty.db").write_bytes(b"")
    with closing(open_corpus(tmp_path / "newer.db")) as db:
        db["_sqlite_migrations"].insert(
            {"migration_set": "on_record", "name": "m9999_later", "applied_at": "2030"}
        )
    for name in ("text", "empty", "newer", "missing"):
        assert not is_behind(tmp_path / f"{name}.db")


def test_an_update_that_is_ended_goes_on_from_there(old):
    """Each step is kept: minutes of work are not begun anew."""
    told_steps = []

    def stop_at_the_third(n_left):
        told_steps.append(n_left)
        if len(told_steps) == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        open_corpus(old, tell=stop_at_the_third)
    assert is_behind(old)
    assert told_steps == [told_steps[0] - n for n in range(3)]
    again = []
    with closing(open_corpus(old, tell=again.append)) as db:
        assert again == list(range(told_steps[-1], 0, -1))
        assert MIGRATIONS.pending(db) == []
        assert [row["title"] for row in select(db, "SELECT title FROM articles")] == ["Xi spoke"]
    assert check_corpus(old) == []
