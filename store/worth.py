"""How much a quotation is worth showing in a digest, from 0 to 1; pure.

One job: the score, and whether the words can be understood where nothing stands around them.
Choosing between quotations is store/digest.py's. The rule is told to readers in
docs/digests.md; change both together.

    0.30 × directness  1 for whole sentences in marks, 0.7 for some words in marks, 0.4 for a
                       reported clause, 0.1 for what weaker rules took as reported
    0.25 × weight      how much the record mentions the speaker, on a logarithmic scale: 1 for
                       the most mentioned, 0 for somebody who is only quoted
    0.20 × novelty     the share of its longer words that no quotation chosen before it has;
                       a speaker quoted for the first time counts a fifth more, up to 1
    0.15 × clearness   0 when it begins in the middle of a sentence, or with a word that points
                       at what was said before it: it, they, this, so
    0.10 × length      1 from 8 to 40 words; less for a scrap, less for a speech

The numbers are a judgement, not a fit: there is no gold for "matters most"; tests/store/
test_worth.py and test_digest.py pin what they must bring about. Which rules can be trusted was
measured on PolNeAR (dev and a seventh of train, right speakers among all): a cue beside marks
81 to 88 %, words in marks alone 69 to 88 %, but 0 to 37 % where the speaker is taken from the
words or the sentence before or from nothing; reported clauses 74 %; objects, infinitives and
topics 50 to 58 %.
"""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

from store.records import QuotationKind

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet

    from store.records import QuotationCandidate, StoredQuotation

_DIRECTNESS = {QuotationKind.DIRECT: 1.0, QuotationKind.MIXED: 0.7, QuotationKind.INDIRECT: 0.1}
_CLAUSE = 0.4  # directness of a reported clause, the one rule for indirect speech that is sure
_SCRAP_WORDS = 8
_SPEECH_WORDS = 40
_ENDLESS_WORDS = 120
_LEAST_WORDS = 4  # "We will not yield" can be understood; most of what is shorter cannot
_LEAST_REPORTED = 8  # shorter reports are mostly names for something: "called it a gamble"
_LONG_WORD = re.compile(r"\w{4,}")
_ENDS = ".!?,;:…"
_LETTER = re.compile(r"[^\W_]")
# "WALLACE: Governor, …": a turn of a transcript with its label.
_TURN = re.compile(r"^[\W_]*[A-Z][A-Z.'’\- ]+:")
# Cut off: "I want to try to get —."
_CUT_OFF = re.compile(r"(?:[—–]|--)[\s.”’\"']*$")
# A hint to follow somebody, or a tweet addressed to somebody.
_HANDLE = re.compile(r"(?:^|\s)[.“\"]?@\w")
_WORD = re.compile(r"[^\W_][\w']*")
# Words that point at somebody or something said before, or go on from it.
_OF_THE_SPEAKER = frozenset(("he", "she", "his", "her", "him", "they", "their", "them"))
_OUTWARD = _OF_THE_SPEAKER | frozenset(
    ("it", "its", "this", "that", "these", "those", "such", "hers", "theirs", "so", "and", "but")
)
_DOUBTFUL = ("words before", "sentence before", "words after", "next paragraph")


def score(candidate: QuotationCandidate, top: int, used: AbstractSet[str] = frozenset()) -> float:
    """Return how much a quotation matters, from 0 to 1.

    Args:
        candidate: the quotation and its speaker's weight.
        top: mentions of the most mentioned speaker in the record.
        used: longer words of the quotations chosen before it.
    """
    words = long_words(candidate.quotation)
    return novelty_score(words, used, is_first=candidate.is_first) + lasting_score(candidate, top)


def novelty_score(words: AbstractSet[str], used: AbstractSet[str], *, is_first: bool) -> float:
    """Return the part of the score that depends on the words of what was chosen before."""
    share = len(words - used) / len(words) if words else 0.0
    return 0.20 * min(1.0, share * (1.2 if is_first else 1.0))


def lasting_score(candidate: QuotationCandidate, top: int) -> float:
    """Return the part of the score that does not depend on what was chosen before."""
    quotation = candidate.quotation
    weight = math.log1p(min(candidate.n_mentions, top)) / math.log1p(top) if top > 0 else 0.0
    return (
        0.30 * _directness(quotation)
        + 0.25 * weight
        + 0.15 * _is_clear(quotation)
        + 0.10 * _length(len(quotation.content.split()))
    )


def stands_alone(quotation: StoredQuotation) -> bool:
    """Whether the words can be understood, and their speaker trusted, without the article.

    Not when they are fewer than four (eight where they are reported), or a piece of a sentence;
    when they are a transcript's turn with its label, are cut off, or bear somebody's handle; and
    when the rule that found them, or their speaker, mostly errs.
    """
    text = quotation.content.strip()
    if any(pattern.search(text) for pattern in (_CUT_OFF, _TURN, _HANDLE)):
        return False
    n_words = len(text.split())
    how, _, speaker_rule = quotation.rule.partition("; ")
    if how == "marks alone" and (not speaker_rule or speaker_rule.startswith(_DOUBTFUL)):
        return False
    if quotation.kind is QuotationKind.DIRECT:
        return n_words >= _LEAST_WORDS and (how == "clause" or _is_sentence(quotation))
    is_sure = quotation.kind is QuotationKind.MIXED or how == "clause"
    return n_words >= _LEAST_REPORTED and is_sure


def long_words(quotation: StoredQuotation) -> frozenset[str]:
    """Return the words by which a quotation is compared with others."""
    return frozenset(_LONG_WORD.findall(quotation.content.casefold()))


def _directness(quotation: StoredQuotation) -> float:
    if quotation.kind is QuotationKind.INDIRECT and _is_clause(quotation):
        return _CLAUSE
    return _DIRECTNESS[quotation.kind]


def _is_clause(quotation: StoredQuotation) -> bool:
    return quotation.rule.partition(";")[0] == "clause"


def _is_sentence(quotation: StoredQuotation) -> bool:
    """Whether it begins as a sentence does, and ends as one, before or behind its last mark."""
    text = quotation.content
    first = _LETTER.search(text)
    if first is None or first[0].islower():
        return False
    behind = quotation.context[quotation.content_end : quotation.content_end + 2]
    ending = text.rstrip().rstrip("”’\"'»)")
    return ending[-1:] in _ENDS or any(mark in _ENDS for mark in behind)


def _is_clear(quotation: StoredQuotation) -> bool:
    """Whether it does not begin in the middle of a sentence, nor with a word that points back.

    In a report "he" and "they" are mostly the speaker; in the speaker's own words they are not.
    """
    words = _WORD.findall(quotation.content.replace("’", "'"))
    if words[:1] == ["that"]:
        return not _points_back(words[1:], _OUTWARD - _OF_THE_SPEAKER)
    if quotation.kind is not QuotationKind.DIRECT:
        return not _points_back(words, _OUTWARD - _OF_THE_SPEAKER)
    return not words or (words[0][0].isupper() and not _points_back(words, _OUTWARD))


def _points_back(words: Sequence[str], outward: AbstractSet[str]) -> bool:
    return bool(words) and words[0].casefold().partition("'")[0] in outward


def _length(n_words: int) -> float:
    if n_words < _SCRAP_WORDS:
        return n_words / _SCRAP_WORDS
    beyond = max(0, n_words - _SPEECH_WORDS) / (_ENDLESS_WORDS - _SPEECH_WORDS)
    return max(0.0, 1.0 - beyond)
