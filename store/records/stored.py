"""What the store answers with: quotations, entities, articles and pages of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from datetime import date, datetime

    from store.records.annotation import DateOrigin, Dropped, EntityType, QuotationKind, Span

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class EntityRef:
    """Enough of an entity to name it and to ask for more."""

    id: int
    name: str
    type: EntityType


@dataclass(frozen=True, slots=True)
class Counted(Generic[T]):
    """Something with how often it occurs."""

    item: T
    count: int


@dataclass(frozen=True, slots=True)
class ArticleRef:
    """Enough of an article to cite it."""

    id: int
    title: str
    url: str | None
    publisher: str | None
    published_on: date | None
    date_origin: DateOrigin
    added_at: datetime


@dataclass(frozen=True, slots=True)
class StoredQuotation:
    """A quotation as the record holds it, ready to be shown.

    `quoted`, `cue` and `speaker_span` are offsets into `context`, the paragraph(s) around the
    quotation; `content_start` and `content_end` likewise. `content` is
    `context[content_start:content_end]`.
    """

    id: int
    article: ArticleRef
    kind: QuotationKind
    content: str
    context: str
    content_start: int
    content_end: int
    quoted: tuple[Span, ...]
    cue: Span | None
    speaker_span: Span | None
    speaker: EntityRef | None
    speaker_label: str | None
    rule: str
    copies: int = 0  # how many other articles of the record repeat it (near-copies)


@dataclass(frozen=True, slots=True)
class QuotationFilter:
    """What `/quotes` asks for; names are entity ids by the time they get here."""

    speaker: int | None = None
    speaker_label: str | None = None  # a role without an entity, matched whole, case-folded
    about: int | None = None
    containing: str | None = None
    since: date | None = None
    until: date | None = None
    kind: QuotationKind | None = None
    article: int | None = None


@dataclass(frozen=True, slots=True, order=True)
class PageKey:
    """Where a page begins or ends in a list ordered newest first: (day, id)."""

    day: str  # ISO date the list is ordered by
    id: int


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One page of a list, and the keys to its neighbours."""

    items: tuple[T, ...]
    total: int
    first: int = 1  # position of the first item in the whole list, from 1; 0 when empty
    previous: PageKey | None = None  # ask with `before=` this key
    next: PageKey | None = None  # ask with `after=` this key
    is_more: bool = False  # there are more than `total`, which nobody can turn to


@dataclass(frozen=True, slots=True)
class Role:
    """A role seen in the text ("National Security Council spokesman") and when."""

    text: str
    count: int
    first_on: date | None
    last_on: date | None


@dataclass(frozen=True, slots=True)
class EntityProfile:
    """What the record knows of one entity."""

    ref: EntityRef
    aliases: tuple[Counted[str], ...]  # most frequent first
    roles: tuple[Role, ...]  # latest first
    first_on: date | None
    last_on: date | None
    n_mentions: int
    n_articles: int
    n_quotations_by: int
    n_quotations_about: int
    mentions_by_day: tuple[tuple[date, int], ...]  # oldest first, days without mentions left out
    quotations_by: tuple[StoredQuotation, ...]  # latest first, at most 3
    quotations_about: tuple[StoredQuotation, ...]  # latest first, at most 3
    companions: tuple[Counted[EntityRef], ...]  # same paragraph, most often first, at most 10


@dataclass(frozen=True, slots=True)
class EntityRow:
    """An entity in a list."""

    ref: EntityRef
    n_mentions: int
    n_articles: int
    n_quotations: int
    first_on: date | None
    last_on: date | None


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """An article in a list."""

    ref: ArticleRef
    byline: str | None
    n_words: int
    n_quotations: int
    added_by: int | None
    removed_at: datetime | None


@dataclass(frozen=True, slots=True)
class ArticleProfile:
    """One article as `/article` shows it."""

    row: ArticleRow
    summary: str  # its first two sentences
    date_note: str | None
    copy_of: ArticleRef | None
    people: tuple[Counted[EntityRef], ...]  # persons by mentions, at most 10
    others: tuple[Counted[EntityRef], ...]  # the rest by mentions, at most 10
    quotations: tuple[StoredQuotation, ...]  # reading order, at most 5
    dropped: tuple[Dropped, ...]


@dataclass(frozen=True, slots=True)
class ArticleHit:
    """An article that answers a search; `marks` are spans of `snippet` that matched."""

    article: ArticleRef
    snippet: str
    marks: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class QuotationHit:
    """A quotation that answers a search; `marks` are spans of `quotation.content`."""

    quotation: StoredQuotation
    marks: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class SearchResult:
    """What `/search` found, best first.

    Totals count all that match, or as far as matches are counted, when there are more.
    """

    query: str
    articles: tuple[ArticleHit, ...]
    n_articles: int
    quotations: tuple[QuotationHit, ...]
    n_quotations: int
    first: int = 1
    has_next: bool = False
    n_reachable: int = 0  # how many of the longer list can be turned to; only the best are ranked
    has_more_articles: bool = False
    has_more_quotations: bool = False


@dataclass(frozen=True, slots=True)
class CorpusStats:
    """Counts of a corpus, its newest articles and its last change."""

    n_articles: int
    n_quotations: int
    n_direct: int
    n_mixed: int
    n_indirect: int
    n_attributed: int
    n_entities: int
    n_people: int
    first_on: date | None
    last_on: date | None
    last_change: datetime | None
    size_bytes: int
    newest: tuple[ArticleRow, ...]
    top_speakers: tuple[Counted[EntityRef], ...]


@dataclass(frozen=True, slots=True)
class Added:
    """What committing an article did."""

    article: ArticleRef
    n_quotations: int
    n_attributed: int
    n_entities: int
    people: tuple[EntityRef, ...]  # most mentioned first
    dropped: tuple[Dropped, ...]
    date_note: str | None
    copy_of: ArticleRef | None = None
