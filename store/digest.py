"""What a digest says: records in, a composed digest out; pure, the same for the same input.

One job: choosing. The rule is told to readers in docs/digests.md; change both together.

Quotations are chosen one by one, best score (store/worth.py) first, and each speaker has one
before anybody has a second. Those that have no speaker, or do not stand on their own, are shown
only when there are no others: then those with a speaker come first. One that repeats most of the
words of one chosen before it is left out. Equal scores: the newer day first, then the higher
number. Articles that a shown quotation cites are not listed again.

Those who rose are the people, bodies and places that more articles name than the period before
would lead one to expect: at least two articles, and one more than expected. On an empty day one
quotation from the record is chosen by the date, so that a repeated try says the same.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from store import worth
from store.records import ComposedDigest, EntityType

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime

    from store.records import DigestMaterial, EntityRef, QuotationCandidate, Riser, StoredQuotation

# One glance on a phone (SPEC section 7).
MOST_ARTICLES = 5
MOST_QUOTATIONS = 4
MOST_RISERS = 5
# A speech or an essay full of marks must not make choosing slow: the best by the part of the
# score that needs no comparison go into the comparing one.
_MOST_COMPARED = 200
_LEAST_ARTICLES = 2  # one article is no rise, however often it names somebody
_RISING = frozenset({EntityType.PERSON, EntityType.ORG, EntityType.GPE})
_SAME_WORDS = 0.7  # share of the shorter one's longer words
_LEAST_SHARED = 3


def compose(
    material: DigestMaterial,
    *,
    local_date: date,
    since: datetime,
    until: datetime,
    names: tuple[EntityRef, ...] = (),
) -> ComposedDigest:
    """Return the digest of a local date.

    Args:
        material: what the record holds for the period, read in one go.
        local_date: the date it is due on, in the digest's zone.
        since: start of the period, for the reader; the material decides what is new.
        until: end of the period.
        names: whom alone it is about, for the reader; the material holds nothing else.
    """
    is_empty = material.n_articles == 0
    quotations = () if is_empty else choose(material.candidates, top=material.top_mentions)
    cited = {quotation.article.id for quotation in quotations}
    listed = [row for row in material.articles if row.ref.id not in cited]
    return ComposedDigest(
        local_date=local_date,
        since=since,
        until=until,
        articles=tuple(listed[:MOST_ARTICLES]),
        n_articles=material.n_articles,
        quotations=quotations,
        n_quotations=material.n_quotations,
        risers=_risers(material),
        n_compared=material.n_now,
        n_before=material.n_before,
        from_the_record=_from_the_record(material) if is_empty else None,
        names=names,
    )


def choose(
    candidates: Sequence[QuotationCandidate], *, top: int, limit: int = MOST_QUOTATIONS
) -> tuple[StoredQuotation, ...]:
    """Return the quotations that matter most, best first, by the rule at the top of this file.

    Args:
        candidates: in any order; the order does not matter.
        top: mentions of the most mentioned speaker in the record.
        limit: how many at most.
    """
    left = _shortlist([_weighed(candidate, top) for candidate in candidates])
    chosen: list[_Weighed] = []
    used: frozenset[str] = frozenset()
    turns: Counter[str] = Counter()
    while left and len(chosen) < limit:
        best = min(left, key=lambda one: _rank(one, turns, used))
        chosen.append(best)
        used |= best.words
        turns[best.speaker] += 1
        left = [one for one in left if one is not best and not _repeats(one.words, best.words)]
    return tuple(one.quotation for one in chosen)


def rank_risers(
    mentions: Iterable[Riser], *, n_now: int, n_before: int, limit: int = MOST_RISERS
) -> tuple[Riser, ...]:
    """Return whom more articles name than expected, largest surprise first.

    Args:
        mentions: everybody who is named in the period.
        n_now: articles of the period, near-copies left out.
        n_before: articles of the period before.
        limit: how many at most.
    """
    surprises = [(r.now - _expected(r, n_now, n_before), r) for r in mentions if _may_rise(r)]
    rising = [(by, r) for by, r in surprises if by >= 1]
    rising.sort(key=lambda pair: (-pair[0], -pair[1].n_mentions, pair[1].entity.id))
    return tuple(r for _, r in rising[:limit])


def pick_of(digest_id: int, local_date: date) -> float:
    """Return where in the record to look on an empty day: in [0, 1), the same for each try."""
    said = f"{digest_id}:{local_date.isoformat()}"
    return int.from_bytes(hashlib.sha256(said.encode()).digest()[:6]) / 2**48


def _risers(material: DigestMaterial) -> tuple[Riser, ...]:
    return rank_risers(material.mentions, n_now=material.n_now, n_before=material.n_before)


def _from_the_record(material: DigestMaterial) -> StoredQuotation | None:
    chosen = choose(material.record, top=material.top_mentions, limit=1)
    return chosen[0] if chosen else None


class _Weighed(NamedTuple):
    """A candidate with what choosing asks of it again and again."""

    quotation: StoredQuotation
    is_first: bool
    speaker: str  # empty when nobody can be told
    stands_alone: bool
    lasting: float
    words: frozenset[str]
    newest: tuple[int, int]


def _weighed(candidate: QuotationCandidate, top: int) -> _Weighed:
    quotation = candidate.quotation
    day = quotation.article.published_on or quotation.article.added_at.date()
    return _Weighed(
        quotation=quotation,
        is_first=candidate.is_first,
        speaker=_speaker_of(candidate),
        stands_alone=worth.stands_alone(quotation),
        lasting=worth.lasting_score(candidate, top),
        words=worth.long_words(quotation),
        newest=(-day.toordinal(), -quotation.id),
    )


def _shortlist(candidates: list[_Weighed]) -> list[_Weighed]:
    """Return those worth showing, or all when none is; the likeliest first, and not too many."""
    worthy = [one for one in candidates if one.speaker and one.stands_alone]
    ranked = sorted(
        worthy or candidates,
        key=lambda one: (not one.speaker, not one.stands_alone, -one.lasting, one.newest),
    )
    return ranked[:_MOST_COMPARED]


def _rank(
    one: _Weighed, turns: Counter[str], used: frozenset[str]
) -> tuple[bool, bool, int, float, tuple[int, int]]:
    novelty = worth.novelty_score(one.words, used, is_first=one.is_first)
    rank = not one.speaker, not one.stands_alone, turns[one.speaker]
    return *rank, -(novelty + one.lasting), one.newest


def _repeats(own: frozenset[str], words: frozenset[str]) -> bool:
    """Whether one has most of the words of another, or the other way round."""
    n_shared, n_least = len(own & words), min(len(own), len(words))
    return n_shared >= _LEAST_SHARED and n_shared >= _SAME_WORDS * n_least


def _speaker_of(candidate: QuotationCandidate) -> str:
    quotation = candidate.quotation
    if quotation.speaker is not None:
        return f"#{quotation.speaker.id}"
    return (quotation.speaker_label or "").casefold()


def _may_rise(riser: Riser) -> bool:
    return riser.entity.type in _RISING and riser.now >= _LEAST_ARTICLES


def _expected(riser: Riser, n_now: int, n_before: int) -> float:
    """Return how many articles would name somebody if the period were as the one before."""
    return riser.before * n_now / n_before if n_before else 0.0
