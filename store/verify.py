"""A text somebody wrote, from its claimed quotations to their verdicts; reads only.

One job: the order of things. What a text claims is told in claims.py, which quotations may be
meant in queries/candidates.py, and what the record shows of them in check.py.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from store.check import check_quotation
from store.claims import Claim, claims_in, sentences_of
from store.errors import AmbiguousEntityError, EntityNotFoundError
from store.queries.candidates import find_candidates
from store.queries.entities import find_entity
from store.records import Check, CheckedText, ClaimedSpeaker, Verdict

if TYPE_CHECKING:
    from sqlite_utils import Database

_AT_MOST: Final = 3  # verdicts on one card
_SENTENCES: Final = 8  # of a text without marks; each costs a look-up
_FOUND: Final = frozenset({Verdict.EXACT, Verdict.ALTERED, Verdict.WRONG_SPEAKER})


def verify(db: Database, text: str) -> CheckedText:
    """What the record shows of each quotation that a text claims; none if it has too few words.

    Two stretches in marks may be one quotation, parted by who said it; a text without marks
    may hold a quotation among other sentences.
    """
    claims = claims_in(text)
    if not claims:
        return CheckedText(())
    if len(claims) > 1:
        return _verify_marked(db, claims)
    (claim,) = claims
    whole = _check(db, claim)
    if claim.is_marked or whole.verdict in _FOUND:
        return CheckedText((whole,))
    return _verify_sentences(db, claim, whole)


def _verify_marked(db: Database, claims: tuple[Claim, ...]) -> CheckedText:
    speakers = {claim.speaker for claim in claims if claim.speaker}
    if len(speakers) <= 1:
        speaker = next((claim for claim in claims if claim.speaker), claims[0])
        words = " … ".join(claim.words for claim in claims)
        joined = _check(db, Claim(words, speaker.speaker, speaker.is_label, is_marked=True))
        if joined.verdict in _FOUND:
            return CheckedText((joined,))
    checks = tuple(_check(db, claim) for claim in claims[:_AT_MOST])
    return CheckedText(checks, n_unchecked=len(claims) - len(checks))


def _verify_sentences(db: Database, claim: Claim, whole: Check) -> CheckedText:
    sentences = sentences_of(claim)
    checks = [_check(db, sentence) for sentence in sentences[:_SENTENCES]]
    found = [check for check in checks if check.verdict in _FOUND]
    if not found:
        return CheckedText((whole,))
    n_unchecked = max(len(sentences) - len(checks), 0) + max(len(found) - _AT_MOST, 0)
    n_absent = len(checks) - len(found)
    return CheckedText(tuple(found[:_AT_MOST]), n_absent=n_absent, n_unchecked=n_unchecked)


def _check(db: Database, claim: Claim) -> Check:
    speaker = _speaker_of(db, claim)
    return check_quotation(claim.words, find_candidates(db, claim.words), speaker=speaker)


def _speaker_of(db: Database, claim: Claim) -> ClaimedSpeaker | None:
    if claim.speaker is None:
        return None
    try:
        ids = frozenset({find_entity(db, claim.speaker).id})
    except AmbiguousEntityError as several:
        ids = frozenset(one.id for one in several.candidates)
    except EntityNotFoundError:
        ids = frozenset()
    return None if claim.is_label and not ids else ClaimedSpeaker(claim.speaker, ids)
