"""Two entities that are one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from store import link
from store.curate.changes import Act, make_change
from store.database import transaction
from store.errors import SameEntityError
from store.queries.entity_names import entity_now
from store.writes.decisions import Called, Decisions, given_to, read_decisions

if TYPE_CHECKING:
    from datetime import datetime

    from sqlite_utils import Database

    from store.records import Curated, EntityRef


def merge(db: Database, keep_id: int, other_id: int, *, by: int | None, now: datetime) -> Curated:
    """Let two entities be one from now on; it keeps the first one's number and name.

    Names that articles use for either stay with it, whatever linking would say, and so do the
    aliases and the quotations that curators gave to the other.

    Raises:
        EntityNotFoundError: there is none by one of the numbers.
        SameEntityError: both are one already.
        DatabaseError: the file cannot be written; nothing was changed.
    """
    with transaction(db):
        keep, other = entity_now(db, keep_id), entity_now(db, other_id)
        if keep.id == other.id:
            raise SameEntityError(keep)
        before = read_decisions(db, [keep.id, other.id])
        after = replace(
            before,
            pins={i: given_to(pin, keep.id) for i, pin in before.pins.items()},
            fixed=dict.fromkeys(before.fixed, keep.id),
            called=before.called | {keep.id: _name_for_both(before, keep, other)},
        )
        told = {"entity": keep.name, "other": other.name}, {"merged": other.id}
        return make_change(db, Act("entity.merge", keep.id, *told, by, now), before, after)


def _name_for_both(before: Decisions, keep: EntityRef, other: EntityRef) -> Called:
    """What two are called as one: as the first was, if a curator does not have to mend that.

    A name that curators chose for only one of them holds for both; and where the first has only
    a short form and the other a full name, linking chooses.
    """
    first, second = before.called[keep.id], before.called[other.id]
    if "curator" in {first.named_by, second.named_by}:
        return first if first.named_by == "curator" else second
    is_shorter = link.is_lesser(keep.name, keep.type) > link.is_lesser(other.name, other.type)
    return first if is_shorter else Called(keep.name, "curator")
