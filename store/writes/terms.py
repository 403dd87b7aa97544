"""What search ranks by: the terms of each text that is shown, and how many texts hold each word.

These are steps of the transactions that store/ingest.py opens; store/terms.py decides what the
terms of a text are.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Final

from store.database import select_many
from store.tally import count
from store.terms import ARTICLE, QUOTATION, dated, strengths_of, words_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlite_utils import Database

    from store.tally import Tally

    Text = tuple[
        int, str, str
    ]  # its number, the strengths of its words, the day it is listed under


def index(db: Database, article_ids: Sequence[int], tally: Tally, *, sign: int) -> None:
    """Put the terms of articles and their shown quotations in (sign 1) or take them out (-1).

    The texts must be the same both times. How many hold each word goes into the tally.
    """
    read = [
        [
            (text_id, strengths_of(kind, columns), day)
            for text_id, day, *columns in select_many(db, texts, article_ids)
        ]
        for kind, texts in ((ARTICLE, _ARTICLES), (QUOTATION, _QUOTATIONS))
    ]
    put(db, tally, *read, sign=sign)


def put(
    db: Database, tally: Tally, articles: Sequence[Text], quotations: Sequence[Text], *, sign: int
) -> None:
    """Do so with terms that are there already."""
    for texts, statements, words in (
        (articles, _ARTICLE_TERMS, tally.article_words),
        (quotations, _QUOTATION_TERMS, tally.quotation_words),
    ):
        terms = ((text_id, dated(strengths, day)) for text_id, strengths, day in texts)
        db.conn.executemany(statements[sign], terms)
        distinct = (words_of(strengths) for _, strengths, _ in texts)
        count(words, chain.from_iterable(distinct), sign=sign)


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
