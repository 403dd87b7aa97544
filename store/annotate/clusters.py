"""Working structures of one article's annotation: who has been named so far, and where.

Mutable on purpose and private to store/annotate: mentions.py starts the clusters,
coreference.py joins and extends them, speakers.py and pronouns.py read and extend them,
pipeline.py turns them into records.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from store.records import MentionKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Span

    from store.records import EntityType


@dataclass(slots=True)
class Reference:
    """One mention of a cluster, as a spaCy span."""

    span: Span
    kind: MentionKind
    rule: str


@dataclass(slots=True)
class Cluster:
    """One entity within the article.

    `gender` is "m", "f" or "" (unknown); `roles` are titles and descriptions in order of
    appearance, without duplicates, the article's words without determiner.
    """

    name: str
    type: EntityType
    references: list[Reference] = field(default_factory=list)
    roles: list[str] = field(default_factory=list)
    gender: str = ""
    is_plural: bool = False


class Clusters:
    """All clusters of a `Doc`, with a look-up by token."""

    def __init__(self) -> None:
        self._items: list[Cluster] = []
        self._by_token: dict[int, int] = {}

    def __len__(self) -> int:
        return len(self._items)

    def __iter__(self) -> Iterator[Cluster]:
        return iter(self._items)

    def __getitem__(self, index: int) -> Cluster:
        return self._items[index]

    def add(self, cluster: Cluster) -> int:
        """Append a cluster and index its references; its index is returned."""
        index = len(self._items)
        self._items.append(cluster)
        for reference in cluster.references:
            self._index(reference, index)
        return index

    def refer(self, index: int, reference: Reference) -> None:
        """Add a mention to a cluster."""
        self._items[index].references.append(reference)
        self._index(reference, index)

    def at(self, token_i: int) -> int | None:
        """The cluster that has a mention covering this token, or None."""
        return self._by_token.get(token_i)

    def within(self, span: Span) -> list[int]:
        """The clusters with a mention token inside the span, in reading order, each once."""
        found = (self._by_token.get(i) for i in range(span.start, span.end))
        return list(dict.fromkeys(index for index in found if index is not None))

    def _index(self, reference: Reference, index: int) -> None:
        """A name inside a description keeps its tokens ("spokesman for the *Security Council*")."""
        for i in range(reference.span.start, reference.span.end):
            if reference.kind is MentionKind.NOMINAL:
                self._by_token.setdefault(i, index)
            else:
                self._by_token[i] = index
