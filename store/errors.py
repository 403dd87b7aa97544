"""Everything the store raises on purpose.

StoreError
├─ IntakeError              the article could not be read     submission
│  ├─ FetchError            network, status, size or time     url, reason
│  ├─ NotAnArticleError     no usable body text               submission, reason
│  ├─ NotAFeedError         nothing a feed reader can read    submission, reason
│  ├─ UnsupportedFileError  type or encoding                  filename, reason
│  └─ UnsupportedLanguageError  not English                   submission, language
├─ DuplicateArticleError    already stored                    article_id, title
├─ ArticleNotFoundError     no such article                   asked, suggestions
├─ QuotationNotFoundError   no such quotation                 quotation_id
├─ EntityNotFoundError      nothing by that name              name, suggestions
├─ AmbiguousEntityError     several by that name              name, candidates
├─ DigestNotFoundError      no such digest                    digest_id
├─ TooManyFollowsError      a member follows all one may      most
├─ CurationError            entities cannot be changed so
│  ├─ SameEntityError       both names mean one already       entity
│  ├─ FormNotFoundError     no article calls it so            entity, form, known
│  ├─ NothingLeftError      a split would leave no name       entity
│  ├─ NameTakenError        another goes by that name         name, holder
│  ├─ AlreadyCalledError    it has the name it would get      entity
│  ├─ BadNameError          empty, too long or no name        name
│  ├─ ChangeNotFoundError   no such change of entities        change_id
│  ├─ ChangeUndoneError     it was undone already             change_id
│  ├─ ChangeTooOldError     what was before is not kept       change_id
│  └─ ChangeOverlaidError   a later one stands on it          change_id, later_id
├─ FeedNotFoundError        no such feed                      feed_id
├─ DuplicateFeedError       followed already                  feed_id, url
├─ TooManyFeedsError        a server follows all it may       most
├─ SeveralFeedsError        a page names more than one feed   url, others
├─ AnnotationError          spaCy failed on this text         title
└─ DatabaseError            the corpus file cannot be used    path
   ├─ DatabaseMissingError  there is no such file             path
   ├─ DatabaseLockedError   somebody else is writing          path
   ├─ DatabaseNewerError    made by a newer version           path
   ├─ DatabaseCorruptError  not a database, or damaged        path
   ├─ DatabaseFullError     no room left                      path
   └─ DatabaseUnwritableError  folder or file not writable    path

An error carries facts as attributes; the sentence a Discord user reads is made in
bot/messages.py. Every constructor hands all its arguments to `super().__init__`, so that the
error survives pickling on its way out of the worker process.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from store.records import EntityRef


class StoreError(Exception):
    """Anything the store refuses or cannot do."""


class IntakeError(StoreError):
    """A submission could not be read as an article."""

    def __init__(self, submission: str, reason: str) -> None:
        super().__init__(submission, reason)
        self.submission = submission
        self.reason = reason

    def __str__(self) -> str:
        return f"{self.submission}: {self.reason}"


class FetchError(IntakeError):
    """An address could not be fetched: refused, unreachable, too large or too slow."""

    @property
    def url(self) -> str:
        """The address that was asked for."""
        return self.submission


class NotAnArticleError(IntakeError):
    """There is no usable article text in the submission."""


class NotAFeedError(IntakeError):
    """What is at an address is neither a feed nor names one."""


class UnsupportedFileError(IntakeError):
    """A file whose type or encoding cannot be read."""

    @property
    def filename(self) -> str:
        """The file's name as submitted."""
        return self.submission


class UnsupportedLanguageError(IntakeError):
    """The text is not in English."""

    def __init__(self, submission: str, language: str) -> None:
        super().__init__(submission, f"the text looks like {language}, only English can be read")
        self.args = (submission, language)
        self.language = language


class DuplicateArticleError(StoreError):
    """The same address or the same text is already in the corpus."""

    def __init__(self, article_id: int, title: str) -> None:
        super().__init__(article_id, title)
        self.article_id = article_id
        self.title = title

    def __str__(self) -> str:
        return f"already stored as article {self.article_id}: {self.title}"


class ArticleNotFoundError(StoreError):
    """No article by that id or title."""

    def __init__(self, asked: str, suggestions: tuple[str, ...] = ()) -> None:
        super().__init__(asked, suggestions)
        self.asked = asked
        self.suggestions = suggestions

    def __str__(self) -> str:
        return f"no article {self.asked!r}"


class QuotationNotFoundError(StoreError):
    """No quotation by that number."""

    def __init__(self, quotation_id: int) -> None:
        super().__init__(quotation_id)
        self.quotation_id = quotation_id

    def __str__(self) -> str:
        return f"no quotation number {self.quotation_id}"


class EntityNotFoundError(StoreError):
    """Nobody and nothing by that name; `suggestions` are the nearest names."""

    def __init__(self, name: str, suggestions: tuple[str, ...] = ()) -> None:
        super().__init__(name, suggestions)
        self.name = name
        self.suggestions = suggestions

    def __str__(self) -> str:
        near = f" (nearest: {', '.join(self.suggestions)})" if self.suggestions else ""
        return f"nobody by the name {self.name!r}{near}"


class AmbiguousEntityError(StoreError):
    """Several entities go by that name; the asker must choose."""

    def __init__(self, name: str, candidates: tuple[EntityRef, ...]) -> None:
        super().__init__(name, candidates)
        self.name = name
        self.candidates = candidates

    def __str__(self) -> str:
        return f"{self.name!r} may be {', '.join(c.name for c in self.candidates)}"


class DigestNotFoundError(StoreError):
    """No digest by that number."""

    def __init__(self, digest_id: int) -> None:
        super().__init__(digest_id)
        self.digest_id = digest_id

    def __str__(self) -> str:
        return f"no digest number {self.digest_id}"


class TooManyFollowsError(StoreError):
    """A member follows as many as one may already."""

    def __init__(self, most: int) -> None:
        super().__init__(most)
        self.most = most

    def __str__(self) -> str:
        return f"at most {self.most} follows a member"


class CurationError(StoreError):
    """Entities cannot be changed in the way a curator asked for."""


class SameEntityError(CurationError):
    """Both names mean one entity already."""

    def __init__(self, entity: EntityRef) -> None:
        super().__init__(entity)
        self.entity = entity

    def __str__(self) -> str:
        return f"both are {self.entity.name} (#{self.entity.id}) already"


class FormNotFoundError(CurationError):
    """No article calls the entity so, or not in the articles asked about."""

    def __init__(self, entity: EntityRef, form: str, known: tuple[str, ...]) -> None:
        super().__init__(entity, form, known)
        self.entity = entity
        self.form = form
        self.known = known

    def __str__(self) -> str:
        return f"{self.entity.name} is called {', '.join(self.known)}, not {self.form!r}"


class NothingLeftError(CurationError):
    """A split would take every name of the entity, or none."""

    def __init__(self, entity: EntityRef) -> None:
        super().__init__(entity)
        self.entity = entity

    def __str__(self) -> str:
        return f"nothing would be split off {self.entity.name}, or nothing left of it"


class NameTakenError(CurationError):
    """Another entity goes by that name, or the entity itself does."""

    def __init__(self, name: str, holder: EntityRef) -> None:
        super().__init__(name, holder)
        self.name = name
        self.holder = holder

    def __str__(self) -> str:
        return f"{self.name!r} is {self.holder.name} (#{self.holder.id})"


class AlreadyCalledError(CurationError):
    """A new name would be the one it has, chosen by the same."""

    def __init__(self, entity: EntityRef) -> None:
        super().__init__(entity)
        self.entity = entity

    def __str__(self) -> str:
        return f"{self.entity.name} (#{self.entity.id}) is called so already"


class BadNameError(CurationError):
    """Nothing that can be a name: empty, too long, or without a letter."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name

    def __str__(self) -> str:
        return f"{self.name[:40]!r} cannot be a name"


class ChangeNotFoundError(CurationError):
    """There is no change of entities by that number."""

    def __init__(self, change_id: int) -> None:
        super().__init__(change_id)
        self.change_id = change_id

    def __str__(self) -> str:
        return f"no change of entities number {self.change_id}"


class ChangeUndoneError(ChangeNotFoundError):
    """That change was undone already."""

    def __str__(self) -> str:
        return f"change {self.change_id} was undone already"


class ChangeTooOldError(ChangeNotFoundError):
    """What was before that change is kept no longer."""

    def __str__(self) -> str:
        return f"what was before change {self.change_id} is kept no longer"


class ChangeOverlaidError(CurationError):
    """A later change concerns the same names; it has to be undone first."""

    def __init__(self, change_id: int, later_id: int) -> None:
        super().__init__(change_id, later_id)
        self.change_id = change_id
        self.later_id = later_id

    def __str__(self) -> str:
        return f"change {self.later_id} stands on change {self.change_id}"


class FeedNotFoundError(StoreError):
    """No feed by that number."""

    def __init__(self, feed_id: int) -> None:
        super().__init__(feed_id)
        self.feed_id = feed_id

    def __str__(self) -> str:
        return f"no feed number {self.feed_id}"


class DuplicateFeedError(StoreError):
    """The server follows the feed at that address already."""

    def __init__(self, feed_id: int, url: str) -> None:
        super().__init__(feed_id, url)
        self.feed_id = feed_id
        self.url = url

    def __str__(self) -> str:
        return f"{self.url} is feed {self.feed_id} already"


class TooManyFeedsError(StoreError):
    """A server follows as many feeds as one may already."""

    def __init__(self, most: int) -> None:
        super().__init__(most)
        self.most = most

    def __str__(self) -> str:
        return f"at most {self.most} feeds a server"


class SeveralFeedsError(StoreError):
    """A page or list names more than one feed; the asker must choose."""

    def __init__(self, url: str, others: tuple[str, ...]) -> None:
        super().__init__(url, others)
        self.url = url
        self.others = others

    def __str__(self) -> str:
        return f"{self.url} names {len(self.others)} feeds"


class AnnotationError(StoreError):
    """spaCy failed on this text."""

    def __init__(self, title: str) -> None:
        super().__init__(title)
        self.title = title

    def __str__(self) -> str:
        return f"could not annotate {self.title!r}"


class DatabaseError(StoreError):
    """The corpus file cannot be used."""

    reason = "cannot be used"

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}"


class DatabaseMissingError(DatabaseError):
    """There is no corpus file at that place."""

    reason = "there is no such corpus yet"


class DatabaseLockedError(DatabaseError):
    """Another process is writing and did not finish in time."""

    reason = "locked by another process"


class DatabaseNewerError(DatabaseError):
    """The file was made by a newer version of On Record."""

    reason = "made by a newer version of On Record"


class DatabaseCorruptError(DatabaseError):
    """The file is not an SQLite database, or is damaged."""

    reason = "not a corpus, or damaged"


class DatabaseFullError(DatabaseError):
    """The disk is full."""

    reason = "no room left on the disk"


class DatabaseUnwritableError(DatabaseError):
    """The file or its folder cannot be written or made."""

    reason = "cannot be written"
