"""What somebody typed → an FTS5 query, and where in a text it matched; pure.

Nothing typed is ever query syntax.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from store.records import Span
from store.terms import plain
from store.tokens import TOKEN

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_PHRASE = re.compile(r'["“”„«»]([^"“”„«»]*)["“”„«»]')

# More words than this come from pasted text; each costs a look-up.
_WORDS_AT_MOST = 32

# A shorter beginning matches half the vocabulary.
_PREFIX_FROM = 3

# FTS5's own snippet() takes minutes for a text that holds a word ten thousand times, so texts
# are looked through here, and only so far.
_LOOKED_THROUGH = 200_000
_SNIPPET_CHARS = 260
_LEAD_CHARS = 60


class Phrase(NamedTuple):
    """Words that stand together; the last may be the beginning of a longer one.

    `endings` are the words it may be the beginning of, where they are few or the commonest are
    enough.
    """

    words: tuple[str, ...]
    is_open: bool = False
    endings: tuple[str, ...] = ()

    @property
    def choices(self) -> tuple[tuple[str, ...], ...]:
        """For each place the words that may stand there."""
        alone = tuple((word,) for word in self.words)
        return (*alone[:-1], self.endings) if self.endings else alone

    @property
    def is_one(self) -> bool:
        """Whether it is one word, whole or not."""
        return len(self.words) == 1

    @property
    def is_word(self) -> bool:
        """Whether it is one whole word."""
        return len(self.words) == 1 and not self.is_open

    def every_word(self) -> tuple[str, ...]:
        """Every word that may stand anywhere in it."""
        return tuple(word for choice in self.choices for word in choice)


def phrases_in(typed: str) -> list[Phrase]:
    """The phrases asked for: words in double quotes, and the parts of words like "don't"."""
    typed = unicodedata.normalize("NFC", typed)
    in_quotes = [Phrase(words) for part in _PHRASE.findall(typed) if (words := _words(part))]
    others = [Phrase(words) for part in _PHRASE.sub(" ", typed).split() if (words := _words(part))]
    if others and len(others[-1].words[-1]) >= _PREFIX_FROM:
        others[-1] = others[-1]._replace(is_open=True)
    return (in_quotes + others)[:_WORDS_AT_MOST]


def match_words(typed: str, *, columns: Sequence[str]) -> str:
    """An FTS5 query for texts that hold all the words typed; empty when there are none.

    Words in double quotes stand together, as do the parts of "anti-war" or "don't". The last
    word may be the beginning of a longer one, unless it stands in quotes.
    """
    return match_of(phrases_in(typed), columns=columns)


def match_of(phrases: Sequence[Phrase], *, columns: Sequence[str]) -> str:
    """An FTS5 query for texts that hold all the phrases; empty when there are none."""
    if not phrases:
        return ""
    return f"{{{' '.join(columns)}}} : ({' AND '.join(map(_quoted, phrases))})"


def find_marks(text: str, typed: str) -> tuple[Span, ...]:
    """Where the words typed stand in the text, in order, not overlapping."""
    return tuple(span for span, _ in _marks(text, phrases_in(typed)))


def snippet(text: str, typed: str) -> tuple[str, tuple[Span, ...]]:
    """The stretch of a text that holds most of the words typed, on one line, and where."""
    phrases = phrases_in(typed)
    found = list(_marks(text[:_LOOKED_THROUGH], phrases))
    begin = _densest(found)
    start = _word_start(text, max(begin - _LEAD_CHARS, 0))
    end = _word_end(text, start + _SNIPPET_CHARS)
    lead = "…" if start else ""
    cut = text[start:end].replace("\n", " ")
    shift = len(lead) - start
    marks = [
        Span(s.start + shift, s.end + shift) for s, _ in found if start <= s.start < s.end <= end
    ]
    return f"{lead}{cut}{'…' if end < len(text) else ''}", tuple(marks)


def match_days(period: Iterable[str], *, column: str) -> str:
    """What to add to an FTS5 query for texts of some days, as `terms_of_period` tells them."""
    signs = {4: "y", 6: "m", 8: "d"}
    return f" AND {column} : ({' OR '.join(signs[len(term)] + term for term in period)})"


def _quoted(phrase: Phrase) -> str:
    if not phrase.endings:
        return f'"{" ".join(phrase.words)}"' + " *" * phrase.is_open
    begun = [*phrase.words[:-1], ""]
    begun_so = " ".join(begun)
    return "(" + " OR ".join(f'"{begun_so}{word}"' for word in phrase.endings) + ")"


def _words(text: str) -> tuple[str, ...]:
    return tuple(TOKEN.findall(text)[:_WORDS_AT_MOST])


def _marks(text: str, phrases: Sequence[Phrase]) -> Iterator[tuple[Span, int]]:
    """Each place where a phrase stands, with which one it is."""
    if not phrases:
        return
    lowered = text.lower()
    if len(lowered) == len(text) and plain(text) == lowered:  # no accents: places are the same
        pattern = _any_pattern(phrases)
        for hit in pattern.finditer(lowered):
            yield Span(hit.start(), hit.end()), (hit.lastindex or 1) - 1
    else:
        yield from _marks_by_token(text, phrases)


def _any_pattern(phrases: Sequence[Phrase]) -> re.Pattern[str]:
    parts = (
        "(" + r"[\W_]+".join(re.escape(plain(word)) for word in phrase.words) + more + ")"
        for phrase in phrases
        for more in [r"[^\W_]*" * phrase.is_open]
    )
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(parts)})(?![^\W_])")


def _marks_by_token(text: str, phrases: Sequence[Phrase]) -> Iterator[tuple[Span, int]]:
    wanted = [tuple(map(plain, phrase.words)) for phrase in phrases]
    tokens = [(found.start(), found.end(), plain(found[0])) for found in TOKEN.finditer(text)]
    begins = tuple({words[0] for words in wanted})  # most tokens are told apart by this alone
    i = 0
    while i < len(tokens):
        hit = None
        if tokens[i][2].startswith(begins):
            fits = (n for n in range(len(wanted)) if _stands(tokens, i, wanted[n], phrases[n]))
            hit = next(fits, None)
        if hit is None:
            i += 1
            continue
        last = i + len(wanted[hit]) - 1
        yield Span(tokens[i][0], tokens[last][1]), hit
        i = last + 1


def _stands(
    tokens: Sequence[tuple[int, int, str]], i: int, words: Sequence[str], phrase: Phrase
) -> bool:
    here = tokens[i : i + len(words)]
    if len(here) < len(words) or any(
        token != word for (_, _, token), word in zip(here[:-1], words[:-1], strict=True)
    ):
        return False
    last = here[-1][2]
    return last.startswith(words[-1]) if phrase.is_open else last == words[-1]


def _densest(found: Sequence[tuple[Span, int]]) -> int:
    """Where the stretch begins that holds most different phrases, the first of equals."""
    best, begin, low = 0, 0, 0
    inside: dict[int, int] = {}
    for span, phrase in found:
        inside[phrase] = inside.get(phrase, 0) + 1
        while (
            span.end - found[low][0].start > _SNIPPET_CHARS - _LEAD_CHARS and found[low][0] != span
        ):
            gone = found[low][1]
            inside[gone] -= 1
            if not inside[gone]:
                del inside[gone]
            low += 1
        if len(inside) > best:
            best, begin = len(inside), found[low][0].start
    return begin


def _word_start(text: str, place: int) -> int:
    """The beginning of the next word, unless a word begins there."""
    if place == 0 or text[place - 1].isspace():
        return place
    gap = re.compile(r"\s").search(text, place, place + _LEAD_CHARS)
    return gap.end() if gap else place


def _word_end(text: str, place: int) -> int:
    """The end of the last word before, unless the text ends there."""
    if place >= len(text):
        return len(text)
    gap = max(
        text.rfind(" ", place - _LEAD_CHARS, place), text.rfind("\n", place - _LEAD_CHARS, place)
    )
    return gap if gap > 0 else place
