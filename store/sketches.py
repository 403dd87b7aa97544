"""A text → a sketch that near-copies of it share, and whether two texts are near-copies; pure.

One job: resemblance. A text is taken as the set of its five-word stretches ("shingles"), whatever
their case, marks and numbering of lines. Its sketch is the 16 smallest hashes of these: two texts
that share a fifth of their shingles share a hash almost surely, two others almost never
(bottom-k MinHash: Broder, "On the resemblance and containment of documents", 1997). The sketch
only finds candidates; `is_copy` decides on the whole texts.

A library for this (datasketch) needs scipy, 143 MB, and keeps its index in memory or in a server of
its own; ours is a table of the corpus (docs/decisions/0007-near-copies.md).
"""

from __future__ import annotations

from hashlib import blake2b
from heapq import nsmallest
from typing import TYPE_CHECKING, Final, TypeAlias

from store.tokens import runs_of

if TYPE_CHECKING:
    from collections.abc import Iterator

Shingle: TypeAlias = tuple[str, ...]

SKETCH_SIZE: Final = 16
_SHINGLE_WORDS: Final = 5
_FEWEST_SHINGLES: Final = 40  # below, a stock sentence is most of a text
_MOST_WORDS: Final = 20_000  # of a longer text only the beginning is looked at
# Chosen on made pairs of real news (benchmarks/copies.py tells both scores).
_SHARED_OF_SHORTER: Final = 0.5
_SHARED_OF_LONGER: Final = 0.12


def shingles_of(text: str) -> frozenset[Shingle]:
    """Return every five words in a row."""
    return frozenset(_stretches(text))


def sketch_of(text: str) -> tuple[int, ...]:
    """Return the hashes to look for near-copies by; none for a text too short to tell.

    A hash is 64 bits, with a sign.
    """
    shingles = shingles_of(text)
    if len(shingles) < _FEWEST_SHINGLES:
        return ()
    return tuple(nsmallest(SKETCH_SIZE, map(_hash, map(" ".join, shingles))))


def is_copy(one: frozenset[Shingle], text: str) -> bool:
    """Tell whether two texts, one of them as shingles, are versions of each other.

    Most of the shorter must be in the longer, and not be a mere inset of it: two reports that
    quote the same speech at length are no copies of each other.
    """
    shared = len(one.intersection(_stretches(text)))
    if shared < _SHARED_OF_LONGER * len(one):
        return False  # most are not; how long the other is makes no difference
    shorter, longer = sorted((len(one), len(shingles_of(text))))
    if shorter < _FEWEST_SHINGLES:
        return False
    return shared >= _SHARED_OF_SHORTER * shorter and shared >= _SHARED_OF_LONGER * longer


def _stretches(text: str) -> Iterator[Shingle]:
    words = runs_of(text.casefold())[:_MOST_WORDS]
    return zip(*(words[start:] for start in range(_SHINGLE_WORDS)), strict=False)


def _hash(stretch: str) -> int:
    digest = blake2b(stretch.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)
