"""The same article is read alike in every process, in every company."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from store import clean
from store.annotate import pipeline
from store.intake.read import read_file

pytestmark = pytest.mark.model

ROOT = Path(__file__).parents[3]
SEEDS = sorted((ROOT / "seeds").glob("*.txt"))


def annotate_in_a_process(hash_seed):
    """What the command line prints with strings hashed in another order."""
    return subprocess.run(  # noqa: S603 — our own command
        [sys.executable, "-m", "store", "annotate", "--jsonl", *map(str, SEEDS[:3])],
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": hash_seed},
        capture_output=True,
        check=True,
        timeout=240,
    ).stdout


def test_every_process_prints_the_same():
    assert annotate_in_a_process("1") == annotate_in_a_process("4242")


def test_an_article_is_read_alike_in_every_company(nlp, seed_articles):
    articles = [clean.clean(raw) for path in SEEDS for raw in read_file(path)]
    backwards = list(pipeline.annotate(nlp, reversed(articles), batch_size=2))
    alone = [next(pipeline.annotate(nlp, [article])) for article in articles]
    assert backwards[::-1] == alone
    assert [one.entities for one in alone] == [one.entities for one in seed_articles]
