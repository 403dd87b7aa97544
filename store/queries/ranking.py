"""The best texts that hold all the words asked for, in milliseconds however common they are.

FTS5's own bm25() looks at every text that holds any of the words. Here the texts worth ranking
are found by their terms (store/terms.py), strongest first, and only those are scored: by bm25 as
FTS5 computes it, from the text itself. Read only; tests/store/queries/test_ranking.py says how
often the ten best are the ten best.
"""

from __future__ import annotations

import json
import re
from functools import cached_property
from math import log
from typing import TYPE_CHECKING, NamedTuple

from store.database import select
from store.queries.indexes import bounds_of
from store.queries.words import Phrase, match_days, match_of
from store.terms import K1, LETTERS, B, least_share, plain, terms_of_period

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence
    from datetime import date

    from sqlite_utils import Database

    from store.queries.indexes import Index

# Matches are counted so far, and listed so far: nobody turns 200 pages.
COUNTED_AT_MOST = 1000

# A beginning that is itself so well-known a word means that word.
_WELL_KNOWN = 1000
# Words of one beginning whose texts together are no more than this are looked up together.
_FEW = 5000
_ENDINGS_AT_MOST = 32  # else the commonest of them

# What is much about two words need not hold a third, or both side by side: so many times as many
# are looked at then.
_IF_UNSURE = 2

# One phrase that so few texts hold is ranked by FTS5: a third of what reading the texts costs,
# unless many times as many hold its rarest word, for FTS5 looks for the phrase twice more.
_RANKED_BY_FTS5 = 600

# Two words are looked for by pairs of strengths, each of which costs a look-up: fewer are scored.
_FEWER_OF_TWO = 2
_PAIRS_AT_MOST = 50

# A word worth less than this share of the most telling one decides nothing; but where fewer of
# the texts that are most about that one hold it too, it is looked for with it.
_TELLS = 0.1
_TOO_FEW = 10
_IDF_AT_LEAST = 1e-6  # as in FTS5: words in more than half of all texts
_A_PHRASE_IS = 0.1  # of its rarest word's texts; only weighs several phrases against each other


_Slot = tuple[str, float]  # a word, with a star if it is a beginning, and its idf


class Found(NamedTuple):
    """What matches: how many, the best first; `is_more` when not all were counted."""

    total: int
    is_more: bool
    ids: tuple[int, ...]


def best(  # noqa: PLR0913 — what search asks
    db: Database,
    index: Index,
    phrases: Sequence[Phrase],
    *,
    since: date | None,
    until: date | None,
    limit: int,
    skip: int,
) -> Found:
    """One page of the texts that hold all the phrases.

    The best of them come first; after those that were worth scoring the rest, newest first.
    """
    question = _Question(db, index, phrases, since, until)
    matching = question.matching(COUNTED_AT_MOST + 1)
    total = question.total(matching)
    listed = matching[:COUNTED_AT_MOST]
    is_more = len(matching) > COUNTED_AT_MOST and total <= COUNTED_AT_MOST
    if skip >= len(listed):
        return Found(total, is_more, ())
    if question.is_for_fts5(len(listed)):
        ordered = question.ranked_by_fts5()
        return Found(total, is_more, tuple(ordered[skip : skip + limit]))
    pool = listed
    if len(listed) > index.few:  # where few are strong, the newest of the others are scored too
        strong = question.strongest()
        newest = listed[: max(index.pool - len(strong), 0)]
        pool = list(dict.fromkeys([*strong, *newest]))
    ranked = question.ranked(pool)
    if len(ranked) < min(_TOO_FEW, len(pool)) and (together := question.strongest_together()):
        ranked = question.ranked(list({*ranked, *together}))
    first = set(ranked)
    ordered = [*ranked, *(i for i in listed if i not in first)][: len(listed)]
    return Found(total, is_more, tuple(ordered[skip : skip + limit]))


def settle(db: Database, phrases: Sequence[Phrase]) -> list[Phrase]:
    """Say which words an open phrase's last one may begin, where many texts hold them."""
    return [_settled(db, phrase) if phrase.is_open else phrase for phrase in phrases]


class _Question:
    """Phrases asked of one index, within a period or not."""

    def __init__(
        self,
        db: Database,
        index: Index,
        phrases: Sequence[Phrase],
        since: date | None,
        until: date | None,
    ) -> None:
        self._db = db
        self._index = index
        self._phrases = phrases
        self._period: list[str] | None = None
        match = match_of(phrases, columns=index.columns)
        if since is not None or until is not None:
            self._period = terms_of_period(*bounds_of(db, index, since, until))
            match += match_days(self._period, column=index.keys)
        self._match = match

    def matching(self, limit: int) -> list[int]:
        """All that match, newest first."""
        if self._period == []:
            return []
        found = select(self._db, self._index.matching, match=self._match, limit=limit)
        return [row["id"] for row in found]

    def total(self, matching: Sequence[int]) -> int:
        """How many match, as far as is known."""
        if self._period is None and len(self._phrases) == 1 and self._phrases[0].is_word:
            return self._counts.get(plain(self._phrases[0].words[0]), 0)
        return min(len(matching), COUNTED_AT_MOST)

    def is_for_fts5(self, n_matching: int) -> bool:
        """Whether FTS5 ranks as we do, and sooner: of one phrase it weighs nothing else."""
        if self._period is not None or len(self._phrases) > 1 or self._phrases[0].endings:
            return False
        looked_at = min(self._counts.get(plain(w), 0) for w in self._phrases[0].words)
        least = min(looked_at / self._index.read_sooner, self._index.few + 1)
        return least <= n_matching <= _RANKED_BY_FTS5

    def ranked_by_fts5(self) -> list[int]:
        """All that match, best first, newest of equals."""
        return [row["id"] for row in select(self._db, self._index.ranked, match=self._match)]

    def strongest_together(self) -> list[int]:
        """Where one word alone tells, the texts that are most about it and hold another too."""
        if len(self._telling) > 1 or len(self._slots) == 1:
            return []
        one, other = sorted(self._slots, key=_worth)[:2]
        return self._strongest_of_two(one, other, _TOO_FEW)

    def strongest(self) -> list[int]:
        """The texts that are most about the two most telling words."""
        telling = self._telling
        is_sure = len(self._slots) == len(telling[:2]) and all(one.is_one for one in self._phrases)
        if len(telling) == 1:
            limit = self._index.pool * (1 if is_sure else _IF_UNSURE)
            return self._strongest_of_one(telling[0][0], limit)
        limit = self._index.pool // _FEWER_OF_TWO * (1 if is_sure else _IF_UNSURE)
        return self._strongest_of_two(telling[0], telling[1], limit)

    def ranked(self, numbers: Sequence[int]) -> list[int]:
        """Those of the texts that hold all the phrases, best first by bm25, newest of equals."""
        usual = self._usual_length
        patterns = [_pattern(phrase) for phrase in self._phrases]
        scored = []
        for row in select(self._db, self._index.texts, ids=json.dumps(numbers)):
            columns = [plain(row["first"]), plain(row["second"] or "")]
            dilution = K1 * (1 - B + B * sum(_varints(row["sz"])) / usual)
            weights = [_weight(pattern, columns, self._index.kind.weights) for pattern in patterns]
            if all(weights):
                ratios = [weight / (weight + dilution) for weight in weights]
                score = sum(idf * ratio for idf, ratio in zip(self._idfs, ratios, strict=True))
                scored.append((-score, -row["id"]))
        return [-number for _, number in sorted(scored)]

    def _strongest_of_one(self, word: str, limit: int) -> list[int]:
        found: list[int] = []
        for letter in reversed(LETTERS):
            found += self._by_terms([_terms(letter, word)], self._index.most - len(found))
            if len(found) >= limit:
                break
        return found

    def _strongest_of_two(self, one: _Slot, other: _Slot, limit: int) -> list[int]:
        """Those that hold both, by strengths that add most to the score together, one by one.

        The few that hold one of them most strongly are not asked for the other: that would cost
        more than to look at them.
        """
        (rare, letters), (rare_too, others) = self._letters(one[0]), self._letters(other[0])
        found: list[int] = []
        for a, b in self._pairs(one, other, letters, others)[:_PAIRS_AT_MOST]:
            terms = [_terms(a, one[0]), _terms(b, other[0])]
            found += self._by_terms(terms, self._index.most - len(found))
            if len(found) >= limit:
                break
        return [*found, *rare, *rare_too]

    def _pairs(
        self, one: _Slot, other: _Slot, letters: Sequence[str], others: Sequence[str]
    ) -> list[tuple[str, str]]:
        """Strengths of the one with those of the other, the pairs that add most first."""
        kind = self._index.kind
        pairs = [
            (one[1] * least_share(kind, a[0]) + other[1] * least_share(kind, b[0]), a, b)
            for a in letters
            for b in others
        ]
        return [(a, b) for _, a, b in sorted(pairs, reverse=True)]

    def _letters(self, word: str) -> tuple[list[int], list[str]]:
        """The few texts that hold a word most strongly, and the strengths below, some at a time."""
        rare: list[int] = []
        most, n = self._index.rare, self._index.together
        for i in reversed(range(len(LETTERS))):
            alike = self._by_terms([_terms(LETTERS[i], word)], most + 1 - len(rare))
            if len(rare) + len(alike) > most:
                return rare, [LETTERS[max(k + 1 - n, 0) : k + 1] for k in range(i, -1, -n)]
            rare += alike
        return rare, []

    def _by_terms(self, terms: Sequence[str], limit: int) -> list[int]:
        parts = [*terms, " OR ".join(f'"{term}"' for term in self._period or ())]
        match = " AND ".join(f"({part})" for part in parts if part)
        found = select(self._db, self._index.by_terms, match=match, limit=limit)
        return [row["id"] for row in found]

    @cached_property
    def _telling(self) -> list[_Slot]:
        """The words that decide what comes first, the most telling first."""
        most = max(idf for _, idf in self._slots)
        return sorted((slot for slot in self._slots if slot[1] >= most * _TELLS), key=_worth)

    @cached_property
    def _slots(self) -> list[_Slot]:
        """Every word with what it is worth."""
        worth: dict[str, float] = {}
        for phrase, idf in zip(self._phrases, self._idfs, strict=True):
            for i, word in enumerate(phrase.words):
                is_open = phrase.is_open and i == len(phrase.words) - 1
                worth.setdefault(plain(word) + "*" * is_open, idf)
        return list(worth.items())

    @cached_property
    def _counts(self) -> dict[str, int]:
        """In how many texts each word stands."""
        words = [plain(word) for phrase in self._phrases for word in phrase.every_word()]
        found = select(
            self._db,
            """
            SELECT word, n_articles, n_quotations FROM json_each(:words) f
            CROSS JOIN word_counts w ON w.word = f.value
            """,
            words=json.dumps(words),
        )
        return {row["word"]: row[self._index.n_texts] for row in found}

    @cached_property
    def _idfs(self) -> list[float]:
        """What each phrase is worth, as in FTS5: the rarer the more."""
        n_texts = self._averages[0]
        idfs = []
        for phrase in self._phrases:
            n = float(min(sum(self._counts.get(plain(w), 0) for w in ws) for ws in phrase.choices))
            n = min(n if len(phrase.words) == 1 else n * _A_PHRASE_IS, float(n_texts))
            idfs.append(max(log((n_texts - n + 0.5) / (n + 0.5)), _IDF_AT_LEAST))
        return idfs

    @cached_property
    def _averages(self) -> list[int]:
        """Texts, and tokens in each column; FTS5 keeps them in a row of its own."""
        found: list[sqlite3.Row] = select(self._db, self._index.averages)
        return _varints(found[0]["block"]) if found else [0]

    @property
    def _usual_length(self) -> float:
        n_texts, *lengths = self._averages
        return max(sum(lengths) / max(n_texts, 1), 1.0)


def _settled(db: Database, phrase: Phrase) -> Phrase:
    typed = plain(phrase.words[-1])
    found = select(
        db,
        """
        SELECT word, n_articles + n_quotations AS n FROM word_counts
        WHERE word >= :low AND word < :high
        """,
        low=typed,
        high=typed + "\U0010ffff",
    )
    counts = {row["word"]: row["n"] for row in found}
    if counts.get(typed, 0) >= _WELL_KNOWN:
        return phrase._replace(is_open=False)
    if len(counts) > _ENDINGS_AT_MOST and sum(counts.values()) <= _FEW:
        return phrase
    commonest = sorted(counts, key=lambda word: (-counts[word], word))[:_ENDINGS_AT_MOST]
    return phrase._replace(endings=tuple(commonest))


def _terms(letters: str, word: str) -> str:
    """The terms of a word of these strengths; of all it begins, when it has a star."""
    star = " *" * word.endswith("*")
    return " OR ".join(f'"{letter}{word.rstrip("*")}"{star}' for letter in letters)


def _worth(slot: _Slot) -> float:
    return -slot[1]


def _pattern(phrase: Phrase) -> re.Pattern[str]:
    """Where a phrase stands in a plain text.

    A pattern that begins with letters is found ten times as fast as one that looks behind first,
    so that it looks behind after them.
    """
    words = [plain(word) for word in phrase.words]
    first = re.escape(words[0])
    parts = [re.escape(word) for word in words]
    if phrase.is_open:
        ends = "|".join(re.escape(word[len(words[-1]) :]) for word in phrase.endings)
        parts[-1] += f"(?:{ends})" if ends or phrase.endings else r"[^\W_]*"
    rest = parts[0][len(first) :] + "".join(rf"[\W_]+{part}" for part in parts[1:])
    return re.compile(rf"{first}(?<![^\W_]{first}){rest}(?![^\W_])")


def _weight(pattern: re.Pattern[str], columns: Sequence[str], weights: Sequence[float]) -> float:
    found = pattern.findall
    return weights[0] * len(found(columns[0])) + weights[1] * len(found(columns[1]))


def _varints(data: bytes) -> list[int]:
    """SQLite's integers of one to nine bytes, as FTS5 keeps lengths and averages."""
    found, value, n_bytes = [], 0, 0
    for byte in data:
        n_bytes += 1
        if n_bytes == 9:  # noqa: PLR2004 — the ninth has eight bits
            value, is_last = value << 8 | byte, True
        else:
            value, is_last = value << 7 | byte & 0x7F, byte < 0x80  # noqa: PLR2004
        if is_last:
            found.append(value)
            value, n_bytes = 0, 0
    return found
