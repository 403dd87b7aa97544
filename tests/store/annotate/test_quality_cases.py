"""Every class of rule on a short text of its own, with the trained model."""

from pathlib import Path

import pytest

from benchmarks.gold_cases import read_cases, score_case
from store.annotate import pipeline
from store.cli.contract import as_objects
from store.records import CleanArticle

CASES = read_cases(Path(__file__).parents[3] / "benchmarks" / "gold" / "cases.txt")


@pytest.mark.model
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_case_is_found_as_written(nlp, case):
    article = CleanArticle(case.text, title="")
    (found,) = as_objects(list(pipeline.annotate(nlp, [article])))
    assert score_case(case, found).problems == []


def test_there_are_cases_for_sixty_rules():
    assert len({case.name for case in CASES}) >= 60
