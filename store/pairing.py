"""Which quotations of two speakers are on the same topic: the rule, pure.

Two quotations are held together by what both name and by the longer words both use. What few of
the quotations share weighs more than what many do: with `N` quotations in all and `n` of them
holding a word, it weighs log(N / n); a name weighs half as much again, for it is surer than a
word. A pair's score is the weight of what both share, over the weight of all that either holds (a
weighted Jaccard index, 0 to 1). Pairs are chosen best first, each quotation once. One shared
name is enough for a pair, of words it takes two. Scraps and repeated wordings stay out.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from store.names import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Key: TypeAlias = "int | str"  # an entity's number, or a word

_NAME_WEIGHT = 1.5
_LEAST_WORDS = 2
_LEAST_LENGTH = 6  # words; a scrap says too little to be held beside something
_LEAST_SCORE = 0.04
# What more than this share of the quotations hold tells nothing, unless they are so few.
_TOO_COMMON = 0.34
_NEVER_COMMON = 6
_WORD = re.compile(r"[^\W\d_]{4,}")
_SHORTEST_PLURAL = 5
# Words of at least four letters that say nothing of a topic.
_EMPTY = frozenset(Path(__file__).with_name("empty_words.txt").read_text(encoding="utf-8").split())


@dataclass(frozen=True, slots=True)
class Statement:
    """A quotation as far as its topic goes."""

    id: int
    content: str
    about: frozenset[int]  # entities its words mention
    names: frozenset[str] = frozenset()  # words of their names, which say nothing beside them


@dataclass(frozen=True, slots=True)
class Match:
    """Two statements on one topic, and what they share, weightiest first."""

    first: int
    second: int
    shared: tuple[Key, ...]
    score: float


def match(
    first: Sequence[Statement], second: Sequence[Statement], *, without: Iterable[int] = ()
) -> list[Match]:
    """The pairs on the same topic, best first.

    Args:
        first: what one said.
        second: what the other said.
        without: entities that tell nothing, because all the statements were asked to be about
            them.
    """
    first, second = telling(first), telling(second)
    left = frozenset(without)
    keys = {s.id: keys_of(s) - left for s in (*first, *second)}
    weights = _weights(keys.values())
    candidates = _candidates(first, second, keys, weights)
    found = [one for pair in candidates if (one := _judge(*pair, keys, weights)) is not None]
    found.sort(key=lambda one: (-one.score, -one.first, -one.second))
    used: set[int] = set()
    chosen = []
    for one in found:
        if one.first not in used and one.second not in used:
            used |= {one.first, one.second}
            chosen.append(one)
    return chosen


def telling(statements: Sequence[Statement]) -> list[Statement]:
    """Those of some length, each wording once."""
    firsts: dict[str, Statement] = {}
    for one in statements:
        if len(one.content.split()) >= _LEAST_LENGTH:
            firsts.setdefault(fold(one.content), one)
    return list(firsts.values())


def keys_of(statement: Statement) -> frozenset[Key]:
    """What a statement is compared by."""
    words = {word for word in _WORD.findall(fold(statement.content)) if word not in _EMPTY}
    own = {_stem(word) for word in words} - {_stem(word) for word in statement.names}
    return frozenset(own) | statement.about


def _stem(word: str) -> str:
    """A word without its plural's s: near enough to compare."""
    is_plural = len(word) >= _SHORTEST_PLURAL and word.endswith("s") and not word.endswith("ss")
    return word[:-1] if is_plural else word


def _weights(keys: Iterable[frozenset[Key]]) -> dict[Key, float]:
    """How much each key tells; those that too many hold are left out."""
    sets = list(keys)
    counts = Counter(key for one in sets for key in one)
    most = max(len(sets) * _TOO_COMMON, _NEVER_COMMON)
    return {
        key: math.log((len(sets) + 1) / count) * (_NAME_WEIGHT if isinstance(key, int) else 1)
        for key, count in counts.items()
        if count <= most
    }


def _candidates(
    first: Sequence[Statement],
    second: Sequence[Statement],
    keys: dict[int, frozenset[Key]],
    weights: dict[Key, float],
) -> set[tuple[int, int]]:
    """The pairs that share anything that tells."""
    holders: defaultdict[Key, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for side, statements in enumerate((first, second)):
        for statement in statements:
            for key in keys[statement.id]:
                if key in weights:
                    holders[key][side].append(statement.id)
    return {pair for one, other in holders.values() for pair in product(one, other)}


def _judge(
    first: int, second: int, keys: dict[int, frozenset[Key]], weights: dict[Key, float]
) -> Match | None:
    shared = [key for key in keys[first] & keys[second] if key in weights]
    n_names = sum(isinstance(key, int) for key in shared)
    if not n_names and len(shared) < _LEAST_WORDS:
        return None
    either = sum(weights.get(key, 0.0) for key in keys[first] | keys[second])
    score = sum(weights[key] for key in shared) / either
    if score < _LEAST_SCORE:
        return None
    shared.sort(key=lambda key: (-weights[key], str(key)))
    return Match(first, second, tuple(shared), score)
