"""Pages of lists: where one begins, and the keys to its neighbours; pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeVar

from store.records import Page, PageKey

if TYPE_CHECKING:
    from collections.abc import Sequence

T = TypeVar("T")

_LAST = 2**63 - 1  # beyond every number


class Stretch(NamedTuple):
    """Which numbers a page of a list, newest number first, is read from, and in which order.

    `condition` compares with `:edge`; both texts are constants.
    """

    condition: str
    order: str
    edge: int
    skip: int


def skipped(total: int, number: int, limit: int) -> int:
    """How many items stand before a page, by its number; one beyond the last is the last."""
    return limit * (min(max(number, 1), max(-(-total // limit), 1)) - 1)


def stretch(
    total: int, *, after: PageKey | None, before: PageKey | None, number: int, limit: int
) -> Stretch:
    """Where a page is read: beside a key, else by its number."""
    key = before or after
    condition, order = ("id > :edge", "id") if before else ("id < :edge", "id DESC")
    return Stretch(
        condition, order, key.id if key else _LAST, 0 if key else skipped(total, number, limit)
    )


def page_of(items: Sequence[T], numbers: Sequence[int], *, total: int, newer: int) -> Page[T]:
    """A page of items that are ordered by their numbers, the highest first; never empty.

    Args:
        items: what is on it.
        numbers: of each item.
        total: items of the whole list.
        newer: items that stand before the page.
    """
    return Page(
        tuple(items),
        total,
        first=newer + 1,
        previous=PageKey("", numbers[0]) if newer else None,
        next=PageKey("", numbers[-1]) if newer + len(numbers) < total else None,
    )


def keys_of_page(
    listed: Sequence[tuple[str, int]],
    *,
    after: PageKey | None,
    before: PageKey | None,
    limit: int,
    skip: int,
) -> list[PageKey]:
    """One page of the keys of a whole list, newest first; the list is of plain pairs."""
    if before:
        newer = [key for key in listed if key > (before.day, before.id)]
        page = newer[max(len(newer) - skip - limit, 0) : len(newer) - skip]
    else:
        older = [key for key in listed if after is None or key < (after.day, after.id)]
        page = older[skip : skip + limit]
    return [PageKey(*key) for key in page]
