"""A change of what is decided: made, noted, and taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from store import relink
from store.database import transaction
from store.errors import ChangeOverlaidError, ChangeUndoneError
from store.queries.changes import changes_from, get_change, undone_by
from store.queries.entity_names import entity_of_any_state
from store.records import Curated
from store.tally import Tally
from store.writes import audit, decisions, entities
from store.writes.decisions import Decisions

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlite_utils import Database

    from store.queries.changes import EntityChange

_K = TypeVar("_K")
_V = TypeVar("_V")


class Act(NamedTuple):
    """What is done to which entity, with the facts the audit log tells people; by whom, when."""

    action: str
    entity_id: int
    before: Mapping[str, object]
    after: Mapping[str, object]
    by: int | None
    now: datetime


def undo(db: Database, change_id: int, *, by: int | None, now: datetime) -> Curated:
    """Take back a change; taking back that one makes the change again.

    Raises:
        ChangeNotFoundError: there is no change of entities by that number.
        ChangeUndoneError: it was undone already.
        ChangeOverlaidError: a later change concerns the same; it must be undone first.
        DatabaseError: the file cannot be written; nothing was changed.
    """
    with transaction(db):
        change = get_change(db, change_id)
        then = Decisions.from_json(change.before["state"])
        since = Decisions.from_json(change.after["state"])
        changes = changes_from(db, change_id)
        undone = undone_by(changes)
        if change_id in undone:
            raise ChangeUndoneError(change_id)
        touched = since.differing(then)
        for later in changes[1:]:
            is_standing = later.undoes is None and later.id not in undone
            if is_standing and touched & _stands_on(later):
                raise ChangeOverlaidError(change_id, later.id)
        told = (
            {**_words(change.before), "action": change.action},
            {**_words(change.after), "undoes": change_id, "action": change.action},
        )
        return make_change(db, Act("entity.undo", change.entity_id, *told, by, now), since, then)


def make_change(db: Database, act: Act, before: Decisions, after: Decisions) -> Curated:
    """Set one state instead of another, and note both."""
    n_articles = _set(db, before, after)
    change_id = audit.record(
        db,
        act.action,
        f"entity:{act.entity_id}",
        by=act.by,
        before={**act.before, "state": before.as_json()},
        after={**act.after, "state": after.as_json()},
        now=act.now,
    )
    others = [i for i in sorted(after.called) if i != act.entity_id and entities.names_of(db, i)]
    return Curated(
        change_id=change_id,
        entity=entity_of_any_state(db, act.entity_id),
        others=tuple(entity_of_any_state(db, i) for i in others),
        n_articles=n_articles,
    )


def _words(facts: Mapping[str, Any]) -> dict[str, Any]:
    """What of a change is for its readers."""
    return {name: value for name, value in facts.items() if name != "state"}


def _stands_on(change: EntityChange) -> set[tuple[str, object]]:
    """What a change set, and the names whose pins it took for granted."""
    before = Decisions.from_json(change.before["state"])
    after = Decisions.from_json(change.after["state"])
    pinned = {("pins", i) for i, pin in after.pins.items() if pin.pinned_to is not None}
    return after.differing(before) | pinned


def _set(db: Database, before: Decisions, after: Decisions) -> int:
    """Set what is decided, and link anew what it concerns; the articles concerned are counted."""
    bearers = _changed(before.bearers, after.bearers)
    fixed = _changed(before.fixed, after.fixed)
    pins = _changed(before.pins, after.pins)
    holding = decisions.articles_of_quotations(db, fixed)
    counting = decisions.only_counting(db, {article for article, _ in bearers} | holding)
    tally = Tally()
    concerned = relink.take_out(db, counting, tally)
    for (article_id, base_id), name_id in bearers.items():
        decisions.set_bearer(db, article_id, base_id, name_id)
    decisions.set_speakers(db, fixed)
    followers = decisions.followers_of(db, before, after)
    decisions.set_pins(db, pins)
    decisions.set_pinned_to(db, followers)
    decisions.set_called(db, _changed(before.called, after.called))
    concerned.blocks |= entities.blocks_of_names(db, [*before.pins, *followers])
    concerned.entities |= after.called.keys()
    others = relink.put_in(db, counting, tally, concerned)
    decisions.sync_aliases(db, after.called)
    return len({*counting, *others})


def _changed(before: dict[_K, _V], after: dict[_K, _V]) -> dict[_K, _V]:
    return {key: value for key, value in after.items() if before.get(key) != value}
