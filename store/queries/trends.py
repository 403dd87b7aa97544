"""Mentions over time, and who rose and fell; read only.

Read from roll-ups (entity_days, and entity_halves for long periods), never from the mentions.
In both a story counts once: its near-copies are left out, as they are in lists.
"""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import TYPE_CHECKING

from store.database import select
from store.queries.citations import day_or_none
from store.records import EntityRef, EntityType, Series, Timeline, Trending, Window
from store.steps import halves_within, starts_of, step_for, summed
from store.trends import Scale, has_fallen, has_risen, standard_errors, strongest_first, trend_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from sqlite_utils import Database

    from store.records import Period, Trend

# Of each direction, by the strength of the change.
_MOST_TRENDS = 100

_A_DAY = timedelta(days=1)

_Stretch = tuple[str, str]

# Both counts of an entity are added up in one number, which halves what has to be sorted.
_STRONGEST = """
    WITH counted AS MATERIALIZED (
        SELECT entity_id, now, before, by * abs(by) * 1.0 / (now + before) AS strength
        FROM (
            SELECT *, (now * :n_before - before * :n_now) AS by FROM (
                SELECT entity_id, both & 0xffffffff AS now, both >> 32 AS before FROM (
                    SELECT entity_id, sum(n) AS both FROM (
                        SELECT d.entity_id,
                            iif(d.day >= :first, d.n_stories, d.n_stories << 32) AS n
                        FROM json_each(:days) f
                        CROSS JOIN entity_days d INDEXED BY entity_days_by_day
                        WHERE d.day BETWEEN f.value ->> 0 AND f.value ->> 1
                            AND d.n_stories > 0
                        UNION ALL
                        SELECT h.entity_id,
                            iif(h.half >= :first, h.n_stories, h.n_stories << 32)
                        FROM json_each(:halves) f CROSS JOIN entity_halves h
                        WHERE h.half BETWEEN f.value ->> 0 AND f.value ->> 1
                    ) f GROUP BY entity_id
                ) f
            ) f
        ) f
    )
    SELECT e.id, e.name, e.type, f.now, f.before, (SELECT count(*) FROM counted) AS names
    FROM (
        SELECT * FROM (
            SELECT * FROM counted f WHERE strength > 0 ORDER BY strength DESC LIMIT :limit
        )
        UNION ALL
        SELECT * FROM (
            SELECT * FROM counted f WHERE strength < 0 ORDER BY strength LIMIT :limit
        )
    ) f JOIN entities e ON e.id = f.entity_id
    WHERE e.type <> 'NORP' AND e.n_articles > 0
"""


def get_timeline(
    db: Database, entity_ids: Sequence[int], period: Period, *, today: date
) -> Timeline | None:
    """Mentions of entities, step by step; steps without any are there, with 0.

    The period lies within the days that the record has articles of: beyond them nothing is known,
    which is not zero. It begins with the first mention of any of them, and ends with the newest
    article, unless the period says otherwise.

    Args:
        db: the corpus.
        entity_ids: whose; those that are in no article are left out.
        period: which days.
        today: the server's date; days are counted back from it, or from the newest article when
            nothing is dated within them.

    Returns:
        None when none of them is mentioned with a date, or no article is dated in the period.
    """
    rows = _entities(db, entity_ids)
    oldest, newest = _dated_days(db)
    firsts = [row["first_day"] for row in rows if row["first_day"]]
    if oldest is None or newest is None or not firsts:
        return None
    first, last = period.since or date.fromisoformat(min(firsts)), period.until or newest
    if period.days is not None:
        last = _end(newest, today, period.days)
        first = last - timedelta(days=period.days - 1)
    first, last = max(first, oldest), min(last, newest)
    if first > last:
        return None
    step = step_for(first, last)
    starts = starts_of(first, last, step)
    series = tuple(_series(db, row, starts, last) for row in rows)
    return Timeline(first, last, step, starts, series)


def get_trending(db: Database, days: int, *, today: date) -> Trending | None:
    """Who rose and who fell in so many days, against as many days before.

    The days are counted back from `today`; when no article is dated within them, from the newest
    article up to today. Nationalities and groups are left out: "American" is nobody.

    Returns:
        None when no article is dated.
    """
    _, newest = _dated_days(db, until=today)
    is_future = newest is None
    if is_future:
        _, newest = _dated_days(db)
    if newest is None:
        return None
    last = newest if is_future else _end(newest, today, days)
    now = _window(db, last - timedelta(days=days - 1), last)
    before = _window(db, now.first - timedelta(days=days), now.first - timedelta(days=1))
    trends = _trends(db, now, before) if now.n_articles and before.n_articles else []
    rising = [trend for trend in trends if trend.ratio is None or trend.ratio > 1]
    falling = [trend for trend in trends if trend.ratio is not None and trend.ratio < 1]
    return Trending(
        now=now,
        before=before,
        is_latest=last != today,
        rose=strongest_first(filter(has_risen, rising), is_rise=True),
        fell=strongest_first(filter(has_fallen, falling), is_rise=False),
        more=strongest_first((t for t in rising if not has_risen(t)), is_rise=True),
        fewer=strongest_first((t for t in falling if not has_fallen(t)), is_rise=False),
        n_undated=_count_undated(db),
    )


def _end(newest: date, today: date, days: int) -> date:
    """The last of the days that are asked for: today, or the newest article's if that is older."""
    return newest if newest <= today - timedelta(days=days) else today


def _entities(db: Database, entity_ids: Sequence[int]) -> list[sqlite3.Row]:
    """Those that the numbers mean now, each once."""
    found = select(
        db,
        """
        SELECT e.* FROM json_each(:ids) f
        CROSS JOIN entities_now w ON w.id = f.value
        CROSS JOIN entities e ON e.id = w.entity_id AND e.n_articles > 0
        ORDER BY f.key
        """,
        ids=json.dumps(list(entity_ids)),
    )
    return list({row["id"]: row for row in found}.values())


def _dated_days(db: Database, until: date = date.max) -> tuple[date | None, date | None]:
    """The days of the oldest and of the newest article, up to a day."""
    row = select(
        db,
        """
        SELECT
            (SELECT min(published_on) FROM articles
                WHERE removed_at IS NULL AND published_on <= :until) AS oldest,
            (SELECT max(published_on) FROM articles
                WHERE removed_at IS NULL AND published_on <= :until) AS newest
        """,
        until=until.isoformat(),
    )[0]
    return day_or_none(row["oldest"]), day_or_none(row["newest"])


def _series(db: Database, row: sqlite3.Row, starts: Sequence[date], last: date) -> Series:
    found = select(
        db,
        """
        SELECT day, n_story_mentions AS n FROM entity_days
        WHERE entity_id = :id AND day >= :first AND day <= :last
        """,
        id=row["id"],
        first=starts[0].isoformat(),
        last=last.isoformat(),
    )
    days = [(date.fromisoformat(one["day"]), int(one["n"])) for one in found]
    dated = select(
        db, "SELECT sum(n_mentions) AS n FROM entity_days WHERE entity_id = :id", id=row["id"]
    )[0]["n"]
    undated = row["n_mentions"] - (dated or 0)
    return Series(_ref(row), summed(days, starts), n_undated=undated)


def _window(db: Database, first: date, last: date) -> Window:
    counted = select(
        db,
        """
        SELECT count(*) AS n FROM articles
        WHERE removed_at IS NULL AND copy_of IS NULL
        AND published_on >= :first AND published_on <= :last
        """,
        first=first.isoformat(),
        last=last.isoformat(),
    )
    return Window(first, last, counted[0]["n"])


def _trends(db: Database, now: Window, before: Window) -> list[Trend]:
    """Those whose share changed most, up and down."""
    days, halves = _stretches(before, now)
    found = select(
        db,
        _STRONGEST,
        first=now.first.isoformat(),
        days=json.dumps(days),
        halves=json.dumps(halves),
        n_now=now.n_articles,
        n_before=before.n_articles,
        limit=_MOST_TRENDS,
    )
    errors = standard_errors(found[0]["names"] if found else 0)
    scale = Scale(now.n_articles, before.n_articles, errors)
    return [trend_of(_ref(row), row["now"], row["before"], scale) for row in found]


def _stretches(*windows: Window) -> tuple[list[_Stretch], list[_Stretch]]:
    """Of which days, and of which halves of months, periods consist: as few rows as there can be.

    Both are given by ISO dates, first and last; a half by the day it begins on.
    """
    days, halves = [], []
    for window in windows:
        whole = halves_within(window.first, window.last)
        if whole is None:
            days.append((window.first.isoformat(), window.last.isoformat()))
            continue
        begins, ends = whole
        halves.append((begins.isoformat(), ends.isoformat()))
        days.append((window.first.isoformat(), (begins - _A_DAY).isoformat()))
        days.append(((ends + _A_DAY).isoformat(), window.last.isoformat()))
    return days, halves


def _count_undated(db: Database) -> int:
    query = "SELECT count(*) AS n FROM articles WHERE removed_at IS NULL AND published_on IS NULL"
    return int(select(db, query)[0]["n"])


def _ref(row: sqlite3.Row) -> EntityRef:
    return EntityRef(row["id"], row["name"], EntityType(row["type"]))
