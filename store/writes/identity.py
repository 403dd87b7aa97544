"""Which entity number a group of names keeps; pure.

Linking says which names belong together, anew whenever an article comes or goes. Numbers must
not follow every change: they stand in messages, follows and links. So a name remembers the
entity that was first made for it (its home), a group takes the oldest home among its names, and
when a group without a home breaks away, the better-known part keeps the number.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from store.records import Group, NameCount


@dataclass(frozen=True, slots=True)
class Held:
    """A name with its home.

    `may_stay` is False when the entity it is linked to has its home in another block: only a
    curator's decision can have brought the name there, and only that can keep it.
    """

    name: NameCount
    home_id: int | None
    may_stay: bool = True


@dataclass(frozen=True, slots=True)
class Kept:
    """What the groups keep: an entity each (None: a new one is needed), and moved homes."""

    entity_ids: tuple[int | None, ...]
    rehomed: tuple[tuple[int, int], ...]  # (name id, home id)


def keep_numbers(held: Mapping[int, Held], groups: Sequence[Group]) -> Kept:
    """Decide which entity each group of a block keeps.

    Args:
        held: every name of the block, by its id.
        groups: the block's names, each in exactly one group.
    """
    if not any(map(_is_known, held.values())):  # most blocks of new names
        return Kept((None,) * len(groups), ())
    settled = _settled(held, groups)
    if settled is not None:
        return Kept(settled, ())
    homes = {i: name.home_id for i, name in held.items() if name.home_id is not None}
    rehomed: dict[int, int] = {}
    taken = {entity_id for group in groups if (entity_id := _pinned(group, held)) is not None}
    for group in sorted(groups, key=lambda group: -_weight(group, held, None)):
        entity_id = _present(group, held)
        if entity_id is None or _home(group, homes) is not None or entity_id in taken:
            continue
        owner = _owner(groups, homes, entity_id)
        if owner is None:
            taken.add(entity_id)
        elif _weight(group, held, entity_id) > _weight(owner, held, entity_id):
            lead = _lead(group, held)
            homes = {i: home for i, home in homes.items() if home != entity_id} | {lead: entity_id}
            rehomed[lead] = entity_id
    return Kept(_entity_ids(groups, held, homes), tuple(rehomed.items()))


def _is_known(held: Held) -> bool:
    """Whether a name has an entity, or a say in which it gets."""
    linked = held.name.entity_id, held.name.pinned_to, held.home_id
    return linked != (None, None, None)


def _settled(held: Mapping[int, Held], groups: Sequence[Group]) -> tuple[int, ...] | None:
    """The entities, when each group has one of its own already: most articles change nothing."""
    found = []
    for group in groups:
        linked = {held[i].name.entity_id for i in group.name_ids}
        pinned = _pinned(group, held)
        entity_id = linked.pop()
        if linked or entity_id is None or pinned not in {None, entity_id}:
            return None
        if pinned is None and not all(held[i].may_stay for i in group.name_ids):
            return None
        found.append(entity_id)
    return tuple(found) if len(set(found)) == len(found) else None


def _entity_ids(
    groups: Sequence[Group], held: Mapping[int, Held], homes: Mapping[int, int]
) -> tuple[int | None, ...]:
    """Pinned first, then homes; a group without either stays where most of it is, if it may."""
    fixed = [_pinned(group, held) or _home(group, homes) for group in groups]
    used = {entity_id for entity_id in fixed if entity_id is not None} | set(homes.values())
    chosen = list(fixed)
    by_weight = sorted(range(len(groups)), key=lambda i: (-_weight(groups[i], held, None), i))
    for i in by_weight:
        present = _present(groups[i], held)
        if fixed[i] is None and present is not None and present not in used:
            chosen[i] = present
            used.add(present)
    return tuple(chosen)


def _pinned(group: Group, held: Mapping[int, Held]) -> int | None:
    names = (held[i].name for i in group.name_ids)
    return min((name.pinned_to for name in names if name.pinned_to is not None), default=None)


def _home(group: Group, homes: Mapping[int, int]) -> int | None:
    return min((homes[i] for i in group.name_ids if i in homes), default=None)


def _owner(groups: Sequence[Group], homes: Mapping[int, int], entity_id: int) -> Group | None:
    """The group that has the entity for its home and would be known by it."""
    return next((group for group in groups if _home(group, homes) == entity_id), None)


def _present(group: Group, held: Mapping[int, Held]) -> int | None:
    """The entity that most of the group's articles have it linked to now."""
    weights: dict[int, int] = {}
    for i in group.name_ids:
        name = held[i].name
        if name.entity_id is not None and held[i].may_stay:
            weights[name.entity_id] = weights.get(name.entity_id, 0) + name.n_articles
    return min(weights, key=lambda entity_id: (-weights[entity_id], entity_id), default=None)


def _weight(group: Group, held: Mapping[int, Held], entity_id: int | None) -> int:
    """How many articles use the group's names, or those of them linked to one entity."""
    names = (held[i].name for i in group.name_ids)
    return sum(n.n_articles for n in names if entity_id is None or n.entity_id == entity_id)


def _lead(group: Group, held: Mapping[int, Held]) -> int:
    return min(group.name_ids, key=lambda i: (held[i].name.name != group.canonical, i))
