"""The speaker of words that no cue of their own introduces.

One job: signatures, turns of a transcript, and what carries over from the words before or
after. Rules in a written order, each a small function; None where all fail.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from store.annotate.naming import Speaker, name_speaker
from store.records import EntityType, QuotationKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from store.annotate.clusters import Clusters
    from store.annotate.layout import Layout
    from store.annotate.pronouns import Pronouns
    from store.annotate.quotations import Draft

_DASHES = ("—", "–", "―", "-", "--")
_TURN = re.compile(
    r"([A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){0,4}|[A-Z .'’-]{2,40}) ?(?:\([^)]{1,40}\))?:\s"
)
_SIGNATURE_WORDS = 6


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
        for name, rule in (
            ("turn", self._turn),
            ("signature", self._signature),
            ("same paragraph", self._same_paragraph),
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

    def _turn(self, number: int) -> Speaker | None:
        """A transcript's turn: "WALLACE: …", inside the marks or before them."""
        layout = self._layout
        stretch = layout.stretches[self._drafts[number].stretches[0]]
        paragraph = layout.paragraphs[stretch.paragraph]
        for start in (stretch.start, paragraph.start):
            match = _TURN.match(layout.text, start, paragraph.end)
            if match and match.end() <= max(stretch.start, start + 60):
                return self._named(match.start(1), match.end(1))
        return None

    def _named(self, start: int, end: int) -> Speaker:
        first = self._layout.token_at(start)
        last = max(first + 1, self._layout.token_at(end))
        for i in range(last - 1, first - 1, -1):
            index = self._clusters.at(i)
            if index is not None:
                return Speaker(first, last, index, self._clusters[index].name, "")
        return Speaker(first, last, None, self._layout.text[start:end].strip(), "")

    def _signature(self, number: int) -> Speaker | None:
        """A name after a dash at the end: "…" — Ann Lee."""
        layout = self._layout
        start, end = layout.gap_after(self._drafts[number].stretches[-1])
        while start < end and layout.doc[start].is_space:
            start += 1
        if start >= end or layout.doc[start].text not in _DASHES:
            return None
        words = [token for token in layout.doc[start + 1 : end] if token.text[0].isalnum()]
        if not words or not all(word.text[0].isupper() for word in words[:2]):
            return None
        stop = next((i for i in range(start + 1, end) if layout.doc[i].text in (",", ".")), end)
        if stop - start - 1 > _SIGNATURE_WORDS or stop <= start + 1:
            return None
        return self._named(*layout.chars(start + 1, stop))

    def _same_paragraph(self, number: int) -> Speaker | None:
        """The speaker of the words before in the paragraph goes on speaking."""
        paragraph = self._paragraph(number)
        for before in range(number - 1, -1, -1):
            if self._paragraph(before) != paragraph:
                return None
            if self._speakers[before] is not None and self._drafts[before].rule != "object":
                return self._speakers[before]
        return None

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
        for before in range(number - 1, -1, -1):
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

    def _subject_in(self, start: int, end: int) -> Speaker | None:
        """The last subject between two tokens that is a person."""
        for i in range(end - 1, start - 1, -1):
            token = self._layout.doc[i]
            if token.dep_ not in ("nsubj", "nsubjpass") or self._layout.inside[i] >= 0:
                continue
            speaker = name_speaker(token, self._clusters, self._pronouns)
            if speaker is None or speaker.cluster is None:
                continue
            if self._clusters[speaker.cluster].type in (EntityType.PERSON, EntityType.ORG):
                return speaker
        return None

    def _next_words(self, number: int) -> Speaker | None:
        """The speaker of the next words in marks in the same paragraph."""
        paragraph = self._paragraph(number)
        for after in range(number + 1, len(self._drafts)):
            if self._paragraph(after) != paragraph:
                return None
            if self._drafts[after].kind is not QuotationKind.INDIRECT and self._speakers[after]:
                return self._speakers[after]
        return None

    def _paragraph_before(self, number: int) -> Speaker | None:
        """A paragraph that is all words in marks goes on with the last speaker."""
        layout = self._layout
        stretch = layout.stretches[self._drafts[number].stretches[0]]
        if stretch.outer_start > layout.paragraphs[stretch.paragraph].start + 1:
            return None
        for before in range(number - 1, -1, -1):
            apart = stretch.paragraph - self._paragraph(before)
            if apart > 1:
                return None
            if apart == 1:
                return self._speakers[before]
        return None

    def _paragraph(self, number: int) -> int:
        draft = self._drafts[number]
        if draft.stretches:
            return self._layout.stretches[draft.stretches[0]].paragraph
        return self._layout.paragraph_of(self._layout.token_at(draft.start))
