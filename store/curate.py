"""Curators' decisions about entities: merge, split, rename, alias, and undo each of them.

A decision is kept on names (store/writes/decisions.py), so that it holds for articles to come and
survives reading anew. Each change is one transaction: what was decided is read, set otherwise,
the names concerned are linked anew, and the audit log gets both states, which is all that undoing
needs.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from store import link, relink
from store.database import transaction
from store.errors import (
    BadNameError,
    ChangeOverlaidError,
    ChangeUndoneError,
    FormNotFoundError,
    NameTakenError,
    NothingLeftError,
    SameEntityError,
)
from store.names import fold, words
from store.queries.changes import changes_from, get_change, undone_by
from store.queries.entity_names import (
    bearers_of,
    entity_now,
    entity_of_any_state,
    names_of,
    names_written,
)
from store.records import Curated
from store.writes import audit, decisions, entities
from store.writes.decisions import Called, Decisions, Pin, read_decisions
from store.writes.rollups import Tally

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from datetime import datetime

    from sqlite_utils import Database

    from store.queries.changes import EntityChange
    from store.records import EntityRef, NameCount

_K = TypeVar("_K")
_V = TypeVar("_V")

NAME_AT_MOST = 100  # characters of a name that curators choose


class _Act(NamedTuple):
    """What is done to which entity, with the facts the audit log tells people; by whom, when."""

    action: str
    entity_id: int
    before: Mapping[str, object]
    after: Mapping[str, object]
    by: int | None
    now: datetime


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
            pins={i: _given_to(pin, keep.id) for i, pin in before.pins.items()},
            fixed=dict.fromkeys(before.fixed, keep.id),
            called=before.called | {keep.id: _name_for_both(before, keep, other)},
        )
        told = {"entity": keep.name, "other": other.name}, {"merged": other.id}
        return _change(db, _Act("entity.merge", keep.id, *told, by, now), before, after)


def split(  # noqa: PLR0913 — one argument per fact
    db: Database,
    entity_id: int,
    forms: Sequence[str],
    *,
    articles: Collection[int] = (),
    by: int | None,
    now: datetime,
) -> Curated:
    """Let some of an entity's names be somebody else from now on.

    The names get the number they had before they were joined, else a new one. `forms` are names
    of the entity, as `queries.entity_names.names_of` lists them. With numbers of `articles`, only
    what those articles mean by the names is split off: two people of one name.

    Raises:
        EntityNotFoundError: there is none by that number.
        FormNotFoundError: one of the forms is no name of it.
        NothingLeftError: nothing would be split off, or nothing left.
        DatabaseError: the file cannot be written; nothing was changed.
    """
    with transaction(db):
        entity = entity_now(db, entity_id)
        chosen, rest = _parted(db, entity, forms)
        parts = _part_in_articles(db, chosen, articles) if articles else _Parts(chosen, {})
        if not parts.names or not (rest or articles):
            raise NothingLeftError(entity)
        target = _target(db, entity, parts.names)
        states = _split_state(read_decisions(db, [entity.id, target]), entity.id, target, parts)
        told = {"entity": entity.name}, {"split": target, "names": sorted(set(forms))}
        curated = _change(db, _Act("entity.split", entity.id, *told, by, now), *states)
        if not curated.others or not entities.names_of(db, entity.id):
            raise NothingLeftError(entity)
        return curated


def rename(
    db: Database, entity_id: int, name: str | None, *, by: int | None, now: datetime
) -> Curated:
    """Call an entity by a name of the curators' choice, or (None) as the articles call it.

    The name finds it from now on, as an alias does.

    Raises:
        EntityNotFoundError: there is none by that number.
        BadNameError: it cannot be a name.
        NameTakenError: another entity is called so.
        DatabaseError: the file cannot be written; nothing was changed.
    """
    with transaction(db):
        entity = entity_now(db, entity_id)
        before = read_decisions(db, [entity.id])
        if name is None:
            called = Called(entity.name, "link")
            after = before
        else:
            chosen = _checked(name)
            _refuse_taken(db, entity, chosen, may_be_own=True)
            called = Called(chosen, "curator")
            before, after = _with_alias(db, entity, chosen, before)
        after = replace(after, called=after.called | {entity.id: called})
        told = {"name": entity.name}, {"name": name}
        return _change(db, _Act("entity.rename", entity.id, *told, by, now), before, after)


def add_alias(db: Database, entity_id: int, form: str, *, by: int | None, now: datetime) -> Curated:
    """Let an entity go by another name too; articles that use it in full mean that entity.

    Raises:
        EntityNotFoundError: there is none by that number.
        BadNameError: it cannot be a name.
        NameTakenError: it is a name of the entity already, or of another.
        DatabaseError: the file cannot be written; nothing was changed.
    """
    with transaction(db):
        entity = entity_now(db, entity_id)
        chosen = _checked(form)
        _refuse_taken(db, entity, chosen, may_be_own=False)
        states = _with_alias(db, entity, chosen, read_decisions(db, [entity.id]))
        told = {"entity": entity.name}, {"alias": chosen}
        return _change(db, _Act("entity.alias", entity.id, *told, by, now), *states)


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
        told = {"action": change.action}, {"undoes": change_id, "action": change.action}
        return _change(db, _Act("entity.undo", change.entity_id, *told, by, now), since, then)


def _change(db: Database, act: _Act, before: Decisions, after: Decisions) -> Curated:
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
    others = relink.put_in(db, counting, tally, concerned)
    for entity_id in after.called:
        if names := entities.names_of(db, entity_id):
            entities.call_entity(db, entity_id, link.lead(names))
    decisions.sync_aliases(db, after.called)
    return len({*counting, *others})


def _changed(before: dict[_K, _V], after: dict[_K, _V]) -> dict[_K, _V]:
    return {key: value for key, value in after.items() if before.get(key) != value}


def _given_to(pin: Pin, entity_id: int) -> Pin:
    return pin._replace(entity_id=entity_id, pinned_to=entity_id)


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


class _Parts(NamedTuple):
    """Names to split off; with articles, new ones that take the place of others there."""

    names: list[NameCount]
    replacing: dict[tuple[int, int], tuple[int, int]]  # (article, name as written) → old, new


def _parted(
    db: Database, entity: EntityRef, forms: Sequence[str]
) -> tuple[list[NameCount], list[NameCount]]:
    """The names of an entity that are meant, and all others, those no article uses too."""
    known = {fold(name.form): name.form for name in names_of(db, entity.id)}
    wanted = {fold(form): form for form in forms}
    for folded, form in wanted.items():
        if folded not in known:
            raise FormNotFoundError(entity, form, tuple(known.values()))
    every = entities.names_of(db, entity.id, unused=True)
    chosen = [name for name in every if fold(name.name) in wanted]
    return chosen, [name for name in every if fold(name.name) not in wanted]


def _part_in_articles(
    db: Database, chosen: Sequence[NameCount], articles: Collection[int]
) -> _Parts:
    """New bearers of the chosen names, for those of the articles that use them."""
    parts = _Parts([], {})
    for name in chosen:
        using = decisions.articles_bearing(db, name.id, articles)
        if not using:
            continue
        base_id = decisions.base_of(db, name.id)
        number = decisions.next_namesake(db, name.id)
        block = link.block_of(name.name, name.type)
        new_id = entities.add_name(db, name.name, name.type, block, namesake=number)
        parts.names.append(replace(name, id=new_id, n_articles=len(using)))
        parts.replacing.update({(article, base_id): (name.id, new_id) for article in using})
    return parts


def _target(db: Database, entity: EntityRef, part: Sequence[NameCount]) -> int:
    """The entity that names are split off to: where they were at home, if nobody is there now."""
    ids = {name.id for name in part}
    homes = read_decisions(db, [entity.id]).pins
    for home_id in sorted({homes[i].home_id or 0 for i in ids & homes.keys()} - {0, entity.id}):
        if all(name.id in ids for name in entities.names_of(db, home_id, unused=True)):
            return home_id
    group = link.lead([name for name in part if name.n_articles > 0] or part)
    return entities.new_entity(db, group.canonical, group.type)


def _split_state(
    before: Decisions, entity_id: int, target: int, parts: _Parts
) -> tuple[Decisions, Decisions]:
    """What is decided before and after names are split off: both sides are pinned."""
    leaving = [name.id for name in parts.names]
    pins = {i: Pin(None, None, None, 0) for i in leaving} | before.pins
    before = replace(before, pins=pins, bearers={k: old for k, (old, _) in parts.replacing.items()})
    staying = [i for i, pin in pins.items() if i not in leaving and pin.entity_id == entity_id]
    after = dict(pins)
    for i in staying:
        after[i] = _given_to(after[i], entity_id)
    for i in leaving:
        is_home = after[i].home_id == entity_id
        after[i] = _given_to(after[i], target)._replace(
            home_id=None if is_home else after[i].home_id
        )
    _settle(after, entity_id, staying)
    _settle(after, target, leaving)
    bearers = {key: new for key, (_, new) in parts.replacing.items()}
    return before, replace(before, pins=after, bearers=bearers)


def _settle(pins: dict[int, Pin], entity_id: int, names: Iterable[int]) -> None:
    """Give an entity a home among its names, if it has none and one of them is free."""
    if any(pin.home_id == entity_id for pin in pins.values()):
        return
    for i in names:
        if pins[i].home_id is None:
            pins[i] = pins[i]._replace(home_id=entity_id)
            return


def _checked(name: str) -> str:
    """A name on one line, without what cannot be seen.

    Raises:
        BadNameError: nothing is left, there is no letter, or it is too long.
    """
    plain = " ".join("".join(c for c in name if c.isprintable() or c.isspace()).split())
    if not words(plain) or len(plain) > NAME_AT_MOST:
        raise BadNameError(name)
    return plain


def _refuse_taken(db: Database, entity: EntityRef, name: str, *, may_be_own: bool) -> None:
    for holder in bearers_of(db, name):
        if holder.id != entity.id or not may_be_own:
            raise NameTakenError(name, holder)


def _with_alias(
    db: Database, entity: EntityRef, form: str, before: Decisions
) -> tuple[Decisions, Decisions]:
    """What is decided before and after an entity is given a name that no article calls it by.

    The name it is known by is pinned too, so that linking cannot take its number away.
    """
    names = entities.names_of(db, entity.id)
    if any(fold(name.name) == fold(form) for name in names):
        return before, before
    written = set(names_written(db, form))
    number = entities.number_of_name(db, form, entity.type)
    if number is None:
        number = entities.add_name(db, form, entity.type, link.block_of(form, entity.type))
    written.add(number)
    unused = decisions.read_pins(db, written)
    before = replace(before, pins=before.pins | unused)
    after = dict(before.pins)
    for i, pin in unused.items():
        if pin.pinned_to in {None, entity.id}:
            after[i] = _given_to(pin, entity.id)._replace(is_alias=int(i == number))
    canonical = link.lead(names).canonical
    known_by = min(name.id for name in names if name.name == canonical)
    after[known_by] = after[known_by]._replace(pinned_to=entity.id)
    return before, replace(before, pins=after)
