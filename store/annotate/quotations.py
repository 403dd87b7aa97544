"""Marks and cues → the reported words: direct, mixed and indirect quotations.

One job: what is a quotation and where it begins and ends, with the cue that shows it. Who
said it is decided in speakers.py.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from store.annotate.cues import OBJECT, STRONG, Cue, find_cues
from store.annotate.layout import Layout
from store.records import QuotationKind

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from store.annotate.clusters import Clusters

_FEWEST_WORDS = 4  # in marks without a cue: fewer are a name or a word held at arm's length
_DIRECT_SHARE = 0.7  # of the letters of a reported clause inside marks: then it is direct


@dataclass(slots=True)
class Draft:
    """A quotation found, not yet attributed; `start` and `end` are characters."""

    kind: QuotationKind
    start: int
    end: int
    stretches: list[int]
    cue: Cue | None
    rule: str


@dataclass(slots=True)
class Drafts:
    """The quotations of an article in reading order, and where everything stands."""

    layout: Layout
    items: list[Draft] = field(default_factory=list)


def find_quotations(doc: Doc, text: str, clusters: Clusters) -> Drafts:
    """Find the reported words of an article, in reading order."""
    del clusters
    layout = Layout(doc, text)
    cues = [cue for cue in find_cues(doc) if layout.inside[cue.head.i] < 0]
    drafts = _quoted(layout, cues)
    drafts += _unquoted(layout, cues, drafts)
    drafts.sort(key=lambda draft: (draft.start, draft.end))
    return Drafts(layout, drafts)


def _quoted(layout: Layout, cues: list[Cue]) -> list[Draft]:
    by_head = {cue.head.i: cue for cue in cues}
    drafts: list[Draft] = []
    for number in range(len(layout.stretches)):
        stretch = layout.stretches[number]
        cue, rule = _cue_of(layout, number, by_head)
        if cue is None and not _stands_alone(layout, number):
            continue
        previous = drafts[-1] if drafts else None
        if cue and previous and previous.cue is cue and rule == "clause":
            previous.stretches.append(number)
            continue
        start, end = stretch.start, stretch.end
        kind = QuotationKind.DIRECT
        if cue and rule == "clause" and cue.content:
            start, end = layout.chars(*cue.content)
            start, end = min(start, stretch.start), max(end, stretch.end)
        drafts.append(Draft(kind, start, end, [number], cue, rule))
    for draft in drafts:
        draft.kind = _kind(layout, draft)
    return drafts


def _kind(layout: Layout, draft: Draft) -> QuotationKind:
    text = layout.text
    whole = sum(map(str.isalnum, text[draft.start : draft.end]))
    spans = (layout.stretches[number] for number in draft.stretches)
    quoted = sum(sum(map(str.isalnum, text[s.start : s.end])) for s in spans)
    return QuotationKind.DIRECT if quoted >= _DIRECT_SHARE * whole else QuotationKind.MIXED


def _cue_of(layout: Layout, number: int, by_head: dict[int, Cue]) -> tuple[Cue | None, str]:
    """The cue that shows a stretch, and the rule that found it."""
    for rule in (_after, _before, _around):
        cue = rule(layout, number, by_head)
        if cue is not None:
            return cue, _RULES[rule.__name__]
    return None, ""


_RULES = {"_after": "cue after", "_before": "cue before", "_around": "clause"}


def _after(layout: Layout, number: int, by_head: dict[int, Cue]) -> Cue | None:
    """The cue in the sentence that goes on after the stretch: "…," said X."""
    stretch = layout.stretches[number]
    if layout.text[stretch.end - 1] == ".":
        return None
    start, end = layout.lead_out(number)
    for i in range(start, end):
        cue = by_head.get(i)
        if cue is not None and cue.grade == STRONG:
            return cue
    return None


def _before(layout: Layout, number: int, by_head: dict[int, Cue]) -> Cue | None:
    """The cue in the sentence that leads to the stretch: X said, "…"."""
    start, end = layout.lead_in(number)
    if start == end:
        return None
    for i in range(end - 1, start - 1, -1):
        cue = by_head.get(i)
        if cue is not None:
            return cue
    return None


def _around(layout: Layout, number: int, by_head: dict[int, Cue]) -> Cue | None:
    """The cue whose reported clause holds the stretch."""
    start, end = layout.tokens_of[number]
    for cue in by_head.values():
        if cue.content and cue.content[0] <= start and end <= cue.content[1] + 1:
            return cue
    return None


def _stands_alone(layout: Layout, number: int) -> bool:
    """Whether words in marks without a cue are a quotation: a sentence, not a title."""
    stretch = layout.stretches[number]
    words = layout.text[stretch.start : stretch.end].split()
    if len(words) < _FEWEST_WORDS:
        return False
    titled = sum(word[0].isupper() for word in words)
    return titled * 2 < len(words) + 1


def _unquoted(layout: Layout, cues: list[Cue], taken: list[Draft]) -> list[Draft]:
    """Reported clauses that hold no marks."""
    used = {id(draft.cue) for draft in taken}
    drafts: list[Draft] = []
    reach = 0
    for cue in cues:
        if id(cue) in used or cue.content is None or cue.grade == OBJECT or cue.subject is None:
            continue
        start, end = layout.chars(*cue.content)
        if any(layout.inside[i] >= 0 for i in range(*cue.content)) or start < reach:
            continue
        drafts.append(Draft(QuotationKind.INDIRECT, start, end, [], cue, cue.rule))
        reach = end
    return drafts
