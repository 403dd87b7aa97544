"""What the record keeps about one member."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from store.records.follows import Following, FollowLetter
    from store.records.server import AuditEntry
    from store.records.stored import ArticleRef

# Stands where a member's number stood who asked to be forgotten; Discord gives it to nobody.
FORGOTTEN: Final = 0


@dataclass(frozen=True, slots=True)
class KeptAbout:
    """Everything with a member's number in it; each list newest first, the follows oldest first."""

    following: Following
    letters: tuple[FollowLetter, ...]
    changes: tuple[AuditEntry, ...]
    articles: tuple[ArticleRef, ...]  # added by them, also those removed since
    digest_ids: tuple[int, ...]  # scheduled by them
    n_saved_lists: int  # answers with buttons that say who asked

    @property
    def is_nothing(self) -> bool:
        """Whether nothing is kept."""
        return self == KeptAbout(type(self.following)(()), (), (), (), (), 0)
