"""Descriptions of persons ("the Chinese President") → the person they mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from store.annotate.clusters import Clusters


def resolve_nominals(doc: Doc, clusters: Clusters) -> None:
    """Add descriptions ("the Chinese President") to the clusters they mean."""
    del doc, clusters
