"""Who speaks beside a cue where the parse is of no use: the noun phrase next to the verb.

One job: read the words outside marks around a cue. Parsers trip over marks; the order of
words in "…," said X and X said, "…" does not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.annotate.naming import is_possible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

    from store.annotate.cues import Cue
    from store.annotate.layout import Layout

_IN_PHRASE = frozenset(
    "DT PDT PRP$ JJ JJR JJS NN NNS NNP NNPS CD POS HYPH VBN VBG AFX $ ADD FW".split()  # noqa: SIM905 — tags read better as one line
)
_NOUNS = ("NN", "NNS", "NNP", "NNPS", "FW", "ADD")
_PRONOUNS = frozenset(("he", "she", "they", "it", "i", "we", "who"))
_FINITE = ("VBD", "VBZ", "VBP", "MD")
_NEAR = 12  # tokens between an inverted verb and the head of its subject
_REACH = 40  # tokens looked at on either side of a cue


def subject_beside(layout: Layout, cue: Cue) -> Token | None:
    """The head of the noun phrase that says, by its place beside the cue."""
    low, high = _sentence(layout, cue.head.i)
    before = [head for head in _heads(layout, low, cue.start) if is_possible(head)]
    if not before or layout.inside[max(0, cue.start - 2)] >= 0:
        after = next(_heads(layout, cue.end, min(high, cue.end + _REACH)), None)
        if after is not None and is_possible(after):
            return after
    if before and before[-1].i == cue.start - 1 and before[-1].dep_ != "pobj":
        return before[-1]
    if before and low and layout.inside[max(0, low - 2)] >= 0:
        return before[0]
    return _best_before(before)


def subject_after_marks(layout: Layout, number: int, cue: Cue) -> Token | None:
    """Who says in "…," X said and "…," said X, where no other verb stands between.

    The parse of such a sentence takes in the words inside the marks, and often fails.
    """
    start, _ = layout.lead_out(number)
    if cue.head.i - start > _REACH:
        return None
    between = layout.doc[start : cue.start]
    if any(token.tag_ in _FINITE and token.dep_ != "aux" for token in between):
        return None
    found = next((h for h in _heads(layout, start, cue.start) if is_possible(h)), None)
    if found is None and all(token.tag_ in ("RB", ",") or token.is_space for token in between):
        found = next(_heads(layout, cue.end, cue.end + _REACH), None)
        if found is not None and (found.i - cue.end > _NEAR or not is_possible(found)):
            return None
    return found


def _best_before(heads: list[Token]) -> Token | None:
    """The first phrase before the verb that hangs on no preposition, else the nearest."""
    free = [head for head in heads if head.dep_ not in ("pobj", "npadvmod", "appos")]
    if free:
        return free[0]
    return heads[-1] if heads else None


def _sentence(layout: Layout, token_i: int) -> tuple[int, int]:
    """The tokens outside marks around this one, within its sentence and paragraph."""
    low, high = layout.paragraph_tokens[layout.paragraph_of(token_i)]
    start, end = token_i, token_i + 1
    while start > max(low, token_i - _REACH) and not _is_break(layout, start - 1):
        start -= 1
    while end < min(high, token_i + _REACH) and not _is_break(layout, end):
        end += 1
    return start, end


def _is_break(layout: Layout, token_i: int) -> bool:
    return layout.inside[token_i] >= 0 or layout.is_sentence_end(token_i)


def _heads(layout: Layout, start: int, end: int) -> Iterator[Token]:
    """The heads of the noun phrases between two tokens, in order."""
    head: Token | None = None
    for token in layout.doc[start : min(end, len(layout.doc))]:
        if layout.inside[token.i] >= 0 or layout.is_sentence_end(token.i):
            break
        if token.lower_ in _PRONOUNS:
            yield token
            head = None
        elif token.tag_ in _NOUNS:
            head = token
        elif token.tag_ not in _IN_PHRASE and head is not None:
            yield head
            head = None
    if head is not None:
        yield head
