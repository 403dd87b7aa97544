"""How well our code path finds the text of a page: `python benchmarks/extraction.py [FOLDER]`.

FOLDER holds `ground-truth.json` and `html/*.html.gz` as in the public data set
scrapinghub/article-extraction-benchmark (181 pages). F1 of our whole path (page → article →
cleaned text) is compared with that of trafilatura alone, by the data set's own measure: counts of
four words in a row, precision and recall averaged over pages. Pages in another language than
English are left out, since we refuse them; what else we refuse counts as nothing found. Exit
status 1 when ours is lower by more than 0.005.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
from collections import Counter
from pathlib import Path
from statistics import mean
from typing import TYPE_CHECKING, NamedTuple

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import trafilatura

from store.clean import clean
from store.errors import IntakeError, UnsupportedLanguageError
from store.intake.page import FetchedPage
from store.intake.read import read_page

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

DATA = ROOT.parent / "shared" / "article-extraction-benchmark"
MOST_BELOW = 0.005
SHINGLE_WORDS = 4


class Score(NamedTuple):
    """One page: shares of true positives, false positives and false negatives."""

    right: float
    wrong: float
    missing: float


class Figures(NamedTuple):
    """Means over pages."""

    precision: float
    recall: float
    f1: float


def shingles(text: str) -> Counter[tuple[str, ...]]:
    """Every four words in a row, with how often they stand there."""
    words = re.findall(r"\w+", text)
    starts = range(max(1, len(words) - SHINGLE_WORDS + 1))
    found = (tuple(words[i : i + SHINGLE_WORDS]) for i in starts)
    return Counter(shingle for shingle in found if shingle)


def score(true: str, found: str) -> Score:
    """Compare what was found with what is there; longer pages weigh no more."""
    wanted, got = shingles(true), shingles(found)
    right = (wanted & got).total()
    counts = (right, got.total() - right, wanted.total() - right)
    return Score(*(count / max(1, sum(counts)) for count in counts))


def figures(scores: Iterable[Score]) -> Figures:
    """Average over pages, as the data set's own evaluation does."""
    every = list(scores)
    precision = mean(
        s.right / (s.right + s.wrong) if s.right + s.wrong else 0.0
        for s in every
        if s.right + s.wrong > 0
    )
    recall = mean(s.right / (s.right + s.missing) for s in every if s.right + s.missing > 0)
    return Figures(precision, recall, 2 * precision * recall / (precision + recall))


def ours(body: bytes, url: str) -> tuple[str, IntakeError | None]:
    """Return the text that our path would store, and the refusal where it refuses."""
    page = FetchedPage(url, url, "text/html", None, body)
    try:
        return clean(read_page(page)).text, None
    except IntakeError as error:
        return "", error


def theirs(body: bytes, url: str) -> str:
    """Return what trafilatura finds with the settings we use."""
    found = trafilatura.extract(
        body, url=url, fast=True, include_comments=False, include_tables=False
    )
    return found or ""


def main() -> int:
    """Run the benchmark; the exit status tells whether the figure holds."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else DATA
    if not (folder / "ground-truth.json").exists():
        print(f"skipped: {folder} does not hold the pages")
        return 0
    truth = json.loads((folder / "ground-truth.json").read_text(encoding="utf-8"))
    pages: list[tuple[Score, Score, IntakeError | None]] = []
    for name, record in truth.items():
        body = gzip.decompress((folder / "html" / f"{name}.html.gz").read_bytes())
        text, refusal = ours(body, record["url"])
        alone = theirs(body, record["url"])
        true = record["articleBody"]
        pages.append((score(true, text), score(true, alone), refusal))
        if refusal is not None:
            print(f"refused: {record['url'][:80]}: {refusal.reason}")
    english = [page for page in pages if not isinstance(page[2], UnsupportedLanguageError)]
    report("English pages that we take", [page for page in english if page[2] is None])
    return 0 if report("English pages, refusals count as nothing found", english) else 1


def report(what: str, pages: Sequence[tuple[Score, Score, IntakeError | None]]) -> bool:
    """Print both figures on some pages; tell whether ours is near enough."""
    found, alone = figures(page[0] for page in pages), figures(page[1] for page in pages)
    print(f"{what}: {len(pages)}")
    for who, those in (("our path", found), ("trafilatura", alone)):
        print(f"  {who:12} F1 {those.f1:.4f} = {those.precision:.4f} × {those.recall:.4f}")
    return found.f1 >= alone.f1 - MOST_BELOW


if __name__ == "__main__":
    sys.exit(main())
