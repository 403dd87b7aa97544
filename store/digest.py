"""What a digest says: records in, a composed digest out; pure, the same for the same input.

One job: choosing. The quotations that matter most are chosen by a score between 0 and 1:

    0.35 × directness  1 for whole sentences in marks, 0.6 for some words, 0.2 for none
    0.30 × weight      how much the record mentions the speaker, on a logarithmic scale: 1 for
                       the most mentioned, 0 for somebody who is only quoted
    0.20 × novelty     the share of its longer words that no quotation chosen before it has;
                       a speaker quoted for the first time counts a fifth more, up to 1
    0.15 × length      1 from 8 to 40 words; less for a scrap, less for a speech

They are chosen one by one, best first, and a speaker has one before anybody has a second.
Where nobody can tell who speaks, the quotation comes after all that have a speaker. Equal
scores: the newer day first, then the higher number. The numbers are a judgement, not a fit:
there is no gold for "matters most"; tests/store/test_digest.py pins what they must bring about.

Those who rose are the people, bodies and places with the largest growth in mentions, at least
two of them, against the period before. On an empty day one quotation from the record is
chosen by the date, so that a repeated try says the same.
"""

from __future__ import annotations

import hashlib
import math
import re
from typing import TYPE_CHECKING

from store.records import ComposedDigest, EntityType, QuotationKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime

    from store.records import DigestMaterial, QuotationCandidate, Riser, StoredQuotation

# One glance on a phone (SPEC section 7).
MOST_ARTICLES = 5
MOST_QUOTATIONS = 5
MOST_RISERS = 5
# A speech or an essay full of marks must not make choosing slow: the best by the part of the
# score that needs no comparison go into the comparing one.
_MOST_COMPARED = 200
_LEAST_MENTIONS = 2
_RISING = frozenset({EntityType.PERSON, EntityType.ORG, EntityType.GPE})
_DIRECTNESS = {QuotationKind.DIRECT: 1.0, QuotationKind.MIXED: 0.6, QuotationKind.INDIRECT: 0.2}
_SCRAP_WORDS = 8
_SPEECH_WORDS = 40
_ENDLESS_WORDS = 120
_LONG_WORD = re.compile(r"\w{4,}")


def compose(
    material: DigestMaterial, *, local_date: date, since: datetime, until: datetime
) -> ComposedDigest:
    """Return the digest of a local date.

    Args:
        material: what the record holds for the period, read in one go.
        local_date: the date it is due on, in the digest's zone.
        since: start of the period, for the reader; the material decides what is new.
        until: end of the period.
    """
    is_empty = material.n_articles == 0
    return ComposedDigest(
        local_date=local_date,
        since=since,
        until=until,
        articles=material.articles[:MOST_ARTICLES],
        n_articles=material.n_articles,
        quotations=() if is_empty else choose(material.candidates, top=material.top_mentions),
        n_quotations=material.n_quotations,
        risers=() if is_empty else rank_risers(material.mentions),
        from_the_record=_from_the_record(material) if is_empty else None,
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
    left = _shortlist(candidates, top)
    chosen: list[QuotationCandidate] = []
    used: set[str] = set()
    turns: dict[str, int] = {}
    while left and len(chosen) < limit:
        best = min(left, key=lambda c: (*_turn(c, turns), -score(c, top, used), *_newest(c)))
        left.remove(best)
        chosen.append(best)
        used |= _long_words(best.quotation.content)
        key = _speaker_of(best)
        turns[key] = turns.get(key, 0) + 1
    return tuple(c.quotation for c in chosen)


def score(candidate: QuotationCandidate, top: int, used: Iterable[str] = ()) -> float:
    """Return how much a quotation matters, from 0 to 1.

    Args:
        candidate: the quotation and its speaker's weight.
        top: mentions of the most mentioned speaker in the record.
        used: longer words of the quotations chosen before it.
    """
    novelty = _novelty(candidate, set(used))
    return 0.20 * novelty + _standing_score(candidate, top)


def rank_risers(mentions: Iterable[Riser], *, limit: int = MOST_RISERS) -> tuple[Riser, ...]:
    """Return who is mentioned more than in the period before, largest growth first."""
    rising = [
        r
        for r in mentions
        if r.now > r.before and r.now >= _LEAST_MENTIONS and r.entity.type in _RISING
    ]
    rising.sort(key=lambda r: (r.before - r.now, -r.now, r.entity.name, r.entity.id))
    return tuple(rising[:limit])


def pick_of(digest_id: int, local_date: date) -> float:
    """Return where in the record to look on an empty day: in [0, 1), the same for each try."""
    said = f"{digest_id}:{local_date.isoformat()}"
    return int.from_bytes(hashlib.sha256(said.encode()).digest()[:6]) / 2**48


def _from_the_record(material: DigestMaterial) -> StoredQuotation | None:
    chosen = choose(material.record, top=material.top_mentions, limit=1)
    return chosen[0] if chosen else None


def _shortlist(candidates: Sequence[QuotationCandidate], top: int) -> list[QuotationCandidate]:
    ranked = sorted(candidates, key=lambda c: (-_standing_score(c, top), *_newest(c)))
    return ranked[:_MOST_COMPARED]


def _standing_score(candidate: QuotationCandidate, top: int) -> float:
    """Return the part of the score that does not depend on what was chosen before."""
    quotation = candidate.quotation
    weight = math.log1p(min(candidate.n_mentions, top)) / math.log1p(top) if top > 0 else 0.0
    n_words = len(quotation.content.split())
    return 0.35 * _DIRECTNESS[quotation.kind] + 0.30 * weight + 0.15 * _length(n_words)


def _length(n_words: int) -> float:
    if n_words < _SCRAP_WORDS:
        return n_words / _SCRAP_WORDS
    beyond = max(0, n_words - _SPEECH_WORDS) / (_ENDLESS_WORDS - _SPEECH_WORDS)
    return max(0.0, 1.0 - beyond)


def _novelty(candidate: QuotationCandidate, used: set[str]) -> float:
    words = _long_words(candidate.quotation.content)
    share = len(words - used) / len(words) if words else 0.0
    return min(1.0, share * (1.2 if candidate.is_first else 1.0))


def _long_words(text: str) -> set[str]:
    return set(_LONG_WORD.findall(text.casefold()))


def _speaker_of(candidate: QuotationCandidate) -> str:
    quotation = candidate.quotation
    if quotation.speaker is not None:
        return f"#{quotation.speaker.id}"
    return (quotation.speaker_label or "").casefold()


def _turn(candidate: QuotationCandidate, turns: dict[str, int]) -> tuple[bool, int]:
    speaker = _speaker_of(candidate)
    return not speaker, turns.get(speaker, 0)


def _newest(candidate: QuotationCandidate) -> tuple[int, int]:
    article = candidate.quotation.article
    day = article.published_on or article.added_at.date()
    return -day.toordinal(), -candidate.quotation.id
