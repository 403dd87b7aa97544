"""Articles put together from pieces of others: every offset still cuts out its own words."""

import pytest

from benchmarks.recombine import recombine, take_apart
from store import ingest
from store.annotate import pipeline
from store.database import select
from store.records import CleanArticle, EntityType
from tests.conftest import SEEDS, STARTED

N_ARTICLES = 40


@pytest.fixture(scope="session")
def annotated_seeds(nlp):
    texts = [path.read_text(encoding="utf-8") for path in SEEDS]
    articles = [
        CleanArticle(text, title=text[:60], source=f"wire_{i}") for i, text in enumerate(texts)
    ]
    return list(pipeline.annotate(nlp, articles))


@pytest.fixture(scope="session")
def recombined(annotated_seeds):
    sources = [take_apart(article) for article in annotated_seeds]
    return [recombine(sources, i, seed=1) for i in range(N_ARTICLES)]


pytestmark = pytest.mark.model


def test_taking_apart_loses_no_quotation_and_no_mention(annotated_seeds):
    for annotated in annotated_seeds:
        pieces = take_apart(annotated).pieces
        assert len(pieces) > 1
        n_mentions = sum(len(entity.mentions) for entity in annotated.entities)
        assert sum(len(piece.mentions) for piece in pieces) == n_mentions
        assert sum(len(piece.quotations) for piece in pieces) == len(annotated.quotations)


def test_every_mention_cuts_out_its_words(recombined):
    for annotated in recombined:
        text = annotated.article.text
        for entity in annotated.entities:
            assert entity.mentions
            for mention in entity.mentions:
                assert text[mention.start : mention.end] == mention.text


def test_quotations_keep_their_words(annotated_seeds, recombined):
    old = {entity.name for annotated in annotated_seeds for entity in annotated.entities}
    known = {
        annotated.article.text[quotation.start : quotation.end]
        for annotated in annotated_seeds
        for quotation in annotated.quotations
    }
    whole = [
        annotated.article.text[quotation.start : quotation.end]
        for annotated in recombined
        for quotation in annotated.quotations
        if all(entity.name in old for entity in annotated.entities)
    ]
    assert len(whole) > N_ARTICLES
    assert set(whole) <= known


def test_parts_of_a_quotation_stay_in_order(recombined):
    for annotated in recombined:
        length = len(annotated.article.text)
        for quotation in annotated.quotations:
            assert 0 <= quotation.start < quotation.end <= length
            for span in quotation.quoted:
                assert quotation.start <= span.start <= span.end <= quotation.end
            if quotation.speaker is not None:
                assert quotation.speaker_label == annotated.entities[quotation.speaker].name


def test_people_of_some_articles_get_names_nobody_had(annotated_seeds, recombined):
    old = {entity.name for annotated in annotated_seeds for entity in annotated.entities}
    made_up = [
        (annotated, entity)
        for annotated in recombined
        for entity in annotated.entities
        if entity.name not in old
    ]
    assert made_up
    for annotated, entity in made_up:
        assert entity.type is EntityType.PERSON
        assert entity.name.split()[1] in annotated.article.text


def test_a_number_gives_the_same_article_every_time(annotated_seeds, recombined):
    sources = [take_apart(article) for article in annotated_seeds]
    assert recombine(sources, 7, seed=1) == recombined[7]
    assert recombine(sources, 7, seed=2) != recombined[7]


def test_what_is_put_together_can_be_stored(recombined, db):
    for annotated in recombined:
        ingest.commit(db, annotated, added_by=None, now=STARTED)
    assert select(db, "SELECT count(*) AS n FROM articles")[0]["n"] == N_ARTICLES
    wrong = select(
        db,
        """
        SELECT q.id FROM quotations q JOIN articles a ON a.id = q.article_id
        WHERE q.content <> substr(a.body, q.start + 1, q."end" - q.start)
        """,
    )
    assert wrong == []
