"""Quotations of an article: stored, matched with those of an earlier reading, shown and hidden.

These are steps of the transactions that store/ingest.py opens. A quotation that is shown stands
in the full-text index and in `quotation_about`; one that is hidden, or whose article was
removed, in neither.
"""

from __future__ import annotations

import itertools
from collections import deque
from typing import TYPE_CHECKING, Final, NamedTuple

from store.database import next_number, select, select_many, to_list, to_text
from store.gist import gist_of, keys_of
from store.names import fold
from store.records import Said

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from sqlite_utils import Database

    from store.records import AnnotatedArticle, Placed, Quotation, Span

_NOBODY: Final = (None, None, None)

# Numbered by the order of `_Read.row`.
_INSERT: Final = """
    INSERT INTO quotations (
        id, article_id, day, kind, start, "end", content, quoted, cue_start, cue_end,
        speaker_start, speaker_end, sentence_start, sentence_end, article_entity_id,
        speaker_id, speaker_label, speaker_folded, rule, search_keys
    ) VALUES (
        ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20
    )
"""
# In a statement of its own, since inserting takes twice as long with it.
_REPLACE: Final = """
    ON CONFLICT (id) DO UPDATE SET
        kind = excluded.kind, start = excluded.start, "end" = excluded."end",
        content = excluded.content, quoted = excluded.quoted,
        cue_start = excluded.cue_start, cue_end = excluded.cue_end,
        sentence_start = excluded.sentence_start, sentence_end = excluded.sentence_end,
        search_keys = iif(is_fixed, 'f' || coalesce(speaker_id, 0) || ?21, excluded.search_keys),
        speaker_start = iif(is_fixed, speaker_start, excluded.speaker_start),
        speaker_end = iif(is_fixed, speaker_end, excluded.speaker_end),
        article_entity_id = iif(is_fixed, NULL, excluded.article_entity_id),
        speaker_id = iif(is_fixed, speaker_id, excluded.speaker_id),
        speaker_label = iif(is_fixed, speaker_label, excluded.speaker_label),
        speaker_folded = iif(is_fixed, speaker_folded, excluded.speaker_folded),
        rule = iif(is_fixed, rule, excluded.rule)
"""


def insert_quotations(
    db: Database,
    articles: Sequence[tuple[int, AnnotatedArticle]],
    entities: Sequence[Sequence[Placed]],
    days: Mapping[int, str],
    *,
    numbers: Sequence[int | None] = (),
) -> list[list[Said]]:
    """Store articles' quotations, not shown yet; the names of their speakers are linked already.

    Args:
        db: the corpus, in a transaction.
        articles: their numbers, and what was found in them.
        entities: of each article, in its order.
        days: the ISO date that each article is listed under.
        numbers: for each quotation, which stored one it replaces, or None for a new one.

    Returns:
        the quotations of each article, in its order.
    """
    fresh, given = itertools.count(next_number(db, "quotations")), iter(numbers)
    rows: list[tuple[object, ...]] = []
    said: list[list[Said]] = []
    for (article_id, annotated), own in zip(articles, entities, strict=True):
        day = days[article_id]
        said.append([])
        for one in _read(annotated, own):
            number = next(given, None) or next(fresh)
            extra = (one.keys_if_fixed,) if numbers else ()
            rows.append((number, article_id, day, *one.row, *extra))
            said[-1].append(Said(number, day, *one.told))
    db.conn.executemany(_INSERT + _REPLACE if numbers else _INSERT, rows)
    return said


def show_quotations(db: Database, article_ids: Sequence[int]) -> None:
    """Put articles' quotations into lists and search; curators' hidden ones stay hidden."""
    ids = {"ids": to_list(article_ids)}
    db.conn.execute(
        """
        UPDATE quotations SET hidden_at = NULL, hidden_by = NULL
        WHERE article_id IN (SELECT value FROM json_each(:ids)) AND hidden_by = 'removal'
        """,
        ids,
    )
    db.conn.execute(  # where a name was given to another bearer, or a curator's choice taken back
        """
        UPDATE quotations SET speaker_id = (
            SELECT n.entity_id FROM article_entities ae JOIN names n ON n.id = ae.name_id
            WHERE ae.id = quotations.article_entity_id
        )
        WHERE article_id IN (SELECT value FROM json_each(:ids)) AND is_fixed = 0
        AND speaker_id IS NOT (
            SELECT n.entity_id FROM article_entities ae JOIN names n ON n.id = ae.name_id
            WHERE ae.id = quotations.article_entity_id
        )
        """,
        ids,
    )
    _insert_about(db, article_ids)
    index_quotations(db, article_ids)


def index_quotations(db: Database, article_ids: Sequence[int]) -> None:
    """Let full-text search find articles' quotations that are shown."""
    db.conn.execute(
        """
        INSERT INTO quotations_fts (rowid, content, speaker_label, search_keys)
        SELECT id, content, speaker_label, search_keys FROM searched_quotations
        WHERE id IN (
            SELECT id FROM quotations WHERE article_id IN (SELECT value FROM json_each(:ids))
            AND hidden_at IS NULL AND repeats IS NULL
        )
        ORDER BY id
        """,
        {"ids": to_list(article_ids)},
    )


def unshow_quotations(db: Database, article_ids: Sequence[int]) -> None:
    """Take articles' quotations out of search and out of what is said about whom."""
    db.conn.execute(
        """
        INSERT INTO quotations_fts (quotations_fts, rowid, content, speaker_label, search_keys)
        SELECT 'delete', id, content, speaker_label, search_keys FROM searched_quotations
        WHERE id IN (
            SELECT id FROM quotations WHERE article_id IN (SELECT value FROM json_each(:ids))
            AND hidden_at IS NULL AND repeats IS NULL
        )
        ORDER BY id
        """,
        {"ids": to_list(article_ids)},
    )
    _delete_about(db, article_ids)


def relink_about(db: Database, article_ids: Sequence[int]) -> None:
    """Say anew whom the quotations of articles mention, after their names were linked anew."""
    _delete_about(db, article_ids)
    _insert_about(db, article_ids)


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


class _Read(NamedTuple):
    """A quotation as an article's reading has it, its entities being known."""

    row: tuple[object, ...]  # but for its number, the article's and its day
    keys_if_fixed: str  # what it is found by besides its speaker, where a curator chose that
    told: tuple[str, int | None, bool, set[int], str]  # the rest of `Said`


def _read(annotated: AnnotatedArticle, entities: Sequence[Placed]) -> Iterator[_Read]:
    text = annotated.article.text
    gist = gist_of(annotated)
    read = zip(annotated.quotations, gist.about, gist.quotation_strengths, strict=True)
    for quotation, within, strengths in read:
        speaker = quotation.speaker
        placed, name_id, entity_id = _NOBODY if speaker is None else entities[speaker]
        # Whom the reading takes for the speaker is one of those spoken about, where a curator
        # says that somebody else speaks.
        others = [entities[i] for i in within if i != speaker]
        names = sorted({other.name_id for other in others})
        label, kind = quotation.speaker_label, str(quotation.kind)
        folded = None if label is None else fold(label)
        row = (
            kind,
            quotation.start,
            quotation.end,
            text[quotation.start : quotation.end],
            str([[span.start, span.end] for span in quotation.quoted]),  # as JSON writes it
            *_bounds(quotation.cue),
            *_bounds(quotation.speaker_mention),
            *_bounds(quotation.sentence),
            placed,
            entity_id,
            label,
            folded,
            quotation.rule,
            keys_of(name_id, names),
        )
        own = [name_id] if speaker in within else []
        if_fixed = "".join([f" a{number}" for number in (*own, *names)])
        about = {other.entity_id for other in others} - {entity_id}
        yield _Read(row, if_fixed, (kind, entity_id, bool(folded), about, strengths))


def _bounds(span: Span | None) -> tuple[int | None, int | None]:
    return (None, None) if span is None else (span.start, span.end)


def _delete_about(db: Database, article_ids: Sequence[int]) -> None:
    db.conn.execute(
        """
        DELETE FROM quotation_about WHERE quotation_id IN (
            SELECT id FROM quotations WHERE article_id IN (SELECT value FROM json_each(:ids))
        )
        """,
        {"ids": to_list(article_ids)},
    )


def _insert_about(db: Database, article_ids: Sequence[int]) -> None:
    """Say whom each quotation mentions; the names stand in its search keys."""
    linked = select_many(
        db,
        """
        SELECT ae.article_id, 'a' || ae.name_id, n.entity_id
        FROM article_entities ae JOIN names n ON n.id = ae.name_id
        WHERE ae.article_id IN (SELECT value FROM json_each(:numbers))
        """,
        article_ids,
    )
    entities = {(article_id, key): entity_id for article_id, key, entity_id in linked}
    shown = select_many(
        db,
        """
        SELECT id, article_id, day, speaker_id, search_keys FROM quotations
        WHERE article_id IN (SELECT value FROM json_each(:numbers))
        AND hidden_at IS NULL AND repeats IS NULL AND instr(search_keys, 'a')
        """,
        article_ids,
    )
    write_about(
        db,
        (
            (number, entity_id, day)
            for number, article_id, day, speaker_id, keys in shown
            for key in keys.split()
            if (entity_id := entities.get((article_id, key))) not in {None, speaker_id}
        ),
    )


def write_about(db: Database, rows: Iterable[tuple[int, int, str]]) -> None:
    """Say of quotations whom they mention, and on which day; twice is once."""
    db.conn.executemany(
        "INSERT OR IGNORE INTO quotation_about (quotation_id, entity_id, day) VALUES (?, ?, ?)",
        rows,
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
