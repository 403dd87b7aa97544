"""The speaker of words that no cue of their own introduces.

One job: signatures, turns of a transcript, and what carries over from the words before or
after. Rules in a written order, each a small function; None where all fail.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from store.annotate.naming import Speaker, name_label, name_speaker
from store.annotate.subjects import is_unsigned, own_subject
from store.annotate.turns import label_of
from store.records import EntityType, QuotationKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from store.annotate.clusters import Clusters
    from store.annotate.layout import Layout
    from store.annotate.pronouns import Pronouns
    from store.annotate.quotations import Draft

_NAME = r"[^\W\d_a-z][\w.'’-]*"
_SIGNATURE = re.compile(
    rf"\s*[—–―-]{{1,2}}\s*({_NAME}(?:[ \xa0](?:{_NAME}|de|van|von|al|of)){{0,5}})\s*(?:[.,(\n]|$)"
)


_LOOK = 40  # quotations looked at on either side; keeps the time linear
_SHORT = 12  # tokens of a sentence that can only tell who spoke


class Carrier:
    """Finds speakers by what stands around a quotation; drafts are in reading order."""

    def __init__(
        self,
        layout: Layout,
        clusters: Clusters,
        pronouns: Pronouns,
        drafts: Sequence[Draft],
        speakers: Sequence[Speaker | None],
    ) -> None:
        self._layout = layout
        self._clusters = clusters
        self._pronouns = pronouns
        self._drafts = drafts
        self._speakers = speakers

    def find(self, number: int) -> Speaker | None:
        """The speaker of the draft with this number, or None where nobody can be told."""
        draft = self._drafts[number]
        if not draft.stretches:
            return None
        cue = self._drafts[number].cue
        if cue is not None and is_unsigned(cue.head):
            return None  # were told that …: nobody is named who said it
        for name, rule in (
            ("signature", self._signature),
            ("words after", self._lead_out),
            ("next paragraph", self._next_paragraph),
            ("words before", self._lead_in),
            ("same paragraph", self._same_paragraph),
            ("predicate", self._predicate),
            ("colon", self._colon),
            ("goes on", self._goes_on),
            ("sentence before", self._sentence_before),
            ("next words", self._next_words),
            ("paragraph before", self._paragraph_before),
        ):
            speaker = rule(number)
            if speaker is not None:
                return Speaker(speaker.start, speaker.end, speaker.cluster, speaker.label, name)
        return None

    def turn(self, number: int) -> Speaker | None:
        """The speaker of a transcript's turn: "WALLACE: …", inside the marks or before them.

        Whatever stands in marks in such a paragraph is part of what that person said. After a
        name that is not shouted it must be in marks as a whole: Lee: "…".
        """
        draft = self._drafts[number]
        if not draft.stretches:
            return None
        layout = self._layout
        stretch = layout.stretches[draft.stretches[0]]
        label = label_of(layout, stretch.paragraph, self._clusters)
        if label is None:
            return None
        if not label.is_in_capitals and layout.token_at(stretch.outer_start) != label.said:
            return None
        return name_label(layout, label.start, label.end, self._clusters, "turn")

    def _signature(self, number: int) -> Speaker | None:
        """A name after a dash at the end: "…" — Ann Lee."""
        stretch = self._layout.stretches[self._drafts[number].stretches[-1]]
        end = self._layout.paragraphs[stretch.paragraph].end
        match = _SIGNATURE.match(self._layout.text, stretch.outer_end, end)
        below = stretch.paragraph + 1
        if match is None and stretch.outer_end == end and below < len(self._layout.paragraphs):
            paragraph = self._layout.paragraphs[below]
            match = _SIGNATURE.fullmatch(self._layout.text, paragraph.start, paragraph.end)
        if match is None:
            return None
        start, end = self._layout.token_at(match.start(1)), self._layout.token_at(match.end(1) - 1)
        return name_label(self._layout, start, end + 1, self._clusters, "")

    def _lead_in(self, number: int) -> Speaker | None:
        """The subject of the words that lead to the marks with a colon or a comma."""
        layout = self._layout
        first = self._drafts[number].stretches[0]
        start, end = layout.lead_in(first)
        if start == end or layout.doc[end - 1].text not in (":", ","):
            return None
        return self._subject_in(start, end, anybody=layout.doc[end - 1].text == ":")

    def _predicate(self, number: int) -> Speaker | None:
        """The subject of marked words that are its verb: Washington was "watching closely"."""
        start, end = self._layout.lead_in(self._drafts[number].stretches[0])
        verb = self._layout.doc[end - 1] if end > start else None
        if verb is None or verb.tag_[:2] not in ("VB", "MD"):
            return None
        for token in reversed(self._layout.doc[start : end - 1]):
            if token.dep_ in ("nsubj", "nsubjpass"):
                speaker = name_speaker(token, self._clusters, self._pronouns)
                return speaker if speaker and speaker.cluster is not None else None
        return None

    def _lead_out(self, number: int) -> Speaker | None:
        """The subject of a short sentence after marks that end in a comma: "…," he began."""
        layout = self._layout
        last = self._drafts[number].stretches[-1]
        stretch = layout.stretches[last]
        start, end = layout.lead_out(last)
        if layout.text[stretch.end - 1] not in ",?!—" or end - start > _SHORT:
            return None
        for token in layout.doc[start:end]:
            if token.tag_ in ("VBD", "VBZ") and token.i > start:
                subject = own_subject(token)
                if subject is None or not start <= subject.i < end:
                    subject = layout.doc[token.i - 1]
                if subject.tag_[:2] not in ("NN", "PR"):
                    return None
                return name_speaker(subject, self._clusters, self._pronouns)
        return None

    def _next_paragraph(self, number: int) -> Speaker | None:
        """Marks that never closed, and the next paragraph goes on and has a cue."""
        draft, after = self._drafts[number], number + 1
        stretch = self._layout.stretches[draft.stretches[-1]]
        if stretch.closed or after == len(self._drafts) or not self._drafts[after].stretches:
            return None
        following = self._layout.stretches[self._drafts[after].stretches[0]]
        starts = following.outer_start <= self._layout.paragraphs[following.paragraph].start + 1
        if following.paragraph != stretch.paragraph + 1 or not starts:
            return None
        return self._speakers[after]

    def _same_paragraph(self, number: int) -> Speaker | None:
        """The speaker of the words before in the paragraph goes on speaking."""
        paragraph = self._paragraph(number)
        for before in range(number - 1, max(-1, number - _LOOK), -1):
            if self._paragraph(before) != paragraph:
                return None
            if self._speakers[before] is not None and self._is_main(self._drafts[before]):
                return self._speakers[before]
        return None

    def _is_main(self, draft: Draft) -> bool:
        """Whether the words were said in a main clause, not in an aside ("after he said …")."""
        if draft.stretches or draft.cue is None:
            return True
        return draft.cue.head.dep_ not in ("acl", "relcl", "advcl", "amod", "pcomp")

    def _goes_on(self, number: int) -> Speaker | None:
        """A paragraph after one whose marks never closed."""
        if not number or self._paragraph(number) - self._paragraph(number - 1) != 1:
            return None
        before = self._drafts[number - 1]
        if before.stretches and not self._layout.stretches[before.stretches[-1]].closed:
            return self._speakers[number - 1]
        return None

    def _colon(self, number: int) -> Speaker | None:
        """A paragraph that the one before introduces with a colon."""
        layout = self._layout
        stretch = layout.stretches[self._drafts[number].stretches[0]]
        if not stretch.paragraph:
            return None
        low, high = layout.paragraph_tokens[stretch.paragraph - 1]
        if layout.text[layout.paragraphs[stretch.paragraph - 1].end - 1] != ":":
            return None
        for before in range(number - 1, max(-1, number - _LOOK), -1):
            if self._paragraph(before) != stretch.paragraph - 1:
                break
            if self._speakers[before] is not None:
                return self._speakers[before]
        return self._subject_in(low, high)

    def _sentence_before(self, number: int) -> Speaker | None:
        """The subject of the sentence before, when it is a person."""
        layout = self._layout
        first = self._drafts[number].stretches[0]
        start, end = layout.gap_before(first)
        return self._subject_in(start, end)

    def _subject_in(self, start: int, end: int, *, anybody: bool = False) -> Speaker | None:
        """The last subject between two tokens that is a person or a body by name.

        With `anybody` it may be a role as well.
        """
        for i in range(end - 1, start - 1, -1):
            token = self._layout.doc[i]
            if token.dep_ not in ("nsubj", "nsubjpass") or self._layout.inside[i] >= 0:
                continue
            speaker = name_speaker(token, self._clusters, self._pronouns)
            if speaker is None or (speaker.cluster is None and not anybody):
                continue
            if speaker.cluster is None:
                return speaker
            if self._clusters[speaker.cluster].type in (EntityType.PERSON, EntityType.ORG):
                return speaker
        return None

    def _next_words(self, number: int) -> Speaker | None:
        """The speaker of the next words in marks in the same paragraph."""
        paragraph = self._paragraph(number)
        for after in range(number + 1, min(number + _LOOK, len(self._drafts))):
            if self._paragraph(after) != paragraph:
                return None
            if self._drafts[after].kind is not QuotationKind.INDIRECT and self._speakers[after]:
                return self._speakers[after]
        return None

    def _paragraph_before(self, number: int) -> Speaker | None:
        """A paragraph that is all words in marks goes on with the last speaker."""
        layout = self._layout
        stretch = layout.stretches[self._drafts[number].stretches[0]]
        if not stretch.paragraph:
            return None
        if stretch.outer_start > layout.paragraphs[stretch.paragraph].start + 1:
            return None
        for before in range(number - 1, max(-1, number - _LOOK), -1):
            apart = stretch.paragraph - self._paragraph(before)
            if apart > 1:
                break
            if apart == 1 and self._speakers[before] is not None:
                return self._speakers[before]
        return self._subject_in(*layout.paragraph_tokens[stretch.paragraph - 1])

    def _paragraph(self, number: int) -> int:
        draft = self._drafts[number]
        if draft.stretches:
            return self._layout.stretches[draft.stretches[0]].paragraph
        return self._layout.paragraph_of(self._layout.token_at(draft.start))
