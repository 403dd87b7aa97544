"""Frozen records passed between the rooms of the house.

One job: name the shapes. No behaviour beyond trivial derived properties, no I/O.
Offsets (`start`, `end`) are half-open code-point offsets into the article's text
(`CleanArticle.text`, stored as the article's body), so `text[start:end]` is the span.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from datetime import date, datetime

T = TypeVar("T")


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


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the article's text."""

    start: int
    end: int


# ------------------------------------------------------------------ text → clean → annotate


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


@dataclass(frozen=True, slots=True)
class Dropped:
    """A line that cleaning left out, and why."""

    text: str
    reason: DropReason


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


@dataclass(frozen=True, slots=True)
class Mention:
    """One span that refers to an entity; `rule` names what decided it."""

    start: int
    end: int
    text: str
    kind: MentionKind
    rule: str = ""


@dataclass(frozen=True, slots=True)
class ArticleEntity:
    """An entity as one article tells it: its mentions there, fullest name and roles.

    Linking across articles joins these by `name` and `type` (store/link.py).
    """

    name: str
    type: EntityType
    mentions: tuple[Mention, ...]
    roles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Quotation:
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


@dataclass(frozen=True, slots=True)
class AnnotatedArticle:
    """A clean article with everything the annotator found in it."""

    article: CleanArticle
    entities: tuple[ArticleEntity, ...]
    quotations: tuple[Quotation, ...]  # in reading order


# ------------------------------------------------------------------ link


@dataclass(frozen=True, slots=True)
class NameCount:
    """The unit of linking: a distinct fullest name within an article, and its type.

    `pinned` names are curators' decisions: they stay with `entity_id`.
    """

    id: int
    name: str
    type: EntityType
    n_articles: int
    entity_id: int | None = None
    pinned: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Names that mean one entity, with what to call it."""

    name_ids: tuple[int, ...]
    canonical: str
    type: EntityType


# ------------------------------------------------------------------ out of the store


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


@dataclass(frozen=True, slots=True)
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
    """What `/search` found, best first; totals count all that match."""

    query: str
    articles: tuple[ArticleHit, ...]
    n_articles: int
    quotations: tuple[QuotationHit, ...]
    n_quotations: int
    first: int = 1
    has_next: bool = False


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


# ------------------------------------------------------------------ digests


class DigestDays(StrEnum):
    """On which local days a digest is posted."""

    DAILY = "daily"
    WEEKDAYS = "weekdays"
    WEEKLY = "weekly"


class PostState(StrEnum):
    """Where one (digest, local date) stands in the ledger.

    Claimed and failed are open: a claim may have been sent, a failure surely was not and is
    tried again. The others are final.
    """

    CLAIMED = "claimed"
    SENT = "sent"
    MISSED = "missed"
    UNCERTAIN = "uncertain"
    SILENT = "silent"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class DigestPlan:
    """When and where a digest is to be posted, as a curator asks for it."""

    channel_id: int
    local_time: str  # HH:MM
    timezone: str  # IANA name
    days: DigestDays = DigestDays.DAILY
    weekday: int | None = None  # 0 Monday to 6 Sunday, for weekly
    role_id: int | None = None
    post_when_empty: bool = True


@dataclass(frozen=True, slots=True)
class Digest:
    """A scheduled digest."""

    id: int
    channel_id: int
    days: DigestDays
    weekday: int | None  # 0 Monday to 6 Sunday, for weekly
    local_time: str  # HH:MM
    timezone: str  # IANA name
    role_id: int | None
    post_when_empty: bool
    created_by: int
    created_at: datetime
    active_from: datetime  # nothing due up to then is owed
    paused_at: datetime | None = None
    pause_reason: str | None = None  # None when a curator paused it

    @property
    def is_waiting(self) -> bool:
        """Whether it paused itself and resumes by itself."""
        return self.paused_at is not None and self.pause_reason is not None


@dataclass(frozen=True, slots=True)
class DigestPost:
    """One row of the ledger: the digest of one local date."""

    id: int
    digest_id: int
    local_date: date
    due_at: datetime
    state: PostState
    nonce: str
    claimed_at: datetime
    first_tried_at: datetime  # start of Discord's nonce window
    attempts: int
    upto_article_id: int  # later articles belong to the next digest
    sent_at: datetime | None = None
    message_id: int | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class DigestStanding:
    """A digest with what its ledger still owes."""

    digest: Digest
    last: DigestPost | None  # of the latest local date, whatever its state
    open: tuple[DigestPost, ...] = ()  # claimed or failed, oldest first


class DigestStep(StrEnum):
    """What is to be done about one due date."""

    POST = "post"  # never tried, or surely not sent: claim and send
    RECOVER = "recover"  # claimed by somebody who never came back
    MISS = "miss"  # too late


@dataclass(frozen=True, slots=True)
class DigestJob:
    """One due date that wants something done."""

    digest: Digest
    local_date: date
    due_at: datetime
    step: DigestStep
    post: DigestPost | None = None  # its row of the ledger, when there is one


@dataclass(frozen=True, slots=True)
class DigestPeriod:
    """What a digest covers: the articles after one number, up to another.

    Numbers, not times: they are given out in the order of writing, so that no article falls
    between two digests and a repeated try covers the same ones.
    """

    since: datetime
    until: datetime
    earlier_id: int  # the period before begins after this article
    after_id: int  # this period begins after this article
    upto_id: int  # and ends with this one


@dataclass(frozen=True, slots=True)
class QuotationCandidate:
    """A quotation that a digest may show, with what its score needs."""

    quotation: StoredQuotation
    n_mentions: int  # of its speaker in the whole record; 0 when nobody can be told
    is_first: bool = False  # the speaker was never quoted before this period


@dataclass(frozen=True, slots=True)
class DigestMaterial:
    """Everything a digest is composed from; read in one go, so that it is one moment's record."""

    articles: tuple[ArticleRow, ...]  # newest first
    n_articles: int
    candidates: tuple[QuotationCandidate, ...]
    n_quotations: int
    mentions: tuple[Riser, ...]  # all who are mentioned in the period, with the period before
    top_mentions: int  # of the most mentioned speaker in the record: the scale of n_mentions
    record: tuple[QuotationCandidate, ...] = ()  # for an empty day, not shown lately


@dataclass(frozen=True, slots=True)
class ComposedDigest:
    """What a digest says; made by store/digest.py, drawn by bot/cards/digest.py."""

    local_date: date
    since: datetime
    until: datetime
    articles: tuple[ArticleRow, ...]
    n_articles: int
    quotations: tuple[StoredQuotation, ...]
    n_quotations: int
    risers: tuple[Riser, ...]
    from_the_record: StoredQuotation | None = None  # on an empty day

    @property
    def is_empty(self) -> bool:
        """Whether nothing was added since the last digest."""
        return self.n_articles == 0

    @property
    def shown(self) -> tuple[int, ...]:
        """The ids of the quotations it shows."""
        record = (self.from_the_record,) if self.from_the_record else ()
        return tuple(q.id for q in (*self.quotations, *record))


@dataclass(frozen=True, slots=True)
class Riser:
    """Somebody mentioned in the period, with how often in the period before."""

    entity: EntityRef
    now: int
    before: int


# ------------------------------------------------------------------ the server's own


@dataclass(frozen=True, slots=True)
class GuildSettings:
    """What a server chose; stored in its own corpus file."""

    timezone: str = "UTC"
    curator_role_id: int | None = None
    log_channel_id: int | None = None


@dataclass(frozen=True, slots=True)
class SavedList:
    """A list somebody is paging through, kept so that its buttons outlive a restart."""

    token: str
    kind: str  # "quotes", "search", …: which command draws it
    params: dict[str, str] = field(default_factory=dict)
