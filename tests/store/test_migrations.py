"""A corpus of any earlier version opens with everything that was in it."""

from contextlib import closing
from datetime import UTC, date, datetime

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

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
DAYS = "SELECT day, n_mentions, n_articles FROM entity_days ORDER BY day"


@pytest.fixture
def version_1(tmp_path):
    """A corpus as the first version left it, with a name that a curator had pinned."""
    path = tmp_path / "old.db"
    with closing(Database(path)) as db:
        MIGRATIONS.apply(db, stop_before="m0004_decisions")
        db.conn.executescript(
            """
            INSERT INTO articles (
                id, title, folded_title, date_origin, day, body, language, n_words, content_hash,
                source, added_at
            ) VALUES (
                1, 'Xi spoke', 'xi spoke', 'unknown', '2026-01-01', 'Xi spoke.', 'en', 2, 'x', 'x',
                '2026-01-01T00:00:00.000000+00:00'
            );
            INSERT INTO entities (id, name, folded, type, n_mentions, n_articles)
            VALUES (4, 'Xi Jinping', 'xi jinping', 'PERSON', 1, 1),
                (5, 'Kim', 'kim', 'PERSON', 0, 0);
            INSERT INTO names (id, name, type, block, n_articles, entity_id, home_id, pinned)
            VALUES (7, 'Xi', 'PERSON', 'person xi', 1, 4, 4, 1),
                (9, 'Kim', 'PERSON', 'person kim', 0, 5, 5, 0),
                (10, 'City Council', 'ORG', 'thing cc', 0, NULL, NULL, 0),
                (11, 'City Council of Rome', 'ORG', 'thing ccr', 0, NULL, NULL, 0);
            INSERT INTO name_words VALUES ('xi', 7, 1), ('kim', 9, 1);
            INSERT INTO article_entities VALUES (3, 1, 7, 1);
            INSERT INTO mentions VALUES (1, 3, 0, 2, 'name', 'by hand');
            """
        )
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


def test_articles_per_day_are_counted_from_the_articles(tmp_path):
    path = tmp_path / "corpus.db"
    with closing(open_corpus(path)) as db:
        for n, day in enumerate((1, 1, 2, None)):
            when = date(2026, 2, day) if day else None
            text = f"Xi Jinping spoke {n} times. Xi Jinping left."
            one = article(text, names={"Xi Jinping": ("Xi Jinping", "PERSON")}, published_on=when)
            ingest.commit(db, one, added_by=None, now=NOW)
        before = [tuple(row) for row in select(db, DAYS)]
    assert before == [("2026-02-01", 4, 2), ("2026-02-02", 2, 1)]
    with closing(Database(path).conn) as conn:  # as the version before left it
        conn.executescript(
            """
            DROP INDEX entity_days_by_day;
            ALTER TABLE entity_days DROP COLUMN n_articles;
            CREATE INDEX entity_days_by_day ON entity_days(day, entity_id, n_mentions);
            DELETE FROM _sqlite_migrations WHERE name = 'm0006_articles_per_day';
            """
        )
    with closing(open_corpus(path)) as db:
        assert [tuple(row) for row in select(db, DAYS)] == before


def test_blocks_are_those_that_new_names_get(version_1):
    with closing(open_corpus(version_1)) as db:
        stored = select(db, "SELECT name, type, block FROM names WHERE type = 'ORG'")
        assert [row["block"] for row in stored] == ["thing city council", "thing ccr"]
        assert all(row["block"] == block_of(row["name"], EntityType.ORG) for row in stored)
