"""Annotated articles → any number of new ones, put together from their pieces; pure.

One job: what annotating such an article would find in it, without annotating it. An article is
runs of consecutive paragraphs of real ones with everything that was found in them; in a share of
the articles people get made-up names, so that names grow with the corpus as they do in the
world. Article number i depends only on (seed, i) and the sources.
"""

from __future__ import annotations

import hashlib
import random
import re
from bisect import bisect_right
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from store.records import (
    AnnotatedArticle,
    ArticleEntity,
    CleanArticle,
    DateOrigin,
    EntityType,
    Mention,
    Quotation,
    Span,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    _Places = Callable[[int], int]

_FIRST_DAY = date(2022, 2, 24)
_DAYS = 1000
_WEEKDAYS = (16, 17, 17, 17, 16, 8, 9)  # how much is published, Monday first
_IN_A_BURST = 0.25  # of the articles; each month has one big story
_MONTH = 30

_WORDS = 300  # the median of an article: about ten quotations
_SPREAD = 0.45  # of its logarithm, as news has it
_WORDS_AT_LEAST = 60
_RUN = (2, 5)  # paragraphs of one source that stay together
_SOURCES_AT_LEAST = 2

_RENAMED = 0.3  # share of the articles in which people get made-up names
_RENAMED_AT_MOST = 4  # people of such an article
_FULL_NAME = 2  # words: "First Last" is what can be made up

_BREAK = re.compile(r"\s*\n\s*")
_FIRST = "Anna Ben Carla David Elena Frank Grace Hugo Irina Jack Kofi Lena Marco Nadia Oleg"
_ONSET = "b br ch d dr f g gr h j k kl l m n p pr r s sh st t tr v vl w y z"
_NUCLEUS = "a e i o u ai au ea ia oo"
_CODA = "ck d l ll m n nd ng r rd rt s sk th v x z"
_ENDING = "er ev in ko man o ov ski son ton vich wa"


@dataclass(frozen=True, slots=True)
class Piece:
    """Paragraphs that cannot be parted, and what was found in them; offsets are its own."""

    text: str
    n_words: int
    mentions: tuple[tuple[int, Mention], ...]  # with the source's entity, by index
    quotations: tuple[Quotation, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """A real article, taken apart."""

    title: str
    publisher: str
    entities: tuple[ArticleEntity, ...]
    pieces: tuple[Piece, ...]


@dataclass(slots=True)
class _Draft:
    """An article as it grows; its entities are those of one name and type."""

    texts: list[str] = field(default_factory=list)
    length: int = 0
    mentions: dict[tuple[str, EntityType], list[Mention]] = field(default_factory=dict)
    roles: dict[tuple[str, EntityType], dict[str, None]] = field(default_factory=dict)
    quotations: list[Quotation] = field(default_factory=list)


def take_apart(annotated: AnnotatedArticle) -> Source:
    """Cut a real article between paragraphs, wherever nothing that was found reaches across."""
    text = annotated.article.text
    held = sorted(
        [_extent(quotation) for quotation in annotated.quotations]
        + [(m.start, m.end) for entity in annotated.entities for m in entity.mentions]
    )
    cuts = [0, *_free_breaks(text, held), len(text)]
    pieces = [_piece(annotated, start, end) for start, end in pairwise(cuts)]
    source = annotated.article.source
    return Source(
        title=annotated.article.title,
        publisher=source.split("_", maxsplit=1)[0] or "wire",
        entities=annotated.entities,
        pieces=tuple(piece for piece in pieces if piece.text),
    )


def recombine(sources: Sequence[Source], i: int, *, seed: int) -> AnnotatedArticle:
    """Article number i of a corpus."""
    rng = random.Random(f"{seed}:{i}")  # noqa: S311 — the same numbers every time are the point
    target = max(_WORDS_AT_LEAST, min(4 * _WORDS, int(rng.lognormvariate(0, _SPREAD) * _WORDS)))
    draft, n_words, n_sources = _Draft(), 0, 0
    lead = source = rng.choice(sources)
    start = 0
    while n_words < target or n_sources < _SOURCES_AT_LEAST:
        for piece in source.pieces[start : start + rng.randint(*_RUN)]:
            _append(draft, source, piece)
            n_words += piece.n_words
            if n_words >= target:
                break
        n_sources += 1
        source = rng.choice(sources)
        start = rng.randrange(len(source.pieces))
    published_on = _published_on(rng)
    article = CleanArticle(
        text="\n\n".join(draft.texts),
        title=lead.title,
        source=f"{i}.txt",
        url=f"https://{lead.publisher}.example/{published_on:%Y/%m}/story-{i}",
        publisher=lead.publisher,
        published_on=published_on,
        date_origin=DateOrigin.METADATA,
    )
    annotated = _whole(draft, article)
    if rng.random() < _RENAMED:
        annotated = _rename(annotated, rng)
    return _with_hash(annotated)


def _extent(quotation: Quotation) -> tuple[int, int]:
    spans = [Span(quotation.start, quotation.end), quotation.sentence]
    spans += [span for span in (quotation.cue, quotation.speaker_mention) if span]
    return min(span.start for span in spans), max(span.end for span in spans)


def _free_breaks(text: str, held: Sequence[tuple[int, int]]) -> Iterator[int]:
    """The ends of paragraphs that no held stretch reaches across."""
    waiting, reach = iter(held), 0
    following = next(waiting, None)
    for gap in _BREAK.finditer(text):
        while following and following[0] < gap.end():
            reach = max(reach, following[1])
            following = next(waiting, None)
        if reach <= gap.start() > 0:
            yield gap.end()


def _piece(annotated: AnnotatedArticle, start: int, end: int) -> Piece:
    text = annotated.article.text[start:end].rstrip()
    mentions = tuple(
        (i, mention._replace(start=mention.start - start, end=mention.end - start))
        for i, entity in enumerate(annotated.entities)
        for mention in entity.mentions
        if start <= mention.start < end
    )
    quotations = tuple(
        _moved(quotation, -start)
        for quotation in annotated.quotations
        if start <= quotation.start < end
    )
    return Piece(text, len(text.split()), mentions, quotations)


def _append(draft: _Draft, source: Source, piece: Piece) -> None:
    """Add a piece; its entities join those of their name, its speakers are kept as keys."""
    offset = draft.length + 2 * bool(draft.texts)
    keys = {i: (source.entities[i].name, source.entities[i].type) for i, _ in piece.mentions}
    for i, mention in piece.mentions:
        shifted = mention._replace(start=mention.start + offset, end=mention.end + offset)
        draft.mentions.setdefault(keys[i], []).append(shifted)
        draft.roles.setdefault(keys[i], {}).update(dict.fromkeys(source.entities[i].roles))
    order = {key: n for n, key in enumerate(draft.mentions)}
    for quotation in piece.quotations:
        moved = _moved(quotation, offset)
        if quotation.speaker in keys:
            moved = moved._replace(speaker=order[keys[quotation.speaker]])
        elif quotation.speaker is not None:  # named only in a part that is not here
            moved = moved._replace(speaker=None, speaker_label=None, speaker_mention=None)
        draft.quotations.append(moved)
    draft.texts.append(piece.text)
    draft.length = offset + len(piece.text)


def _moved(quotation: Quotation, by: int) -> Quotation:
    return _mapped(quotation, lambda place: place + by)


def _mapped(quotation: Quotation, to: _Places) -> Quotation:
    def span(one: Span) -> Span:
        return Span(to(one.start), to(one.end))

    return quotation._replace(
        start=to(quotation.start),
        end=to(quotation.end),
        quoted=tuple(span(one) for one in quotation.quoted),
        cue=span(quotation.cue) if quotation.cue else None,
        speaker_mention=span(quotation.speaker_mention) if quotation.speaker_mention else None,
        sentence=span(quotation.sentence),
    )


def _whole(draft: _Draft, article: CleanArticle) -> AnnotatedArticle:
    entities = tuple(
        ArticleEntity(name, kind, tuple(mentions), tuple(draft.roles[name, kind]))
        for (name, kind), mentions in draft.mentions.items()
    )
    return AnnotatedArticle(article, entities, tuple(draft.quotations))


def _rename(annotated: AnnotatedArticle, rng: random.Random) -> AnnotatedArticle:
    """Give some of an article's people made-up names, wherever a mention names them."""
    people = [
        i
        for i, entity in enumerate(annotated.entities)
        if entity.type is EntityType.PERSON and len(entity.name.split()) == _FULL_NAME
    ]
    chosen = rng.sample(people, min(len(people), _RENAMED_AT_MOST))
    new_names = {i: _made_up_name(rng) for i in chosen}
    edits = _Edits(annotated, new_names)
    entities = tuple(
        entity._replace(
            name=new_names.get(i, entity.name),
            mentions=tuple(edits.mention(mention) for mention in entity.mentions),
        )
        for i, entity in enumerate(annotated.entities)
    )
    quotations = []
    for quotation in annotated.quotations:
        moved = _mapped(quotation, edits.place)
        if quotation.speaker in new_names:
            moved = moved._replace(speaker_label=new_names[quotation.speaker])
        quotations.append(moved)
    article = replace(annotated.article, text=edits.text)
    return AnnotatedArticle(article, entities, tuple(quotations))


class _Edits:
    """Words of a text replaced by others, and where every place of it has come to stand."""

    def __init__(self, annotated: AnnotatedArticle, new_names: dict[int, str]) -> None:
        text = annotated.article.text
        edits: dict[tuple[int, int], str] = {}
        for i, new_name in new_names.items():
            entity = annotated.entities[i]
            words = dict(zip(entity.name.split(), new_name.split(), strict=True))
            pattern = re.compile(r"\b(?:" + "|".join(map(re.escape, words)) + r")\b")
            for mention in entity.mentions:
                for found in pattern.finditer(text, mention.start, mention.end):
                    edits.setdefault((found.start(), found.end()), words[found[0]])
        parts, at, shift = [], 0, 0
        self._ends, self._shifts = [0], [0]
        for (start, end), word in sorted(edits.items()):
            parts += [text[at:start], word]
            at, shift = end, shift + len(word) - (end - start)
            self._ends.append(end)
            self._shifts.append(shift)
        self.text = "".join([*parts, text[at:]])

    def place(self, place: int) -> int:
        """Where a place of the old text is in the new one."""
        return place + self._shifts[bisect_right(self._ends, place) - 1]

    def mention(self, mention: Mention) -> Mention:
        """A mention in the new text."""
        start, end = self.place(mention.start), self.place(mention.end)
        return mention._replace(start=start, end=end, text=self.text[start:end])


def _made_up_name(rng: random.Random) -> str:
    parts = (_ONSET, _NUCLEUS, f"{_ONSET} {_CODA}", _NUCLEUS, _ENDING)
    last = "".join(rng.choice(part.split()) for part in parts)
    return f"{rng.choice(_FIRST.split())} {last.capitalize()}"


def _published_on(rng: random.Random) -> date:
    """A day of the range: few at the weekend, and some in the burst of its month."""
    while True:
        day = rng.randrange(_DAYS)
        if rng.random() < _IN_A_BURST:
            month = day // _MONTH
            middle = random.Random(f"burst {month}").randrange(_MONTH)  # noqa: S311 — see above
            within = min(_MONTH - 1, abs(int(rng.gauss(middle, 1.5))))
            day = min(_DAYS - 1, month * _MONTH + within)
        published_on = _FIRST_DAY + timedelta(days=day)
        if rng.random() * max(_WEEKDAYS) <= _WEEKDAYS[published_on.weekday()]:
            return published_on


def _with_hash(annotated: AnnotatedArticle) -> AnnotatedArticle:
    folded = " ".join(annotated.article.text.split())
    content_hash = hashlib.sha256(folded.encode()).hexdigest()
    return replace(annotated, article=replace(annotated.article, content_hash=content_hash))
