"""Quotations of an article: stored, matched with those of an earlier reading, shown and hidden.

These are steps of the transactions that store/ingest.py opens. A quotation that is shown stands
in the full-text index and in `quotation_about`; one that is hidden, or whose article was
removed, in neither.
"""

from __future__ import annotations

import json
from bisect import bisect_left, bisect_right
from collections import deque
from typing import TYPE_CHECKING, Any

from store.database import select, to_text
from store.names import fold
from store.writes import terms

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from sqlite_utils import Database

    from store.records import AnnotatedArticle, Quotation, Span

_INSERT = """
    INSERT INTO quotations (
        id, article_id, day, kind, start, "end", content, quoted, cue_start, cue_end,
        speaker_start, speaker_end, article_entity_id, speaker_label, speaker_folded,
        sentence_start, sentence_end, rule, search_keys
    ) VALUES (
        :id, :article, :day, :kind, :start, :end, :content, :quoted, :cue_start, :cue_end,
        :speaker_start, :speaker_end, :speaker, :label, :folded,
        :sentence_start, :sentence_end, :rule, :speaker_key || :about_keys
    )
    ON CONFLICT (id) DO UPDATE SET
        kind = excluded.kind, start = excluded.start, "end" = excluded."end",
        content = excluded.content, quoted = excluded.quoted,
        cue_start = excluded.cue_start, cue_end = excluded.cue_end,
        sentence_start = excluded.sentence_start, sentence_end = excluded.sentence_end,
        search_keys = iif(
            is_fixed, 'f' || coalesce(speaker_id, 0) || :own_key, :speaker_key
        ) || :about_keys,
        speaker_start = iif(is_fixed, speaker_start, excluded.speaker_start),
        speaker_end = iif(is_fixed, speaker_end, excluded.speaker_end),
        article_entity_id = iif(is_fixed, NULL, excluded.article_entity_id),
        speaker_id = iif(is_fixed, speaker_id, NULL),
        speaker_label = iif(is_fixed, speaker_label, excluded.speaker_label),
        speaker_folded = iif(is_fixed, speaker_folded, excluded.speaker_folded),
        rule = iif(is_fixed, rule, excluded.rule)
"""


def insert_quotations(
    db: Database,
    article_id: int,
    annotated: AnnotatedArticle,
    entities: Sequence[tuple[int, int]],
    *,
    numbers: Sequence[int | None] = (),
) -> None:
    """Store an article's quotations, not shown yet.

    `entities` are the rows of its entities, as `insert_entities` returned them; `numbers` tells
    for each quotation which stored one it replaces, or None for a new one.
    """
    day = select(db, "SELECT day FROM articles WHERE id = :id", id=article_id)[0]["day"]
    about = _entities_within(annotated)
    rows = []
    for i, quotation in enumerate(annotated.quotations):
        row = _as_row(quotation, annotated.article.text, entities)
        names = sorted({entities[j][1] for j in about[i] if j != quotation.speaker})
        # Whom the reading takes for the speaker is one of those spoken about, where a curator
        # says that somebody else speaks.
        own = [entities[j][1] for j in about[i] if j == quotation.speaker]
        row["own_key"] = "".join(f" a{name_id}" for name_id in own)
        row["about_keys"] = "".join(f" a{name_id}" for name_id in names)
        row |= {"id": numbers[i] if numbers else None, "article": article_id, "day": day}
        rows.append(row)
    db.conn.executemany(_INSERT, rows)


def show_quotations(db: Database, article_id: int) -> None:
    """Put an article's quotations into lists and search; curators' hidden ones stay hidden."""
    db.conn.execute(
        """
        UPDATE quotations SET hidden_at = NULL, hidden_by = NULL
        WHERE article_id = :article AND hidden_by = 'removal'
        """,
        {"article": article_id},
    )
    db.conn.execute(
        """
        UPDATE quotations SET speaker_id = (
            SELECT n.entity_id FROM article_entities ae JOIN names n ON n.id = ae.name_id
            WHERE ae.id = quotations.article_entity_id
        )
        WHERE article_id = :article AND is_fixed = 0
        """,
        {"article": article_id},
    )
    _insert_about(db, article_id)
    db.conn.execute(
        """
        INSERT INTO quotations_fts (rowid, content, speaker_label, search_keys)
        SELECT id, content, speaker_label, search_keys FROM searched_quotations
        WHERE id IN (
            SELECT id FROM quotations
            WHERE article_id = :article AND hidden_at IS NULL AND repeats IS NULL
        )
        """,
        {"article": article_id},
    )
    terms.index_quotations(db, article_id, sign=1)


def unshow_quotations(db: Database, article_id: int) -> None:
    """Take an article's quotations out of search and out of what is said about whom."""
    db.conn.execute(
        """
        INSERT INTO quotations_fts (quotations_fts, rowid, content, speaker_label, search_keys)
        SELECT 'delete', id, content, speaker_label, search_keys FROM searched_quotations
        WHERE id IN (
            SELECT id FROM quotations
            WHERE article_id = :article AND hidden_at IS NULL AND repeats IS NULL
        )
        """,
        {"article": article_id},
    )
    terms.index_quotations(db, article_id, sign=-1)
    _delete_about(db, article_id)


def relink_about(db: Database, article_ids: Iterable[int]) -> None:
    """Say anew whom the quotations of articles mention, after their names were linked anew."""
    for article_id in article_ids:
        _delete_about(db, article_id)
        _insert_about(db, article_id)


def hide_removed(db: Database, article_id: int, *, now: datetime) -> None:
    """Mark the quotations of a removed article, so that no list shows them."""
    db.conn.execute(
        """
        UPDATE quotations SET hidden_at = :now, hidden_by = 'removal'
        WHERE article_id = :article AND hidden_at IS NULL
        """,
        {"article": article_id, "now": to_text(now)},
    )


def move_days(db: Database, article_id: int) -> None:
    """Give an article's quotations its day, after it was changed; they must not be shown now."""
    db.conn.execute(
        """
        UPDATE quotations SET day = (SELECT day FROM articles WHERE id = :article)
        WHERE article_id = :article
        """,
        {"article": article_id},
    )


def match_numbers(
    db: Database, article_id: int, quotations: Sequence[Quotation]
) -> list[int | None]:
    """Tell which stored quotation each newly read one is: the same stretch, else most of it."""
    stored = select(
        db,
        'SELECT id, start, "end" FROM quotations WHERE article_id = :id ORDER BY start, id',
        id=article_id,
    )
    exact = {(row["start"], row["end"]): row["id"] for row in reversed(stored)}
    numbers: list[int | None]
    numbers = [exact.pop((quotation.start, quotation.end), None) for quotation in quotations]
    used = set(numbers)
    free = deque((row["start"], row["end"], row["id"]) for row in stored if row["id"] not in used)
    for i, quotation in enumerate(quotations):
        while free and free[0][1] <= quotation.start:
            free.popleft()  # it ends before this one and all that follow
        if numbers[i] is None:
            numbers[i] = _take_overlapping(free, quotation)
    return numbers


def delete_quotations(db: Database, article_id: int, *, keep: Sequence[int | None]) -> None:
    """Delete what a new reading no longer finds, but never what a curator decided on."""
    stored = select(
        db,
        """
        SELECT id FROM quotations
        WHERE article_id = :id AND is_fixed = 0 AND hidden_by IS NOT 'curator'
        """,
        id=article_id,
    )
    gone = {row["id"] for row in stored} - set(keep)
    db.conn.executemany("DELETE FROM quotations WHERE id = ?", [(i,) for i in gone])


def _as_row(quotation: Quotation, text: str, entities: Sequence[tuple[int, int]]) -> dict[str, Any]:
    label = quotation.speaker_label
    speaker = None if quotation.speaker is None else entities[quotation.speaker]
    return {
        "kind": quotation.kind,
        "start": quotation.start,
        "end": quotation.end,
        "content": text[quotation.start : quotation.end],
        "quoted": json.dumps([[span.start, span.end] for span in quotation.quoted]),
        **_bounds("cue", quotation.cue),
        **_bounds("speaker", quotation.speaker_mention),
        **_bounds("sentence", quotation.sentence),
        "speaker": None if speaker is None else speaker[0],
        "speaker_key": "" if speaker is None else f"s{speaker[1]}",
        "label": label,
        "folded": None if label is None else fold(label),
        "rule": quotation.rule,
    }


def _bounds(name: str, span: Span | None) -> dict[str, int | None]:
    return {
        f"{name}_start": None if span is None else span.start,
        f"{name}_end": None if span is None else span.end,
    }


def _entities_within(annotated: AnnotatedArticle) -> list[set[int]]:
    """For each quotation the entities mentioned inside its words, by index."""
    mentions = sorted(
        (mention.start, mention.end, i)
        for i, entity in enumerate(annotated.entities)
        for mention in entity.mentions
    )
    starts = [start for start, _, _ in mentions]
    found = []
    for quotation in annotated.quotations:
        first = bisect_left(starts, quotation.start)
        last = bisect_right(starts, quotation.end - 1)
        found.append({i for _, end, i in mentions[first:last] if end <= quotation.end})
    return found


def _delete_about(db: Database, article_id: int) -> None:
    db.conn.execute(
        """
        DELETE FROM quotation_about
        WHERE quotation_id IN (SELECT id FROM quotations WHERE article_id = :article)
        """,
        {"article": article_id},
    )


def _insert_about(db: Database, article_id: int) -> None:
    """Say whom each quotation mentions; the names stand in its search keys."""
    linked = select(
        db,
        """
        SELECT 'a' || ae.name_id AS key, n.entity_id
        FROM article_entities ae JOIN names n ON n.id = ae.name_id
        WHERE ae.article_id = :article
        """,
        article=article_id,
    )
    entities = {row["key"]: row["entity_id"] for row in linked}
    shown = select(
        db,
        """
        SELECT id, day, speaker_id, search_keys FROM quotations
        WHERE article_id = :article AND hidden_at IS NULL AND repeats IS NULL
        """,
        article=article_id,
    )
    db.conn.executemany(
        "INSERT OR IGNORE INTO quotation_about (quotation_id, entity_id, day) VALUES (?, ?, ?)",
        [
            (row["id"], entities[key], row["day"])
            for row in shown
            for key in row["search_keys"].split()
            if key in entities and entities[key] != row["speaker_id"]
        ],
    )


def _take_overlapping(free: deque[tuple[int, int, int]], quotation: Quotation) -> int | None:
    """Take the stored quotation that shares more than half of the longer stretch, if one does."""
    for i, (start, end, number) in enumerate(free):
        if start >= quotation.end:
            return None
        shared = min(end, quotation.end) - max(start, quotation.start)
        if 2 * shared > max(end - start, quotation.end - quotation.start):
            del free[i]
            return int(number)
    return None
