"""The road in with the real model, on the seeds."""

from contextlib import closing
from datetime import UTC, datetime
from itertools import permutations

import pytest

from store import ingest
from store.annotate import DEFAULT_MODEL, pipeline
from store.database import check_corpus, open_corpus, select
from store.errors import IntakeError, NotAnArticleError
from store.queries.articles import clean_article
from store.queries.entities import find_entity
from store.queries.quotations import list_quotations
from store.records import AnnotatedArticle, QuotationFilter, RawArticle
from tests.fakes.corpus_state import partition_of

pytestmark = pytest.mark.model

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


def test_everything_found_in_an_article_is_stored_as_it_was_found(corpus, seed_articles):
    for number, annotated in enumerate(seed_articles, 1):
        stored = list_quotations(corpus, QuotationFilter(article=number), limit=500).items
        text = annotated.article.text
        found = {
            (q.kind, text[q.start : q.end], tuple(text[s.start : s.end] for s in q.quoted), q.rule)
            for q in annotated.quotations
        }
        assert found == {
            (q.kind, q.content, tuple(q.context[s.start : s.end] for s in q.quoted), q.rule)
            for q in stored
        }
        assert len(stored) == len(annotated.quotations)
        mentions = select(
            corpus,
            """
            SELECT n.name, n.type, m.start, m."end", m.kind, m.rule FROM mentions m
            JOIN article_entities ae ON ae.id = m.article_entity_id
            JOIN names n ON n.id = ae.name_id WHERE ae.article_id = :id
            """,
            id=number,
        )
        assert sorted(map(tuple, mentions)) == sorted(
            (entity.name, entity.type, m.start, m.end, m.kind, m.rule)
            for entity in annotated.entities
            for m in entity.mentions
        )


def test_every_span_shown_cuts_out_its_own_words(corpus, seed_articles):
    texts = [annotated.article.text for annotated in seed_articles]
    for quotation in list_quotations(corpus, QuotationFilter(), limit=500).items:
        start, end = quotation.content_start, quotation.content_end
        assert quotation.context[start:end] == quotation.content
        assert quotation.context in texts[quotation.article.id - 1]
        for span in filter(None, (*quotation.quoted, quotation.cue, quotation.speaker_span)):
            assert 0 <= span.start < span.end <= len(quotation.context)


def test_linking_and_counts_do_not_depend_on_the_order_of_articles(seed_articles, tmp_path):
    seen = []
    for i, order in enumerate(permutations(seed_articles, 5)):
        if i % 12:  # ten of the 120 orders, each article first twice
            continue
        with closing(open_corpus(tmp_path / f"{i}.db")) as db:
            for annotated in order:
                ingest.commit(db, annotated, added_by=None, now=NOW)
            seen.append(partition_of(db))
    assert all(one == seen[0] for one in seen[1:])


def test_removing_each_article_leaves_what_the_others_alone_give(seed_articles, tmp_path):
    for i, annotated in enumerate(seed_articles):
        with closing(open_corpus(tmp_path / f"{i}.db")) as db:
            numbers = [
                ingest.commit(db, one, added_by=None, now=NOW).article.id for one in seed_articles
            ]
            ingest.remove_article(db, numbers[i], by=None, now=NOW)
            removed = partition_of(db)
        with closing(open_corpus(tmp_path / f"{i} never.db")) as db:
            for one in seed_articles:
                if one is not annotated:
                    ingest.commit(db, one, added_by=None, now=NOW)
            assert removed == partition_of(db)


def annotate_again(db, nlp, numbers):
    for number in numbers:
        (found,) = pipeline.annotate(nlp, [clean_article(db, number)])
        ingest.recommit(db, number, found, by=None, now=NOW)


def test_annotating_the_record_again_changes_nothing(corpus, nlp):
    before = partition_of(corpus)
    query = "SELECT id, article_id, start, content, speaker_id FROM quotations ORDER BY id"
    numbers = [tuple(row) for row in select(corpus, query)]
    annotate_again(corpus, nlp, range(1, 6))
    assert partition_of(corpus) == before
    assert [tuple(row) for row in select(corpus, query)] == numbers


def test_the_record_stays_sound(corpus_path, nlp):
    with closing(open_corpus(corpus_path)) as db:
        annotate_again(db, nlp, range(1, 6))
        ingest.remove_article(db, 3, by=None, now=NOW)
        db.conn.execute("INSERT INTO articles_fts (articles_fts) VALUES ('integrity-check')")
        db.conn.execute("INSERT INTO quotations_fts (quotations_fts) VALUES ('integrity-check')")
    assert check_corpus(corpus_path) == []


def test_xi_is_quoted_in_at_least_two_seeds(corpus):
    xi = find_entity(corpus, "Xi")
    page = list_quotations(corpus, QuotationFilter(speaker=xi.id), limit=50)
    assert len({quotation.article.id for quotation in page.items}) >= 2


def test_many_are_prepared_in_order_and_bad_ones_named(nlp):
    raws = [
        RawArticle("The minister said on Monday that talks would go on.", source="one"),
        RawArticle("", source="two"),
        RawArticle("Officials said on Tuesday that the talks had failed.", source="three"),
    ]
    found = list(ingest.prepare_many(nlp, raws, batch_size=2))
    assert [type(one) for one in found] == [AnnotatedArticle, NotAnArticleError, AnnotatedArticle]
    assert isinstance(found[1], IntakeError)
    assert [found[0].article.source, found[2].article.source] == ["one", "three"]


def test_a_worker_prepares_with_a_model_it_loads_once():
    raw = RawArticle("The minister said on Monday that talks would go on.")
    ingest.warm_up(DEFAULT_MODEL)
    first = ingest.prepare_in_worker(DEFAULT_MODEL, raw)
    assert ingest.prepare_in_worker(DEFAULT_MODEL, raw) == first
