"""A text → the terms by which its best words are found without ranking every text; pure.

FTS5 ranks a word only by looking at every text that holds it, which takes seconds for a common
one. So each text is indexed a second time under terms that tell how much it is about each of its
words: the word with a letter for its strength before it, "a" to "z". Asking for the highest
letters first gives the texts that bm25 would put first, however many others there are.
A text's day is indexed with them, as "2024", "202403" and "20240314", so that a search within a
period looks at nothing outside it.

Whatever stands in the index is taken out of it again by the same terms: a change here, of a
constant too, needs a migration that fills the index anew.
"""

from __future__ import annotations

import unicodedata
from calendar import monthrange
from collections import defaultdict
from datetime import date, timedelta
from functools import lru_cache
from math import floor, log2
from typing import TYPE_CHECKING, Final, NamedTuple

from store.tokens import beyond_ascii, runs_of

if TYPE_CHECKING:
    from collections.abc import Iterable

_UNCHANGED: Final = frozenset("‘’“”–—―…•€£©\xa0")  # what there is most of, and no letters

# bm25 as FTS5 has it: how soon more of a word counts no more, and how much a long text dilutes.
K1: Final = 1.2
B: Final = 0.75

LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"

_KEPT: Final = 65_536  # strengths remembered: most quotations are of a few lengths

_A_YEAR: Final = 4
_A_MONTH: Final = 6


class Kind(NamedTuple):
    """What is indexed: how much a word counts in each column, and how strengths are told.

    The usual length is fixed, since the terms of a text must not depend on the others; that of
    our seeds and of PolNeAR's articles, in tokens.
    """

    weights: tuple[float, ...]  # 0: it only makes the text longer
    usual_length: float
    steps: int  # letters for each doubling of a word's strength
    lowest: int  # steps: of the letter "a", that has all below it too
    beside: int = 0  # tokens that FTS5 counts besides these columns


# A quotation is short, so that the keys and days that FTS5 counts as words tell, and very many
# are alike.
ARTICLE: Final = Kind((5.0, 1.0), 450.0, steps=3, lowest=-8)
QUOTATION: Final = Kind((1.0, 1.0, 0.0), 23.0, steps=5, lowest=-10, beside=3)


def plain(text: str) -> str:
    """A text as unicode61 compares it: small letters without accents."""
    if text.isascii():
        return text.lower()
    if beyond_ascii(text) <= _UNCHANGED:  # half the time
        data = text.encode("utf-8", "surrogatepass")
        return data.lower().decode("utf-8", "surrogatepass")
    apart = unicodedata.normalize("NFD", text.lower())
    for character in beyond_ascii(apart):
        if unicodedata.combining(character):
            apart = apart.replace(character, "")
    return apart


def tokens(text: str) -> list[str]:
    """The words of a text as unicode61 compares them, in order."""
    return runs_of(plain(text))


def terms_of(kind: Kind, columns: Iterable[str | None], day: str) -> tuple[str, list[str]]:
    """What a text is indexed under, as FTS5 reads it; and its distinct words.

    Args:
        kind: what it is.
        columns: its columns, in the order of the kind's weights.
        day: the ISO date it is listed under.
    """
    strengths = strengths_of(kind, columns)
    return dated(strengths, day), words_of(strengths)


def strengths_of(kind: Kind, columns: Iterable[str | None]) -> str:
    """The terms of a text but for those of its day: each word once, its strength before it."""
    weights: defaultdict[str, float] = defaultdict(float)
    length = 0
    for weight, column in zip(kind.weights, columns, strict=True):
        found = tokens(column or "")
        length += len(found)
        for word in found if weight else ():
            weights[word] += weight
    letters = {weight: letter_of(kind, weight, length) for weight in set(weights.values())}
    return " ".join([letters[weight] + word for word, weight in weights.items()])


def dated(strengths: str, day: str) -> str:
    """All terms of a text that is listed under an ISO date."""
    return f"{strengths} {' '.join(_days(day))}"


def words_of(strengths: str) -> list[str]:
    """The distinct words of a text, told by their strengths."""
    return [term[1:] for term in strengths.split()]


@lru_cache(maxsize=_KEPT)
def letter_of(kind: Kind, weight: float, length: int) -> str:
    """The strength of a word that has this weight in a text of so many words."""
    dilution = K1 * (1 - B + B * (length + kind.beside) / kind.usual_length)
    step = floor(kind.steps * log2(weight / dilution)) - kind.lowest
    return LETTERS[min(max(step, 0), len(LETTERS) - 1)]


def least_share(kind: Kind, letter: str) -> float:
    """What share of the most a word can add to a text's score it adds at least at a strength."""
    ratio: float = 2.0 ** ((LETTERS.index(letter) + kind.lowest) / kind.steps)
    return ratio / (1 + ratio)


def terms_of_period(first: date, last: date) -> list[str]:
    """As few terms as there can be of which a text has one just if its day is in the period."""
    found, day = [], first
    while day <= last:
        term, end = _longest(day, last)
        found.append(term)
        if end == date.max:
            break
        day = end + timedelta(days=1)
    return found


@lru_cache(maxsize=_KEPT)
def _days(day: str) -> tuple[str, str, str]:
    digits = day.replace("-", "")
    return digits[:_A_YEAR], digits[:_A_MONTH], digits


def _longest(day: date, last: date) -> tuple[str, date]:
    """The term of the year, month or day that begins on a day and is over by the last; its end."""
    year, month, alone = _days(day.isoformat())
    year_end, month_end = date(day.year, 12, 31), _month_end(day)
    if year_end <= last and (day.month, day.day) == (1, 1):
        return year, year_end
    if month_end <= last and day.day == 1:
        return month, month_end
    return alone, day


def _month_end(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])
