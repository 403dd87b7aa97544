"""A pronoun → the person or body it stands for.

One job: rank the few candidates named before a pronoun; abstain when none fits.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from functools import cache
from math import log
from typing import TYPE_CHECKING

from store.annotate import gazetteer
from store.annotate.gender import set_genders
from store.annotate.lexicon import entries
from store.records import EntityType, MentionKind

if TYPE_CHECKING:
    from spacy.tokens import Token

    from store.annotate.clusters import Clusters
    from store.annotate.layout import Layout

GENDERS = {"he": "m", "him": "m", "his": "m", "she": "f", "her": "f", "hers": "f"}
_PLURAL = frozenset(("they", "them", "their"))
_MOST_CANDIDATES = 6  # the antecedent is one of the last five persons in 99 % of cases
_LOOK_BACK = 400  # tokens
_SUBJECTS = ("nsubj", "nsubjpass")
_OF_PEOPLE = ("ers", "ors", "ists", "ians", "men")


@dataclass(slots=True)
class _Seen:
    """One mention of a person."""

    token: Token
    cluster: int


class Pronouns:
    """Finds what pronouns stand for; told of each speaker as the text is read."""

    def __init__(self, layout: Layout, clusters: Clusters) -> None:
        self._layout = layout
        self._clusters = clusters
        set_genders(clusters)
        self._seen = sorted(
            (
                _Seen(reference.span.root, index)
                for index, cluster in enumerate(clusters)
                if cluster.type is EntityType.PERSON
                for reference in cluster.references
                if reference.kind is not MentionKind.PRONOUN
            ),
            key=lambda seen: seen.token.i,
        )
        self._at = [seen.token.i for seen in self._seen]
        self.last_speaker: int | None = None

    def person(self, pronoun: Token) -> int | None:
        """The cluster that "he" or "she" stands for, or None where nobody fits."""
        gender = GENDERS.get(pronoun.lower_)
        if gender is None:
            return None
        scores: dict[int, float] = {}
        rank: dict[int, int] = {}
        stop = bisect_left(self._at, pronoun.i)
        for seen in reversed(self._seen[max(0, stop - 40) : stop]):
            if pronoun.i - seen.token.i > _LOOK_BACK or len(rank) > _MOST_CANDIDATES:
                break
            if self._clusters[seen.cluster].gender not in ("", gender):
                continue
            if self._is_inside_other(seen.token, pronoun):
                continue
            place = rank.setdefault(seen.cluster, len(rank))
            score = self._score(seen, pronoun, place)
            scores[seen.cluster] = max(score, scores.get(seen.cluster, -99.0))
        if not scores:
            return None
        best = max(scores, key=lambda index: (scores[index], -rank[index]))
        where = bisect_left(self._at, pronoun.i)
        self._at.insert(where, pronoun.i)
        self._seen.insert(where, _Seen(pronoun, best))
        return best

    def thing(self, pronoun: Token) -> Token | None:
        """The noun that "they" or "it" stands for: the subject of a sentence before."""
        plural = pronoun.lower_ in _PLURAL
        if not plural and pronoun.lower_ != "it":
            return None
        for i in range(pronoun.i - 1, max(-1, pronoun.i - _LOOK_BACK // 4), -1):
            token = self._layout.doc[i]
            if token.dep_ not in _SUBJECTS or self._layout.inside[i] >= 0:
                continue
            if plural and token.tag_ in ("NNS", "NNPS") and not _is_thing(token):
                return token
            index = self._clusters.at(i)
            if index is not None and self._clusters[index].type in _BODIES:
                return token
            if not plural and token.lower_ in _bodies():
                return token
        return None

    def _is_inside_other(self, token: Token, pronoun: Token) -> bool:
        """Whether the mention stands in marks that the pronoun stands outside of."""
        inside = self._layout.inside
        return inside[token.i] >= 0 and inside[token.i] != inside[pronoun.i]

    def _score(self, seen: _Seen, pronoun: Token, rank: int) -> float:
        layout, token = self._layout, seen.token
        cluster = self._clusters[seen.cluster]
        apart = layout.paragraph_of(pronoun.i) - layout.paragraph_of(token.i)
        score = -_W.rank * rank - _W.apart * min(apart, 4)
        score += _W.subject * (token.dep_ in _SUBJECTS)
        score -= _W.possessor * (token.dep_ == "poss")
        score -= _W.object * (token.dep_ in ("pobj", "conj", "dobj"))
        score += _W.speaker * (self.last_speaker == seen.cluster)
        score += _W.known * bool(cluster.gender)
        return score + _W.often * log(len(cluster.references))


@dataclass(frozen=True, slots=True)
class _Weights:
    """How much each sign counts; set by hand, checked in benchmarks/quality.py."""

    rank: float = 0.7
    apart: float = 1.3
    subject: float = 1.8
    possessor: float = 1.2
    object: float = 0.3
    speaker: float = 2.0
    known: float = 1.1
    often: float = 0.15


_W = _Weights()


def _is_thing(plural: Token) -> bool:
    """Whether a plural can hardly speak: no role or body, nor formed as words for people are."""
    word = plural.lower_
    if plural.tag_ == "NNPS" or plural.ent_type_ or word.endswith(_OF_PEOPLE) or word in _people():
        return False
    return gazetteer.role_noun(word) is None and word.removesuffix("s") not in _bodies()


@cache
def _people() -> frozenset[str]:
    return frozenset(entries("plurals_of_people"))


@cache
def _bodies() -> frozenset[str]:
    return frozenset(entries("nouns_of_bodies"))


_BODIES = (EntityType.ORG, EntityType.GPE, EntityType.NORP)
