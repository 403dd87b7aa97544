"""Named mentions → the clusters of one article: who and what it is about.

One job: join what person_groups.py and thing_groups.py found into `Clusters`, in the order in
which the article first names them. Descriptions ("the Chinese President") are nominals.py.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.annotate.clusters import Cluster, Clusters, Reference
from store.annotate.nominals import resolve_nominals
from store.annotate.person_groups import Person, group_persons
from store.annotate.thing_groups import Thing, group_things
from store.records import EntityType, MentionKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Doc

    from store.annotate.mentions import Name

__all__ = ["cluster_names", "resolve_nominals"]


def cluster_names(doc: Doc, names: Sequence[Name]) -> Clusters:
    """Group the named mentions of an article by the entity they mean."""
    del doc  # names carry their spans; the article itself decides nothing here
    persons = [name for name in names if name.type is EntityType.PERSON]
    things = [name for name in names if name.type is not EntityType.PERSON]
    found = [_of_person(person) for person in group_persons(persons)]
    found += [_of_thing(thing) for thing in group_things(things)]
    found.sort(key=lambda cluster: cluster.references[0].span.start)
    clusters = Clusters()
    for cluster in found:
        clusters.add(cluster)
    return clusters


def _of_person(person: Person) -> Cluster:
    mentions = sorted(person.names, key=lambda pair: pair[0].span.start)
    roles = dict.fromkeys(role for name, _ in mentions for role in name.roles)
    return Cluster(
        person.name, EntityType.PERSON, _references(mentions), list(roles), person.gender
    )


def _of_thing(thing: Thing) -> Cluster:
    mentions = sorted(thing.names, key=lambda pair: pair[0].span.start)
    return Cluster(thing.name, thing.type, _references(mentions))


def _references(mentions: Sequence[tuple[Name, str]]) -> list[Reference]:
    return [Reference(name.span, MentionKind.NAME, rule) for name, rule in mentions]
