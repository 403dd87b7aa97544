"""What is told of an article ahead is what its stored rows tell."""

import pickle
from contextlib import closing
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store import ingest
from store.database import open_corpus, select
from store.gist import company_of, gist_of, with_gist
from store.records import AnnotatedArticle
from store.terms import ARTICLE, QUOTATION, strengths_of
from tests.fakes.articles import article

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
NAMES = {
    "Xi": ("Xi Jinping", "PERSON"),
    "Jinping": ("Xi Jinping", "PERSON"),
    "Kirby": ("John Kirby", "PERSON"),
    "Café": ("Café de Flore", "ORG"),
    "Kyiv": ("Kyiv", "GPE"),
}
WORDS = [*NAMES, "peace", "talks", "it’s", "naïve", "1,000", "Xi’s", "\n", "the\n"]
texts = st.lists(st.sampled_from(WORDS), min_size=8, max_size=60).map(" ".join)


@st.composite
def articles(draw):
    """A text with quotations of some of its stretches, by somebody, by a role or by nobody."""
    text = draw(texts)
    stretches = draw(st.lists(st.tuples(st.integers(0, 40), st.integers(1, 30)), max_size=4))
    present = [form for form in NAMES if form in text]
    speakers = st.sampled_from([*present, "a spokesman", None])
    said = {text[at : at + n].strip(): draw(speakers) for at, n in stretches}
    said.pop("", None)
    return article(text, names={form: NAMES[form] for form in present}, said=said)


def twice(annotated):
    """The same, its first entity there a second time: two of one name and type."""
    first = annotated.entities[:1]
    return AnnotatedArticle(annotated.article, annotated.entities + first, annotated.quotations)


@settings(deadline=None, max_examples=60)
@given(articles())
def test_what_an_article_is_indexed_under_can_be_told_before_it_is_stored(tmp_path_factory, made):
    for annotated in (made, twice(made)):
        check(annotated, tmp_path_factory.mktemp("gist") / "corpus.db")


def test_the_same_of_the_seeds(seed_articles, tmp_path):
    for n, annotated in enumerate(seed_articles):
        check(annotated, tmp_path / f"{n}.db")


def check(annotated, path):
    gist = gist_of(annotated)
    with closing(open_corpus(path)) as db:
        ingest.commit(db, annotated, added_by=None, now=NOW)
        (row,) = select(db, "SELECT title, body FROM articles")
        assert strengths_of(ARTICLE, (row["title"], row["body"])) == gist.strengths
        rows = select(db, "SELECT content, speaker_label, search_keys FROM quotations ORDER BY id")
        assert [strengths_of(QUOTATION, row) for row in rows] == list(gist.quotation_strengths)


def test_a_changed_copy_has_no_gist_of_another():
    annotated = with_gist(article("Peace. Xi came.", names={"Xi": NAMES["Xi"]}))
    assert annotated.gist == gist_of(annotated)
    assert pickle.loads(pickle.dumps(annotated)).gist == annotated.gist  # noqa: S301 — our own
    other = AnnotatedArticle(annotated.article, (), ())
    assert other.gist is None
    assert gist_of(other).company.forms == ()


def test_who_stands_in_a_paragraph_together_and_how_they_are_written():
    text = "Xi met Kirby.\nKyiv waits. Xi’s men\nand Xi\n\nKirby"
    mentions = [(0, 2, 0, True), (7, 12, 1, True), (14, 18, 2, True), (26, 30, 0, True)]
    mentions += [(39, 41, 0, False), (43, 48, 1, True)]
    found = company_of(text, mentions)
    assert found.paragraphs == ((0, 1), (2, 0))
    assert {(who, form): n for who, form, n in found.forms} == {
        (0, "Xi"): 2, (1, "Kirby"): 2, (2, "Kyiv"): 1,
    }  # fmt: skip


@pytest.mark.parametrize("n", [0, 1])
def test_nobody_and_somebody_alone_are_in_no_company(n):
    assert company_of("Xi came.", [(0, 2, 0, True)] * n).paragraphs == ()
