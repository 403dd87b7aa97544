"""What a digest chooses: the rule written at the top of store/digest.py, fact by fact."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store import digest
from store.records import (
    ArticleRef,
    ArticleRow,
    DateOrigin,
    DigestMaterial,
    EntityRef,
    EntityType,
    QuotationCandidate,
    QuotationKind,
    Riser,
    StoredQuotation,
)

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
TODAY = date(2026, 3, 2)
TEN_WORDS = "We will never accept the annexation of any occupied territory."


def number_of(name):
    return int.from_bytes(name.encode())


def article(number=1, *, published_on=TODAY):
    return ArticleRef(number, f"Title {number}", None, None, published_on, DateOrigin.TEXT, NOON)


def said(
    number,
    speaker="Kirby",
    text=TEN_WORDS,
    *,
    mentions=10,
    kind=QuotationKind.DIRECT,
    published_on=TODAY,
    is_first=False,
):
    named = speaker and not speaker.startswith("a ")
    quotation = StoredQuotation(
        id=number,
        article=article(published_on=published_on),
        kind=kind,
        content=text,
        context=text,
        content_start=0,
        content_end=len(text),
        quoted=(),
        cue=None,
        speaker_span=None,
        speaker=EntityRef(number_of(speaker), speaker, EntityType.PERSON) if named else None,
        speaker_label=speaker,
        rule="test",
    )
    return QuotationCandidate(quotation, mentions if named else 0, is_first=is_first)


def chosen(*candidates, limit=5, top=100):
    return [q.id for q in digest.choose(candidates, top=top, limit=limit)]


def test_a_speaker_the_record_knows_well_comes_before_one_it_hardly_knows():
    assert chosen(said(1, "Unknown", mentions=1), said(2, "Xi", mentions=90)) == [2, 1]


def test_whole_sentences_come_before_fragments_and_fragments_before_reports():
    kinds = [QuotationKind.INDIRECT, QuotationKind.MIXED, QuotationKind.DIRECT]
    voices = [said(n, name, kind=kinds[n]) for n, name in enumerate(("Ann", "Ben", "Cem"))]
    assert chosen(*voices) == [2, 1, 0]


@pytest.mark.parametrize("text", ["No.", "word " * 200], ids=["a scrap", "a speech"])
def test_a_readable_length_comes_before(text):
    assert chosen(said(1, "Ann", text), said(2, "Ben")) == [2, 1]


def test_a_speaker_has_one_quotation_before_anybody_has_a_second():
    first, second = said(1, "Xi", "China stands firm.", mentions=90), said(2, "Xi", mentions=90)
    other = said(3, "Unknown", "Well, perhaps.", mentions=0, kind=QuotationKind.INDIRECT)
    assert chosen(first, second, other)[:2] == [2, 3]


def test_roles_without_a_name_count_as_speakers():
    voices = [said(1, "a spokesperson"), said(2, "a spokesperson"), said(3, "a guard")]
    assert sorted(chosen(*voices, limit=2)) == [2, 3]


def test_a_quotation_nobody_can_be_named_for_comes_last():
    nobody = said(1, "")
    weak = said(2, "a guard", "No.", kind=QuotationKind.INDIRECT)
    assert chosen(nobody, weak) == [2, 1]


def test_the_same_words_from_somebody_else_are_no_news():
    words = "Russia must withdraw every soldier from Ukraine immediately."
    copied = said(2, "Ben", words, mentions=12)
    fresh = said(3, "Cem", "Grain exports through Odesa continue without interruption.")
    assert chosen(said(1, "Ann", words, mentions=90), copied, fresh, limit=2) == [1, 3]


def test_of_two_with_old_words_the_voice_heard_for_the_first_time_comes_before():
    old = said(1, "Ann", "Ukraine must withdraw today from everywhere.", mentions=90)
    again = "Ukraine must withdraw today from Kherson."
    assert chosen(old, said(2, "Ben", again, is_first=True), said(3, "Cem", again)) == [1, 2, 3]


def test_equal_scores_put_the_newer_day_first():
    older = said(2, "Ann", published_on=date(2026, 3, 1))
    assert chosen(older, said(1, "Ben"), limit=1) == [1]


candidates = st.lists(
    st.builds(
        said,
        st.integers(1, 10**6),
        st.sampled_from(["Ann", "Ben", "Cem", "a guard", ""]),
        st.text(max_size=80),
        mentions=st.integers(0, 1000),
        kind=st.sampled_from(QuotationKind),
        is_first=st.booleans(),
    ),
    max_size=12,
    unique_by=lambda candidate: candidate.quotation.id,
)


@given(candidates, st.randoms(use_true_random=False))
def test_the_order_of_reading_does_not_matter(found, random):
    shuffled = random.sample(found, len(found))
    assert chosen(*found) == chosen(*shuffled)


@given(candidates, st.integers(0, 1000))
def test_a_score_lies_between_nothing_and_one(found, top):
    assert all(0 <= digest.score(candidate, top) <= 1 for candidate in found)


@given(candidates)
def test_nobody_has_two_more_than_anybody_else_who_had_something_left(found):
    picked = digest.choose(found, top=1000)
    speakers = [q.speaker_label for q in picked if q.speaker_label]
    silent = {c.quotation.speaker_label for c in found} - set(speakers) - {""}
    if silent:
        assert len(speakers) == len(set(speakers))


# ------------------------------------------------------------------ who rose


def riser(name, now, before, kind=EntityType.PERSON):
    return Riser(EntityRef(number_of(name), name, kind), now, before)


def test_risers_are_ranked_by_growth():
    found = digest.rank_risers([riser("Xi", 12, 10), riser("Modi", 9, 1), riser("Lula", 5, 5)])
    assert [r.entity.name for r in found] == ["Modi", "Xi"]


def test_a_single_mention_is_no_rise():
    assert digest.rank_risers([riser("Xi", 1, 0)]) == ()


def test_nationalities_and_events_do_not_rise():
    others = [riser("Russian", 9, 0, EntityType.NORP), riser("Expo", 9, 0, EntityType.EVENT)]
    assert digest.rank_risers(others) == ()


# ------------------------------------------------------------------ the whole


def row(number):
    return ArticleRow(article(number), None, 100, 1, None, None)


def material(n_articles=1, record=(), mentions=()):
    return DigestMaterial(
        articles=tuple(row(n) for n in range(n_articles)),
        n_articles=n_articles,
        candidates=(said(1),) if n_articles else (),
        n_quotations=n_articles,
        mentions=mentions,
        top_mentions=100,
        record=record,
    )


def compose(found):
    return digest.compose(found, local_date=TODAY, since=NOON, until=NOON)


def test_a_full_day_shows_a_few_articles_and_counts_them_all():
    composed = compose(material(12))
    assert (len(composed.articles), composed.n_articles) == (5, 12)
    assert composed.from_the_record is None
    assert composed.shown == (1,)


def test_an_empty_day_shows_one_quotation_from_the_record():
    composed = compose(material(0, record=(said(7), said(8, mentions=90))))
    assert composed.is_empty
    assert composed.from_the_record.id == 8
    assert composed.shown == (8,)


def test_an_empty_day_of_an_empty_record_shows_nothing():
    assert compose(material(0)).shown == ()


def test_the_place_in_the_record_depends_on_the_date_and_the_digest():
    picks = {digest.pick_of(n, date(2026, 3, day)) for n in (1, 2) for day in (1, 2)}
    assert len(picks) == 4
    assert all(0 <= pick < 1 for pick in picks)
    assert digest.pick_of(1, date(2026, 3, 1)) in picks
