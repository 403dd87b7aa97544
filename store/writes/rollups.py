"""Roll-ups: what is counted once, when an article comes, goes or is linked anew.

Counts are added up in memory for all articles of a transaction and written as differences, so
that an article costs the same however large the record is.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain, combinations, groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeVar

from store.database import select_many
from store.names import fold, without_possessive
from store.steps import half_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sqlite_utils import Database

K = TypeVar("K")

# A paragraph with more entities than this is a list or a table, and says nothing about who
# appears with whom; its pairs would grow with the square.
_COMPANIONS_AT_MOST: Final = 40
_AT_ONCE: Final = 128  # articles whose texts are in memory together
_KEPT: Final = 65_536  # forms remembered


@dataclass(slots=True)
class Tally:
    """Counts to be added to the record's roll-ups; negative ones take away."""

    aliases: Counter[tuple[int, str]] = field(default_factory=Counter)
    mentions: Counter[int] = field(default_factory=Counter)
    days: Counter[tuple[int, str]] = field(default_factory=Counter)
    stories: Counter[tuple[int, str]] = field(default_factory=Counter)
    story_mentions: Counter[tuple[int, str]] = field(default_factory=Counter)
    companions: Counter[tuple[int, int]] = field(default_factory=Counter)  # the lower number first
    articles: Counter[int] = field(default_factory=Counter)
    quotations: Counter[int] = field(default_factory=Counter)
    said: Counter[tuple[str, str, bool]] = field(default_factory=Counter)
    roles: Counter[tuple[int, str, str]] = field(default_factory=Counter)
    article_words: Counter[str] = field(default_factory=Counter)
    quotation_words: Counter[str] = field(default_factory=Counter)


def count(counter: Counter[K], keys: Iterable[K], *, sign: int) -> None:
    """Count each key once more (sign 1) or once less (sign -1)."""
    if sign > 0:
        counter.update(keys)
    else:
        counter.subtract(keys)


class _Text(NamedTuple):
    day: str | None
    is_first: bool
    body: str


def count_articles(db: Database, tally: Tally, article_ids: Sequence[int], *, sign: int) -> None:
    """Count articles in (sign 1) or out (sign -1), as their names are linked at this moment."""
    for start in range(0, len(article_ids), _AT_ONCE):
        numbers = article_ids[start : start + _AT_ONCE]
        texts = {number: _Text(*rest) for number, *rest in select_many(db, _ARTICLES, numbers)}
        mentions = sorted(select_many(db, _MENTIONS, numbers))
        _count_days(tally, texts, [(row[0], row[-1]) for row in mentions], sign)
        _count_forms(tally, texts, mentions, sign)
        roles = select_many(db, _ROLES, numbers)
        told = ((entity_id, role, texts[number].day or "") for number, entity_id, role in roles)
        count(tally.roles, told, sign=sign)
        quotations = select_many(db, _QUOTATIONS, numbers)
        said = ((day, kind, bool(folded)) for _, day, kind, folded in quotations)
        count(tally.said, said, sign=sign)
        count(tally.quotations, (row[0] for row in quotations if row[0] is not None), sign=sign)


_ARTICLES: Final = """
    SELECT id, published_on, copy_of IS NULL, body FROM articles
    WHERE id IN (SELECT value FROM json_each(:numbers))
"""
_MENTIONS: Final = """
    SELECT ae.article_id, m.start, m.id, m."end", m.kind = 'name', n.entity_id
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
    SELECT speaker_id, day, kind, speaker_folded FROM quotations
    WHERE article_id IN (SELECT value FROM json_each(:numbers))
    AND hidden_at IS NULL AND repeats IS NULL
"""


def _count_days(
    tally: Tally, texts: Mapping[int, _Text], mentioned: Sequence[tuple[int, int]], sign: int
) -> None:
    """Count whom articles mention; over time a story counts once, by its first version."""
    once = set(mentioned)
    count(tally.mentions, (entity_id for _, entity_id in mentioned), sign=sign)
    count(tally.articles, (entity_id for _, entity_id in once), sign=sign)
    dated = {i: text for i, text in texts.items() if text.day is not None}  # no day is guessed
    first = {i: text for i, text in dated.items() if text.is_first}
    for counter, pairs, those in (
        (tally.days, mentioned, dated),
        (tally.stories, once, first),
        (tally.story_mentions, mentioned, first),
    ):
        keys = ((entity_id, str(those[i].day)) for i, entity_id in pairs if i in those)
        count(counter, keys, sign=sign)


def _count_forms(
    tally: Tally, texts: Mapping[int, _Text], mentions: Sequence[Any], sign: int
) -> None:
    """Count how articles write their names, and who stands in a paragraph together."""
    named = (
        (entity_id, _form(texts[i].body[start:end]))
        for i, start, _, end, is_name, entity_id in mentions
        if is_name
    )
    count(tally.aliases, (alias for alias in named if alias[1]), sign=sign)
    pairs = (
        combinations(together, 2)
        for i, own in groupby(mentions, key=itemgetter(0))
        for together in _paragraphs(texts[i].body, own)
    )
    count(tally.companions, chain.from_iterable(pairs), sign=sign)


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


@lru_cache(maxsize=_KEPT)
def _form(written: str) -> str:
    """A mention as people would type it: on one line, without the genitive."""
    form = " ".join(written.split())
    return form[: len(form) - len(_genitive(form))]


def _genitive(form: str) -> str:
    straight = form.replace("’", "'")
    return straight[len(without_possessive(straight)) :]


def _paragraphs(body: str, mentions: Iterable[Any]) -> Iterator[list[int]]:
    """The entities of each paragraph, each once, in the order of their numbers."""
    together: dict[int, None] = {}
    end = 0
    for _, start, *_, entity_id in mentions:
        if start >= end:
            yield sorted(list(together)[:_COMPANIONS_AT_MOST])
            together = {}
            end = body.find("\n", start + 1)
            end = len(body) if end < 0 else end
        together[entity_id] = None
    yield sorted(list(together)[:_COMPANIONS_AT_MOST])


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
    pairs = [(one, other, n) for (one, other), n in tally.companions.items() if n]
    rows = [*pairs, *((other, one, n) for one, other, n in pairs)]
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
