"""The full-text indexes kept in few pieces, so that a look-up reads one list and not twenty.

FTS5 writes a piece with every transaction and joins only those of about one size. A record of
a hundred thousand articles has some twenty-five pieces of each index then, and two common words
take twice as long to find as in one piece. Joining all of them costs 50 µs an article.
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
# Pages that are joined in one transaction, so that others who write wait a moment and no longer.
_PAGES: Final = 1000
_CHANGED: Final = 2  # rows that FTS5 says it changed when there was anything to join

# When the record has grown so much since: each article is joined about three times in its life.
_GROWTH: Final = 1.5
_WORTH_IT: Final = 500  # articles


def is_due(before: int, after: int) -> bool:
    """Whether the indexes should be joined when the record grew from so many articles to so many.

    It is told from the numbers alone, so that nothing has to be kept about the last time.
    """
    if after < _WORTH_IT:
        return False
    return floor(log(after, _GROWTH)) > floor(log(max(before, 1), _GROWTH))


def join_indexes(db: Database) -> None:
    """Bring each index into one piece, in many small transactions.

    Raises:
        DatabaseLockedError: somebody else is writing; what was joined so far stays joined.
        DatabaseError: the file cannot be written.
    """
    for index in _INDEXES:
        pages = -_PAGES  # negative: all pieces, whatever their sizes
        while _join(db, index, pages):
            pages = _PAGES


def _join(db: Database, index: str, pages: int) -> bool:
    before = db.conn.total_changes
    with transaction(db):
        db.execute(f"INSERT INTO {index} ({index}, rank) VALUES ('merge', ?)", [pages])  # noqa: S608 - ours
    return db.conn.total_changes - before >= _CHANGED
