"""How far the record of a quotation reaches: with both marks of a stretch, or with neither."""

from __future__ import annotations

import pytest

from store.annotate import pipeline
from store.records import CleanArticle

pytestmark = pytest.mark.model


@pytest.mark.parametrize(
    ("text", "content"),
    [
        (
            "The minister, Ada Verne, said the plan was “not worth a penny.” She left.",
            "the plan was “not worth a penny.”",
        ),
        ("“We will leave at once,” Ada Verne said.", "We will leave at once,"),
    ],
    ids=["a clause takes in both marks", "words in marks take in neither"],
)
def test_marks_are_taken_in_by_pairs(nlp, text, content):
    (found,) = pipeline.annotate(nlp, [CleanArticle(text=text, title="t")])
    (quotation,) = found.quotations
    assert text[quotation.start : quotation.end] == content
