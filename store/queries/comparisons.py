"""What two speakers said on the same topic; read only."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from store.database import select
from store.names import words
from store.pairing import Match, Statement, match, telling
from store.queries.quotations import newest_and_count, newest_numbers, read_quotations
from store.records import Comparison, EntityRef, EntityType, Pair, QuotationFilter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlite_utils import Database

# Of each speaker the newest are compared: every pair is looked at.
_MOST_COMPARED = 150
_MOST_SHOWN = 3  # of what a pair shares
_MOST_COMMON = 8


def compare(
    db: Database, first: QuotationFilter, second: QuotationFilter, *, page: int = 1, size: int = 3
) -> Comparison:
    """What two speakers said on the same topic, pair by pair, best pairs first.

    Where a topic is asked for (`about` or `containing`), quotations on it that go with no other are
    shown beside each other by their days, after the pairs; likewise where nothing at all goes
    together. A page beyond the last is the last.

    Args:
        db: the corpus.
        first: whose quotations stand on one side, and on what topic.
        second: the same topic, another speaker.
        page: from 1.
        size: pairs on a page.
    """
    newest = [newest_and_count(db, where, limit=_MOST_COMPARED) for where in (first, second)]
    sides = [_statements(db, numbers) for numbers, _ in newest]
    topic = {where.about for where in (first, second) if where.about is not None}
    matches = match(sides[0], sides[1], without=topic)
    is_asked = bool(topic) or first.containing is not None
    if is_asked or not matches:
        matches += _by_day(sides, matches)
    skip = size * (min(max(page, 1), max(-(-len(matches) // size), 1)) - 1)
    return Comparison(
        pairs=tuple(_pairs(db, matches[skip : skip + size])),
        total=len(matches),
        n_first=newest[0][1],
        n_second=newest[1][1],
        common=_common(db, first, second),
    )


def _statements(db: Database, numbers: Sequence[int]) -> list[Statement]:
    """The quotations of these numbers, in this order."""
    ids = json.dumps(numbers)
    contents = select(
        db,
        "SELECT q.id, q.content FROM json_each(:ids) f JOIN quotations q ON q.id = f.value",
        ids=ids,
    )
    abouts = select(
        db,
        """
        SELECT a.quotation_id, a.entity_id
        FROM json_each(:ids) f JOIN quotation_about a ON a.quotation_id = f.value
        """,
        ids=ids,
    )
    about: defaultdict[int, set[int]] = defaultdict(set)
    for row in abouts:
        about[row["quotation_id"]].add(row["entity_id"])
    names = _names(db, {entity for found in about.values() for entity in found})
    return [
        Statement(
            row["id"],
            row["content"],
            frozenset(about[row["id"]]),
            frozenset(word for entity in about[row["id"]] for word in words(names[entity])),
        )
        for row in contents
    ]


def _by_day(sides: Sequence[Sequence[Statement]], matches: Sequence[Match]) -> list[Match]:
    """Those that go with no other, newest beside newest; scraps where there is nothing else."""
    used = {number for one in matches for number in (one.first, one.second)}
    whole = [telling(side) or side for side in sides]
    left = [[s.id for s in side if s.id not in used] for side in whole]
    return [Match(one, other, (), 0.0) for one, other in zip(*left, strict=False)]


def _pairs(db: Database, matches: Sequence[Match]) -> list[Pair]:
    names = _names(db, {key for one in matches for key in one.shared if isinstance(key, int)})
    pairs = []
    for one in matches:
        shared = [names.get(key, "") if isinstance(key, int) else key for key in one.shared]
        labels = tuple(word for word in dict.fromkeys(shared) if word)[:_MOST_SHOWN]
        first, second = read_quotations(
            db, (one.first, one.second)
        )  # both are in this moment's list
        pairs.append(Pair(first, second, labels))
    return pairs


def _names(db: Database, ids: set[int]) -> dict[int, str]:
    found = select(
        db,
        "SELECT e.id, e.name FROM json_each(:ids) f JOIN entities e ON e.id = f.value",
        ids=json.dumps(sorted(ids)),
    )
    return {row["id"]: row["name"] for row in found}


def _common(db: Database, first: QuotationFilter, second: QuotationFilter) -> tuple[EntityRef, ...]:
    """What both spoke about lately, whatever topic was asked for."""
    counts = []
    for where in (first, second):
        anything = replace(where, about=None, containing=None)
        numbers = newest_numbers(db, anything, limit=_MOST_COMPARED)
        statements = _statements(db, numbers)
        counts.append(Counter(entity for s in statements for entity in s.about))
    both = {key: min(counts[0][key], counts[1][key]) for key in counts[0].keys() & counts[1].keys()}
    foremost = sorted(both, key=lambda key: (-both[key], key))[:_MOST_COMMON]
    found = select(
        db,
        """
        SELECT e.id, e.name, e.type FROM json_each(:ids) f JOIN entities e ON e.id = f.value
        WHERE e.n_articles > 0 ORDER BY f.key
        """,
        ids=json.dumps(foremost),
    )
    return tuple(EntityRef(row["id"], row["name"], EntityType(row["type"])) for row in found)
