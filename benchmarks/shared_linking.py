"""Figures for names and who is who, on the annotated news that may lie beside the project.

One job: run the scorers beside that news when they are there. What is scored is what the command
line prints; nothing of that data is kept here.
"""

from __future__ import annotations

import json
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from benchmarks.shared_scores import load_scorer
from store.annotate import pipeline
from store.cli.contract import as_objects
from store.records import CleanArticle

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from spacy.language import Language

_FIGURES = {
    "mention": "mention_f1",
    "typed": "typed_f1",
    "B³ end to end, across": "b3_end_to_end_across_f1",
    "variant links, across": "variant_links_across_f1",
}


def linking_of_shared(
    nlp: Language, shared: Path, figures: dict[str, float], notes: list[str]
) -> None:
    """Add the figures of MSNBC and News-Fair dev, or say why not.

    Wrong merges are given with a minus, so that less is worse as with every other figure.
    """
    scorer_path = shared / "news-fair" / "score_linking.py"
    for name in ("msnbc", "news-fair"):
        data = shared / name / "dev.jsonl"
        if not scorer_path.exists() or not data.exists():
            notes.append(f"{name}: skipped, {data} or its scorer is not there")
            continue
        scorer = load_scorer(scorer_path)
        gold = list(scorer.read(data))
        articles = [CleanArticle(one["text"], title="", source=str(one["id"])) for one in gold]
        found = list(as_objects(list(pipeline.annotate(nlp, articles))))
        measures = scorer.score(gold, found, resamples=1)["measures"]
        figures |= {f"{name}: {shown}": measures[key]["value"] for shown, key in _FIGURES.items()}
        figures[f"{name}: wrong merges, across"] = -measures["wrong_merges_across"]["value"]


def linking_of_seeds(
    seeds: Iterable[Mapping[str, Any]], shared: Path, figures: dict[str, float], notes: list[str]
) -> None:
    """Add the figures of the five seeds, given as the command line prints them, or say why not."""
    scorer_path, gold_path = (
        shared / "gold" / name for name in ("score_entities.py", "seed_entities.json")
    )
    if not scorer_path.exists() or not gold_path.exists():
        notes.append(f"seeds, names: skipped, {gold_path} or its scorer is not there")
        return
    gold = json.loads(gold_path.read_text(encoding="utf-8"))
    result = load_scorer(scorer_path).score(gold, _as_predictions(list(seeds)))
    nominals, canonical = result["nominals"], result["canonical"]
    figures |= {
        "seeds: typed": result["typed"]["f1"],
        "seeds: B³ end to end": result["b3_end_to_end"]["f1"],
        "seeds: wrong merges and splits": -result["wrong_merges"] - result["wrong_splits"],
        "seeds: nominals right": nominals["right"] / nominals["gold"],
        "seeds: canonical names right": canonical["right"] / canonical["of"],
    }


def _as_predictions(articles: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Mentions in reading order without offsets, because the seeds have been cleaned."""
    mentions: list[dict[str, Any]] = []
    entities: dict[str, dict[str, str]] = {}
    for article in articles:
        found = []
        for entity in article["entities"]:
            key = f"{entity['name']}|{entity['type']}"
            entities[key] = {"canonical": entity["name"], "type": entity["type"]}
            more = {"seed": PurePath(article["id"]).name, "type": entity["type"], "entity": key}
            for mention in entity["mentions"]:
                told = {"text": mention["text"], "kind": mention["kind"]}
                found.append((mention["start"], told | more))
        mentions += [mention for _, mention in sorted(found, key=lambda pair: pair[0])]
    return {"mentions": mentions, "entities": entities}
