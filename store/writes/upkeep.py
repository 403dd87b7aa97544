"""The full-text indexes kept in few pieces, so that a look-up reads one list and not twenty.

FTS5 writes a piece with every transaction and joins only those of about one size. A record of
a hundred thousand articles has some twenty-five pieces of each index then, and two common words
take twice as long to find as in one piece. Joining all of them costs 50 µs an article; it is
done some pages at a time, since whoever else writes must not wait for seconds.
"""

from __future__ import annotations

from math import floor, log
from typing import TYPE_CHECKING, Final

from store.database import transaction

if TYPE_CHECKING:
    from sqlite_utils import Database

_INDEXES: Final = (
    "quotation_terms_fts",
    "article_terms_fts",
    "quotations_fts",
    "articles_fts",
    "names_fts",
)
# Of each index, after one transaction: some 100 ms, as long as there is anything to join.
_PAGES: Final = 500

# Joining begins when the record has grown so much, and goes on while it grows a little more: each
# article is joined about three times in its life.
_GROWTH: Final = 1.5
_GOES_ON: Final = 1.25
_WORTH_IT: Final = 500  # articles
_FEW: Final = 8  # pieces, quick enough to look through: large transactions leave no more


def pages_to_join(before: int, after: int) -> int:
    """How much to join when the record has grown from so many articles to so many.

    It is told from the numbers alone, so that nothing has to be kept about the last time.

    Returns:
        pages for `join_pieces`; 0 for nothing, negative to begin with all pieces there are.
    """
    if after < _WORTH_IT:
        return 0
    begun = _GROWTH ** floor(log(after, _GROWTH))
    if before < begun:
        return -_PAGES
    return _PAGES if after <= begun * _GOES_ON else 0


def join_pieces(db: Database, pages: int) -> None:
    """Go on joining the pieces of each index, or begin to where `pages` is negative.

    Raises:
        DatabaseLockedError: somebody else is writing; what was joined so far stays joined.
        DatabaseError: the file cannot be written.
    """
    with transaction(db):
        for index in _INDEXES:
            if pages > 0 or _has_many(db, index):
                statement = f"INSERT INTO {index} ({index}, rank) VALUES ('merge', ?)"  # noqa: S608 - ours
                db.conn.execute(statement, [pages])


def _has_many(db: Database, index: str) -> bool:
    """Whether an index has so many pieces that joining them is worth it; tables are not read."""
    (n,) = db.conn.execute(
        f"""
        WITH RECURSIVE piece (id) AS (
            SELECT min(segid) FROM {index}_idx
            UNION ALL
            SELECT (SELECT min(segid) FROM {index}_idx WHERE segid > id) FROM piece
            WHERE id IS NOT NULL
        )
        SELECT count(id) FROM piece
        """  # noqa: S608 — our own index
    ).fetchone()
    return bool(n > _FEW)
