"""One entity that is two: some of its names, or what some articles mean by them, are another."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from store import link
from store.curate.changes import Act, make_change
from store.database import transaction
from store.errors import FormNotFoundError, NothingLeftError
from store.names import fold
from store.queries.entity_names import entity_now, names_of
from store.writes import decisions, entities
from store.writes.decisions import Decisions, Pin, given_to, read_decisions
from store.writes.names import add_name

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import datetime

    from sqlite_utils import Database

    from store.records import Curated, EntityRef, NameCount


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
        curated = make_change(db, Act("entity.split", entity.id, *told, by, now), *states)
        if not curated.others or not entities.names_of(db, entity.id):
            raise NothingLeftError(entity)
        return curated


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
        new_id = add_name(db, name.name, name.type, block, namesake=number)
        parts.names.append(name._replace(id=new_id, n_articles=len(using)))
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
        after[i] = given_to(after[i], entity_id)
    for i in leaving:
        is_home = after[i].home_id == entity_id
        after[i] = given_to(after[i], target)._replace(
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
