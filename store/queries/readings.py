"""What was found in an article, as it is stored; read only."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING, Final

from store.database import select
from store.queries.articles import clean_article
from store.records import (
    AnnotatedArticle,
    ArticleEntity,
    EntityType,
    Mention,
    MentionKind,
    Quotation,
    QuotationKind,
    Reading,
    Span,
)

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping

    from sqlite_utils import Database


def get_reading(db: Database, article_id: int) -> Reading:
    """The stored annotation of an article.

    Raises:
        ArticleNotFoundError: there is none by that number, or it was removed.
    """
    article = clean_article(db, article_id)
    entities = _entities(db, article_id, article.text)
    places = {row_id: place for place, row_id in enumerate(entities)}
    rows = select(
        db, "SELECT * FROM quotations WHERE article_id = :id ORDER BY start, id", id=article_id
    )
    quotations = tuple(_quotation(row, places) for row in rows)
    return Reading(
        AnnotatedArticle(article, tuple(entities.values()), quotations),
        tuple(row["id"] for row in rows),
        frozenset(row["id"] for row in rows if row["is_fixed"]),
    )


def get_kept_reading(db: Database, article_id: int, change_id: int) -> bytes | None:
    """The reading that a change took away, as it was packed; None when it is not kept."""
    found = select(
        db,
        "SELECT reading FROM former_readings WHERE article_id = :article AND change_id = :change",
        article=article_id,
        change=change_id,
    )
    return bytes(found[0]["reading"]) if found else None


def fixed_quotations(db: Database, article_id: int) -> set[int]:
    """The quotations of an article whose speaker a curator set."""
    query = "SELECT id FROM quotations WHERE article_id = :id AND is_fixed = 1"
    return {row["id"] for row in select(db, query, id=article_id)}


def _entities(db: Database, article_id: int, text: str) -> dict[int, ArticleEntity]:
    """Whom an article mentions, by the row of each."""
    mentions, roles = defaultdict(list), defaultdict(list)
    for row in select(db, _MENTIONS, id=article_id):
        mentions[row["article_entity_id"]].append(_mention(row, text))
    for row in select(db, _ROLES, id=article_id):
        roles[row["article_entity_id"]].append(row["role"])
    return {
        row["id"]: ArticleEntity(
            row["name"],
            EntityType(row["type"]),
            tuple(mentions[row["id"]]),
            tuple(roles[row["id"]]),
        )
        for row in select(db, _NAMES, id=article_id)
    }


_NAMES: Final = """
    SELECT ae.id, n.name, n.type FROM article_entities ae JOIN names n ON n.id = ae.name_id
    WHERE ae.article_id = :id ORDER BY ae.id
"""
_MENTIONS: Final = """
    SELECT m.* FROM article_entities ae JOIN mentions m ON m.article_entity_id = ae.id
    WHERE ae.article_id = :id ORDER BY m.start, m.id
"""
_ROLES: Final = """
    SELECT r.* FROM article_entities ae JOIN article_roles r ON r.article_entity_id = ae.id
    WHERE ae.article_id = :id ORDER BY r.role
"""


def _mention(row: sqlite3.Row, text: str) -> Mention:
    start, end = row["start"], row["end"]
    return Mention(start, end, text[start:end], MentionKind(row["kind"]), row["rule"])


def _quotation(row: sqlite3.Row, places: Mapping[int, int]) -> Quotation:
    speaker = row["article_entity_id"]
    return Quotation(
        kind=QuotationKind(row["kind"]),
        start=row["start"],
        end=row["end"],
        quoted=tuple(Span(start, end) for start, end in json.loads(row["quoted"])),
        cue=_span(row, "cue"),
        speaker_mention=_span(row, "speaker"),
        speaker=None if speaker is None else places[speaker],
        speaker_label=row["speaker_label"],
        sentence=Span(row["sentence_start"], row["sentence_end"]),
        rule=row["rule"],
    )


def _span(row: sqlite3.Row, name: str) -> Span | None:
    start, end = row[f"{name}_start"], row[f"{name}_end"]
    return None if start is None else Span(start, end)
