"""Roll-ups: what is counted once, when an article comes, goes or is linked anew.

Counts are added up in memory for all articles of a transaction and written as differences, so
that an article costs the same however large the record is.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any, Final

from store.database import select_many
from store.gist import company_of
from store.names import fold
from store.steps import half_of
from store.tally import Told, add

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sqlite_utils import Database

    from store.tally import Tally

_AT_ONCE: Final = 128  # articles whose texts are in memory together


def count_articles(db: Database, tally: Tally, article_ids: Sequence[int], *, sign: int) -> None:
    """Count stored articles in (sign 1) or out (sign -1), as their names are linked now."""
    for start in range(0, len(article_ids), _AT_ONCE):
        for told in _read(db, article_ids[start : start + _AT_ONCE]):
            add(tally, told, sign=sign)


def _read(db: Database, numbers: Sequence[int]) -> Iterator[Told]:
    """Stored articles as they count at this moment."""
    mentions = _by_article(sorted(select_many(db, _MENTIONS, numbers)))
    roles = _by_article(select_many(db, _ROLES, numbers))
    quotations = _by_article(select_many(db, _QUOTATIONS, numbers))
    for number, day, is_first, body in select_many(db, _ARTICLES, numbers):
        own = mentions[number]
        company = company_of(body, ((start, end, who, named) for start, _, end, who, named in own))
        yield Told(
            day=day,
            is_first=bool(is_first),
            mentions=Counter(who for _, _, _, who, _ in own),
            forms=company.forms,
            paragraphs=company.paragraphs,
            roles=roles[number],
            quotations=(
                (speaker_id, listed, kind, bool(folded))
                for speaker_id, listed, kind, folded in quotations[number]
            ),
        )


def _by_article(rows: Iterable[Sequence[Any]]) -> defaultdict[int, list[Any]]:
    """Rows that begin with an article's number, by that."""
    found: defaultdict[int, list[Any]] = defaultdict(list)
    for number, *rest in rows:
        found[number].append(rest)
    return found


_ARTICLES: Final = """
    SELECT id, published_on, copy_of IS NULL, body FROM articles
    WHERE id IN (SELECT value FROM json_each(:numbers))
"""
_MENTIONS: Final = """
    SELECT ae.article_id, m.start, m.id, m."end", n.entity_id, m.kind = 'name'
    FROM article_entities ae
    JOIN names n ON n.id = ae.name_id
    JOIN mentions m ON m.article_entity_id = ae.id
    WHERE ae.article_id IN (SELECT value FROM json_each(:numbers))
"""
_ROLES: Final = """
    SELECT ae.article_id, n.entity_id, r.role FROM article_entities ae
    JOIN article_roles r ON r.article_entity_id = ae.id
    JOIN names n ON n.id = ae.name_id
    WHERE ae.article_id IN (SELECT value FROM json_each(:numbers))
"""
_QUOTATIONS: Final = """
    SELECT article_id, speaker_id, day, kind, speaker_folded FROM quotations
    WHERE article_id IN (SELECT value FROM json_each(:numbers))
    AND hidden_at IS NULL AND repeats IS NULL
"""


def write_tally(db: Database, tally: Tally) -> None:
    """Add the counts to the roll-ups; what falls to nothing disappears."""
    _write_aliases(db, [(e, form, fold(form), n) for (e, form), n in tally.aliases.items() if n])
    _write_days(db, tally)
    _write_halves(db, tally)
    _write_companions(db, tally)
    _write_said(db, tally)
    _write_roles(db, [(*key, n) for key, n in tally.roles.items() if n])
    _write_entities(db, tally)
    _write_words(db, tally)


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


def _write_companions(db: Database, tally: Tally) -> None:
    pairs = tally.companions.items()
    rows = [(one, other, n) for (one, other), n in pairs if n]
    rows += [(other, one, n) for (one, other), n in pairs if n]
    db.conn.executemany(
        """
        INSERT INTO companions (entity_id, other_id, n_paragraphs) VALUES (?, ?, ?)
        ON CONFLICT DO UPDATE SET n_paragraphs = n_paragraphs + excluded.n_paragraphs
        """,
        sorted(rows),
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


def _write_words(db: Database, tally: Tally) -> None:
    articles, quotations = tally.article_words, tally.quotation_words
    rows = [(word, articles[word], quotations[word]) for word in articles.keys() | quotations]
    changed = [row for row in rows if row[1] or row[2]]
    db.conn.executemany(
        """
        INSERT INTO word_counts (word, n_articles, n_quotations) VALUES (?, ?, ?)
        ON CONFLICT DO UPDATE SET
            n_articles = n_articles + excluded.n_articles,
            n_quotations = n_quotations + excluded.n_quotations
        """,
        sorted(changed),
    )
    db.conn.executemany(
        "DELETE FROM word_counts WHERE word = ? AND n_articles <= 0 AND n_quotations <= 0",
        [(word,) for word, *counts in changed if min(counts) < 0],
    )
