"""Quotations that a claimed one may be; read only."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from store.database import select
from store.queries.quotations import read_quotations

if TYPE_CHECKING:
    from sqlite_utils import Database

    from store.records import StoredQuotation

_WORD: Final = re.compile(r"[^\W_]+")
_WORDS: Final = 12  # the longest of the claim: they are the rarest, and each costs a look-up
_SHORTEST: Final = 4  # shorter words stand in every second quotation


def find_candidates(db: Database, claimed: str, *, limit: int = 40) -> tuple[StoredQuotation, ...]:
    """Quotations that share words with a claim, most and rarest words first."""
    words = sorted(set(_WORD.findall(claimed.casefold())), key=lambda word: (-len(word), word))
    telling = [word for word in words if len(word) >= _SHORTEST] or words
    if not telling:
        return ()
    rows = select(
        db,
        """
        SELECT rowid AS id FROM quotations_fts WHERE quotations_fts MATCH :match
        ORDER BY rank LIMIT :limit
        """,
        match="{content} : (" + " OR ".join(f'"{word}"' for word in telling[:_WORDS]) + ")",
        limit=limit,
    )
    return read_quotations(db, [row["id"] for row in rows])
