"""Whatever the text, annotation gives records whose offsets cut out their own text."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from store.annotate import pipeline
from store.records import CleanArticle

PIECES = st.sampled_from(
    [
        *"“”‘’\"'«»—–-:,.?!()[]\n\t \u00a0\u200b\u202e\x00é漢",
        "''", " said ", " he ", "She", " told ", " that ", "according to ", "per ", " who ",
        "LEE: ", "― Ann Lee", "Mr. Lee", " put it ", "the spokesman ", "Monday", "asked whether ",
    ]
)  # fmt: skip


def assert_offsets(text, annotated):
    for quotation in annotated.quotations:
        assert 0 <= quotation.sentence.start <= quotation.start < quotation.end
        assert quotation.end <= quotation.sentence.end <= len(text)
        for span in quotation.quoted:
            assert quotation.start <= span.start < span.end <= quotation.end
        for span in (quotation.cue, quotation.speaker_mention):
            assert span is None or 0 <= span.start < span.end <= len(text)
        assert quotation.speaker is None or quotation.speaker < len(annotated.entities)


@pytest.mark.model
@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None
)
@given(st.lists(PIECES, max_size=60).map("".join))
def test_hostile_text_never_raises_and_keeps_its_offsets(nlp, text):
    (annotated,) = pipeline.annotate(nlp, [CleanArticle(text, title="")])
    assert_offsets(text, annotated)


@pytest.mark.model
@pytest.mark.parametrize(
    "text",
    ["", "\n\n", '"', "“" * 200, "'" * 200, "he said " * 300, '"a" and ' * 200, "said", "per"],
    ids=["empty", "blank", "mark", "open", "single", "no end", "pairs", "cue", "per"],
)
def test_degenerate_text_never_raises(nlp, text):
    (annotated,) = pipeline.annotate(nlp, [CleanArticle(text, title="")])
    assert_offsets(text, annotated)
