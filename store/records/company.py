"""Names side by side: who appears with whom, and what two said on the same topic."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from store.records.stored import Counted, EntityRef, StoredQuotation


@dataclass(frozen=True, slots=True)
class Link:
    """Two entities of a web, by their places in `Web.around`, and the paragraphs with both."""

    one: int
    other: int
    n_paragraphs: int


@dataclass(frozen=True, slots=True)
class Web:
    """An entity, those it shares most paragraphs with, and how those are linked."""

    centre: EntityRef
    around: tuple[Counted[EntityRef], ...]  # paragraphs with the centre, most first
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Connections:
    """Who appears in the same paragraphs as an entity: the foremost as a web, and a page of all."""

    web: Web
    items: tuple[Counted[EntityRef], ...]  # most paragraphs first
    first: int  # place of the first item among all, from 1
    total: int


@dataclass(frozen=True, slots=True)
class Pair:
    """Two quotations side by side, and what both are about."""

    first: StoredQuotation
    second: StoredQuotation
    shared: tuple[str, ...]  # names and words, as they are shown; none where only the day decided


@dataclass(frozen=True, slots=True)
class Comparison:
    """What two speakers said: a page of pairs, best first."""

    pairs: tuple[Pair, ...]
    total: int  # pairs there are
    n_first: int  # quotations of the first that were asked for
    n_second: int
    common: tuple[EntityRef, ...]  # what both spoke about lately, most often first
