"""Where everything stands in one article: paragraphs, stretches in marks, and the gaps between.

One job: the geography that quotations.py and speakers.py look things up in, by token index.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from functools import cache
from typing import TYPE_CHECKING

from store.annotate.lexicon import entries
from store.annotate.marks import (
    Paragraph,
    Stretch,
    find_stretches,
    paragraphs,
    uses_single_marks,
)

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_NESTED = "’'‘ "
_FAR = 150  # tokens of a sentence looked at on either side; keeps the time linear
_SENTENCE_ENDS = frozenset((".", "?", "!", "...", "…", "?!", "!!"))


@cache
def _abbreviations() -> frozenset[str]:
    return frozenset(entries("abbreviations"))


def is_questioner(token: Token) -> bool:
    """Tell what marks a question of a transcript: "Q Karine, has the President …"."""
    return token.text == "Q" and (token.i == 0 or token.nbor(-1).is_space)


class Layout:
    """Paragraphs and stretches of an article, by token.

    Token ranges are half-open. `inside[i]` is the number of the stretch that holds token i,
    or -1. `tokens_of[n]` is the token range of stretch n, its marks left out.
    `uses_single_marks` tells that the article's own marks are single ones.
    """

    def __init__(self, doc: Doc, text: str) -> None:
        self.doc = doc
        self.text = text
        self.stretches: list[Stretch] = find_stretches(text)
        self.paragraphs: list[Paragraph] = paragraphs(text)
        self._starts = [token.idx for token in doc]
        self.tokens_of = [(self.token_at(s.start), self._after(s.end)) for s in self.stretches]
        self.inside = [-1] * len(doc)
        for number, (start, end) in enumerate(self.tokens_of):
            self.inside[start:end] = [number] * (end - start)
        self.paragraph_tokens = [
            (self.token_at(p.start), self._after(p.end)) for p in self.paragraphs
        ]
        self.uses_single_marks = uses_single_marks(self.stretches)
        self._paragraph_starts = [start for start, _ in self.paragraph_tokens]

    def token_at(self, char: int) -> int:
        """The first token that begins at or after this character, or holds it."""
        i = bisect_left(self._starts, char)
        if i and self._starts[i - 1] + len(self.doc[i - 1]) > char:
            return i - 1
        return i

    def paragraph_of(self, token_i: int) -> int:
        """The number of the paragraph that holds a token."""
        return max(0, bisect_right(self._paragraph_starts, token_i) - 1)

    def gap_before(self, number: int) -> tuple[int, int]:
        """The tokens between a stretch and the one before it in the paragraph."""
        stretch = self.stretches[number]
        start, _ = self.paragraph_tokens[stretch.paragraph]
        if number and self.stretches[number - 1].paragraph == stretch.paragraph:
            start = self._after(self.stretches[number - 1].outer_end)
        return start, max(start, self.token_at(stretch.outer_start))

    def gap_after(self, number: int) -> tuple[int, int]:
        """The tokens between a stretch and the next one in the paragraph."""
        stretch = self.stretches[number]
        _, end = self.paragraph_tokens[stretch.paragraph]
        following = number + 1
        if (
            following < len(self.stretches)
            and self.stretches[following].paragraph == stretch.paragraph
        ):
            end = self.token_at(self.stretches[following].outer_start)
        start = self._after(stretch.outer_end)
        return start, max(start, end)

    def lead_in(self, number: int) -> tuple[int, int]:
        """The last sentence of the gap before a stretch, empty if a full stop ended it."""
        start, end = self.gap_before(number)
        while end > start and self.doc[end - 1].is_space:
            end -= 1
        i = end
        while i > start and not self.is_sentence_end(i - 1):
            i -= 1
        return i, end

    def lead_out(self, number: int) -> tuple[int, int]:
        """The first sentence of the gap after a stretch, its full stop left out."""
        start, end = self.gap_after(number)
        i = start
        while i < end and not self.is_sentence_end(i):
            i += 1
        return start, i

    def sentence_around(self, token_i: int) -> tuple[int, int]:
        """The sentence outside marks that holds a token, within its paragraph."""
        low, high = self.paragraph_tokens[self.paragraph_of(token_i)]
        low, high = max(low, token_i - _FAR), min(high, token_i + _FAR)
        start, end = token_i, token_i + 1
        while start > low and not self._breaks(start - 1):
            start -= 1
        while end < high and not self._breaks(end):
            end += 1
        return start, end

    def last_of(self, number: int) -> str:
        """The last character of a stretch, nested marks left out."""
        stretch = self.stretches[number]
        end = stretch.end
        while end > stretch.start + 1 and self.text[end - 1] in _NESTED:
            end -= 1
        return self.text[end - 1]

    def before(self, number: int) -> str:
        """The last character before a stretch and its mark that is no blank, or ""."""
        i = self.stretches[number].outer_start - 1
        while i > 0 and self.text[i].isspace() and self.text[i] != "\n":
            i -= 1
        return self.text[i].strip() if i >= 0 else ""

    def _breaks(self, token_i: int) -> bool:
        """Whether a sentence ends here, outside marks or with them ("… all." He left)."""
        if not self.is_sentence_end(token_i):
            return False
        number = self.inside[token_i]
        return number < 0 or token_i + 1 >= self.tokens_of[number][1]

    def is_sentence_end(self, token_i: int) -> bool:
        """Whether the token ends a sentence outside marks."""
        text = self.doc[token_i].text
        if text not in _SENTENCE_ENDS:
            return False
        return not (text == "." and token_i and self.doc[token_i - 1].text in _abbreviations())

    def chars(self, start: int, end: int) -> tuple[int, int]:
        """The characters of a token range that is not empty."""
        last = self.doc[end - 1]
        return self.doc[start].idx, last.idx + len(last)

    def _after(self, char: int) -> int:
        """The first token that begins at or after this character."""
        return bisect_left(self._starts, char)
