"""What large.py asks about mentions: in our form from roll-ups, and plainly from the mentions."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from benchmarks.large_cases import Ask, Case, asked, foremost, most_quoted
from store.database import select
from store.queries import comparisons, connections, trends
from store.records import Period, QuotationFilter

if TYPE_CHECKING:
    from sqlite_utils import Database


def trend_cases(db: Database) -> list[Case]:
    """Who rose, mentions over time, who appears with whom, what two said on one topic."""
    last = date.fromisoformat(select(db, "SELECT max(day) AS day FROM articles")[0]["day"])
    heavy = foremost(db)[:4]
    days = (7, 30, 90)
    rising = [
        Ask(
            f"{n} days",
            asked(trends.get_trending, n, today=last),
            asked(_plain_trending, last - timedelta(days=n), last),
        )
        for n in days
    ]
    over_time = [
        Ask(str(n), asked(trends.get_timeline, heavy[:n], Period(), today=last)) for n in (1, 4)
    ]
    over_time[0] = replace(over_time[0], plain=asked(_plain_timeline, heavy[0]))
    together = [
        Ask(str(n), asked(connections.get_connections, n), asked(_plain_companions, n))
        for n in heavy[:2]
    ]
    return [
        Case("/connections (the most mentioned)", 50, together * 3),
        Case("/trending", 50, rising * 2),
        Case("/timeline, one and four names", 10, over_time * 3),
        *_comparisons(db),
    ]


def _comparisons(db: Database) -> list[Case]:
    """The most quoted beside each other: on anything, about somebody, with a word."""
    first, second, third = most_quoted(db)[:3]
    pairs = [(first, second), (second, third), (third, first)]
    topics = [{"about": about} for about in foremost(db) if about not in {first, second, third}]
    words = [{"containing": word} for word in ("people", "peace", "election")]
    by_topic: dict[str, list[dict[str, Any]]]
    by_topic = {"": [{}], ", about a name": topics, ", with a word": words}
    return [
        Case(
            f"/compare{name}",
            50,
            [
                Ask(
                    f"{pair} {topic}",
                    asked(
                        comparisons.compare,
                        *(QuotationFilter(speaker=speaker, **topic) for speaker in pair),
                    ),
                )
                for pair in pairs
                for topic in asked_for
            ],
        )
        for name, asked_for in by_topic.items()
    ]


def _plain_trending(db: Database, first: date, last: date) -> object:
    query = """
        SELECT n.entity_id, count(*) AS n FROM mentions m
        JOIN article_entities ae ON ae.id = m.article_entity_id
        JOIN names n ON n.id = ae.name_id JOIN articles a ON a.id = ae.article_id
        WHERE a.published_on BETWEEN :first AND :last GROUP BY n.entity_id ORDER BY n DESC
    """
    return select(db, query, first=first.isoformat(), last=last.isoformat())


def _plain_timeline(db: Database, entity_id: int) -> object:
    query = """
        SELECT a.published_on, count(*) AS n FROM mentions m
        JOIN article_entities ae ON ae.id = m.article_entity_id
        JOIN names n ON n.id = ae.name_id JOIN articles a ON a.id = ae.article_id
        WHERE n.entity_id = :id GROUP BY a.published_on
    """
    return select(db, query, id=entity_id)


def _plain_companions(db: Database, entity_id: int) -> object:
    """By article: paragraphs are in no table."""
    query = """
        SELECT m.entity_id, count(*) AS n FROM names n
        JOIN article_entities ae ON ae.name_id = n.id
        JOIN article_entities be ON be.article_id = ae.article_id
        JOIN names m ON m.id = be.name_id
        WHERE n.entity_id = :id GROUP BY m.entity_id ORDER BY n DESC LIMIT 10
    """
    return select(db, query, id=entity_id)
