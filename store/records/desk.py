"""What curators mend: a quotation's speaker or place in the record, an article's title and date."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from store.records.annotation import AnnotatedArticle
    from store.records.server import AuditEntry
    from store.records.stored import Added, ArticleRow, StoredQuotation


@dataclass(frozen=True, slots=True)
class SpeakerChoice:
    """Who a curator says is speaking: an entity, words for somebody without a name, or nobody."""

    entity_id: int | None = None
    words: str | None = None  # "State Department spokesperson"; None with an entity, or nobody


@dataclass(frozen=True, slots=True)
class MendedQuotation:
    """A quotation after a curator's change, and the number of the change to take back."""

    change_id: int
    quotation: StoredQuotation  # as it is now, also when it is hidden
    speaker_before: str | None  # what was shown as its speaker
    is_new: bool = True  # False: it was so before, and nothing was changed


@dataclass(frozen=True, slots=True)
class ArticleFacts:
    """What a curator may write over of an article."""

    title: str
    byline: str | None
    publisher: str | None
    published_on: date | None


@dataclass(frozen=True, slots=True)
class MendedArticle:
    """An article after a curator's change, and the number of the change to take back."""

    change_id: int | None  # None: nothing was changed
    row: ArticleRow
    before: ArticleFacts
    after: ArticleFacts


@dataclass(frozen=True, slots=True)
class Found:
    """How much a reading found in an article."""

    n_quotations: int
    n_entities: int


@dataclass(frozen=True, slots=True)
class Reading:
    """What is stored of an article's annotation, with the numbers its quotations have."""

    annotated: AnnotatedArticle
    numbers: tuple[int, ...]  # one for each quotation, in order
    fixed: frozenset[int]  # of those numbers: a curator set the speaker, not the reading


@dataclass(frozen=True, slots=True)
class Reread:
    """An article after it was read again, and the number of the change to take back."""

    change_id: int
    added: Added
    before: Found
    after: Found


@dataclass(frozen=True, slots=True)
class TakenBack:
    """A change that was taken back; `entry` is the new change that did so."""

    entry: AuditEntry
