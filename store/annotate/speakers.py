"""Quotation and cue → the speaker, and the finished record.

One job: the order in which speakers are looked for. Where the words stand is told by
layout.py, who a noun means by naming.py, what carries over by carrying.py.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from store.annotate.carrying import Carrier
from store.annotate.lexicon.inflection import forms_of
from store.annotate.naming import Speaker, name_label, name_speaker
from store.annotate.phrases import subject_after_marks, subject_beside
from store.annotate.pronouns import Pronouns
from store.annotate.quotations import TURN
from store.annotate.subjects import is_unsigned, own_subject
from store.records import EntityType, Quotation, QuotationKind, Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Doc, Token

    from store.annotate.clusters import Clusters
    from store.annotate.cues import Cue
    from store.annotate.layout import Layout
    from store.annotate.quotations import Draft, Drafts


_SCRAP = 3  # words that somebody unknown is reported to have said


def attribute(doc: Doc, text: str, drafts: Drafts, clusters: Clusters) -> list[Quotation]:
    """Name the speaker of each quotation, or nobody where the text names nobody."""
    del text
    layout = drafts.layout
    pronouns = Pronouns(layout, clusters)
    speakers: list[Speaker | None] = [None] * len(drafts.items)
    carrier = Carrier(layout, clusters, pronouns, drafts.items, speakers)
    for number, draft in enumerate(drafts.items):
        speakers[number] = carrier.turn(number) or _of_cue(draft, layout, clusters, pronouns)
        _remember(speakers[number], clusters, pronouns)
    for number, speaker in enumerate(speakers):
        if speaker is None:
            speakers[number] = carrier.find(number)
    _fill_roles(doc, speakers)
    return [
        _record(doc, draft, layout, speaker)
        for draft, speaker in zip(drafts.items, speakers, strict=True)
        if not _is_scrap(draft, layout, speaker)
    ]


def _is_scrap(draft: Draft, layout: Layout, speaker: Speaker | None) -> bool:
    """Whether a few reported words of nobody known are left: nothing worth recording."""
    if draft.kind is not QuotationKind.INDIRECT or (speaker is not None and speaker.label):
        return False
    return len(layout.text[draft.start : draft.end].split()) <= _SCRAP


def _fill_roles(doc: Doc, speakers: Sequence[Speaker | None]) -> None:
    """Show a role without a name by its fullest words so far.

    "A State Department spokesperson" is later only "the spokesperson".
    """
    fullest: dict[str, str] = {}
    for speaker in speakers:
        if speaker is None or speaker.cluster is not None or speaker.label is None:
            continue
        head = doc[speaker.end - 1].lower_
        is_another = doc[speaker.start].lower_ in ("a", "an", "another")
        if speaker.label.lower() == head and head in fullest and not is_another:
            speaker.label = fullest[head]
        fullest[head] = max(fullest.get(head, ""), speaker.label, key=len)


def _remember(speaker: Speaker | None, clusters: Clusters, pronouns: Pronouns) -> None:
    if speaker is None or speaker.cluster is None:
        return
    if clusters[speaker.cluster].type is EntityType.PERSON:
        pronouns.last_speaker = speaker.cluster


def _of_cue(draft: Draft, layout: Layout, clusters: Clusters, pronouns: Pronouns) -> Speaker | None:
    """The subject of the cue, by the parse if it stands outside marks, else by its place."""
    cue = draft.cue
    if cue is None:
        return None
    if draft.rule == TURN and cue.subject is not None:
        return _of_turn(cue.subject, cue, layout, clusters)
    if draft.rule == "cue after":
        first = subject_after_marks(layout, draft.stretches[0], cue)
        speaker = name_speaker(first, clusters, pronouns) if first is not None else None
        if speaker is not None:
            return speaker
    if is_unsigned(cue.head):
        teller = _teller(draft, cue, layout)
        return name_speaker(teller, clusters, pronouns) if teller is not None else None
    speaker = _by_parse(cue, layout, clusters, pronouns)
    if speaker is None and draft.stretches:
        beside = subject_beside(layout, cue)
        speaker = name_speaker(beside, clusters, pronouns) if beside is not None else None
    return speaker


def _by_parse(cue: Cue, layout: Layout, clusters: Clusters, pronouns: Pronouns) -> Speaker | None:
    """Whom the parse gives as the cue's subject, where that is in its paragraph, outside marks."""
    subject = cue.subject
    if subject is None or layout.inside[subject.i] >= 0:
        return None
    same = layout.paragraph_of(subject.i) == layout.paragraph_of(cue.head.i)
    if own_subject(cue.head) is None:
        subject = _person_above(subject, cue, layout, clusters)
    speaker = name_speaker(subject, clusters, pronouns) if same else None
    return _with_relative(speaker, cue, layout) if speaker is not None else None


def _teller(draft: Draft, cue: Cue, layout: Layout) -> Token | None:
    """Who says it where the passive names nobody: "called “…” by X", "X said they were told …"."""
    if draft.stretches:
        i, end = layout.gap_after(draft.stretches[-1])
        by = layout.doc[i] if i < end else None
        if by is not None and by.lower_ == "by":
            return next((child for child in by.rights if child.dep_ == "pobj"), None)
    verb = cue.head
    while verb.dep_ in ("ccomp", "xcomp", "conj") and verb.head != verb:
        verb = verb.head
        if verb.lower_ in forms_of("verbs_strong") and (subject := own_subject(verb)) is not None:
            return subject
    return None


def _of_turn(subject: Token, cue: Cue, layout: Layout, clusters: Clusters) -> Speaker:
    """Whom the label before a colon names; in an interview, whom it is with."""
    first, _ = layout.paragraph_tokens[layout.paragraph_of(cue.head.i)]
    index = clusters.at(subject.i)
    if subject.i < first and index is not None:
        start = end = subject.i
        while start > 0 and clusters.at(start - 1) == index:
            start -= 1
        while clusters.at(end) == index:
            end += 1
        return Speaker(start, end, index, clusters[index].name, "interview")
    return name_label(layout, subject.i, cue.start, clusters, "label")


def _person_above(subject: Token, cue: Cue, layout: Layout, clusters: Clusters) -> Token:
    """The person who is the sentence's subject, where the parse hangs a participle on a thing."""
    is_name = clusters.at(subject.i) is not None or subject.tag_[:3] in ("PRP", "NNP")
    if is_name or subject.tag_ == "NNS" or cue.head.tag_ != "VBG":
        return subject
    start, _ = layout.sentence_around(cue.head.i)
    for token in reversed(layout.doc[start : cue.start]):
        if token.dep_ != "nsubj" or layout.inside[token.i] >= 0:
            continue
        index = clusters.at(token.i)
        is_person = index is not None and clusters[index].type is EntityType.PERSON
        if is_person or token.lower_ in ("he", "she"):
            return token
    return subject


def _with_relative(speaker: Speaker, cue: Cue, layout: Layout) -> Speaker:
    """The speaker's words with the "who" that the cue's clause begins with."""
    if cue.head.dep_ == "relcl":
        for i in range(speaker.end, min(speaker.end + 2, cue.head.i)):
            if layout.doc[i].lower_ in ("who", "which", "that"):
                return replace(speaker, end=i + 1)
    return speaker


def _record(doc: Doc, draft: Draft, layout: Layout, speaker: Speaker | None) -> Quotation:
    quoted = tuple(
        Span(layout.stretches[number].start, layout.stretches[number].end)
        for number in draft.stretches
    )
    cue = Span(*layout.chars(draft.cue.start, draft.cue.end)) if draft.cue else None
    mention = Span(*layout.chars(speaker.start, speaker.end)) if speaker else None
    rules = [draft.rule, speaker.rule if speaker else ""]
    start, end = _with_both_marks(draft, layout)
    sentence = doc[min(layout.token_at(draft.start), len(doc) - 1)].sent
    return Quotation(
        kind=draft.kind,
        start=start,
        end=end,
        quoted=quoted,
        cue=cue,
        speaker_mention=mention,
        speaker=speaker.cluster if speaker else None,
        speaker_label=speaker.label if speaker else None,
        sentence=Span(min(sentence.start_char, start), max(sentence.end_char, end)),
        rule="; ".join(filter(None, rules)),
    )


def _with_both_marks(draft: Draft, layout: Layout) -> tuple[int, int]:
    """The extent of the words; one that takes in a stretch's one mark takes in the other too.

    Words that are nothing but a stretch leave both marks out.
    """
    start, end = draft.start, draft.end
    inside = layout.inside[layout.token_at(start) : layout.token_at(end - 1) + 1]
    numbers = dict.fromkeys([*draft.stretches, *(n for n in inside if n >= 0)])
    stretches = [layout.stretches[number] for number in numbers]
    for stretch in stretches:
        if end == stretch.end and start <= stretch.outer_start and stretch.opened:
            end = stretch.outer_end
    for stretch in stretches:
        if start == stretch.start and end >= stretch.outer_end and stretch.closed:
            start = stretch.outer_start
    for stretch in stretches:
        if (start, end) == (stretch.outer_start, stretch.outer_end):
            return stretch.start, stretch.end
    return start, end
