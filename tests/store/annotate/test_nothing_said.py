"""Words that would tell a reader nothing, or that nobody said, are not recorded."""

import pytest

from store.annotate import pipeline
from store.records import CleanArticle


@pytest.mark.model
@pytest.mark.parametrize(
    "text",
    [
        "Neighbours praised him. Ann Lee spoke about plans.",
        "Only 24 percent said she lied.",
        "WATCH: Mayor Ann Lee opens the bridge",
        "BYLINE: Amber Phillips",
    ],
    ids=["a pronoun", "a few words of nobody known", "a heading's word", "a byline"],
)
def test_nothing_is_recorded(nlp, text):
    (found,) = pipeline.annotate(nlp, [CleanArticle(text, title="")])
    assert found.quotations == ()
