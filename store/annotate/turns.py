"""Who speaks after a colon at the head of a paragraph: transcripts, interviews, headlines.

One job: where such a turn begins and ends, and which token names its speaker. In an interview
that stands as "Q: …" and "A: …" the answers are those of the person it is with.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from store.annotate import gazetteer
from store.annotate.contents import trimmed
from store.annotate.lexicon import entries
from store.records import EntityType

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from spacy.tokens import Token

    from store.annotate.clusters import Clusters
    from store.annotate.contents import Range
    from store.annotate.layout import Layout

# "Lee: …" or "LEE: …" at the head of a paragraph, inside its marks or in a list: a turn of a
# transcript, a statement, or a headline.
_LABEL = re.compile(
    r"(?:[•·*–—-] ?)?[“\"'‘]?((?:[A-Z][\w.'’-]*)(?: [A-Z][\w.'’-]*){0,4})"
    r"(?: ?\([^()\n]{1,40}\))?: (?=\S)"
)
_QUESTION = re.compile(r"(?:Q|Question)[:.] ?(?=\S)|Q(?=[A-Z][a-z’']+ )|Q (?=[A-Z“\"])")
_ANSWER = re.compile(r"(?:A|Answer)[:.] (?=\S)")

_FEWEST_ANSWERS: Final = 2  # one line that begins "A: " is an item of a list
_FEWEST_TURNS: Final = 3  # of a transcript, whose turns may go on over paragraphs
_LONGEST_TURN: Final = 6  # paragraphs
_FEWEST_LETTERS: Final = 2  # of a word; "547" and "12 %" are a table's


class Turn(NamedTuple):
    """The first token that names the speaker, the end of the label, and what is said."""

    speaker: Token
    label_end: int
    content: Range


class Label(NamedTuple):
    """A name before a colon: its tokens, the first one said, and whether it is shouted."""

    start: int
    end: int
    said: int
    is_in_capitals: bool


def find_turns(layout: Layout, clusters: Clusters, marked: set[int]) -> Iterator[Turn]:
    """Yield the turns of an article, in reading order.

    Args:
        layout: of the article.
        clusters: who is named in it.
        marked: paragraphs with words in marks, which are quotations of their own.
    """
    answers = _beginnings(layout, _ANSWER)
    person = None
    if len(answers) >= _FEWEST_ANSWERS:
        person = _interviewed(layout, clusters, min(answers))
    if person is None:
        yield from _labelled(layout, clusters, marked)
        return
    breaks = answers.keys() | _beginnings(layout, _QUESTION).keys() | marked
    for paragraph, said in answers.items():
        last = _last_of(paragraph, breaks)
        content = trimmed(layout.doc, said, layout.paragraph_tokens[last][1])
        if paragraph not in marked and content is not None:
            yield Turn(person, layout.paragraph_tokens[paragraph][0] + 1, content)


def _beginnings(layout: Layout, label: re.Pattern[str]) -> dict[int, int]:
    """The paragraphs that a label opens, and the first token after it."""
    return {
        number: layout.token_at(match.end())
        for number, where in enumerate(layout.paragraphs)
        if (match := label.match(layout.text, where.start, where.end)) is not None
    }


def _interviewed(layout: Layout, clusters: Clusters, first_answer: int) -> Token | None:
    """The person whom an interview is with: the one most named before it begins."""
    begins = layout.paragraph_tokens[first_answer][0]
    named = [
        [mention.span for mention in person.references if mention.span.start < begins]
        for person in clusters
        if person.type is EntityType.PERSON
    ]
    most = max(map(len, named), default=0)
    first = min((spans[0] for spans in named if most and len(spans) == most), default=None)
    return None if first is None else first.root


def _labelled(layout: Layout, clusters: Clusters, marked: set[int]) -> Iterator[Turn]:
    labels = {
        number: label
        for number in range(len(layout.paragraphs))
        if (label := label_of(layout, number, clusters)) is not None
    }
    breaks = labels.keys() | marked | _beginnings(layout, _QUESTION).keys()
    is_transcript = sum(label.is_in_capitals for label in labels.values()) >= _FEWEST_TURNS
    for number, label in labels.items():
        goes_on = is_transcript and label.is_in_capitals
        last = _last_of(number, breaks) if goes_on else number
        content = trimmed(layout.doc, label.said, layout.paragraph_tokens[last][1])
        if number not in marked and content is not None and _is_said(layout, label, content):
            yield Turn(layout.doc[label.start], label.end, content)


def label_of(layout: Layout, paragraph: int, clusters: Clusters) -> Label | None:
    """The name before a colon that opens a paragraph.

    A name in capitals is a transcript's, unless it is a heading's word ("BYLINE", "WATCH") or where
    a report was sent from ("NEW DELHI"); any other must be a name known in the article.
    """
    where = layout.paragraphs[paragraph]
    match = _LABEL.match(layout.text, where.start, where.end)
    if match is None or len(match[1]) == 1:
        return None
    end = layout.token_at(match.end(1) - 1) + 1
    is_in_capitals = _is_shouted(match[1])
    if not is_in_capitals and clusters.at(end - 1) is None:
        return None
    first = match[1].split()[0].lower()
    if is_in_capitals and (first in _headings() or gazetteer.is_place(match[1])):
        return None
    return Label(layout.token_at(match.start(1)), end, layout.token_at(match.end()), is_in_capitals)


def _is_shouted(label: str) -> bool:
    """Whether a label is in capitals, but for a title or an article: "Mr. LEE", "The CHAIRMAN"."""
    *before, last = label.split()
    titled = (word.isupper() or word == "The" or gazetteer.honorific(word) for word in before)
    return last.isupper() and len(last) > 1 and all(titled)


@cache
def _headings() -> frozenset[str]:
    return frozenset(entries("labels_of_pages"))


def _is_said(layout: Layout, label: Label, content: Range) -> bool:
    """Whether words follow, and not the numbers of a table: "Clinton: 547", "Trump: 12 percent"."""
    words = layout.doc[content[0] : content[1]]
    if label.is_in_capitals:
        return any(word.is_alpha and len(word) >= _FEWEST_LETTERS for word in words)
    return any(word.tag_[:2] in ("VB", "MD") for word in words)


def _last_of(paragraph: int, breaks: Collection[int]) -> int:
    """The last paragraph of a turn: the one before the next, where that is not far.

    After the last turn of all it cannot be told where the speech ends.
    """
    following = range(paragraph + 1, paragraph + 1 + _LONGEST_TURN)
    return next((number - 1 for number in following if number in breaks), paragraph)
