"""Reported words without marks: the clauses of cues.

One job: where such words begin and end, within their sentence and paragraph. What the parse
says is bounded here; where it says nothing, the order of words decides.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.annotate.contents import trimmed
from store.annotate.cues import STRONG
from store.annotate.lexicon.inflection import forms_of

if TYPE_CHECKING:
    from store.annotate.contents import Range
    from store.annotate.cues import Cue
    from store.annotate.layout import Layout

_LONGEST = 120  # tokens; a longer clause is a parser error
_REACH = 14  # tokens after a verb in which a clause shows itself
_OPENERS = frozenset(("that", "he", "she", "they", "it", "there", "we", "i", "you"))
_ADDRESSED = frozenset(("him", "her", "them", "me", "us", "you", "it"))
_ADDRESSEE = frozenset(("DT", "PRP$", "JJ", "NN", "NNS", "NNP", "NNPS", "POS"))
_FINITE = ("VBD", "VBZ", "VBP", "MD")
_NOUNS = ("NN", "NNS", "NNP", "NNPS", "PRP")


def bound(layout: Layout, cue: Cue) -> Range | None:
    """What a cue reports, within its paragraph; by word order where the parse has nothing."""
    content = cue.content
    if cue.grade == STRONG and cue.rule != "according to":
        content = _around(layout, cue) or _following(layout, cue) or content
    if content is None:
        return None
    low, high = layout.paragraph_tokens[layout.paragraph_of(cue.head.i)]
    start, end = max(content[0], low), min(content[1], high)
    return (start, end) if 0 < end - start <= _LONGEST else None


def _around(layout: Layout, cue: Cue) -> Range | None:
    """The sentence that a cue between commas stands in the middle of: "The plan, he said, …"."""
    doc, head = layout.doc, cue.head
    if cue.end >= len(doc) or doc[cue.end].text != "," or head.tag_ == "VBG":
        return None
    if any(layout.inside[i] >= 0 for i in range(cue.end, min(cue.end + 4, len(doc)))):
        return None  # X said, "…": the words in marks are what is reported
    start, end = layout.sentence_around(head.i)
    comma = next((i for i in range(cue.start - 1, start, -1) if doc[i].text == ","), None)
    if comma is None or cue.start - comma > _REACH or layout.inside[comma - 1] >= 0:
        return None
    between = doc[comma + 1 : cue.start]
    if not len(between) or any(token.tag_ in (*_FINITE, "CC", "IN", "WP") for token in between):
        return None
    if not any(token.tag_ in _NOUNS for token in between) or end - cue.end <= 1:
        return None
    return trimmed(doc, start, end)


def _following(layout: Layout, cue: Cue) -> Range | None:
    """The clause right after a verb of saying: "said that …", "told them he was …"."""
    doc = layout.doc
    _, end = layout.sentence_around(cue.head.i)
    start = cue.end
    addresses = forms_of("verbs_of_address").get(cue.head.lower_)
    if start >= end or not (cue.rule == "verb" or (addresses and cue.rule == "object")):
        return None
    if addresses and start < end:
        if doc[start].lower_ in _ADDRESSED:
            start += 1
        while start < end and doc[start].tag_ in _ADDRESSEE and doc[start].lower_ != "that":
            start += 1
    if start >= end or doc[start].lower_ not in _OPENERS:
        return None
    if not any(token.tag_ in _FINITE for token in doc[start : min(end, start + _REACH)]):
        return None
    return trimmed(doc, start, end)
