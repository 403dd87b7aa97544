"""Everything the store raises on purpose.

StoreError
├─ IntakeError              the article could not be read     submission
│  ├─ FetchError            network, status, size or time     url, reason
│  ├─ NotAnArticleError     no usable body text               submission, reason
│  ├─ UnsupportedFileError  type or encoding                  filename, reason
│  └─ UnsupportedLanguageError  not English                   submission, language
├─ DuplicateArticleError    already stored                    article_id, title
├─ ArticleNotFoundError     no such article                   asked, suggestions
├─ QuotationNotFoundError   no such quotation                 quotation_id
├─ EntityNotFoundError      nothing by that name              name, suggestions
├─ AmbiguousEntityError     several by that name              name, candidates
├─ DigestNotFoundError      no such digest                    digest_id
├─ TooManyFollowsError      a member follows all one may      most
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
