"""What is counted of articles, added up in memory before it is written; pure.

One job: which counts an article adds to, its names being linked. Over time a story counts once,
by its first version; no day is guessed.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from itertools import chain, combinations
from typing import TYPE_CHECKING, Final, NamedTuple, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

K = TypeVar("K")

# A paragraph with more entities than this is a list or a table, and says nothing about who
# appears with whom; its pairs would grow with the square.
_COMPANIONS_AT_MOST: Final = 40


def _counts() -> defaultdict[K, int]:
    return defaultdict(int)


@dataclass(slots=True)
class Tally:
    """Counts to be added to the record's roll-ups; negative ones take away."""

    aliases: defaultdict[tuple[int, str], int] = field(default_factory=_counts)
    mentions: defaultdict[int, int] = field(default_factory=_counts)
    days: defaultdict[tuple[int, str], int] = field(default_factory=_counts)
    stories: defaultdict[tuple[int, str], int] = field(default_factory=_counts)
    story_mentions: defaultdict[tuple[int, str], int] = field(default_factory=_counts)
    companions: Counter[tuple[int, int]] = field(default_factory=Counter)  # the lower number first
    articles: defaultdict[int, int] = field(default_factory=_counts)
    quotations: defaultdict[int, int] = field(default_factory=_counts)
    said: defaultdict[tuple[str, str, bool], int] = field(default_factory=_counts)
    roles: defaultdict[tuple[int, str, str], int] = field(default_factory=_counts)
    article_words: Counter[str] = field(default_factory=Counter)
    quotation_words: Counter[str] = field(default_factory=Counter)


class Told(NamedTuple):
    """An article as it counts at this moment."""

    day: str | None  # ISO date; None when nobody knows it
    is_first: bool  # no version of another article
    mentions: Mapping[int, int]  # each entity, and how often
    forms: Iterable[tuple[int, str, int]]  # the entity, how it is written, how often
    paragraphs: Iterable[Iterable[int]]  # the entities of each, in the order they are mentioned
    roles: Iterable[tuple[int, str]]  # the entity, and what it is called
    quotations: Iterable[tuple[int | None, str, str, bool]]  # shown: speaker, day, kind, attributed


def add(tally: Tally, told: Told, *, sign: int) -> None:
    """Count an article in (sign 1) or out (sign -1)."""
    _add_mentions(tally, told, sign)
    for entity_id, form, n in told.forms:
        tally.aliases[entity_id, form] += sign * n
    groups = map(_companions, told.paragraphs)
    pairs = chain.from_iterable(combinations(together, 2) for together in groups)
    count(tally.companions, pairs, sign=sign)
    day = told.day or ""
    for entity_id, role in told.roles:
        tally.roles[entity_id, role, day] += sign
    for speaker_id, listed, kind, is_attributed in told.quotations:
        tally.said[listed, kind, is_attributed] += sign
        if speaker_id is not None:
            tally.quotations[speaker_id] += sign


def count(counter: Counter[K], keys: Iterable[K], *, sign: int) -> None:
    """Count each key once more (sign 1) or once less (sign -1)."""
    if sign > 0:
        counter.update(keys)
    else:
        counter.subtract(keys)


def _add_mentions(tally: Tally, told: Told, sign: int) -> None:
    day = told.day
    for entity_id, n in told.mentions.items():
        tally.mentions[entity_id] += sign * n
        tally.articles[entity_id] += sign
        if day is None:
            continue
        tally.days[entity_id, day] += sign * n
        if told.is_first:
            tally.stories[entity_id, day] += sign
            tally.story_mentions[entity_id, day] += sign * n


def _companions(paragraph: Iterable[int]) -> Sequence[int]:
    """The entities of a paragraph, each once, in the order of their numbers."""
    return sorted(list(dict.fromkeys(paragraph))[:_COMPANIONS_AT_MOST])
