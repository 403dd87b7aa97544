"""Persons' names: their parts, and which of them mean one person; pure.

One job: the rules for persons. Given and family names decide; titles are already gone.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Protocol, TypeVar

from store.names import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_GENERATIONS = frozenset(("jr", "sr", "ii", "iii", "iv"))
_ARTICLES = frozenset(("al", "el", "ul"))  # part of Arabic family names, written or not

_N_SYLLABLES = 3  # "Kim Jong Un"

# Letters that different romanisations write differently, each to one of its spellings.
_SPELLINGS = (
    (re.compile(r"(?:iy|yi|ij|ey|ei|ie|y)"), "i"),
    (re.compile(r"kh"), "h"),
    (re.compile(r"ph"), "f"),
    (re.compile(r"ou"), "u"),
    (re.compile(r"w"), "v"),
    (re.compile(r"ck|q"), "k"),
    (re.compile(r"(.)\1+"), r"\1"),
)

# How many articles must name a person in full before a common family name alone means him:
# below that, "Johnson" is more likely to be somebody else.
KNOWN_TO_ALL = 5
_KEPT = 65_536  # names whose parts are remembered between calls


class Counted(Protocol):
    """A name with the number of articles it stands in."""

    @property
    def name(self) -> str:
        """The name as written."""

    @property
    def n_articles(self) -> int:
        """In how many articles it stands."""


N = TypeVar("N", bound=Counted)


@dataclass(frozen=True, slots=True)
class PersonName:
    """A person's name in parts, each folded and spelled alike."""

    given: tuple[str, ...]
    family: str
    generation: str

    @classmethod
    @lru_cache(maxsize=_KEPT)
    def of(cls, name: str) -> PersonName:
        """Take a name apart; names of one word have only a family name."""
        parts = list(words(name))
        generation = parts.pop() if len(parts) > 1 and parts[-1] in _GENERATIONS else ""
        if len(parts) > 1:
            parts = [part for part in parts if part not in _ARTICLES] or parts
        if _is_family_first(parts):
            parts = [*parts[1:], parts[0]]
        spelled = [spelling(part) for part in parts] or [""]
        return cls(tuple(spelled[:-1]), spelled[-1], generation)

    @property
    def block(self) -> str:
        """What two names must share to be one person."""
        return self.family

    @property
    def is_partial(self) -> bool:
        """Whether a given name is missing."""
        return not self.given


def _is_family_first(parts: Sequence[str]) -> bool:
    if len(parts) < 2:  # noqa: PLR2004 — two parts make a full name
        return False
    kind = _family_first().get(parts[0])
    if kind == "" and parts[-1] not in _family_first():
        return True
    return kind is not None and len(parts) == _N_SYLLABLES


def first_given(name: str) -> str:
    """The first word of a name as written, or "" where it is the family name of several."""
    parts = name.split()
    return "" if not parts or _is_family_first(words(name)) else parts[0]


@cache
def _family_first() -> dict[str, str]:
    pairs = (line.partition(" = ") for line in _lines("family_first.txt"))
    return {name: syllables for name, _, syllables in pairs}


@cache
def spelling(word: str) -> str:
    """One spelling for a word's romanisations ("zelenskiy", "zelensky" → "zelenski")."""
    for pattern, letters in _SPELLINGS:
        word = pattern.sub(letters, word)
    return word


def same_person(names: Sequence[N]) -> list[list[N]]:
    """Group the names of one block: full names first, then what can only mean one of them."""
    by_key: dict[tuple[str, str], list[N]] = defaultdict(list)
    initials: list[N] = []
    partial: list[N] = []
    for name in names:
        parsed = PersonName.of(name.name)
        if parsed.is_partial:
            partial.append(name)
        elif len(parsed.given[0]) == 1:
            initials.append(name)
        else:
            by_key[_full_given(parsed.given[0]), parsed.generation].append(name)
    groups = [group for same in by_key.values() for group in _by_middle_name(same)]
    groups = _attach_initials(groups, initials)
    return _attach_partial(groups, partial)


@cache
def _nicknames() -> dict[str, str]:
    return {
        spelling(short.casefold()): spelling(full.casefold())
        for short, _, full in (line.partition(" = ") for line in _lines("nicknames.txt"))
    }


@cache
def _common_family_names() -> frozenset[str]:
    return frozenset(spelling(name.casefold()) for name in _lines("surnames.txt"))


def _lines(name: str) -> list[str]:
    text = resources.files("store").joinpath(name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def _full_given(given: str) -> str:
    return _nicknames().get(given, given)


def _by_middle_name(names: Sequence[N]) -> list[list[N]]:
    """Names of one given and family name; middle names that differ tell people apart."""
    by_middle: dict[str, list[N]] = defaultdict(list)
    for name in names:
        middle = PersonName.of(name.name).given[1:]
        by_middle[middle[0][:1] if middle else ""].append(name)
    with_middle = [group for middle, group in by_middle.items() if middle]
    if len(with_middle) <= 1:
        return [list(names)]
    return list(by_middle.values())


def _attach_initials(groups: list[list[N]], initials: Iterable[N]) -> list[list[N]]:
    """Put "J. Smith" to the only Smith whose given name begins so."""
    by_letter: dict[tuple[str, str], list[N]] = defaultdict(list)
    for name in initials:
        parsed = PersonName.of(name.name)
        by_letter["".join(parsed.given), parsed.generation].append(name)
    own: list[list[N]] = []
    by_start: dict[tuple[str, str], list[list[N]]] = defaultdict(list)
    for group in groups:
        for start in {_start(name) for name in group}:
            by_start[start].append(group)
    for (letters, generation), same in by_letter.items():
        fitting = by_start[letters[0], generation]
        if len(fitting) == 1:
            fitting[0].extend(same)
        else:
            own.append(same)
    return groups + own


def _start(name: Counted) -> tuple[str, str]:
    """The first letter of a full name, and the generation after it."""
    parsed = PersonName.of(name.name)
    return parsed.given[0][0], parsed.generation


def _attach_partial(groups: list[list[N]], partial: Sequence[N]) -> list[list[N]]:
    """Put a family name alone to its only bearer, unless too many people bear it."""
    by_word: dict[str, list[N]] = defaultdict(list)
    for name in partial:
        by_word[_family_word(name)].append(name)
    found = list(groups)
    for word, same in by_word.items():
        bearers = [group for group in groups if any(_bears(name, word) for name in group)]
        n_full = max((name.n_articles for name in bearers[0]), default=0) if bearers else 0
        is_common = PersonName.of(same[0].name).family in _common_family_names()
        if len(groups) == 1 and bearers and (not is_common or n_full >= KNOWN_TO_ALL):
            bearers[0].extend(same)
        else:
            found.append(same)
    return found


def _family_word(name: Counted) -> str:
    """A family name alone as it is written, folded."""
    return "".join(part for part in words(name.name) if part not in _ARTICLES)


def _bears(name: Counted, word: str) -> bool:
    """Whether a full name has this very word; romanisations differ only in full names."""
    return word in words(name.name)
