"""Near-copies: sketches kept, versions linked to their first, repeated quotations marked.

These are steps of the transactions that store/ingest.py opens.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlite_utils import Database


def insert_sketch(db: Database, article_id: int, sketch: Iterable[int]) -> None:
    """Keep the hashes that near-copies of an article are found by; twice is once."""
    db.conn.executemany(
        "INSERT OR IGNORE INTO sketches (shingle, article_id) VALUES (?, ?)",
        [(shingle, article_id) for shingle in sketch],
    )


def set_sketched(db: Database, article_id: int) -> None:
    """Note that an article of before sketches has its sketch."""
    db.conn.execute("DELETE FROM unsketched WHERE article_id = :id", {"id": article_id})


def set_first(db: Database, article_ids: Iterable[int], first: int | None) -> None:
    """Say of articles which one they are versions of."""
    db.conn.executemany(
        "UPDATE articles SET copy_of = ? WHERE id = ? AND copy_of IS NOT ?1",
        [(first, article_id) for article_id in article_ids],
    )


def set_repeats(db: Database, article_id: int, repeats: Mapping[int, int]) -> None:
    """Say which of an article's quotations repeat which; the others repeat none.

    The article must not be shown at this moment: what is shown depends on it.
    """
    db.conn.execute(
        """
        UPDATE quotations SET repeats = NULL
        WHERE article_id = :article AND repeats IS NOT NULL
        """,
        {"article": article_id},
    )
    db.conn.executemany(
        "UPDATE quotations SET repeats = ? WHERE id = ?",
        [(first, number) for number, first in repeats.items()],
    )
