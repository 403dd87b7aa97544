"""What an entity is called by the curators' choice, and what else it goes by."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from store import link
from store.curate.changes import Act, make_change
from store.database import transaction
from store.errors import AlreadyCalledError, BadNameError, NameTakenError
from store.names import fold, words
from store.queries.entity_names import bearers_of, entity_now, names_written
from store.writes import decisions, entities
from store.writes.decisions import Called, Decisions, given_to, read_decisions
from store.writes.names import add_name, number_of_name

if TYPE_CHECKING:
    from datetime import datetime

    from sqlite_utils import Database

    from store.records import Curated, EntityRef

NAME_AT_MOST = 100  # characters of a name that curators choose


def rename(
    db: Database, entity_id: int, name: str | None, *, by: int | None, now: datetime
) -> Curated:
    """Call an entity by a name of the curators' choice, or (None) as the articles call it.

    The name finds it from now on, as an alias does.

    Raises:
        EntityNotFoundError: there is none by that number.
        BadNameError: it cannot be a name.
        NameTakenError: another entity is called so.
        AlreadyCalledError: that is its name already, chosen by curators or by nobody.
        DatabaseError: the file cannot be written; nothing was changed.
    """
    with transaction(db):
        entity = entity_now(db, entity_id)
        before = read_decisions(db, [entity.id])
        if name is None:
            called = Called(entity.name, "link")
            _refuse_unchanged(entity, called, before)
            after = before
        else:
            chosen = _checked(name)
            _refuse_taken(db, entity, chosen, may_be_own=True)
            called = Called(chosen, "curator")
            _refuse_unchanged(entity, called, before)
            before, after = _with_alias(db, entity, chosen, before)
        after = replace(after, called=after.called | {entity.id: called})
        told = {"name": entity.name}, {"name": name}
        return make_change(db, Act("entity.rename", entity.id, *told, by, now), before, after)


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
        return make_change(db, Act("entity.alias", entity.id, *told, by, now), *states)


def _checked(name: str) -> str:
    """A name on one line, without what cannot be seen.

    Raises:
        BadNameError: nothing is left, there is no letter, or it is too long.
    """
    plain = " ".join("".join(c for c in name if c.isprintable() or c.isspace()).split())
    if not words(plain) or len(plain) > NAME_AT_MOST:
        raise BadNameError(name)
    return plain


def _refuse_unchanged(entity: EntityRef, called: Called, before: Decisions) -> None:
    if before.called[entity.id] == called:
        raise AlreadyCalledError(entity)


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
    number = number_of_name(db, form, entity.type)
    if number is None:
        number = add_name(db, form, entity.type, link.block_of(form, entity.type))
    written.add(number)
    unused = decisions.read_pins(db, written)
    before = replace(before, pins=before.pins | unused)
    after = dict(before.pins)
    for i, pin in unused.items():
        if pin.pinned_to in {None, entity.id}:
            after[i] = given_to(pin, entity.id)._replace(is_alias=int(i == number))
    canonical = link.lead(names).canonical
    known_by = min(name.id for name in names if name.name == canonical)
    after[known_by] = after[known_by]._replace(pinned_to=entity.id)
    return before, replace(before, pins=after)
