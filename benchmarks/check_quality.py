"""How well `/check` tells altered quotations: `python benchmarks/check_quality.py [--verbose]`.

A corpus is made of the first half of the annotated news in ../shared, when it is there. Claims
are drawn, with a fixed seed, from what its annotators marked: as they stand, altered in one of
several ways, with another speaker, or from the second half, which is not on record. What our
own annotation missed counts against us. Nothing of that data is kept here.

Exit status 1 when an altered quotation was called exact, or fewer than 95 % of those that are
not on record were said not to be.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import statistics
import sys
import tempfile
import time
from collections import Counter
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from rich.console import Console
from rich.table import Table

from store import ingest
from store.annotate import pipeline
from store.database import open_corpus
from store.records import AnnotatedArticle, Check, RawArticle, Verdict
from store.verify import verify

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from sqlite_utils import Database

DATA = ROOT.parent / "shared" / "polnear" / "dev.jsonl"
NOW = datetime(2026, 3, 2, tzinfo=UTC)
_SEED = 5
_EACH = 40  # claims of a kind
_MIN_WORDS = 8  # an alteration of one word leaves a quotation of this length recognisable
_MAX_WORDS = 60
_MIN_ABSENT_RIGHT = 0.95
_MARKED = re.compile(r"[“\"]([^“”\"]+)[”\"]")
_WORD = re.compile(r"[^\W_]+")
_NEGATIONS = frozenset({"not", "never", "no", "nothing", "nobody", "without"})

EXACT, ALTERED = Verdict.EXACT, Verdict.ALTERED
PARTLY, ABSENT, OTHER = Verdict.PARTLY, Verdict.NOT_ON_RECORD, Verdict.WRONG_SPEAKER


@dataclass(frozen=True, slots=True)
class Marked:
    """A stretch in quotation marks that annotators took for somebody's words."""

    words: tuple[str, ...]
    speaker: str | None


@dataclass(frozen=True, slots=True)
class Drawn:
    """A claim of a kind, and the verdicts that are right for it."""

    kind: str
    text: str
    right: frozenset[Verdict]
    is_verbatim: bool = False  # calling it exact is no mistake


def main() -> int:
    """Measure, print, and say whether the promises are kept."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--verbose", action="store_true", help="show what was not told rightly")
    asked = parser.parse_args()
    if not DATA.exists():
        print(f"skipped: {DATA} is not there")
        return 0
    news = [json.loads(line) for line in DATA.read_text(encoding="utf-8").splitlines() if line]
    half = len(news) // 2
    on_record = _Texts([one["text"] for one in news[:half]])
    claims = list(_draw(news[:half], news[half:], on_record))
    with (
        tempfile.TemporaryDirectory() as folder,
        closing(open_corpus(Path(folder) / "corpus.db")) as db,
    ):
        _fill(db, news[:half])
        return _measure(db, claims, verbose=asked.verbose)


def _fill(db: Database, news: Sequence[dict[str, Any]]) -> None:
    raws = [RawArticle(text=one["text"], title=one["id"], source=one["id"]) for one in news]
    for article in ingest.prepare_many(pipeline.load(), raws):
        if isinstance(article, AnnotatedArticle):
            ingest.commit(db, article, added_by=None, now=NOW)


# ------------------------------------------------------------------ claims


class _Texts:
    """The words of all articles on record, to tell what is in them anyhow."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._words = " \n ".join(_plain(text) for text in texts)

    def hold(self, text: str) -> bool:
        return f" {_plain(text).strip()} " in self._words


def _plain(text: str) -> str:
    return f" {' '.join(_WORD.findall(text.casefold()))} "


def _draw(
    kept: Sequence[dict[str, Any]], absent: Sequence[dict[str, Any]], on_record: _Texts
) -> Iterator[Drawn]:
    pick = random.Random(_SEED)  # noqa: S311  # a sample, not a secret
    marked = list(_marked(kept))
    names = sorted({one.speaker for one in marked if one.speaker})
    for kind, alter in _VERBATIM.items():
        for one in _sample(marked, pick):
            yield Drawn(kind, f"“{alter(one, pick)}”", frozenset({EXACT}), is_verbatim=True)
    for one in _sample(marked, pick):
        opening, closing = pick.choice(_MARKS)
        text = f"{opening}{_as_it_is(one, pick)}{closing}"
        yield Drawn("marks of another language", text, frozenset({EXACT}), is_verbatim=True)
    for kind, (change, right) in _ALTERATIONS.items():
        those = marked if change in {_renumbered, _affirmed} else _sample(marked, pick)
        for one in those:  # few have a number or a negation: all of them
            text = change(one, pick, marked)
            if not on_record.hold(text):
                yield Drawn(kind, f"“{text}”", right)
    named = [one for one in marked if one.speaker]
    for one in _sample(named, pick):
        yield Drawn("right speaker", _said(one, one.speaker), frozenset({EXACT}), is_verbatim=True)
    for one in _sample(named, pick):
        other = pick.choice([name for name in names if not _may_be_one(name, one.speaker or "")])
        yield Drawn("wrong speaker", _said(one, other), frozenset({OTHER}), is_verbatim=True)
    strangers = [one for one in _marked(absent) if not on_record.hold(" ".join(one.words))]
    for one in strangers:
        yield Drawn("not in the corpus", f"“{' '.join(one.words)}”", frozenset({ABSENT}))


def _marked(news: Sequence[dict[str, Any]]) -> Iterator[Marked]:
    for article in news:
        spans = [
            (start, end, one) for one in article["attributions"] for start, end in one["content"]
        ]
        for found in _MARKED.finditer(article["text"]):
            inside = next(
                (o for s, e, o in spans if s <= found.start(1) and found.end(1) <= e), None
            )
            words = tuple(found[1].split())
            if inside is not None and _MIN_WORDS <= len(words) <= _MAX_WORDS:
                names = inside.get("source_names") or [None]
                yield Marked(words, names[0])


def _sample(marked: Sequence[Marked], pick: random.Random) -> list[Marked]:
    return pick.sample(marked, min(_EACH, len(marked)))


def _said(one: Marked, name: str | None) -> str:
    return f"“{' '.join(one.words)}” — {name}"


def _may_be_one(name: str, other: str) -> bool:
    return bool(set(_WORD.findall(name.casefold())) & set(_WORD.findall(other.casefold())))


def _as_it_is(one: Marked, _: random.Random) -> str:
    return " ".join(one.words)


def _shorter(one: Marked, pick: random.Random) -> str:
    size = pick.randint(_MIN_WORDS - 2, len(one.words))
    start = pick.randint(0, len(one.words) - size)
    return " ".join(one.words[start : start + size])


def _other_marks(one: Marked, _: random.Random) -> str:
    text = re.sub(r",(?!\d)", ";", " ".join(one.words).upper())  # 16;389 is another number
    text = text.translate(str.maketrans("’‘—", "''-"))
    return text.rstrip(".,;!?") + "!!"


_MARKS = (
    ("« ", " »"),
    ("„", "“"),
    ("»", "«"),
    ("「", "」"),
    ("『", "』"),
    ("《", "》"),
    ("‹", "›"),
)

Others = list[Marked]


def _inner(one: Marked, pick: random.Random) -> int:
    return pick.randint(2, len(one.words) - 3)


def _negated(one: Marked, pick: random.Random, _: Others) -> str:
    at = _inner(one, pick)
    return " ".join([*one.words[:at], "not", *one.words[at:]])


def _replaced(one: Marked, pick: random.Random, others: Others) -> str:
    at = _inner(one, pick)
    word = pick.choice(pick.choice(others).words)
    return " ".join([*one.words[:at], word, *one.words[at + 1 :]])


def _renumbered(one: Marked, pick: random.Random, _: Others) -> str:
    """The words with one number another, or as they stand where there is none."""
    at = [i for i, word in enumerate(one.words) if any(char.isdigit() for char in word)]
    if not at:
        return " ".join(one.words)
    place = pick.choice(at)
    word = re.sub(r"\d", lambda digit: str((int(digit[0]) + 3) % 10), one.words[place], count=1)
    return " ".join([*one.words[:place], word, *one.words[place + 1 :]])


def _affirmed(one: Marked, pick: random.Random, _: Others) -> str:
    """The words without a negation, or as they stand where there is none."""
    at = [i for i, word in enumerate(one.words) if word.casefold() in _NEGATIONS]
    place = pick.choice(at) if at else len(one.words)
    return " ".join([*one.words[:place], *one.words[place + 1 :]])


def _dropped(one: Marked, pick: random.Random, _: Others) -> str:
    at = _inner(one, pick)
    return " ".join([*one.words[:at], *one.words[at + 1 :]])


def _swapped(one: Marked, pick: random.Random, _: Others) -> str:
    at = _inner(one, pick)
    return " ".join([*one.words[:at], one.words[at + 1], one.words[at], *one.words[at + 2 :]])


def _left_out(one: Marked, pick: random.Random, _: Others) -> str:
    size = max(len(one.words) // 6, 1)
    at = pick.randint(2, len(one.words) - size - 2)
    return " ".join([*one.words[:at], "…", *one.words[at + size :]])


def _reordered(one: Marked, _: random.Random, __: Others) -> str:
    half = len(one.words) // 2
    return " ".join([*one.words[half:], *one.words[:half]])


def _spliced(one: Marked, pick: random.Random, others: Others) -> str:
    other = pick.choice(others)
    half = len(one.words) // 2
    return " ".join([*one.words[: half + 2], *other.words[len(other.words) // 2 :]])


_VERBATIM: dict[str, Callable[[Marked, random.Random], str]] = {
    "as it stands": _as_it_is,
    "shortened": _shorter,
    "other marks and capitals": _other_marks,
}
_ALTERATIONS: dict[
    str, tuple[Callable[[Marked, random.Random, Others], str], frozenset[Verdict]]
] = {
    "“not” put in": (_negated, frozenset({ALTERED})),
    "a word replaced": (_replaced, frozenset({ALTERED})),
    "a number changed": (_renumbered, frozenset({ALTERED})),
    "a negation taken out": (_affirmed, frozenset({ALTERED})),
    "a word dropped": (_dropped, frozenset({ALTERED})),
    "two words swapped": (_swapped, frozenset({ALTERED})),
    "middle left out": (_left_out, frozenset({ALTERED})),
    "halves re-ordered": (_reordered, frozenset({ALTERED})),
    "spliced with another": (_spliced, frozenset({ALTERED, PARTLY})),
}


# ------------------------------------------------------------------ verdicts


def _measure(db: Database, claims: Sequence[Drawn], *, verbose: bool) -> int:
    verdicts: dict[str, Counter[Verdict]] = {}
    right: Counter[str] = Counter()
    false_exact, took = 0, []
    for claim in claims:
        started = time.perf_counter()
        found = verify(db, claim.text).checks[0]
        took.append((time.perf_counter() - started) * 1000)
        verdicts.setdefault(claim.kind, Counter())[found.verdict] += 1
        right[claim.kind] += found.verdict in claim.right
        false_exact += _claims_all(found) and not claim.is_verbatim
        if verbose and found.verdict not in claim.right:
            print(f"{claim.kind}: {found.verdict} for {claim.text}")
    _print(verdicts, right)
    absent = right["not in the corpus"] / verdicts["not in the corpus"].total()
    n_altered = sum(verdicts[kind].total() for kind in _ALTERATIONS)
    print(f"altered claims: {n_altered}, called exact: {false_exact}; not on record: {absent:.1%}")
    quantiles = statistics.quantiles(took, n=100)
    print(f"ms a check: p50 {quantiles[49]:.1f}, p99 {quantiles[98]:.1f}")
    return int(false_exact > 0 or absent < _MIN_ABSENT_RIGHT)


def _claims_all(found: Check) -> bool:
    """Whether the answer says that all the words are on record as a quotation."""
    if found.verdict is OTHER:
        return all(change.is_same for change in found.changes)
    return found.verdict is EXACT


def _print(verdicts: dict[str, Counter[Verdict]], right: Counter[str]) -> None:
    table = Table("claims", "n", "right", *Verdict)
    for kind, counts in verdicts.items():
        share = f"{right[kind] / counts.total():.1%}"
        table.add_row(kind, str(counts.total()), share, *(str(counts[v]) for v in Verdict))
    Console(width=120).print(table)


if __name__ == "__main__":
    sys.exit(main())
