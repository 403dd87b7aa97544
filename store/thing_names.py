"""Names of things (bodies, places, events, products): which of them mean the same; pure.

One job: the rules for everything that is not a person. The annotator has already given
countries and peoples the one name we show.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Protocol, TypeVar

from store.names import words

if TYPE_CHECKING:
    from collections.abc import Sequence

_SMALL = frozenset(
    ("a", "an", "and", "at", "by", "de", "for", "in", "la", "of", "on", "or", "the", "to")
)
_OWNERS = frozenset(("us", "uk"))  # "U.S. Food and Drug Administration"
_COMPANY_ENDS = frozenset(
    ("ag", "bv", "co", "corp", "corporation", "gmbh", "inc", "llc", "llp", "ltd", "plc", "sa")
)
_SPELLINGS = {
    "centre": "center",
    "defence": "defense",
    "labour": "labor",
    "organisation": "organization",
    "programme": "program",
    "theatre": "theater",
}
_MAX_ACRONYM = 6
_MIN_ACRONYM = 3  # "AP" and "PA" mean too many things
_KEPT = 65_536  # names whose parts are remembered between calls


class Counted(Protocol):
    """A name with the number of articles it stands in."""

    @property
    def name(self) -> str:
        """The name as written."""


N = TypeVar("N", bound=Counted)


@dataclass(frozen=True, slots=True)
class ThingName:
    """A name in folded words, spelled alike, without article and legal form."""

    parts: tuple[str, ...]
    is_acronym: bool
    has_owner: bool = False  # a country stood before it and was left out

    @classmethod
    @lru_cache(maxsize=_KEPT)
    def of(cls, name: str) -> ThingName:
        """Take a name apart."""
        parts = [_SPELLINGS.get(word, word) for word in words(name.replace("&", " and "))]
        if len(parts) > 1 and parts[0] == "the":
            del parts[0]
        has_owner = len(parts) > 2 and parts[0] in _OWNERS  # noqa: PLR2004 — "US Airways" keeps its own
        if has_owner:
            del parts[0]
        while len(parts) > 1 and parts[-1] in _COMPANY_ENDS:
            del parts[-1]
        letters = name.replace(".", "").rstrip("s")
        is_acronym = len(parts) == 1 and letters.isupper() and len(letters) <= _MAX_ACRONYM
        return cls(tuple(parts), is_acronym, has_owner)

    @property
    def form(self) -> str:
        """The words as one string; names of equal form mean the same."""
        if not self.parts:
            return ""
        last = self.parts[-1]
        return " ".join((*self.parts[:-1], last.removesuffix("s") if len(last) > 3 else last))  # noqa: PLR2004 — "Bus", "Gas"

    @property
    def initials(self) -> str:
        """The first letters of its words, the small ones left out."""
        return "".join(part[0] for part in self.parts if part not in _SMALL)

    @property
    def block(self) -> str:
        """What two names must share to mean the same: their words, or what may be an acronym.

        Too few initials are no acronym of anything, and too many names would share them.
        """
        may_have_acronym = len(self.parts) > 1 and len(self.initials) >= _MIN_ACRONYM
        return self.initials if may_have_acronym else self.form


def same_thing(names: Sequence[N]) -> list[list[N]]:
    """Group the names of one block: equal forms, and an acronym with its only full name."""
    by_form: dict[str, list[N]] = defaultdict(list)
    for name in names:
        by_form[ThingName.of(name.name).form].append(name)
    full = [form for form in by_form if " " in form]
    if len(full) != 1:
        return list(by_form.values())
    joined = by_form.pop(full[0])
    initials = ThingName.of(joined[0].name).initials
    acronym = by_form.get(initials)
    if acronym and len(initials) >= _MIN_ACRONYM and _is_acronym(acronym):
        joined += by_form.pop(initials)
    return [joined, *by_form.values()]


def _is_acronym(names: Sequence[Counted]) -> bool:
    return any(ThingName.of(name.name).is_acronym for name in names)
