"""A pronoun → the person or body it stands for.

One job: rank the few candidates named before a pronoun; abstain when none fits.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.records import EntityType

if TYPE_CHECKING:
    from spacy.tokens import Token

    from store.annotate.clusters import Clusters
    from store.annotate.layout import Layout

GENDERS = {"he": "m", "him": "m", "his": "m", "she": "f", "her": "f", "hers": "f"}
_LOOK_BACK = 400  # tokens


def antecedent(token: Token, layout: Layout, clusters: Clusters) -> int | None:
    """The cluster that "he" or "she" stands for, or None where nobody fits."""
    gender = GENDERS.get(token.lower_)
    if gender is None:
        return None
    for i in range(token.i - 1, max(-1, token.i - _LOOK_BACK), -1):
        if layout.inside[i] >= 0:
            continue
        index = clusters.at(i)
        if index is None or clusters[index].type is not EntityType.PERSON:
            continue
        if clusters[index].gender in ("", gender):
            return index
    return None
