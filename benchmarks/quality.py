"""How well quotations, speakers and names are found: `python benchmarks/quality.py [--floors]`.

1. On data of the project's own (gold/cases.txt, gold/seeds.txt): words found, marks taken for
   quotations that are none, speakers right, indirect statements found.
2. On the annotated news in ../shared, when it is there: the scorers that lie beside it, run on
   what the command line prints. Nothing of that data is kept here.

With --floors the exit status is 1 when a figure is below its floor in gold/floors.json.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from rich.console import Console
from rich.table import Table

from benchmarks.gold_cases import Case, read_cases, score_case
from benchmarks.shared_linking import linking_of_seeds, linking_of_shared
from benchmarks.shared_scores import scores_of_shared
from store import clean
from store.annotate import pipeline
from store.cli.contract import as_objects
from store.intake.read import read_file
from store.records import CleanArticle, RawArticle

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from spacy.language import Language

GOLD = Path(__file__).parent / "gold"
SHARED = ROOT.parent / "shared"


@dataclass(slots=True)
class Figures:
    """Figures by name, in the order they were measured."""

    values: dict[str, float] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


def main() -> int:
    """Measure, print, and say whether every floor is kept."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--floors", action="store_true", help="fail below gold/floors.json")
    parser.add_argument("--train", action="store_true", help="score every fifth of train as well")
    parser.add_argument("--verbose", action="store_true", help="say what went wrong in own data")
    asked = parser.parse_args()
    nlp = pipeline.load()
    figures = Figures()
    seeds = measure_own(nlp, figures)
    linking_of_seeds(seeds, SHARED, figures.values, figures.notes)
    linking_of_shared(nlp, SHARED, figures.values, figures.notes)
    scores_of_shared(nlp, SHARED, figures.values, figures.notes, train=asked.train)
    floors: dict[str, float] = json.loads((GOLD / "floors.json").read_text(encoding="utf-8"))
    below = [name for name, floor in floors.items() if figures.values.get(name, floor) < floor]
    _print(figures, floors, verbose=asked.verbose)
    if asked.floors and below:
        print("below the floor: " + ", ".join(below))
        return 1
    return 0


def measure_own(nlp: Language, figures: Figures) -> Sequence[Mapping[str, Any]]:
    """Score the short cases as they are, and the seeds as they are stored; give the seeds."""
    cases = read_cases(GOLD / "cases.txt")
    articles = [CleanArticle(case.text, title="", source=case.name) for case in cases]
    _score(nlp, "cases", cases, articles, figures)
    seeds = read_cases(GOLD / "seeds.txt")
    raws = [raw for seed in seeds for raw in read_file(ROOT / "seeds" / seed.name)]
    articles = [clean.clean(raw) for raw in raws if isinstance(raw, RawArticle)]
    return _score(nlp, "seeds", seeds, articles, figures)


def _score(
    nlp: Language,
    name: str,
    cases: Sequence[Case],
    articles: Sequence[CleanArticle],
    figures: Figures,
) -> Sequence[Mapping[str, Any]]:
    found = list(as_objects(list(pipeline.annotate(nlp, articles))))
    scores = [score_case(case, one) for case, one in zip(cases, found, strict=True)]
    wanted = sum(score.wanted for score in scores)
    figures.values |= {
        f"{name}: words found": sum(score.found for score in scores) / wanted,
        f"{name}: speakers right": sum(score.right for score in scores) / wanted,
        f"{name}: no spurious marks": -sum(score.spurious for score in scores),
    }
    figures.notes += [f"{name}: {problem}" for score in scores for problem in score.problems]
    return found


def _print(figures: Figures, floors: dict[str, float], *, verbose: bool) -> None:
    table = Table("figure", "value", "floor")
    for name, value in figures.values.items():
        floor = floors.get(name)
        table.add_row(name, f"{value:.3f}", "" if floor is None else f"{floor:.3f}")
    Console().print(table)
    for note in figures.notes:
        if verbose or not note.startswith(("cases:", "seeds:")):
            print(note)


if __name__ == "__main__":
    with contextlib.suppress(BrokenPipeError):
        if isinstance(sys.stdout, io.TextIOWrapper):
            sys.stdout.reconfigure(errors="replace")
        sys.exit(main())
