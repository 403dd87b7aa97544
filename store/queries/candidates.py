"""Quotations that a claimed one may be; read only."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from store.database import select
from store.queries.quotations import read_quotations
from store.terms import LETTERS, QUOTATION, letter_of, tokens

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlite_utils import Database

    from store.records import StoredQuotation

_WORDS: Final = 12  # the rarest of the claim

# Ranking looks at every quotation that holds one of the words: about so many are looked at, and
# those of two words at least, since one may be the claim's own.
_LOOKED_AT: Final = 8_000
_AT_LEAST: Final = 2

# A claim of common words only: quotations that hold its rarest words about as strongly as one of
# its length does, up to so many times as long; the newest of them are compared pair by pair.
_COMMON_WORDS: Final = 4
_LONGER_AT_MOST: Final = 3
_COMPARED: Final = 400
_LONGEST: Final = 400  # words; as far as a claim is compared


def find_candidates(
    db: Database, claimed: str, *, limit: int = 40, looked_at: int = _LOOKED_AT
) -> tuple[StoredQuotation, ...]:
    """Quotations that share words with a claim, most and rarest words first.

    Where even the rarest word stands in more than `looked_at` quotations, those of about the
    claim's length that have its words in its order.
    """
    words = tokens(claimed)[:_LONGEST]
    rarest = _by_rarity(db, words)
    if not rarest:
        return ()
    few = _within(rarest, looked_at)
    ids = _best(db, few, limit) if few else _alike(db, words, list(rarest), limit)
    return read_quotations(db, ids)


def _by_rarity(db: Database, words: Sequence[str]) -> dict[str, int]:
    """The words of a claim that stand in any quotation, rarest first, and in how many."""
    found = select(
        db,
        """
        SELECT word, n_quotations AS n FROM json_each(:words) f
        CROSS JOIN word_counts w ON w.word = f.value WHERE n_quotations > 0
        """,
        words=json.dumps(sorted(set(words))),
    )
    counts = {row["word"]: row["n"] for row in found}
    return dict(sorted(counts.items(), key=lambda one: (one[1], -len(one[0]), one[0])))


def _within(rarest: dict[str, int], looked_at: int) -> list[str]:
    """As many of the rarest words as may be looked at."""
    chosen: list[str] = []
    n_quotations = 0
    for word, n in list(rarest.items())[:_WORDS]:
        n_quotations += n
        if n > looked_at or (n_quotations > looked_at and len(chosen) >= _AT_LEAST):
            break
        chosen.append(word)
    return chosen


def _best(db: Database, words: Sequence[str], limit: int) -> list[int]:
    rows = select(
        db,
        """
        SELECT rowid AS id FROM quotations_fts WHERE quotations_fts MATCH :match
        ORDER BY rank LIMIT :limit
        """,
        match="{content} : (" + " OR ".join(f'"{word}"' for word in words) + ")",
        limit=limit,
    )
    return [row["id"] for row in rows]


def _alike(db: Database, words: Sequence[str], rarest: Sequence[str], limit: int) -> list[int]:
    """Those of about the claim's length that hold its rarest words, most of its pairs first."""
    pairs = set(pairwise(words))
    shared: dict[int, int] = {}
    for n_words in (_COMMON_WORDS, _COMMON_WORDS - 1):  # one of them may be the claim's own
        match = " AND ".join(f"({_graded(word, words)})" for word in rarest[:n_words])
        for row in select(db, _OF_TERMS, match=match, many=_COMPARED):
            shared[row["id"]] = len(pairs & set(pairwise(tokens(row["content"]))))
        if shared or len(rarest) < _COMMON_WORDS:
            break
    return sorted(shared, key=lambda number: (-shared[number], -number))[:limit]


_OF_TERMS: Final = """
    SELECT q.id, q.content FROM (
        SELECT rowid AS id FROM quotation_terms_fts WHERE quotation_terms_fts MATCH :match
        ORDER BY rowid DESC LIMIT :many
    ) f CROSS JOIN quotations q ON q.id = f.id
"""


def _graded(word: str, words: Sequence[str]) -> str:
    """The terms of a word in texts as long as the claim, and longer."""
    n = words.count(word)
    weakest = letter_of(QUOTATION, n, _LONGER_AT_MOST * len(words) + 10)
    strongest = letter_of(QUOTATION, n + 1, len(words))
    between = LETTERS[LETTERS.index(weakest) : LETTERS.index(strongest) + 1]
    return " OR ".join(f'"{letter}{word}"' for letter in between)
