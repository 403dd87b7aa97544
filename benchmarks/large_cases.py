"""What large.py asks of a large corpus: each question as our queries answer it, and plainly.

The plain form is what one would write first on the same tables: `ORDER BY rank`, `LIKE`, joins
and counts over all rows. Words and names are drawn from the corpus itself, seeded, by how common
they are, so that the same file always gets the same questions.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec

from rapidfuzz import fuzz, process

from store.database import select
from store.queries import articles, counts, entities, profiles, quotations
from store.queries.candidates import find_candidates
from store.records import PageKey, QuotationFilter

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlite_utils import Database

    Answer = Callable[[Database], object]

P = ParamSpec("P")

SEED = 5
_MANY = 12  # questions of a class
_STOP_WORDS = ["the", "of", "and", "to", "that", "in", "it", "is", "was", "for"]
_SHARES = {"rare words": (0.00002, 0.0002), "middling words": (0.001, 0.005)}
_COMMON = (0.04, 0.3)
_WORD = re.compile(r"[a-z]+")


@dataclass(frozen=True, slots=True)
class Ask:
    """One question: our answer, and the plain one (None where there is nothing to compare)."""

    about: str
    ours: Answer
    plain: Answer | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """Questions of one kind, and how long an answer may take (p99, ms)."""

    name: str
    target_ms: float
    asks: Sequence[Ask]


def search_queries(db: Database) -> dict[str, list[str]]:
    """Queries by class of word."""
    rng = random.Random(SEED)  # noqa: S311 — the same questions every time are the point
    by_class = _words_by_share(db, rng)
    common, middling = by_class["common words"], by_class["middling words"]
    return {
        **by_class,
        "stop-words": list(_STOP_WORDS),
        "two common words": [" ".join(rng.sample(common, 2)) for _ in range(_MANY)],
        "a stop-word and a middling": [
            f"{rng.choice(_STOP_WORDS)} {rng.choice(middling)}" for _ in range(_MANY)
        ],
        "two stop-words": [" ".join(rng.sample(_STOP_WORDS, 2)) for _ in range(_MANY)],
        "three words": [
            " ".join([*rng.sample(common, 2), rng.choice(middling)]) for _ in range(_MANY)
        ],
        "phrases": [f'"{phrase}"' for phrase in _phrases(db, rng)],
        "beginnings": [word[: rng.choice((3, 4, 5))] for word in rng.sample(common, 6)]
        + ["the", "con", "pre", "inter", "pro", "wh"],
    }


def cases(db: Database) -> list[Case]:
    """Everything but the search, which large.py also asks for its recall."""
    rng = random.Random(SEED)  # noqa: S311 — see above
    return [*_filter_cases(db, rng), *_name_cases(db, rng), *_other_cases(db, rng)]


def _words_by_share(db: Database, rng: random.Random) -> dict[str, list[str]]:
    """Words that stand in such a share of the articles."""
    n_articles = select(db, "SELECT count(*) AS n FROM articles")[0]["n"]
    found = select(db, "SELECT word, n_articles AS n FROM word_counts")
    words = [
        (row["word"], row["n"] / n_articles)
        for row in found
        if re.fullmatch("[a-z]{4,}", row["word"])
    ]
    by_class = {}
    for name, (low, high) in {**_SHARES, "common words": _COMMON}.items():
        fitting = [word for word, share in words if low <= share <= high]
        by_class[name] = rng.sample(fitting, min(_MANY, len(fitting)))
    return by_class


def _phrases(db: Database, rng: random.Random) -> list[str]:
    """Two or three words that stand together somewhere."""
    highest = select(db, "SELECT max(id) AS id FROM quotations")[0]["id"]
    found: list[str] = []
    while len(found) < _MANY:
        query = "SELECT content FROM quotations WHERE id >= :id LIMIT 1"
        content = select(db, query, id=rng.randrange(highest))[0]["content"]
        words = _WORD.findall(content.lower())
        n = rng.choice((2, 3))
        if len(words) > n:
            start = rng.randrange(len(words) - n)
            found.append(" ".join(words[start : start + n]))
    return [*found, "of the", "white house", "in the"]


def asked(
    ask: Callable[Concatenate[Database, P], object], /, *args: P.args, **kwargs: P.kwargs
) -> Answer:
    """A question as something to ask a corpus."""
    return lambda db: ask(db, *args, **kwargs)


# ------------------------------------------------------------------ /quotes


def _filter_cases(db: Database, rng: random.Random) -> list[Case]:
    heavy = most_quoted(db)
    days = [date(2022, 3, 1) + timedelta(days=rng.randrange(900)) for _ in range(6)]
    month, quarter = timedelta(days=30), timedelta(days=90)
    words = ["people", "president", "peace", "the", "election", "harvest"]
    everything = [QuotationFilter()] * 3
    speakers = [QuotationFilter(speaker=number) for number in heavy]
    periods = [QuotationFilter(since=day, until=day + month) for day in days]
    texts = [QuotationFilter(containing=word) for word in words]
    speaker_texts = [replace(texts[i], speaker=heavy[i % 4]) for i in range(6)]
    day_texts = [replace(texts[i], since=days[i], until=days[i]) for i in range(6)]
    within = [replace(one, since=days[0], until=days[0] + quarter) for one in speakers]
    both = [
        QuotationFilter(speaker=one, about=other)
        for one in heavy[:3]
        for other in foremost(db)
        if one != other
    ]
    filters = {
        "all, first and last page": [*_pages(everything), *_pages(everything, is_last=True)],
        "speaker (the most quoted)": _pages(speakers),
        "speaker, last page": _pages(speakers, is_last=True),
        "speaker and dates": _pages(within),
        "dates": _pages(periods),
        "dates, last page": _pages(periods, is_last=True),
        "about": _pages([QuotationFilter(about=number) for number in foremost(db)]),
        "speaker and about": _pages(both),
        "speaker and about, last page": _pages(both, is_last=True),
        "containing": _pages(texts),
        "containing, last page": _pages(texts, is_last=True),
        "speaker and containing": _pages(speaker_texts),
        "a day and containing": _pages(day_texts),
    }
    listed = [Case(f"/quotes, {name}", 25, asks) for name, asks in filters.items()]
    return [*listed, *_random_cases(heavy)]


def _pages(filters: Sequence[QuotationFilter], *, is_last: bool = False) -> list[Ask]:
    before = PageKey("0000", 0) if is_last else None
    return [
        Ask(
            str(where),
            asked(quotations.list_quotations, where, before=before),
            asked(_plain_page, where, is_last=is_last),
        )
        for where in filters
    ]


def _random_cases(heavy: Sequence[int]) -> list[Case]:
    picks = [i / 20 for i in range(20)]
    shuffled = "SELECT * FROM quotations ORDER BY random() LIMIT 1"
    any_one = [
        Ask(
            f"random {pick}",
            asked(quotations.random_quotation, QuotationFilter(), pick=pick),
            lambda db: select(db, shuffled),
        )
        for pick in picks
    ]
    of_one = [
        Ask(
            f"random of {number}",
            asked(quotations.random_quotation, QuotationFilter(speaker=number), pick=0.7),
        )
        for number in heavy
    ]
    return [
        Case("a random quotation", 0.1, any_one),
        Case("a random quotation of the most quoted", 25, of_one),
    ]


def most_quoted(db: Database) -> list[int]:
    """The entities that speak most."""
    found = select(db, "SELECT id FROM entities ORDER BY n_quotations DESC, id LIMIT 6")
    return [row["id"] for row in found]


def foremost(db: Database) -> list[int]:
    """The entities that are mentioned most."""
    found = select(db, "SELECT id FROM entities ORDER BY n_mentions DESC, id LIMIT 6")
    return [row["id"] for row in found]


def _plain_page(db: Database, where: QuotationFilter, *, is_last: bool) -> object:
    """Rows joined and filtered, counted, and paged by offset."""
    conditions = ["q.hidden_at IS NULL AND q.repeats IS NULL"]
    values: dict[str, Any] = {}
    if where.speaker is not None:
        conditions.append("e.id = :speaker")
        values["speaker"] = where.speaker
    if where.about is not None:
        conditions.append(
            "q.id IN (SELECT quotation_id FROM quotation_about WHERE entity_id = :about)"
        )
        values["about"] = where.about
    if where.containing is not None:
        conditions.append("q.content LIKE '%' || :words || '%'")
        values["words"] = where.containing
    if where.since and where.until:
        conditions.append("a.day BETWEEN :since AND :until")
        values |= {"since": where.since.isoformat(), "until": where.until.isoformat()}
    rows = f"""
        FROM quotations q JOIN articles a ON a.id = q.article_id
        LEFT JOIN entities e ON e.id = q.speaker_id WHERE {" AND ".join(conditions)}
    """
    total = select(db, f"SELECT count(*) AS n {rows}", **values)[0]["n"]
    return select(
        db,
        f"SELECT q.*, a.body {rows} ORDER BY a.day DESC, q.id DESC LIMIT 5 OFFSET :skip",
        skip=max(0, total - 5) if is_last else 0,
        **values,
    )


# ------------------------------------------------------------------ names


def _name_cases(db: Database, rng: random.Random) -> list[Case]:
    names = [row["name"] for row in select(db, "SELECT name FROM entities WHERE n_articles > 0")]
    people = [name for name in rng.sample(names, 400) if len(name) > 7]  # noqa: PLR2004
    every = [
        Case(
            f"autocomplete, {n} letter{'s' * (n > 1)}",
            5,
            [
                Ask(
                    name[:n],
                    asked(entities.complete_names, name[:n]),
                    asked(_plain_names, name[:n]),
                )
                for name in people[:40]
            ],
        )
        for n in (0, 1, 2, 3, 5, 8)
    ]
    typos = [_mistyped(name, rng) for name in people[:40]]
    return [
        *every,
        Case(
            "a mistyped name (fuzzy)",
            15,
            [
                Ask(
                    typo,
                    asked(entities.near_names, typo),
                    asked(_plain_near, typo),
                )
                for typo in typos
            ],
        ),
        Case(
            "autocomplete of a mistyped name",
            15,
            [Ask(typo, asked(entities.complete_names, typo)) for typo in typos],
        ),
    ]


def _plain_names(db: Database, typed: str) -> object:
    query = """
        SELECT * FROM entities WHERE name LIKE '%' || :typed || '%'
        ORDER BY n_mentions DESC LIMIT 25
    """
    return select(db, query, typed=typed)


def _plain_near(db: Database, typed: str) -> object:
    names = [row["name"] for row in select(db, "SELECT name FROM entities")]
    return process.extract(typed, names, scorer=fuzz.ratio)


def _mistyped(name: str, rng: random.Random) -> str:
    place = rng.randrange(2, len(name) - 1)
    return name[:place] + name[place + 1] + name[place] + name[place + 2 :]


# ------------------------------------------------------------------ the rest


def _other_cases(db: Database, rng: random.Random) -> list[Case]:
    highest = select(db, "SELECT max(id) AS id FROM articles")[0]["id"]
    numbers = [rng.randrange(1, highest) for _ in range(20)]
    titles = [articles.get_article(db, number).row.ref.title for number in numbers[:8]]
    begun = [title[:n] for title in titles for n in (1, 3, 6, 12)]
    completed = [
        Ask(typed, asked(articles.complete_articles, typed), asked(_plain_titles, typed))
        for typed in begun
    ]
    people = [Ask(str(n), asked(profiles.get_profile, n)) for n in foremost(db)]
    pages = [Ask(str(n), asked(articles.get_article, n)) for n in numbers]
    return [
        Case("/check, candidates of real claims", 50, [_check(one) for one in _claims(db, rng)]),
        Case("/check, of common words only", 50, [_check(one) for one in _COMMON_CLAIMS]),
        Case("/entity (the most mentioned)", 50, people),
        Case("/article", 25, pages),
        Case("titles completed", 5, completed),
        Case("/corpus", 25, [Ask("counts", counts.get_stats)] * 6),
        Case("/articles, newest", 25, [Ask("list", articles.list_articles)] * 6),
    ]


_COMMON_CLAIMS = (
    "it is what it is",
    "the people of the United States",
    "that is the way it was and it is for all of us to see",
    "we will do what we have to do and they know it",
    "there was a time when people said that it could not be done",
    "I think that we are going to have a very good year",
)


def _plain_titles(db: Database, typed: str) -> object:
    query = """
        SELECT * FROM articles WHERE title LIKE '%' || :typed || '%' ORDER BY day DESC LIMIT 25
    """
    return select(db, query, typed=typed)


def _check(claim: str) -> Ask:
    def plain(db: Database) -> object:
        words = " OR ".join(f'"{word}"' for word in sorted(set(_WORD.findall(claim.lower()))))
        query = """
            SELECT rowid AS id FROM quotations_fts WHERE quotations_fts MATCH :match
            ORDER BY rank LIMIT 40
        """
        return select(db, query, match=words)

    return Ask(claim, lambda db: find_candidates(db, claim), plain)


def _claims(db: Database, rng: random.Random) -> list[str]:
    """Quotations of the corpus with two words changed places and one left out."""
    highest = select(db, "SELECT max(id) AS id FROM quotations")[0]["id"]
    found: list[str] = []
    while len(found) < _MANY:
        query = "SELECT content FROM quotations WHERE id >= :id LIMIT 1"
        words = select(db, query, id=rng.randrange(highest))[0]["content"].split()
        if len(words) > 6:  # noqa: PLR2004
            i = rng.randrange(len(words) - 3)
            found.append(" ".join([*words[:i], words[i + 1], words[i], *words[i + 3 :]]))
    return found
