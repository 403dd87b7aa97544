"""A corpus as the first version left it."""

from contextlib import closing

from sqlite_utils import Database

from store.migrations import MIGRATIONS


def make_old_corpus(path):
    """An article, and names of which a curator had pinned one."""
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
