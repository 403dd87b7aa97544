"""What somebody typed → an FTS5 query; pure. Nothing typed is ever query syntax."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

# FTS5's unicode61 makes tokens of letters and digits; an underscore separates there.
_WORD = re.compile(r"[^\W_]+")
_PHRASE = re.compile(r'["“”„«»]([^"“”„«»]*)["“”„«»]')

# More words than this come from pasted text; each costs a look-up.
_WORDS_AT_MOST = 32

# A shorter beginning matches half the vocabulary.
_PREFIX_FROM = 3


def match_words(typed: str, *, columns: Sequence[str]) -> str:
    """An FTS5 query for texts that hold all the words typed; empty when there are none.

    Words in double quotes stand together, as do the parts of "anti-war" or "don't". The last
    word may be the beginning of a longer one, unless it stands in quotes.
    """
    typed = unicodedata.normalize("NFC", typed)
    phrases = [_WORD.findall(phrase) for phrase in _PHRASE.findall(typed)]
    chunks = [_WORD.findall(chunk) for chunk in _PHRASE.sub(" ", typed).split()]
    phrases, chunks = ([words for words in some if words] for some in (phrases, chunks))
    quoted = [*map(_quoted, phrases), *map(_quoted, chunks)][:_WORDS_AT_MOST]
    if not quoted:
        return ""
    if chunks and len(chunks[-1][-1]) >= _PREFIX_FROM and len(phrases) + len(chunks) == len(quoted):
        quoted[-1] += " *"
    return f"{{{' '.join(columns)}}} : ({' AND '.join(quoted)})"


def _quoted(words: Sequence[str]) -> str:
    return f'"{" ".join(words[:_WORDS_AT_MOST])}"'
