"""An article among its near-copies: which came first, and whose quotations only repeat.

One job: keep families of versions right when an article comes, goes or is read again; steps of
the transactions that store/ingest.py opens. The first version is the one with the lowest number
that counts. A quotation repeats one of an earlier version when the words are the same, or one
holds most of the other; then answers show and count it once, as a curator decided on the first.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from store import sketches
from store.queries import versions as queries
from store.writes import versions as writes

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlite_utils import Database

    from store.records import CleanArticle

_WORD: Final = re.compile(r"[^\W_]+")
_FEWEST_WORDS: Final = 5  # "yes, we can" within a longer quotation need not be the same
_MOST_OF_IT: Final = 0.6  # versions end a quotation here or there, or cut a part of it


def find_family(db: Database, article_id: int, sketch: Iterable[int]) -> list[int]:
    """Return the family that an article belongs to by its text, itself among them, in order."""
    candidates = queries.list_candidates(db, sketch, but=article_id)
    own = sketches.shingles_of(queries.get_text(db, article_id)) if candidates else frozenset()
    for candidate in candidates:
        if sketches.is_copy(own, queries.get_text(db, candidate)):
            return sorted({article_id, *queries.list_family(db, candidate)})
    return [article_id]


def place_new(db: Database, new: Sequence[tuple[int, CleanArticle]]) -> dict[int, int]:
    """Link new articles, one after the other, to what they are versions of.

    They are not shown yet. Returned is the first version of each that is one.
    """
    stored = queries.stored_hashes(db, {shingle for _, one in new for shingle in one.sketch})
    firsts: dict[int, int] = {}
    for article_id, article in new:
        if shared := stored.intersection(article.sketch):
            family = find_family(db, article_id, shared)
            if len(family) > 1:
                arrange(db, family, [article_id])
                firsts[article_id] = family[0]
        writes.insert_sketch(db, article_id, article.sketch)
        stored.update(article.sketch)
    return firsts


def later_than(db: Database, article_id: int, family: Sequence[int] | None = None) -> list[int]:
    """Return the versions that came after an article: those it decides on.

    They must be taken out before the article changes, and put in afterwards.
    """
    members = queries.list_family(db, article_id) if family is None else family
    return [member for member in members if member > article_id]


def arrange(db: Database, family: Sequence[int], changed: Iterable[int]) -> None:
    """Link a family to its first version, and mark what the `changed` ones repeat.

    Args:
        db: the corpus, in a transaction.
        family: every version that counts, in order.
        changed: those that are not shown at this moment; all later than an article that changed
            must be among them.
    """
    if not family:
        return
    writes.set_first(db, family[:1], None)
    writes.set_first(db, family[1:], family[0])
    for article_id in sorted(changed):
        earlier = [member for member in family if member < article_id]
        writes.set_repeats(db, article_id, _repeats(db, article_id, earlier))


def _repeats(db: Database, article_id: int, earlier: Sequence[int]) -> dict[int, int]:
    """For each quotation that an earlier version has, which one it is."""
    if not earlier:
        return {}
    first = [(n, _bare(words)) for n, words in queries.list_first_quotations(db, earlier)]
    by_words: dict[str, int] = {}
    for number, words in first:
        by_words.setdefault(words, number)
    found: dict[int, int] = {}
    for number, content in queries.list_quotations_of(db, article_id):
        words = _bare(content)
        same = by_words.get(words) or _nearest(words, first)
        if same is not None:
            found[number] = same
    return found


def _nearest(words: str, first: Sequence[tuple[int, str]]) -> int | None:
    """Return the longest quotation that holds, or is held by, most of the words."""
    holding = [(len(other), number) for number, other in first if _is_part(words, other)]
    return max(holding)[1] if holding else None


def _is_part(one: str, other: str) -> bool:
    shorter, longer = sorted((one, other), key=len)
    is_long = shorter.count(" ") >= _FEWEST_WORDS + 1  # a space before and after
    return is_long and len(shorter) >= _MOST_OF_IT * len(longer) and shorter in longer


def _bare(content: str) -> str:
    """The words alone, each with a space before and after it, whatever their case and marks."""
    return f" {' '.join(_WORD.findall(content.casefold()))} "
