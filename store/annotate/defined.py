"""Abbreviations that an article defines for common words: "antiretroviral therapy (ART)".

One job: to know them, so that they are no names, here or further down.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from spacy.attrs import ORTH

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Doc

_MAX_LETTERS = 10
_MORE_WORDS = 5  # than it has letters may an abbreviation stand for, at most twice as many


def common_abbreviations(doc: Doc) -> frozenset[str]:
    """Give the abbreviations in brackets whose letters the small words before them spell.

    Source:
        The matching is that of Schwartz and Hearst, "A simple algorithm for identifying
        abbreviation definitions in biomedical text" (2003).
    """
    return frozenset(_defined(doc))


def _defined(doc: Doc) -> Iterator[str]:
    brackets = np.flatnonzero(doc.to_array([ORTH]).reshape(-1) == doc.vocab.strings["("])
    for i in (int(bracket) + 1 for bracket in brackets):
        if i + 1 >= len(doc) or doc[i + 1].text != ")":
            continue
        text = doc[i].text
        if 1 < len(text) <= _MAX_LETTERS and text[0].isupper() and _is_spelled(doc, i - 1, text):
            yield text


def _is_spelled(doc: Doc, end: int, text: str) -> bool:
    """Whether the words that end at a token spell the letters, none of them a name's."""
    letters = [letter.lower() for letter in text if letter.isalnum()]
    if letters[-1] == "s" and text[-1] == "s":
        letters.pop()  # a plural's
    most = min(len(letters) + _MORE_WORDS, 2 * len(letters))
    for i in range(end - 1, max(end - 1 - most, -1), -1):
        word = doc[i].lower_
        if not doc[i].text.isalnum() and word != "-":
            return False
        if doc[i].text[0].isupper():
            return False
        letters = _without_spelled(letters, word)
        if not letters:
            return True
    return False


def _without_spelled(letters: list[str], word: str) -> list[str]:
    """The letters left when a word has spelled the last of them; one begins the word, or none."""
    left = list(letters)
    for letter in reversed(word):
        if left and letter == left[-1]:
            left.pop()
    is_begun = len(left) < len(letters) and letters[len(left)] == word[0]
    return left if is_begun else letters
