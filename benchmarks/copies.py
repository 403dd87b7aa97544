"""How well near-copies are told from other reports: `python benchmarks/copies.py [FILE.jsonl]`.

Real news (the .jsonl file, by default that in ../shared) is stored, then versions made of it, and
near-misses: other articles that quote every quotation of a stored one, or share its first
paragraph. A version must be linked to its article, everything else to none. Nothing of the data
is kept. Exit status 1 when recall is below 0.95 or precision below 0.99.
"""

from __future__ import annotations

import json
import random
import re
import sys
import tempfile
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from store import ingest
from store.clean import hash_of
from store.database import open_corpus
from store.records import AnnotatedArticle, CleanArticle
from store.sketches import sketch_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlite_utils import Database

DATA = ROOT.parent / "shared" / "polnear" / "train.jsonl"
NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
LEAST_RECALL, LEAST_PRECISION = 0.95, 0.99
FEWEST_WORDS = 150  # a shorter article has no versions worth making
AGENCY = "WASHINGTON (AP) — "
CREDIT = "\nThe Associated Press contributed to this report. All rights reserved."


def sentences(text: str) -> list[str]:
    """Cut a text into sentences, each with the white space after it."""
    return re.findall(r".+?(?:[.!?][”\"’]*\s+|\n+|\Z)", text, re.DOTALL)


def shortened(share: float) -> Callable[[str, random.Random], str]:
    """Cut a text's end off at a sentence, as papers do with agency reports."""

    def cut(text: str, _: random.Random) -> str:
        parts = sentences(text)
        return "".join(parts[: max(3, round(share * len(parts)))])

    return cut


def edited(text: str, chance: random.Random) -> str:
    """Change one word in twenty, as an editor's spelling and figures do."""
    words = text.split(" ")
    return " ".join(w[::-1] if chance.random() < 0.05 else w for w in words)  # noqa: PLR2004 — one in twenty


def thinned(text: str, chance: random.Random) -> str:
    """Leave out every fifth sentence or so, and add a credit."""
    kept = [part for part in sentences(text) if chance.random() > 0.2]  # noqa: PLR2004 — one in five
    return AGENCY + "".join(kept) + CREDIT


def turned(text: str, chance: random.Random) -> str:
    """Put the paragraphs into another order."""
    parts = [part for part in text.split("\n") if part.strip()]
    chance.shuffle(parts)
    return "\n".join(parts)


def retyped(text: str, _: random.Random) -> str:
    """Write other marks and dashes, in capitals where the paper does so."""
    return text.translate(str.maketrans("“”‘’—", "\"\"''-")).upper()


VERSIONS: dict[str, Callable[[str, random.Random], str]] = {
    "shortened to 60 %": shortened(0.6),
    "shortened to 35 %": shortened(0.35),
    "one word in twenty changed": edited,
    "every fifth sentence left out": thinned,
    "paragraphs in another order": turned,
    "other marks and capitals": retyped,
}


def updated(text: str, other: str) -> str:
    """Add new paragraphs at the top, a third as long as what was there."""
    parts = sentences(other)
    new = "".join(parts[: max(2, len(sentences(text)) // 3)])
    return f"{new}\n{text}"


def same_event(text: str, other: str) -> str:
    """Another report that quotes everything the first one quotes."""
    quoted = re.findall(r"“[^”]{15,400}”|\"[^\"\n]{15,400}\"", text)
    parts = sentences(other)
    for i, words in enumerate(quoted):
        parts.insert(min(2 * i + 1, len(parts)), f"The spokesman told us: {words} ")
    return "".join(parts)


def same_opening(text: str, other: str) -> str:
    """Another report with the first one's opening paragraph: background that papers paste."""
    first = next((part for part in text.split("\n") if len(part.split()) > 20), "")  # noqa: PLR2004 — a paragraph
    return f"{other}\n{first}"


@dataclass
class Outcome:
    """What became of each kind of text."""

    right: Counter[str] = field(default_factory=Counter)
    asked: Counter[str] = field(default_factory=Counter)
    wrong_links: list[str] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)

    def note(self, kind: str, linked_to: int | None, meant: int | None) -> None:
        """Count one text; `meant` is None where it is a version of nothing."""
        self.asked[kind] += 1
        self.right[kind] += linked_to == meant
        if linked_to is not None and linked_to != meant:
            self.wrong_links.append(f"{kind}: {linked_to} instead of {meant}")


def commit(db: Database, text: str, source: str) -> tuple[int, int | None, float]:
    """Store a text; return its number, what it was linked to, and the seconds it took."""
    article = CleanArticle(
        text, title=source, source=source, content_hash=hash_of(text), sketch=sketch_of(text)
    )
    started = perf_counter()
    added = ingest.commit(db, AnnotatedArticle(article, (), ()), added_by=None, now=NOW)
    seconds = perf_counter() - started
    first = added.copy_of.id if added.copy_of is not None else None
    return added.article.id, first, seconds


def made(
    texts: list[str], numbers: list[int], chance: random.Random
) -> Iterator[tuple[str, str, int | None]]:
    """Yield (kind, text, the article it is a version of)."""
    for i in range(0, len(texts), 4):
        text, other = texts[i], texts[(i + 1) % len(texts)]
        for kind, make in VERSIONS.items():
            yield kind, make(text, chance), numbers[i]
        yield "a third added at the top", updated(text, other), numbers[i]
        fresh = " ".join(chance.sample(other.split(), len(other.split())))
        yield "near-miss: all its quotations", same_event(text, fresh), None
        yield "near-miss: its opening paragraph", same_opening(text, fresh), None


def measure(texts: list[str], folder: Path) -> Outcome:
    """Store the texts, then what was made of them; each version is removed again."""
    outcome, chance = Outcome(), random.Random(6)  # noqa: S311 — the same texts each time
    with closing(open_corpus(folder / "copies.db")) as db:
        numbers = []
        for i, text in enumerate(texts):
            number, linked, seconds = commit(db, text, f"article {i}")
            numbers.append(number if linked is None else linked)
            outcome.note("another article", linked, None)
            outcome.seconds.append(seconds)
        for kind, text, meant in made(texts, numbers, chance):
            number, linked, _ = commit(db, text, kind)
            outcome.note(kind, linked, meant)
            ingest.remove_article(db, number, by=None, now=NOW)
    return outcome


def report(outcome: Outcome) -> bool:
    """Print the figures; tell whether they hold."""
    for kind, asked in outcome.asked.items():
        print(f"{kind:34} {outcome.right[kind]:5} of {asked:5} right")
    versions = [*VERSIONS, "a third added at the top"]
    found = sum(outcome.right[kind] for kind in versions)
    recall = found / sum(outcome.asked[kind] for kind in versions)
    precision = found / (found + len(outcome.wrong_links))
    half = len(outcome.seconds) // 4
    first, last = (
        1000 * sum(part) / len(part) for part in (outcome.seconds[:half], outcome.seconds[-half:])
    )
    print(f"recall {recall:.3f}, precision {precision:.3f}")
    print(f"storing one: {first:.2f} ms in the first quarter, {last:.2f} ms in the last")
    for line in outcome.wrong_links[:10]:
        print("wrong:", line)
    return recall >= LEAST_RECALL and precision >= LEAST_PRECISION


def main() -> int:
    """Run the benchmark; the exit status tells whether the figures hold."""
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else DATA
    if not path.exists():
        print(f"skipped: {path} is not there")
        return 0
    records = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line)
    texts = [one["text"] for one in records if len(one["text"].split()) >= FEWEST_WORDS]
    texts = list({hash_of(text): text for text in texts}.values())  # some stand there twice
    with tempfile.TemporaryDirectory() as folder:
        return 0 if report(measure(texts, Path(folder))) else 1


if __name__ == "__main__":
    sys.exit(main())
