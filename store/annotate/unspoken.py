"""Words in marks that nobody is on record for: titles, nicknames, words held at arm's length.

One job: tell such marks from a quotation where no cue does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.annotate.lexicon import entries

if TYPE_CHECKING:
    from store.annotate.layout import Layout

_FEWEST_WORDS = 4  # in marks without a cue: fewer are a name or a word held at arm's length
_SMALL = frozenset(entries("small_words"))


def is_title(layout: Layout, number: int) -> bool:
    """Whether every word but the small ones begins with a capital: "Face the Nation"."""
    words = _words(layout, number)
    return bool(words) and all(not word[0].islower() or word.lower() in _SMALL for word in words)


def is_spoken_without_cue(layout: Layout, number: int) -> bool:
    """Whether words in marks are a quotation although no cue shows it."""
    words = _words(layout, number)
    if len(words) < _FEWEST_WORDS:
        return False
    titled = sum(word[0].isupper() for word in words)
    return titled * 2 < len(words) + 1


def _words(layout: Layout, number: int) -> list[str]:
    start, end = layout.tokens_of[number]
    return [token.text for token in layout.doc[start:end] if token.text[0].isalnum()]
