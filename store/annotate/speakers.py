"""Quotation and cue → the speaker."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from store.annotate.clusters import Reference
from store.annotate.pronouns import antecedent
from store.records import EntityType, MentionKind, Quotation, QuotationKind, Span

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from store.annotate.clusters import Clusters
    from store.annotate.layout import Layout
    from store.annotate.quotations import Draft, Drafts

_BEFORE_HEAD = ("det", "compound", "amod", "poss", "nummod", "nmod", "case", "quantmod", "predet")


@dataclass(slots=True)
class Speaker:
    """Who says: the words in the text (tokens), the cluster, and what to show."""

    start: int
    end: int
    cluster: int | None
    label: str | None
    rule: str


def attribute(doc: Doc, text: str, drafts: Drafts, clusters: Clusters) -> list[Quotation]:
    """Name the speaker of each quotation, or nobody where the text names nobody."""
    del text
    found: list[Quotation] = []
    previous: tuple[Draft, Speaker | None] | None = None
    for draft in drafts.items:
        speaker = _of_cue(draft, drafts.layout, clusters)
        if speaker is None and draft.cue is None and previous is not None:
            speaker = _carried(draft, drafts.layout, *previous)
        found.append(_record(doc, draft, drafts.layout, speaker))
        if draft.kind is not QuotationKind.INDIRECT:
            previous = (draft, speaker)
    return found


def _of_cue(draft: Draft, layout: Layout, clusters: Clusters) -> Speaker | None:
    if draft.cue is None or draft.cue.subject is None:
        return None
    return resolve(draft.cue.subject, layout, clusters)


def _carried(
    draft: Draft, layout: Layout, before: Draft, speaker: Speaker | None
) -> Speaker | None:
    """Words without a cue go on with the speaker of the paragraph before, or of this one."""
    if speaker is None or not draft.stretches or not before.stretches:
        return None
    this = layout.stretches[draft.stretches[0]].paragraph
    that = layout.stretches[before.stretches[-1]].paragraph
    return speaker if this - that <= 1 else None


def resolve(head: Token, layout: Layout, clusters: Clusters) -> Speaker:
    """The speaker whose noun phrase has this head."""
    if head.tag_ in ("PRP", "PRP$"):
        index = antecedent(head, layout, clusters)
        if index is not None:
            span = head.doc[head.i : head.i + 1]
            if clusters.at(head.i) is None:
                clusters.refer(index, Reference(span, MentionKind.PRONOUN, "pronoun"))
            return Speaker(head.i, head.i + 1, index, clusters[index].name, "pronoun")
        return Speaker(head.i, head.i + 1, None, None, "pronoun")
    start = _left(head)
    index = clusters.at(head.i)
    if index is None:
        for child in head.children:
            found = clusters.at(child.i) if child.dep_ == "appos" else None
            if found is not None and clusters[found].type is EntityType.PERSON:
                return Speaker(start, child.i + 1, found, clusters[found].name, "apposition")
        return Speaker(start, head.i + 1, None, _label(head, start), "nominal")
    return Speaker(start, head.i + 1, index, clusters[index].name, "name")


def _left(head: Token) -> int:
    start = head.i
    for child in head.lefts:
        if child.dep_ in _BEFORE_HEAD:
            start = min(start, child.left_edge.i)
    return start


def _label(head: Token, start: int) -> str:
    doc = head.doc
    while start < head.i and doc[start].tag_ in ("DT", "PDT", "PRP$"):
        start += 1
    return doc[start : head.i + 1].text


def _record(doc: Doc, draft: Draft, layout: Layout, speaker: Speaker | None) -> Quotation:
    quoted = tuple(
        Span(layout.stretches[number].start, layout.stretches[number].end)
        for number in draft.stretches
    )
    cue = Span(*layout.chars(draft.cue.start, draft.cue.end)) if draft.cue else None
    mention = Span(*layout.chars(speaker.start, speaker.end)) if speaker else None
    rules = [rule for rule in (draft.rule, speaker.rule if speaker else "") if rule]
    first = layout.token_at(draft.start)
    sentence = doc[min(first, len(doc) - 1)].sent
    return Quotation(
        kind=draft.kind,
        start=draft.start,
        end=draft.end,
        quoted=quoted,
        cue=cue,
        speaker_mention=mention,
        speaker=speaker.cluster if speaker else None,
        speaker_label=speaker.label if speaker else None,
        sentence=Span(min(sentence.start_char, draft.start), max(sentence.end_char, draft.end)),
        rule="; ".join(rules) or "marks alone",
    )
