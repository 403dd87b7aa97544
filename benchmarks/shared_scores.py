"""Figures on the annotated news that may lie beside the project, by the scorers beside it.

One job: run them when they are there. They and their data belong to others: measured with,
never copied, nothing is trained on them.
"""

from __future__ import annotations

import importlib.util
import json
from typing import TYPE_CHECKING, Any

from store.annotate import pipeline
from store.cli.contract import as_objects
from store.records import CleanArticle

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path
    from types import ModuleType

    from spacy.language import Language

_TRAIN_STEP = 5  # every fifth article of train: what a run of two minutes can read


def scores_of_shared(
    nlp: Language, shared: Path, figures: dict[str, float], notes: list[str], *, train: bool
) -> None:
    """Add the figures of PolNeAR dev (and of a fixed fifth of train), or say why not."""
    scorer_path = shared / "gold" / "score_quotes.py"
    for name, step in (("dev", 1), ("train", _TRAIN_STEP)):
        data = shared / "polnear" / f"{name}.jsonl"
        if name == "train" and not train:
            continue
        if not scorer_path.exists() or not data.exists():
            notes.append(f"{name}: skipped, {data} or its scorer is not there")
            continue
        gold = [json.loads(line) for line in data.read_text(encoding="utf-8").splitlines() if line]
        figures |= _figures(name, nlp, gold[::step], load_scorer(scorer_path))


def load_scorer(path: Path) -> ModuleType:
    """Import a scorer from the file it is in."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    if spec is None or spec.loader is None:
        raise ImportError(str(path))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _figures(
    name: str, nlp: Language, gold: Sequence[Mapping[str, Any]], scorer: ModuleType
) -> dict[str, float]:
    articles = [CleanArticle(one["text"], title="", source=one["id"]) for one in gold]
    found = as_objects(list(pipeline.annotate(nlp, articles)))
    rows = [
        scorer.score_article(one, [p for q in objects["quotations"] for p in _predictions(q)])
        for one, objects in zip(gold, found, strict=True)
    ]
    total = scorer.summary(scorer.total(rows))
    return {
        f"{name}: direct F1": total["direct"]["f1"],
        f"{name}: end to end, name": total["end_to_end_name"]["f1"],
        f"{name}: end to end, words": total["end_to_end_mention"]["f1"],
        f"{name}: name → name": total["speaker_name_name"],
        f"{name}: pronoun → name": total["speaker_name_pronoun"],
        f"{name}: nominal": total["speaker_name_nominal"],
        f"{name}: indirect tokens F1": total["indirect_tokens"]["f1"],
        f"{name}: attributions F1": total["indirect_attributions"]["f1"],
    }


def _predictions(quotation: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """One prediction for each stretch of a direct quotation, one for the words of any other."""
    speaker = {"speaker": quotation["speaker"]}
    mention = quotation["speaker_mention"]
    if mention:
        speaker |= {"speaker_start": mention["start"], "speaker_end": mention["end"]}
        speaker["speaker"] = speaker["speaker"] or mention["text"]
    spans = quotation["quoted"] if quotation["kind"] == "direct" else [quotation]
    for span in spans:
        yield {"start": span["start"], "end": span["end"], "kind": quotation["kind"]} | speaker
