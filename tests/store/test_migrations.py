"""A corpus of any earlier version opens with everything that was in it."""

from contextlib import closing
from datetime import UTC, datetime

import pytest
from sqlite_utils import Database

from store import ingest
from store.database import check_corpus, open_corpus, select
from store.link import block_of
from store.migrations import MIGRATIONS
from store.queries.entities import find_entity
from store.queries.entity_names import names_of
from store.records import EntityType
from tests.fakes.articles import article
from tests.fakes.old_corpus import make_old_corpus

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
XI = ("Xi Jinping", "PERSON")
# The days of articles that name one thing, and what some of them are versions of.
DATED = (
    ("2026-02-01", None),
    ("2026-02-01", None),
    ("2026-02-01", 1),
    ("2026-02-20", None),
    ("2026-03-01", 1),
    (None, None),
)


@pytest.fixture
def version_1(tmp_path):
    """A corpus as the first version left it, with a name that a curator had pinned."""
    path = tmp_path / "old.db"
    make_old_corpus(path)
    return path


def test_names_their_words_and_what_was_pinned_are_kept(version_1):
    with closing(open_corpus(version_1)) as db:
        pinned = select(db, "SELECT id, entity_id, home_id, pinned_to, namesake FROM names")
        kept = [tuple(row) for row in pinned]
        assert kept[:2] == [(7, 4, 4, 4, 0), (9, 5, 5, None, 0)]
        assert find_entity(db, "xi").id == 4
        assert [name.form for name in names_of(db, 4)] == ["Xi"]
        again = article("Xi spoke again.", names={"Xi": ("Xi", "PERSON")})
        ingest.commit(db, again, added_by=None, now=NOW)
        assert names_of(db, 4)[0].n_articles == 2
    assert check_corpus(version_1) == []


def test_an_older_file_gets_the_tables_of_a_new_one(version_1, tmp_path):
    query = "SELECT name, sql FROM sqlite_schema WHERE name NOT LIKE '!_%' ESCAPE '!' ORDER BY name"
    schemas = []
    for path in (version_1, tmp_path / "new.db"):
        with closing(open_corpus(path)) as db:
            schemas.append([tuple(row) for row in select(db, query)])
    assert schemas[0] == schemas[1]


def test_days_are_counted_from_the_articles_and_each_story_once(tmp_path):
    path = tmp_path / "corpus.db"
    with closing(Database(path)) as db:
        MIGRATIONS.apply(db, stop_before="m0006_articles_per_day")
        db.conn.execute("INSERT INTO entities (id, name, folded, type) VALUES (4, 'X', 'x', 'ORG')")
        db.conn.execute(
            """
            INSERT INTO names (id, name, type, block, n_articles, entity_id, home_id)
            VALUES (7, 'X', 'ORG', 'thing x', 5, 4, 4)
            """
        )
        for number, (day, copy_of) in enumerate(DATED, start=1):
            _insert_old(db, number, day, copy_of)
        db.conn.execute(
            """
            INSERT INTO entity_days SELECT 4, published_on, 2 * count(*) FROM articles
            WHERE published_on IS NOT NULL GROUP BY published_on
            """
        )
        db.conn.commit()
    with closing(open_corpus(path)) as db:
        days = select(db, "SELECT * FROM entity_days ORDER BY day")
        assert [tuple(row)[1:] for row in days] == [
            ("2026-02-01", 6, 2, 4),
            ("2026-02-20", 2, 1, 2),
            ("2026-03-01", 2, 0, 0),
        ]
        halves = select(db, "SELECT half, n_stories FROM entity_halves ORDER BY half")
        assert [tuple(row) for row in halves] == [("2026-02-01", 2), ("2026-02-16", 1)]


def _insert_old(db, number, day, copy_of):
    """An article with two mentions of one name, as the first versions kept it."""
    db.conn.execute(
        """
        INSERT INTO articles (
            id, title, folded_title, published_on, date_origin, day, body, language, n_words,
            content_hash, source, copy_of, added_at
        ) VALUES (
            :id, 'X', 'x', :day, 'metadata', coalesce(:day, '2026-01-01'), 'X and X.', 'en', 3,
            :id, 'x', :copy, '2026-01-01T00:00:00.000000+00:00'
        )
        """,
        {"id": number, "day": day, "copy": copy_of},
    )
    db.conn.execute("INSERT INTO article_entities VALUES (:id, :id, 7, 2)", {"id": number})


def test_blocks_are_those_that_new_names_get(version_1):
    with closing(open_corpus(version_1)) as db:
        stored = select(db, "SELECT name, type, block FROM names WHERE type = 'ORG'")
        assert [row["block"] for row in stored] == ["thing city council", "thing ccr"]
        assert all(row["block"] == block_of(row["name"], EntityType.ORG) for row in stored)


def test_quotations_are_indexed_anew_under_the_strengths_of_now(tmp_path):
    path = tmp_path / "corpus.db"
    with closing(open_corpus(path)) as db:
        for n in range(4):
            words = "peace " * n + f"talks number {n}"
            said = article(f"Xi said {words}.", names={"Xi": XI}, said={words: "Xi"})
            ingest.commit(db, said, added_by=None, now=NOW)
        ingest.remove_article(db, 2, by=None, now=NOW)
        terms = _terms_of_quotations(db)
    assert len(terms) > 9
    with closing(Database(path)) as db:  # as the version before left it
        delete_all = "INSERT INTO quotation_terms_fts (quotation_terms_fts) VALUES ('delete-all')"
        db.conn.execute(delete_all)
        db.conn.execute("INSERT INTO quotation_terms_fts (rowid, terms) VALUES (1, 'qpeace')")
        forget = "DELETE FROM _sqlite_migrations WHERE name = 'm0019_finer_strengths'"
        db.conn.execute(forget)
        db.conn.commit()
    with closing(open_corpus(path)) as db:
        assert _terms_of_quotations(db) == terms
        ingest.remove_article(db, 4, by=None, now=NOW)  # what was filled in comes out again
        assert len(_terms_of_quotations(db)) < len(terms)
    assert check_corpus(path) == []


def _terms_of_quotations(db):
    db.conn.execute(
        "CREATE VIRTUAL TABLE temp.listed USING fts5vocab(main, quotation_terms_fts, instance)"
    )
    found = [tuple(row) for row in db.conn.execute("SELECT term, doc FROM temp.listed")]
    db.conn.execute("DROP TABLE temp.listed")
    return sorted(found)
