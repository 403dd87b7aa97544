"""Quotations: listed, one by number, one at random; read only."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from store.database import select
from store.errors import QuotationNotFoundError
from store.queries.citations import article_ref
from store.queries.containing import Containing
from store.queries.listed import listed
from store.queries.paging import skipped
from store.records import (
    EntityRef,
    EntityType,
    Page,
    PageKey,
    QuotationFilter,
    QuotationKind,
    Span,
    StoredQuotation,
)

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

    from sqlite_utils import Database

    from store.queries.listed import Listed

# Around a quotation at most this much of the article is shown before and after it; a paragraph
# can be as long as the whole text.
_CONTEXT_CHARS = 1500

# A paragraph with less than this around the quotation tells nothing, so its neighbours are shown.
_TELLING_CHARS = 60


_STORED = """
    SELECT q.*, a.body, e.name AS speaker_name, e.type AS speaker_type,
        a.title AS a_title, a.url AS a_url, a.publisher AS a_publisher, a.id AS a_id,
        a.published_on AS a_published_on, a.date_origin AS a_date_origin,
        a.added_at AS a_added_at,
        (SELECT count(*) FROM quotations c WHERE c.repeats = q.id AND c.hidden_at IS NULL) AS copies
    FROM quotations q
    JOIN articles a ON a.id = q.article_id
    LEFT JOIN entities e ON e.id = q.speaker_id
"""
_ANY_STATE = f"{_STORED} WHERE q.id = :id"
_SHOWN = f"{_ANY_STATE} AND q.hidden_at IS NULL"


def list_quotations(  # noqa: PLR0913 — what is asked, and which page of it
    db: Database,
    where: QuotationFilter,
    *,
    after: PageKey | None = None,
    before: PageKey | None = None,
    number: int = 1,
    limit: int = 5,
) -> Page[StoredQuotation]:
    """One page of the quotations asked for, newest first by day.

    Args:
        db: the corpus.
        where: what is asked for; an empty filter means all.
        after: the key of the item before the page, from `Page.next`.
        before: the key of the item after the page, from `Page.previous`.
        number: without a key, which page, from 1; one beyond the last is the last. For jumps:
            keys stay where they are while the list grows.
        limit: items on a page.
    """
    question = _asked(db, where)
    total = question.count()
    skip = 0 if after or before else skipped(total, number, limit)
    keys = question.keys(after=after, before=before, limit=limit, skip=skip)
    if not keys:
        return Page((), total, first=0)
    newer = question.count(newer_than=keys[0]) if after or before else skip
    return Page(
        read_quotations(db, [key.id for key in keys]),
        total,
        first=newer + 1,
        previous=keys[0] if newer else None,
        next=keys[-1] if newer + len(keys) < total else None,
        is_more=question.is_more,
    )


def newest_numbers(db: Database, where: QuotationFilter, *, limit: int) -> list[int]:
    """The numbers of the newest quotations asked for, newest first."""
    return [key.id for key in _asked(db, where).keys(limit=limit)]


def newest_and_count(db: Database, where: QuotationFilter, *, limit: int) -> tuple[list[int], int]:
    """The same, and how many are asked for altogether."""
    question = _asked(db, where)
    return [key.id for key in question.keys(limit=limit)], question.count()


def random_quotation(
    db: Database, where: QuotationFilter, *, pick: float
) -> StoredQuotation | None:
    """One of the quotations asked for, at the place `pick` in [0, 1); None when there are none."""
    if where == QuotationFilter():
        return _near_place(db, pick)
    question = _asked(db, where)
    total = question.count()
    if not total:
        return None
    key = question.keys(limit=1, skip=int(pick * total))[0]
    return get_quotation(db, key.id)


# One statement, for each costs more to begin than to answer.
_FROM_PLACE = f"""
    {_STORED} WHERE q.id = (
        SELECT id FROM quotations
        WHERE id > CAST(:pick * (SELECT max(id) FROM quotations) AS INTEGER)
        AND hidden_at IS NULL AND repeats IS NULL ORDER BY id LIMIT 1
    )
"""  # noqa: S608 - ours
_BEFORE_PLACE = _FROM_PLACE.replace("WHERE id >", "WHERE id <=").replace("BY id", "BY id DESC")


def _near_place(db: Database, pick: float) -> StoredQuotation | None:
    """The first quotation shown from a place among all numbers on, or the last before it."""
    for query in (_FROM_PLACE, _BEFORE_PLACE):
        for row in select(db, query, pick=pick):
            return _stored(row)
    return None


def get_quotation(db: Database, quotation_id: int) -> StoredQuotation:
    """The quotation of a number.

    Raises:
        QuotationNotFoundError: there is none, or it is hidden, or its article was removed.
    """
    found = read_quotations(db, [quotation_id])
    if not found:
        raise QuotationNotFoundError(quotation_id)
    return found[0]


def quotation_of_any_state(db: Database, quotation_id: int) -> StoredQuotation:
    """The quotation of a number, also one that is hidden.

    Raises:
        QuotationNotFoundError: there never was one.
    """
    for row in select(db, _ANY_STATE, id=quotation_id):
        return _stored(row)
    raise QuotationNotFoundError(quotation_id)


def read_quotations(db: Database, quotation_ids: Iterable[int]) -> tuple[StoredQuotation, ...]:
    """The quotations of these numbers, in this order; those not shown are left out."""
    rows = (row for i in quotation_ids if abs(i) < 2**63 for row in select(db, _SHOWN, id=i))
    return tuple(_stored(row) for row in rows)


def _asked(db: Database, where: QuotationFilter) -> Listed | Containing:
    return listed(db, where) if where.containing is None else Containing(db, where)


def _stored(row: sqlite3.Row) -> StoredQuotation:
    spans = {name: _span(row, name) for name in ("cue", "speaker")}
    start, end = _context(row, [span for span in spans.values() if span])
    label = row["speaker_name"] or row["speaker_label"]
    return StoredQuotation(
        id=row["id"],
        article=article_ref(row, prefix="a_"),
        kind=QuotationKind(row["kind"]),
        content=row["content"],
        context=row["body"][start:end],
        content_start=row["start"] - start,
        content_end=row["end"] - start,
        quoted=tuple(
            Span(first - start, last - start) for first, last in json.loads(row["quoted"])
        ),
        cue=_within(spans["cue"], start, end),
        speaker_span=_within(spans["speaker"], start, end),
        speaker=_speaker(row),
        speaker_label=label,
        rule=row["rule"],
        copies=row["copies"],
    )


def _speaker(row: sqlite3.Row) -> EntityRef | None:
    if row["speaker_name"] is None:
        return None
    return EntityRef(row["speaker_id"], row["speaker_name"], EntityType(row["speaker_type"]))


def _span(row: sqlite3.Row, name: str) -> Span | None:
    start, end = row[f"{name}_start"], row[f"{name}_end"]
    return None if start is None or end is None else Span(start, end)


def _within(span: Span | None, start: int, end: int) -> Span | None:
    if span is None or span.start < start or span.end > end:
        return None
    return Span(span.start - start, span.end - start)


def _context(row: sqlite3.Row, beside: Sequence[Span]) -> tuple[int, int]:
    """The paragraph(s) around a quotation, its sentence, cue and speaker."""
    body: str = row["body"]
    first = min([row["start"], row["sentence_start"], *(span.start for span in beside)])
    last = max([row["end"], row["sentence_end"], *(span.end for span in beside)])
    lowest, highest = row["start"] - _CONTEXT_CHARS, row["end"] + _CONTEXT_CHARS
    start, end = _paragraphs(body, max(first, lowest, 0), min(last, highest, len(body)))
    if (end - start) - (row["end"] - row["start"]) < _TELLING_CHARS:
        before = len(body[:start].rstrip())
        behind = len(body) - len(body[end:].lstrip())
        start, end = _paragraphs(body, max(before - 1, 0), min(behind + 1, len(body)))
    return _at_word(body, start, lowest, 1), _at_word(body, end, highest, -1)


def _paragraphs(body: str, start: int, end: int) -> tuple[int, int]:
    """Widen a stretch to whole lines."""
    behind = body.find("\n", end)
    return body.rfind("\n", 0, start) + 1, len(body) if behind < 0 else behind


def _at_word(body: str, place: int, limit: int, step: int) -> int:
    """The place itself, or where it lies beyond the limit the next gap between words inside."""
    if (place - limit) * step >= 0:
        return place
    gap = body.find(" ", limit) if step > 0 else body.rfind(" ", 0, limit)
    is_near = gap >= 0 and abs(gap - limit) < _CONTEXT_CHARS // 2
    return (gap + 1 if step > 0 else gap) if is_near else limit
