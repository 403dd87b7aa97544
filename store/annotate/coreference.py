"""Short forms, acronyms and descriptions → the entity they mean, within one article.

First version: equal names, and a last name to the one person who bears it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.annotate.clusters import Cluster, Clusters, Reference
from store.records import EntityType, MentionKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Doc

    from store.annotate.mentions import Name


def cluster_names(doc: Doc, names: Sequence[Name]) -> Clusters:
    """Group the named mentions of an article by the entity they mean."""
    del doc
    clusters = Clusters()
    by_form: dict[tuple[str, EntityType], int] = {}
    for name in sorted(names, key=lambda name: -len(name.span)):
        form = name.span.text
        key = (form, name.type)
        index = by_form.get(key)
        if index is None and name.type is EntityType.PERSON:
            index = next(
                (i for (f, t), i in by_form.items() if t is name.type and f.split()[-1] == form),
                None,
            )
        if index is None:
            index = clusters.add(Cluster(form, name.type))
        by_form[key] = index
        clusters.refer(index, Reference(name.span, MentionKind.NAME, "same form"))
    return clusters


def resolve_nominals(doc: Doc, clusters: Clusters) -> None:
    """Add descriptions ("the Chinese President") to the clusters they mean."""
