"""Marks and cues → the reported words: direct, mixed and indirect quotations.

One job: what is a quotation and where it begins and ends, with the cue that shows it. Who
said it is decided in speakers.py.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from store.annotate.contents import trimmed
from store.annotate.cues import STRONG, Cue, find_cues
from store.annotate.layout import Layout
from store.annotate.phrases import subject_beside
from store.annotate.reported import bound
from store.annotate.subjects import is_passive, own_subject
from store.annotate.turns import find_turns
from store.annotate.unspoken import is_attribute, is_only_named, is_spoken_without_cue
from store.records import QuotationKind

if TYPE_CHECKING:
    from collections.abc import Callable

    from spacy.tokens import Doc, Span

    from store.annotate.clusters import Clusters

TURN = "turn"  # the rule of what a label and a colon report

_DIRECT_SHARE = 0.7  # of the letters of a reported clause inside marks: then it is direct
_BETWEEN = 12  # tokens between two stretches that share a cue
_BESIDE = 8  # tokens between a weak cue and the words in marks that it reports
_THINGS = frozenset(("it", "this", "that", "which", "these", "those"))
_OTHER_CLAUSE = frozenset(
    ("while", "though", "although", "but", "and", "or", "as", "when", "which", "who", "because")
)
_FINITE = ("VBD", "VBZ", "VBP")
_POINTING = frozenset(("PRP", "PRP$", "DT", "WP", "WDT", "EX", "IN", "RB", "TO"))
_GOES_ON = (",", "?", "!", "—", "–", "-", "…", ";")  # ends of a stretch that a cue may follow


@dataclass(slots=True)
class Draft:
    """A quotation found, not yet attributed; `start` and `end` are characters.

    `stretches` are numbers of the layout's stretches; `rule` is what showed the quotation.
    """

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
    layout = Layout(doc, text)
    cues = [cue for cue in find_cues(doc) if layout.inside[cue.head.i] < 0]
    for cue in cues:
        cue.content = bound(layout, cue)
    drafts = _quoted(layout, cues)
    drafts += _turns(layout, clusters, drafts)
    drafts += _unquoted(layout, cues, drafts)
    drafts.sort(key=lambda draft: (draft.start, draft.end))
    return Drafts(layout, drafts)


# ------------------------------------------------------------------ words in marks


def _quoted(layout: Layout, cues: list[Cue]) -> list[Draft]:
    """The quotations with words in marks, stretch by stretch; those of one cue are one."""
    finder = _Finder(layout, cues)
    drafts: list[Draft] = []
    for number in range(len(layout.stretches)):
        cue, rule = finder.find(number)
        if cue is None:
            if is_spoken_without_cue(layout, number):
                drafts.append(_draft(layout, [number], None, "marks alone"))
            continue
        last = drafts[-1] if drafts else None
        if last is not None and last.cue is cue and last.stretches[-1] == number - 1:
            drafts[-1] = _draft(layout, [*last.stretches, number], cue, last.rule)
        else:
            drafts.append(_draft(layout, [number], cue, rule))
    return _apart(layout, drafts)


def _draft(layout: Layout, stretches: list[int], cue: Cue | None, rule: str) -> Draft:
    start = layout.stretches[stretches[0]].start
    end = layout.stretches[stretches[-1]].end
    if cue is not None:
        start, end = _extent(layout, stretches, cue, rule, (start, end))
    draft = Draft(QuotationKind.DIRECT, start, end, stretches, cue, rule)
    draft.kind = _kind(layout, draft)
    return draft


def _extent(
    layout: Layout, stretches: list[int], cue: Cue, rule: str, bounds: tuple[int, int]
) -> tuple[int, int]:
    """The marked words with the clause that they are part of."""
    start, end = bounds
    first, last = layout.tokens_of[stretches[0]][0], layout.tokens_of[stretches[-1]][1]
    content = cue.content
    if content is not None and rule == "cue after":
        content = (content[0], min(content[1], last))
    if content is not None and content[0] < last and content[1] > first:
        low, high = layout.chars(*content)
        return min(start, low), max(end, high)
    if rule == "cue after" and _is_fragment(layout, stretches[0]):
        low, high = layout.lead_in(stretches[0])
        clause = trimmed(layout.doc, low, high)
        return (layout.chars(*clause)[0] if clause else start), end
    if rule not in ("cue before", "weak cue before") or not _is_fragment(layout, stretches[0]):
        return start, end
    if cue.end < first and (clause := trimmed(layout.doc, cue.end, first)):
        start = layout.chars(*clause)[0]
    return start, end


def _is_fragment(layout: Layout, number: int) -> bool:
    """Whether a stretch goes on in the middle of a sentence of the article's own."""
    first = layout.text[layout.stretches[number].start]
    return layout.before(number) not in (",", ":", "") and not first.isupper()


def _kind(layout: Layout, draft: Draft) -> QuotationKind:
    """Direct when nearly all of the reported words stand in marks, else mixed."""
    text = layout.text
    whole = sum(map(str.isalnum, text[draft.start : draft.end]))
    spans = (layout.stretches[number] for number in draft.stretches)
    quoted = sum(sum(map(str.isalnum, text[s.start : s.end])) for s in spans)
    if draft.cue is not None and draft.start < draft.cue.head.idx < draft.end:
        whole -= sum(map(str.isalnum, draft.cue.head.text))
    return QuotationKind.DIRECT if quoted >= _DIRECT_SHARE * whole else QuotationKind.MIXED


def _apart(layout: Layout, drafts: list[Draft]) -> list[Draft]:
    """Cut each quotation back where the next one's words in marks begin or the last's end."""
    for before, after in pairwise(drafts):
        first = layout.stretches[after.stretches[0]]
        last = layout.stretches[before.stretches[-1]]
        before.end = max(last.end, min(before.end, first.outer_start))
        after.start = min(first.start, max(after.start, last.outer_end))
    return drafts


class _Finder:
    """Looks up the cue that shows a stretch; the rules are tried in a written order."""

    def __init__(self, layout: Layout, cues: list[Cue]) -> None:
        self._layout = layout
        self._by_head = {cue.head.i: cue for cue in cues}
        self._found: dict[int, Cue] = {}
        self._around: dict[int, Cue] = {}
        for cue in sorted(cues, key=_inner_first, reverse=True):
            for number in self._numbers_in(cue):
                self._around[number] = cue

    def find(self, number: int) -> tuple[Cue | None, str]:
        """The cue of a stretch and the rule that found it, or None and ""."""
        goes_on = self._layout.last_of(number) in _GOES_ON
        rules: list[tuple[str, Callable[[int], Cue | None]]] = [
            ("clause", self._clause),
            ("cue before", self._before),
            ("shared cue", self._shared),
            ("weak cue before", self._weak_before),
        ]
        rules.insert(0 if goes_on else 2, ("cue after", self._after))
        for name, rule in rules:
            cue = rule(number)
            if cue is None or (name == "cue after" and self._has_its_own(number, cue)):
                continue
            if not is_only_named(self._layout, number, cue):
                self._found[number] = cue
                return cue, name
            if name == "clause":
                break  # a scare quote in a clause is nobody else's quotation
        return None, ""

    def _has_its_own(self, number: int, cue: Cue) -> bool:
        """Whether the cue after a stretch reports what follows, and another reports the stretch."""
        if cue.content is None or cue.content[0] < cue.head.i:
            return False
        other = self._clause(number) or self._before(number)
        return other is not None and other is not cue

    def _clause(self, number: int) -> Cue | None:
        """The cue whose reported words hold the stretch; the last one's before a mere source."""
        cue = self._around.get(number)
        if cue is not None and cue.rule == "according to":
            return self._shared(number) or cue
        return cue

    def _numbers_in(self, cue: Cue) -> range:
        """The stretches that the words a cue reports hold, at least by half."""
        if cue.content is None:
            return range(0)
        inside = self._layout.inside
        found = [inside[i] for i in range(*cue.content) if inside[i] >= 0]
        return range(found[0], found[-1] + 1) if found else range(0)

    def _after(self, number: int) -> Cue | None:
        """The cue in the sentence that goes on after the stretch: "…," said X."""
        layout = self._layout
        stretch = layout.stretches[number]
        start, end = layout.lead_out(number)
        if (layout.last_of(number) == "." and stretch.closed) or is_attribute(layout, number):
            return None
        if start < end and layout.doc[start].lower_ in _OTHER_CLAUSE:
            return None
        for i in range(start, end):
            cue = self._by_head.get(i)
            if cue is None or cue.grade != STRONG or cue.head.dep_ == "relcl":
                continue
            if layout.last_of(number) not in _GOES_ON and not (
                cue.subject is None or cue.subject.i >= start
            ):
                return None  # … "a plan" and has warned that …: another clause
            if cue.head.tag_ == "VBG" and own_subject(cue.head) is None:
                return None  # "…," adding that …: a new cue, for what comes after it
            return self._inner(cue, end)
        return None

    def _inner(self, cue: Cue, end: int) -> Cue:
        """The cue inside what this one reports: "…", CCTV reported Xi telling him."""
        for i in range(cue.head.i + 1, end):
            inner = self._by_head.get(i)
            if inner is None or inner.grade != STRONG or inner.head.dep_ == "advcl":
                continue
            if inner.head.head == cue.head:
                subject = own_subject(inner.head)
                if subject is not None and cue.head.i < subject.i < i:
                    return inner
        return cue

    def _before(self, number: int) -> Cue | None:
        """The cue in the sentence that leads to the stretch: X said, "…"."""
        start, end = self._layout.lead_in(number)
        for i in range(end - 1, start - 1, -1):
            cue = self._by_head.get(i)
            if cue is not None and cue.grade == STRONG:
                return cue
        return None

    def _weak_before(self, number: int) -> Cue | None:
        """A weaker cue close before the stretch."""
        start, end = self._layout.lead_in(number)
        for i in range(end - 1, max(start, end - _BESIDE) - 1, -1):
            if i in self._by_head:
                return self._by_head[i]
        return None

    def _shared(self, number: int) -> Cue | None:
        """The cue of the stretch before, when the sentence goes on after that one."""
        layout = self._layout
        if not number or number - 1 not in self._found:
            return None
        before, stretch = layout.stretches[number - 1], layout.stretches[number]
        start, end = layout.lead_in(number)
        if before.paragraph != stretch.paragraph or start != layout.gap_before(number)[0]:
            return None
        if layout.text[before.end - 1] in ".?!" or end - start > _BETWEEN:
            return None
        return self._found[number - 1]


def _inner_first(cue: Cue) -> tuple[int, int]:
    """The innermost strong cue before the others, then the outermost.

    "to say" under an adjective or a noun is nobody's saying, and "it shows that" no person's:
    they come last.
    """
    size = cue.content[1] - cue.content[0] if cue.content else 0
    if cue.rule == "according to":
        return 2, size
    if cue.grade != STRONG:
        return 1, -size
    idle = cue.head.tag_ == "VB" and cue.head.head.tag_[:2] != "VB"
    idle |= cue.head.dep_ == "relcl"
    idle |= cue.subject is not None and cue.subject.lower_ in _THINGS
    return (2, size) if idle else (0, size)


# ------------------------------------------------------------------ words without marks


def _unquoted(layout: Layout, cues: list[Cue], taken: list[Draft]) -> list[Draft]:
    """Reported clauses that hold no marks."""
    used = {id(draft.cue) for draft in taken}
    marked = {number for draft in taken for number in draft.stretches}
    drafts: list[Draft] = []
    reach = 0
    turns = {i for draft in taken if draft.rule == TURN for i in _paragraphs_of(layout, draft)}
    for cue in cues:
        if id(cue) in used or cue.content is None:
            continue
        if cue.subject is None and _is_finite(cue):
            cue.subject = subject_beside(layout, cue)
        if cue.subject is None:
            continue
        if layout.paragraph_of(cue.head.i) in turns:
            continue
        start, end = layout.chars(*cue.content)
        if any(layout.inside[i] in marked for i in range(*cue.content)) or start < reach:
            continue
        if _says_nothing(layout.doc[slice(*cue.content)]):
            continue
        drafts.append(Draft(QuotationKind.INDIRECT, start, end, [], cue, cue.rule))
        reach = end
    return drafts


def _says_nothing(content: Span) -> bool:
    """Whether the words alone tell nobody anything: praised *him*, spoke of *plans*."""
    if len(content) == 1:
        return content[0].tag_ not in ("NNP", "NNPS") or content[0].ent_type_ == "DATE"
    return all(token.tag_ in _POINTING for token in content)


def _is_finite(cue: Cue) -> bool:
    """Whether somebody says it in the active voice, whom the parse may have lost."""
    return cue.grade == STRONG and cue.head.tag_ in _FINITE and not is_passive(cue.head)


def _paragraphs_of(layout: Layout, draft: Draft) -> range:
    """The paragraphs that a quotation goes over."""
    first, last = layout.token_at(draft.start), layout.token_at(draft.end - 1)
    return range(layout.paragraph_of(first), layout.paragraph_of(last) + 1)


def _turns(layout: Layout, clusters: Clusters, taken: list[Draft]) -> list[Draft]:
    """What a transcript, an interview or a headline reports after a colon, without marks."""
    marked = {layout.stretches[n].paragraph for draft in taken for n in draft.stretches}
    drafts = []
    for turn in find_turns(layout, clusters, marked):
        end = turn.label_end
        cue = Cue(layout.doc[end - 1], end, end + 1, turn.speaker, turn.content, STRONG, TURN)
        drafts.append(Draft(QuotationKind.INDIRECT, *layout.chars(*turn.content), [], cue, TURN))
    return drafts
