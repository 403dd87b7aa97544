"""What search ranks by: the terms of each text that is shown, and how many texts hold each word.

These are steps of the transactions that store/ingest.py opens; store/terms.py decides what the
terms of a text are.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Final

from store.database import select_many
from store.terms import ARTICLE, QUOTATION, terms_of
from store.writes.rollups import count

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlite_utils import Database

    from store.writes.rollups import Tally


def index(db: Database, article_ids: Sequence[int], tally: Tally, *, sign: int) -> None:
    """Put the terms of articles and their shown quotations in (sign 1) or take them out (-1).

    The texts must be the same both times. How many hold each word goes into the tally.
    """
    for kind, texts, statements, words in (
        (ARTICLE, _ARTICLES, _ARTICLE_TERMS, tally.article_words),
        (QUOTATION, _QUOTATIONS, _QUOTATION_TERMS, tally.quotation_words),
    ):
        found = select_many(db, texts, article_ids)
        read = [(text_id, terms_of(kind, columns, day)) for text_id, day, *columns in found]
        db.conn.executemany(statements[sign], [(text_id, terms) for text_id, (terms, _) in read])
        count(words, chain.from_iterable(own for _, (_, own) in read), sign=sign)


_ARTICLES: Final = """
    SELECT id, day, title, body FROM articles
    WHERE id IN (SELECT value FROM json_each(:numbers)) ORDER BY id
"""
_QUOTATIONS: Final = """
    SELECT id, day, content, speaker_label, search_keys FROM quotations
    WHERE article_id IN (SELECT value FROM json_each(:numbers))
    AND hidden_at IS NULL AND repeats IS NULL ORDER BY id
"""
_ARTICLE_TERMS: Final = {
    1: "INSERT INTO article_terms_fts (rowid, terms) VALUES (?, ?)",
    -1: """
        INSERT INTO article_terms_fts (article_terms_fts, rowid, terms) VALUES ('delete', ?, ?)
    """,
}
_QUOTATION_TERMS: Final = {
    1: "INSERT INTO quotation_terms_fts (rowid, terms) VALUES (?, ?)",
    -1: """
        INSERT INTO quotation_terms_fts (quotation_terms_fts, rowid, terms)
        VALUES ('delete', ?, ?)
    """,
}
