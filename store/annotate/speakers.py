"""Quotation and cue → the speaker."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Doc

    from store.annotate.clusters import Clusters
    from store.annotate.quotations import Draft
    from store.records import Quotation


def attribute(doc: Doc, text: str, drafts: Sequence[Draft], clusters: Clusters) -> list[Quotation]:
    """Name the speaker of each quotation, or nobody where the text names nobody."""
    del doc, text, drafts, clusters
    return []
