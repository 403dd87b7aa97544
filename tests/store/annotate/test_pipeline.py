"""The pipeline's own promises: offsets, long texts, and the model's unchanged predictions."""

from __future__ import annotations

from time import process_time

import pytest
import spacy

from store.annotate import DEFAULT_MODEL, pipeline
from store.records import CleanArticle

pytestmark = pytest.mark.model

PROSE = (
    "“We will stay,” Ada Verne said on Monday. The minister’s office in Geneva told Reuters that "
    "the talks would go on.\n"
)


def test_a_doc_has_the_offsets_of_its_text(nlp):
    """Curly marks are straightened one for one, so that offsets need no translation."""
    (doc,) = pipeline.parse(nlp, [PROSE])
    assert len(doc.text) == len(PROSE)
    assert doc.text == PROSE.translate(str.maketrans("“”’", '""\''))


def test_a_text_of_many_pieces_is_one_doc(nlp):
    """Beyond the size of a piece (40,000 characters) the text is cut and put together again."""
    text = PROSE * 600
    short, long, empty = pipeline.parse(nlp, [PROSE, text, ""])
    assert len(long.text) == len(text)
    assert len(long) == 600 * len(short)
    assert len(empty) == 0


def test_a_text_without_any_break_is_cut_all_the_same(nlp):
    text = "x" * 90_000
    (doc,) = pipeline.parse(nlp, [text])
    assert doc.text == text


def test_heads_and_entities_are_the_stock_models(nlp):
    """Other linear algebra and fewer parts must not change what the model predicts."""
    straight = PROSE.translate(str.maketrans("“”’", '""\''))
    (doc,) = pipeline.parse(nlp, [PROSE])
    stock = spacy.load(DEFAULT_MODEL)(straight)
    assert [token.head.i for token in doc] == [token.head.i for token in stock]
    assert [(ent.text, ent.label_) for ent in doc.ents] == [
        (ent.text, ent.label_) for ent in stock.ents
    ]


def test_half_a_surrogate_pair_is_annotated_around(nlp):
    """The model's strings are UTF-8, which cannot hold it; the article keeps it."""
    text = PROSE.replace("Geneva", "Geneva \ud800 city")
    (found,) = pipeline.annotate(nlp, [CleanArticle(text=text, title="t")])
    assert any(
        text[mention.start : mention.end] == "Ada Verne"
        for entity in found.entities
        for mention in entity.mentions
    )
    assert found.quotations


@pytest.mark.parametrize(("article", "is_mention"), [("a", False), ("the", True)])
def test_a_description_with_a_is_a_role_and_no_mention(nlp, article, is_mention):
    """A bare "a mayor from Ohio" says what somebody is; "the mayor of Geneva" stands for her."""
    text = f"Ada Verne, {article} mayor from Ohio, left. The talks went on."
    (found,) = pipeline.annotate(nlp, [CleanArticle(text=text, title="t")])
    (person,) = (entity for entity in found.entities if entity.name == "Ada Verne")
    assert ("mayor from Ohio" in [mention.text for mention in person.mentions]) is is_mention
    assert person.roles == ("mayor from Ohio",)


def test_words_are_split_as_the_stock_model_splits_them(nlp):
    """The tokenizer sees only the ends of a word; marks, units, dots and addresses stay theirs."""
    text = PROSE.strip() + ' ($5.50) 10km/h... U.S.\'s "\'("x"\')" https://a.example/?q=(b). 9a.m.!'
    text += " " + "“‘(" * 30 + "so" + ")’”" * 30 + " " + "a" * 200 + "...”"
    straight = text.translate(str.maketrans("“”’‘", "\"\"''"))
    stock = spacy.load(DEFAULT_MODEL).tokenizer(straight)
    (doc,) = pipeline.parse(nlp, [text])
    assert [token.text for token in doc] == [token.text for token in stock]


def test_marks_without_a_space_do_not_hold_the_reader_up(nlp):
    """Three minutes with spaCy's own searches, which look at the whole word for each mark."""
    before = process_time()
    tokens = nlp.tokenizer('"' * 40_000)
    assert len(tokens) == 40_000
    assert process_time() - before < 30


HEADED = """Update 1: more about the bridge
Councilman Noel Ito said that shops would lose customers.
Update 2: more about the bridge
The Department of Transportation said in a statement that repairs would take a year.
Update 3: more about the bridge
According to Ito, a ferry will run every hour.
"""


def test_a_heading_is_no_part_of_the_sentence_below_it(nlp):
    """The parser knows no end of a line: it took "the bridge Councilman Noel Ito" for one."""
    (found,) = pipeline.annotate(nlp, [CleanArticle(text=HEADED, title="t")])
    names = [quotation.speaker_label for quotation in found.quotations]
    assert names == ["Noel Ito", "Department of Transportation", "Noel Ito"]


def test_lines_broken_within_a_sentence_are_not_parted(nlp):
    broken = PROSE.strip().replace(" ", "\n", 12)
    (doc,) = pipeline.parse(nlp, [broken])
    starts = [token.text for token in doc if token.is_sent_start]
    (whole,) = pipeline.parse(nlp, [PROSE.strip()])
    assert len(starts) <= len(list(whole.sents)) + 1
