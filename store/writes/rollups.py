"""Roll-ups: what is counted once, when an article comes, goes or is linked anew.

Counts are added up in memory for all articles of a transaction and written as differences, so
that an article costs the same however large the record is.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass, field
from itertools import combinations, groupby
from typing import TYPE_CHECKING

from store.database import select
from store.names import fold, without_possessive
from store.steps import half_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Sequence

    from sqlite_utils import Database

# A paragraph with more entities than this is a list or a table, and says nothing about who
# appears with whom; its pairs would grow with the square.
_COMPANIONS_AT_MOST = 40


@dataclass(slots=True)
class Tally:
    """Counts to be added to the record's roll-ups; negative ones take away."""

    aliases: Counter[tuple[int, str]] = field(default_factory=Counter)
    mentions: Counter[int] = field(default_factory=Counter)
    days: Counter[tuple[int, str]] = field(default_factory=Counter)
    stories: Counter[tuple[int, str]] = field(default_factory=Counter)
    story_mentions: Counter[tuple[int, str]] = field(default_factory=Counter)
    companions: Counter[tuple[int, int]] = field(default_factory=Counter)
    articles: Counter[int] = field(default_factory=Counter)
    quotations: Counter[int] = field(default_factory=Counter)
    said: Counter[tuple[str, str, bool]] = field(default_factory=Counter)
    roles: Counter[tuple[int, str, str]] = field(default_factory=Counter)


def count_articles(db: Database, tally: Tally, article_ids: Iterable[int], *, sign: int) -> None:
    """Count articles in (sign 1) or out (sign -1), as their names are linked at this moment."""
    for article_id in article_ids:
        query = "SELECT published_on, day, body, copy_of FROM articles WHERE id = :id"
        article = select(db, query, id=article_id)[0]
        mentions = _mentions(db, article_id)
        _count_days(tally, article, Counter(row["entity_id"] for row in mentions), sign)
        for row in mentions:
            if row["kind"] == "name" and (form := _form(article["body"], row)):
                tally.aliases[row["entity_id"], form] += sign
        for pair in _pairs(article["body"], mentions):
            tally.companions[pair] += sign
        for row in _roles(db, article_id):
            tally.roles[row["entity_id"], row["role"], article["published_on"] or ""] += sign
        _count_quotations(tally, article["day"], _quotations(db, article_id), sign)


def _count_days(tally: Tally, article: sqlite3.Row, counts: Counter[int], sign: int) -> None:
    """Count whom an article mentions; over time a story counts once, by its first version."""
    day = article["published_on"]
    for entity_id, n in counts.items():
        tally.articles[entity_id] += sign
        tally.mentions[entity_id] += sign * n
        if day is not None:  # when an undated one appeared is not guessed
            tally.days[entity_id, day] += sign * n
            if article["copy_of"] is None:
                tally.stories[entity_id, day] += sign
                tally.story_mentions[entity_id, day] += sign * n


def _count_quotations(tally: Tally, day: str, rows: Iterable[sqlite3.Row], sign: int) -> None:
    for row in rows:
        tally.said[day, row["kind"], bool(row["speaker_folded"])] += sign
        if row["speaker_id"] is not None:
            tally.quotations[row["speaker_id"]] += sign


def write_tally(db: Database, tally: Tally) -> None:
    """Add the counts to the roll-ups; what falls to nothing disappears."""
    _write_aliases(db, [(e, form, fold(form), n) for (e, form), n in tally.aliases.items() if n])
    _write_days(db, tally)
    _write_halves(db, tally)
    _write_companions(db, [(a, b, n) for (a, b), n in tally.companions.items() if n])
    _write_said(db, tally)
    _write_roles(db, [(*key, n) for key, n in tally.roles.items() if n])
    _write_entities(db, tally)


def _mentions(db: Database, article_id: int) -> list[sqlite3.Row]:
    return select(
        db,
        """
        SELECT m.start, m."end", m.kind, n.entity_id
        FROM article_entities ae
        JOIN names n ON n.id = ae.name_id
        JOIN mentions m ON m.article_entity_id = ae.id
        WHERE ae.article_id = :article ORDER BY m.start, m.id
        """,
        article=article_id,
    )


def _quotations(db: Database, article_id: int) -> list[sqlite3.Row]:
    return select(
        db,
        """
        SELECT speaker_id, kind, speaker_folded FROM quotations
        WHERE article_id = :article AND hidden_at IS NULL AND repeats IS NULL
        """,
        article=article_id,
    )


def _roles(db: Database, article_id: int) -> list[sqlite3.Row]:
    return select(
        db,
        """
        SELECT n.entity_id, r.role FROM article_entities ae
        JOIN article_roles r ON r.article_entity_id = ae.id
        JOIN names n ON n.id = ae.name_id
        WHERE ae.article_id = :article
        """,
        article=article_id,
    )


def _form(body: str, row: sqlite3.Row) -> str:
    """A mention as people would type it: on one line, without the genitive."""
    form = " ".join(body[row["start"] : row["end"]].split())
    return form[: len(form) - len(_genitive(form))]


def _genitive(form: str) -> str:
    straight = form.replace("’", "'")
    return straight[len(without_possessive(straight)) :]


def _pairs(body: str, mentions: Sequence[sqlite3.Row]) -> Iterator[tuple[int, int]]:
    """Every two entities of one paragraph, both ways, once for each paragraph."""
    breaks = [found.start() for found in re.finditer("\n", body)]
    for _, group in groupby(mentions, key=lambda row: bisect_right(breaks, row["start"])):
        together = list(dict.fromkeys(row["entity_id"] for row in group))
        for one, other in combinations(together[:_COMPANIONS_AT_MOST], 2):
            yield one, other
            yield other, one


def _write_aliases(db: Database, rows: list[tuple[int, str, str, int]]) -> None:
    db.conn.executemany(
        """
        INSERT INTO aliases (entity_id, form, folded, n_mentions) VALUES (?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET n_mentions = n_mentions + excluded.n_mentions
        """,
        rows,
    )
    db.conn.executemany(
        """
        DELETE FROM aliases
        WHERE entity_id = ? AND form = ? AND n_mentions <= 0 AND source = 'text'
        """,
        [(entity_id, form) for entity_id, form, _, n in rows if n < 0],
    )


def _write_days(db: Database, tally: Tally) -> None:
    rows = [
        (*key, n, tally.stories[key], tally.story_mentions[key]) for key, n in tally.days.items()
    ]
    changed = [row for row in rows if any(row[2:])]
    db.conn.executemany(
        """
        INSERT INTO entity_days (entity_id, day, n_mentions, n_stories, n_story_mentions)
        VALUES (?, ?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET
            n_mentions = n_mentions + excluded.n_mentions,
            n_stories = n_stories + excluded.n_stories,
            n_story_mentions = n_story_mentions + excluded.n_story_mentions
        """,
        changed,
    )
    db.conn.executemany(
        "DELETE FROM entity_days WHERE entity_id = ? AND day = ? AND n_mentions <= 0",
        [(entity_id, day) for entity_id, day, n, *_ in changed if n < 0],
    )


def _write_halves(db: Database, tally: Tally) -> None:
    halves: Counter[tuple[str, int]] = Counter()
    for (entity_id, day), n in tally.stories.items():
        halves[half_of(day), entity_id] += n
    db.conn.executemany(
        """
        INSERT INTO entity_halves (half, entity_id, n_stories) VALUES (?, ?, ?)
        ON CONFLICT DO UPDATE SET n_stories = n_stories + excluded.n_stories
        """,
        [(*key, n) for key, n in halves.items() if n],
    )
    db.conn.executemany(
        "DELETE FROM entity_halves WHERE half = ? AND entity_id = ? AND n_stories <= 0",
        [key for key, n in halves.items() if n < 0],
    )


def _write_companions(db: Database, rows: list[tuple[int, int, int]]) -> None:
    db.conn.executemany(
        """
        INSERT INTO companions (entity_id, other_id, n_paragraphs) VALUES (?, ?, ?)
        ON CONFLICT DO UPDATE SET n_paragraphs = n_paragraphs + excluded.n_paragraphs
        """,
        rows,
    )
    db.conn.executemany(
        "DELETE FROM companions WHERE entity_id = ? AND other_id = ? AND n_paragraphs <= 0",
        [(one, other) for one, other, n in rows if n < 0],
    )


def _write_said(db: Database, tally: Tally) -> None:
    rows = [
        (day, kind, n, n * is_attributed)
        for (day, kind, is_attributed), n in tally.said.items()
        if n
    ]
    db.conn.executemany(
        """
        INSERT INTO quotation_days (day, kind, n, n_attributed) VALUES (?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET
            n = n + excluded.n, n_attributed = n_attributed + excluded.n_attributed
        """,
        rows,
    )
    db.conn.executemany(
        "DELETE FROM quotation_days WHERE day = ? AND kind = ? AND n <= 0",
        [(day, kind) for day, kind, n, _ in rows if n < 0],
    )


def _write_roles(db: Database, rows: list[tuple[int, str, str, int]]) -> None:
    db.conn.executemany(
        """
        INSERT INTO entity_roles (entity_id, role, day, n) VALUES (?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET n = n + excluded.n
        """,
        rows,
    )
    db.conn.executemany(
        "DELETE FROM entity_roles WHERE entity_id = ? AND role = ? AND day = ? AND n <= 0",
        [(entity_id, role, day) for entity_id, role, day, n in rows if n < 0],
    )


def _write_entities(db: Database, tally: Tally) -> None:
    db.conn.executemany(
        """
        UPDATE entities SET
            n_mentions = n_mentions + :mentions,
            n_articles = n_articles + :articles,
            n_quotations = n_quotations + :quotations,
            first_day = (SELECT min(day) FROM entity_days WHERE entity_id = :id),
            last_day = (SELECT max(day) FROM entity_days WHERE entity_id = :id)
        WHERE id = :id
        """,
        [
            {
                "id": entity_id,
                "mentions": tally.mentions[entity_id],
                "articles": tally.articles[entity_id],
                "quotations": tally.quotations[entity_id],
            }
            for entity_id in tally.mentions.keys() | tally.articles.keys() | tally.quotations.keys()
        ],
    )
