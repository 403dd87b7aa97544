"""What curators decide on one quotation: who speaks, and whether it is one.

These are steps of the transactions that store/mend.py opens. A speaker is kept as a state, a
JSON object as the audit log holds it, so that a change is taken back by setting the state before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from store.database import select, to_text
from store.errors import QuotationNotFoundError
from store.names import fold

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlite_utils import Database

RULE = "curator"


def article_of(db: Database, quotation_id: int) -> int:
    """The article a quotation stands in; one that a curator hid counts too.

    Raises:
        QuotationNotFoundError: there is none by that number, or its article was removed.
    """
    found = select(
        db,
        """
        SELECT q.article_id FROM quotations q JOIN articles a ON a.id = q.article_id
        WHERE q.id = :id AND a.removed_at IS NULL
        """,
        id=quotation_id,
    )
    if not found:
        raise QuotationNotFoundError(quotation_id)
    return int(found[0]["article_id"])


def speaker_state(db: Database, quotation_id: int) -> dict[str, Any]:
    """Who speaks a quotation, and who decided that.

    An article's own entities get new numbers when it is read again, names never do: so the
    speaker is told by the name.
    """
    row = select(
        db,
        """
        SELECT coalesce(e.name, q.speaker_label) AS speaker, q.speaker_id, ae.name_id,
            q.speaker_start, q.speaker_end, q.rule, q.is_fixed
        FROM quotations q
        LEFT JOIN entities e ON e.id = q.speaker_id
        LEFT JOIN article_entities ae ON ae.id = q.article_entity_id
        WHERE q.id = :id
        """,
        id=quotation_id,
    )[0]
    return dict(row)


def chosen_state(db: Database, entity_id: int | None, words: str | None) -> dict[str, Any]:
    """The state of a quotation whose speaker a curator chose."""
    label = words
    if entity_id is not None:
        label = select(db, "SELECT name FROM entities WHERE id = :id", id=entity_id)[0]["name"]
    return {
        "speaker": label,
        "speaker_id": entity_id,
        "name_id": None,
        "speaker_start": None,
        "speaker_end": None,
        "rule": RULE,
        "is_fixed": 1,
    }


def is_same_speaker(now: Mapping[str, Any], then: Mapping[str, Any]) -> bool:
    """Whether a quotation still has the speaker of an earlier state.

    What is left to the readings is the same whatever they make of it.
    """
    if not now["is_fixed"] or not then["is_fixed"]:
        return bool(now["is_fixed"] == then["is_fixed"])
    if now["speaker_id"] is not None or then["speaker_id"] is not None:
        return bool(now["speaker_id"] == then["speaker_id"])
    return bool(now["speaker"] == then["speaker"])


def set_speaker(db: Database, quotation_id: int, state: Mapping[str, Any]) -> None:
    """Let a quotation be spoken as a state tells."""
    label = state["speaker"]
    db.conn.execute(
        """
        UPDATE quotations SET
            speaker_id = :speaker_id, speaker_label = :speaker, speaker_folded = :folded,
            speaker_start = :speaker_start, speaker_end = :speaker_end, rule = :rule,
            is_fixed = :is_fixed, search_keys = :keys,
            article_entity_id = (
                SELECT ae.id FROM article_entities ae
                WHERE ae.article_id = quotations.article_id AND ae.name_id = :name_id
            )
        WHERE id = :id
        """,
        {
            **state,
            "folded": None if label is None else fold(label),
            "keys": _search_keys(db, quotation_id, state),
            "id": quotation_id,
        },
    )


def is_hidden(db: Database, quotation_id: int) -> bool:
    """Whether a curator said that it is no quotation."""
    query = "SELECT hidden_by FROM quotations WHERE id = :id"
    return any(row["hidden_by"] == "curator" for row in select(db, query, id=quotation_id))


def set_hidden(db: Database, quotation_id: int, *, hidden: bool, now: datetime) -> None:
    """Take a quotation out of the record, or put it back."""
    db.conn.execute(
        "UPDATE quotations SET hidden_at = :at, hidden_by = :by WHERE id = :id",
        {
            "id": quotation_id,
            "at": to_text(now) if hidden else None,
            "by": "curator" if hidden else None,
        },
    )


def _search_keys(db: Database, quotation_id: int, state: Mapping[str, Any]) -> str:
    """What full-text search filters by: the speaker, and everybody else whom the words mention."""
    found = select(
        db,
        """
        SELECT DISTINCT n.id, n.entity_id
        FROM quotations q
        JOIN article_entities ae ON ae.article_id = q.article_id
        JOIN mentions m ON m.article_entity_id = ae.id AND m.start >= q.start AND m."end" <= q."end"
        JOIN names n ON n.id = ae.name_id
        WHERE q.id = :id ORDER BY n.id
        """,
        id=quotation_id,
    )
    if state["is_fixed"]:
        own = f"f{state['speaker_id'] or 0}"
        others = [row["id"] for row in found if row["entity_id"] != state["speaker_id"]]
    else:
        own = "" if state["name_id"] is None else f"s{state['name_id']}"
        others = [row["id"] for row in found if row["id"] != state["name_id"]]
    return own + "".join(f" a{name_id}" for name_id in others)
