"""Our quicker parts against spaCy's own: the same vectors, the same names, whatever the text."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Span

from store.annotate import DEFAULT_MODEL, network, quick, recognizer
from store.annotate.network import Network
from tests.conftest import SEEDS

pytestmark = pytest.mark.model

LEFT_OUT = ["attribute_ruler", "lemmatizer", "senter"]

NEWS = (
    "WASHINGTON (AP) — President Joe Biden met Xi Jinping in San Francisco on Nov. 15, 2023. “We "
    "talked for four hours,” he told The New York Times. The U.N. Security Council, Apple Inc. "
    "and 3,000 protesters waited.\n\n"
)


@pytest.fixture(scope="module")
def stock():
    """The model as spaCy loads it, but for what we leave out."""
    return spacy.load(DEFAULT_MODEL, exclude=LEFT_OUT)


@pytest.fixture(scope="module")
def ours():
    """The same model with our parts in it."""
    loaded = spacy.load(DEFAULT_MODEL, exclude=LEFT_OUT)
    quick.hasten(loaded)
    return loaded


def found_in(doc):
    """All that the model predicts."""
    return [
        (token.text, token.tag_, token.head.i, token.dep_, token.ent_iob_, token.ent_type_)
        for token in doc
    ]


def test_both_parts_of_the_model_we_ship_are_exchanged(ours):
    assert ours.pipe_names == ["quick_tok2vec", "tagger", "parser", "quick_ner"]


def test_all_predictions_on_the_seeds_are_the_stock_models(ours, stock):
    texts = [path.read_text(encoding="utf-8") for path in SEEDS]
    for mine, theirs in zip(ours.pipe(texts), stock.pipe(texts), strict=True):
        assert found_in(mine) == found_in(theirs)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.one_of(
            st.text(max_size=60),
            st.sampled_from(["", " ", "\n\n \n", "Ada", "Ada Verne\n", NEWS, NEWS[:100], "3,000"]),
        ),
        max_size=5,
    ),
    st.integers(1, 4),
)
def test_any_texts_get_the_stock_models_predictions(ours, stock, texts, batch_size):
    """Empty ones and white space between others too, however many go together."""
    theirs = [found_in(stock(text)) for text in texts]
    assert [found_in(doc) for doc in ours.pipe(texts, batch_size=batch_size)] == theirs


def test_vectors_are_the_stock_models(stock):
    docs = [stock.make_doc(text) for text in (NEWS * 30, "", "Ada", NEWS)]
    for mine, theirs in zip(
        Network(stock.get_pipe("tok2vec").model).vectors(docs),
        stock.get_pipe("tok2vec").model.predict(docs),
        strict=True,
    ):
        assert mine.shape == theirs.shape
        assert not len(mine) or np.abs(mine - theirs).max() < 1e-5


def test_a_form_with_another_norm_is_another_form(stock):
    """A norm that was set by hand is looked at, though the word form is known already."""
    doc, changed = stock.make_doc("the gov said"), stock.make_doc("the gov said")
    changed[1].norm_ = "government"
    known = Network(stock.get_pipe("tok2vec").model)
    known.vectors([doc])
    (mine,) = known.vectors([changed])
    (theirs,) = stock.get_pipe("tok2vec").model.predict([changed])
    assert np.abs(mine - theirs).max() < 1e-5


def test_word_forms_are_forgotten_when_there_are_too_many(stock, monkeypatch):
    """What is kept has a bound, and forgetting changes nothing."""
    monkeypatch.setattr(network, "_KEPT", 48)
    small = Network(stock.get_pipe("tok2vec").model)
    for text in (NEWS, "Others spoke of other things in Bern.", NEWS):
        doc = stock.make_doc(text)
        (mine,) = small.vectors([doc])
        (theirs,) = stock.get_pipe("tok2vec").model.predict([doc])
        assert np.abs(mine - theirs).max() < 1e-5
        assert len(small._rows) <= 48


def test_two_threads_may_use_one_network(stock):
    texts = [f"{NEWS} {' '.join(f'Word{n}x{m}' for m in range(50))}" for n in range(40)]
    docs = [stock.make_doc(text) for text in texts]
    shared = Network(stock.get_pipe("tok2vec").model)
    with ThreadPoolExecutor(4) as threads:
        at_once = list(threads.map(lambda doc: shared.vectors([doc])[0], docs))
    alone = Network(stock.get_pipe("tok2vec").model)
    for mine, doc in zip(at_once, docs, strict=True):
        assert np.abs(mine - alone.vectors([doc])[0]).max() < 1e-5


def test_names_end_with_their_sentence(ours):
    """As in spaCy, no name goes on over the start of a sentence."""
    docs = list(ours.pipe([NEWS, "Bern\nAda Verne", "He met Ada.\nVerne left."]))
    for doc in docs:
        starts = {sent.start for sent in doc.sents}
        assert all(not starts & set(range(ent.start + 1, ent.end)) for ent in doc.ents)
        assert all(isinstance(ent, Span) for ent in doc.ents)


def test_a_model_built_otherwise_is_left_to_spacy():
    """Wider windows, a recognizer without its own vectors: spaCy's own parts are used."""
    other = Language()
    encode = {"@architectures": "spacy.MaxoutWindowEncoder.v2", "width": 32, "depth": 2}
    embed = {
        "@architectures": "spacy.MultiHashEmbed.v2",
        "width": 32,
        "attrs": ["NORM"],
        "rows": [100],
        "include_static_vectors": False,
    }
    other.add_pipe(
        "tok2vec",
        config={
            "model": {
                "@architectures": "spacy.Tok2Vec.v2",
                "embed": embed,
                "encode": encode | {"window_size": 2, "maxout_pieces": 3},
            }
        },
    )
    listener = {"@architectures": "spacy.Tok2VecListener.v1", "width": 32, "upstream": "*"}
    ner = other.add_pipe("ner", config={"model": {"tok2vec": listener}})
    ner.add_label("PERSON")
    other.add_pipe("sentencizer")  # it has no weights at all
    other.initialize()
    assert not network.can_read(other.get_pipe("tok2vec").model)
    assert not recognizer.can_read(ner)
    quick.hasten(other)
    assert other.pipe_names == ["tok2vec", "ner", "sentencizer"]
    assert len(other("Ada Verne spoke.")) == 4
