"""Names of many articles → the entities they mean; pure.

One job: decide which names are one entity. The unit is a distinct (fullest name within an
article, type); `block_of` says which names can meet at all, `partition` decides within a block.
Both look at nothing else, so that adding an article costs no more in a large corpus and the
result does not depend on the order in which articles came. How persons and things are compared
is in person_names.py and thing_names.py; curators' decisions (`pinned_to`) stand above both.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from store.person_names import KNOWN_TO_ALL, PersonName, same_person
from store.records import EntityType, Group, NameCount
from store.thing_names import ThingName, same_thing

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


__all__ = [
    "Group",
    "NameCount",
    "block_of",
    "canonical_names",
    "is_lesser",
    "lead",
    "may_regroup",
    "partition",
]


def block_of(name: str, type: EntityType) -> str:  # noqa: A002 — the contract's own word
    """Give the block of a name: names in different blocks never link."""
    if type is EntityType.PERSON:
        return f"person {PersonName.of(name).block}"
    if type is EntityType.NORP:
        return f"people {ThingName.of(name).form}"
    return f"thing {ThingName.of(name).block}"


def partition(names: Sequence[NameCount]) -> list[Group]:
    """Divide all names of one block into entities, whatever their order.

    Pinned names keep their entity: names pinned to one entity are together, names pinned to
    different entities apart, and a name that is not pinned follows the only pinned entity
    among the names it would be linked with.

    Args:
        names: every name of the block; ids are distinct.

    Returns:
        Groups in the order of their smallest id; each id is in exactly one.
    """
    if len(names) == 1:  # most blocks of new names
        return [lead(names)]
    ordered = sorted(names, key=lambda name: name.id)
    classes: dict[str, list[NameCount]] = defaultdict(list)
    for name in ordered:
        classes[_class_of(name.type)].append(name)
    groups = [
        group
        for kind, members in classes.items()
        for group in (same_person(members) if kind == "person" else same_thing(members))
    ]
    settled = [lead(group) for group in _keep_pins(groups)]
    return sorted(settled, key=lambda group: group.name_ids[0])


def lead(names: Sequence[NameCount]) -> Group:
    """Names of one entity as a group, with the canonical name and the type most articles give."""
    if len(names) == 1:
        return Group((names[0].id,), names[0].name, names[0].type)
    by_type: dict[EntityType, int] = defaultdict(int)
    for name in names:
        by_type[name.type] += name.n_articles
    kind = min(by_type, key=lambda kind: (-by_type[kind], kind))
    fullest = min(names, key=_canonical_order)
    return Group(tuple(sorted(name.id for name in names)), fullest.name, kind)


def is_lesser(name: str, kind: EntityType) -> tuple[bool, bool]:
    """Whether a name is only a short form (a family name, an acronym), and whether shouted."""
    if kind is EntityType.PERSON:
        is_short = PersonName.of(name).is_partial
    else:
        is_short = kind is not EntityType.PRODUCT and ThingName.of(name).is_acronym
    return is_short, name.isupper() and " " in name


def may_regroup(name: NameCount, n_before: int) -> bool:
    """Whether a block may be divided otherwise, now that a name's count is not `n_before` any more.

    If not, only what its entity is called and of which type may have changed (`lead`).
    """
    low, high = sorted((n_before, name.n_articles))
    return low <= 0 or low < KNOWN_TO_ALL <= high


def canonical_names(
    counts: Mapping[tuple[str, EntityType], int],
) -> dict[tuple[str, EntityType], tuple[str, EntityType]]:
    """Link names held in memory: each (name, type) → its entity's (canonical name, type).

    Args:
        counts: in how many articles each (name, type) stands.
    """
    keys = sorted(counts)
    blocks: dict[str, list[NameCount]] = defaultdict(list)
    for i, (name, kind) in enumerate(keys):
        blocks[block_of(name, kind)].append(NameCount(i, name, kind, counts[name, kind]))
    found = (group for block in blocks.values() for group in partition(block))
    return {keys[i]: (group.canonical, group.type) for group in found for i in group.name_ids}


def _class_of(kind: EntityType) -> str:
    """Types that are never one entity; the rest the small model mixes up too often."""
    if kind is EntityType.PERSON:
        return "person"
    return "people" if kind is EntityType.NORP else "thing"


def _keep_pins(groups: Iterable[Sequence[NameCount]]) -> list[list[NameCount]]:
    """Cut and join groups so that curators' decisions hold."""
    kept: list[list[NameCount]] = []
    pinned: dict[int, list[NameCount]] = defaultdict(list)
    for group in groups:
        owners = _owners(group)
        if not owners:
            kept.append(list(group))
            continue
        free = []
        for name in group:
            owner = _owner(name, group, owners)
            if owner is None:
                free.append(name)
            else:
                pinned[owner].append(name)
        if free:
            kept.append(free)
    return kept + list(pinned.values())


def _owners(group: Sequence[NameCount]) -> set[int]:
    """The entities that curators gave names of this group to."""
    return {name.pinned_to for name in group if name.pinned_to is not None}


def _owner(name: NameCount, group: Sequence[NameCount], owners: set[int]) -> int | None:
    """The pinned entity a name of the group goes to, None when nothing decides."""
    if name.pinned_to is not None:
        return name.pinned_to
    if len(owners) > 1:
        form = ThingName.of(name.name).form
        owners = _owners([other for other in group if ThingName.of(other.name).form == form])
    return next(iter(owners)) if len(owners) == 1 else None


def _canonical_order(name: NameCount) -> tuple[object, ...]:
    """Full names first, then the form far more articles use, then the one with its accents.

    Forms count as equally common until one stands in twice as many articles (more exactly: has
    reached a higher power of two), so that what an entity is called changes only when a form's
    count doubles: two forms that come by turns do not take turns as its name.
    """
    is_plain, power = name.name.isascii(), name.n_articles.bit_length()
    return (*is_lesser(name.name, name.type), -power, is_plain, len(name.name), name.name)
