"""Entity spans: kept, repaired and labelled.

First version: what the model finds, in the types we keep.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from store.records import EntityType

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span


@dataclass(frozen=True, slots=True)
class Name:
    """A named mention: its span without titles, its type, and the roles beside it."""

    span: Span
    type: EntityType
    roles: tuple[str, ...] = ()


def find_names(doc: Doc) -> list[Name]:
    """Find the named mentions of a text, in order, not overlapping."""
    kept = set(EntityType)
    return [Name(ent, EntityType(ent.label_)) for ent in doc.ents if ent.label_ in kept]
