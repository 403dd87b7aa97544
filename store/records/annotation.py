"""What an article is on its way in: raw, clean, annotated, and its names before linking.

Offsets (`start`, `end`) are half-open code-point offsets into the article's text
(`CleanArticle.text`, stored as the article's body), so `text[start:end]` is the span.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date


class EntityType(StrEnum):
    """What kind of thing an entity is (OntoNotes names, as spaCy uses them)."""

    PERSON = "PERSON"
    ORG = "ORG"
    GPE = "GPE"
    LOC = "LOC"
    NORP = "NORP"
    FAC = "FAC"
    EVENT = "EVENT"
    PRODUCT = "PRODUCT"


class QuotationKind(StrEnum):
    """Whole sentences in marks, a reported clause with some marks, or no marks."""

    DIRECT = "direct"
    MIXED = "mixed"
    INDIRECT = "indirect"


class MentionKind(StrEnum):
    """How a mention refers: by name, by description, or by pronoun."""

    NAME = "name"
    NOMINAL = "nominal"
    PRONOUN = "pronoun"


class DateOrigin(StrEnum):
    """Where an article's publication date came from."""

    METADATA = "metadata"
    TEXT = "text"
    CURATOR = "curator"
    UNKNOWN = "unknown"


class DropReason(StrEnum):
    """Why cleaning left a line out of the article."""

    PROMOTION = "promotion"
    FURNITURE = "page furniture"
    CREDIT = "agency credit"
    DATELINE = "date line"
    HEADLINE = "headline"
    STANDFIRST = "repeated standfirst"
    LINK_HEADLINE = "link headline"
    BIOGRAPHY = "author biography"
    BYLINE = "byline"


class Span(NamedTuple):
    """A stretch of the article's text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Dropped:
    """A line that cleaning left out, and why."""

    text: str
    reason: DropReason


@dataclass(frozen=True, slots=True)
class RawArticle:
    """An article as it was handed in, before cleaning.

    `published_on` with its `date_origin` is what the metadata or the curator said;
    the cleaner may add a date found in the text.
    """

    text: str
    source: str = ""  # file name, address or "pasted text": what errors name
    url: str | None = None
    canonical_url: str | None = None
    title: str | None = None
    byline: str | None = None
    publisher: str | None = None
    published_on: date | None = None
    date_origin: DateOrigin = DateOrigin.UNKNOWN
    dropped: tuple[Dropped, ...] = ()  # what reading the file left out already


@dataclass(frozen=True, slots=True)
class CleanArticle:
    """The article itself; every offset of annotation refers to `text`."""

    text: str
    title: str
    source: str = ""
    url: str | None = None
    canonical_url: str | None = None
    byline: str | None = None
    publisher: str | None = None
    published_on: date | None = None
    date_origin: DateOrigin = DateOrigin.UNKNOWN
    date_note: str | None = None  # set when the text contradicts the date
    language: str = "en"
    dropped: tuple[Dropped, ...] = ()
    content_hash: str = ""  # hex SHA-256 of the text, white space folded, case kept
    sketch: tuple[int, ...] = ()  # what near-copies are found by (store/sketches.py)


class Mention(NamedTuple):
    """One span that refers to an entity; `rule` names what decided it."""

    start: int
    end: int
    text: str
    kind: MentionKind
    rule: str = ""


class ArticleEntity(NamedTuple):
    """An entity as one article tells it: its mentions there, fullest name and roles.

    Linking across articles joins these by `name` and `type` (store/link.py).
    """

    name: str
    type: EntityType
    mentions: tuple[Mention, ...]
    roles: tuple[str, ...] = ()


class Quotation(NamedTuple):
    """Reported words, with who said them.

    `speaker` indexes the article's `entities`, or is None when the speaker is a role
    without a name ("a State Department spokesperson") or cannot be told. `speaker_label`
    is what to show: the entity's name, the role's words, or None when nobody can be told.
    """

    kind: QuotationKind
    start: int
    end: int
    quoted: tuple[Span, ...]
    cue: Span | None
    speaker_mention: Span | None
    speaker: int | None
    speaker_label: str | None
    sentence: Span
    rule: str


class Company(NamedTuple):
    """How an article writes names, and who stands in a paragraph together."""

    forms: tuple[tuple[int, str, int], ...]  # who is meant, the form, how often
    paragraphs: tuple[tuple[int, ...], ...]  # of at least two, in the order they are mentioned


class Gist(NamedTuple):
    """What is indexed and counted of an article (store/gist.py); entities by their index."""

    strengths: str  # of the words of title and text (store/terms.py)
    company: Company
    about: tuple[tuple[int, ...], ...]  # for each quotation, whom its words mention
    quotation_strengths: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AnnotatedArticle:
    """A clean article with everything the annotator found in it."""

    article: CleanArticle
    entities: tuple[ArticleEntity, ...]
    quotations: tuple[Quotation, ...]  # in reading order
    # Found ahead, to be stored quickly; never of another article: a changed copy has none.
    gist: Gist | None = field(init=False, default=None, repr=False, compare=False)


class Placed(NamedTuple):
    """An article's entity as it is stored: its row, whose name it is, and who is meant."""

    id: int
    name_id: int
    entity_id: int


class Said(NamedTuple):
    """A quotation as it is stored: what is counted of it, and whom it mentions but its speaker."""

    id: int
    day: str
    kind: str
    speaker_id: int | None
    is_attributed: bool
    about: Collection[int]
    strengths: str  # of its words (store/terms.py)


class NameCount(NamedTuple):
    """The unit of linking: a distinct fullest name within an article, and its type.

    `pinned_to` is the entity a curator gave the name to; it goes there whatever else is found.
    """

    id: int
    name: str
    type: EntityType
    n_articles: int
    entity_id: int | None = None
    pinned_to: int | None = None


class Group(NamedTuple):
    """Names that mean one entity, with what to call it."""

    name_ids: tuple[int, ...]
    canonical: str
    type: EntityType
