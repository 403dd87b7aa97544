"""Where everything stands: paragraphs, stretches and gaps, by token."""

import pytest

from store.annotate.layout import Layout
from tests.store.annotate.parsed import parse_tree

LINE = (
    "\"/``/punct/4 ~Go/VB/ccomp/4 ~,/,/punct/4 ~\"/''/punct/4 said/VBD/ROOT/4 Lt/NNP/compound/7 "
    "~././punct/7 Lee/NNP/nsubj/4 ~././punct/4 He/PRP/nsubj/10 left/VBD/ROOT/10 ~././punct/10"
)


@pytest.fixture
def layout(make_doc):
    doc = parse_tree(make_doc, LINE)
    return Layout(doc, doc.text)


def words(layout, tokens):
    return layout.doc[slice(*tokens)].text


def test_tokens_inside_marks_are_known(layout):
    assert words(layout, layout.tokens_of[0]) == "Go,"
    assert [i for i, number in enumerate(layout.inside) if number == 0] == [1, 2]


def test_the_words_after_marks_end_with_their_sentence(layout):
    assert words(layout, layout.lead_out(0)) == "said Lt. Lee"


def test_an_abbreviation_ends_no_sentence(layout):
    assert not layout.is_sentence_end(6)
    assert layout.is_sentence_end(8)


def test_nothing_leads_in_to_marks_that_begin_the_text(layout):
    start, end = layout.lead_in(0)
    assert start == end
    assert layout.before(0) == ""


def test_an_empty_text_has_no_paragraphs(make_doc):
    layout = Layout(make_doc([]), "")
    assert (layout.paragraphs, layout.stretches) == ([], [])
