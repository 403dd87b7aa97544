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
from store.worth import long_words, stands_alone

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
TODAY = date(2026, 3, 2)
TEN_WORDS = (  # of no two of them most words are the same
    "We will never accept the annexation of any occupied territory.",
    "Grain exports through Odesa continue without interruption until late autumn.",
    "Nobody should doubt how seriously this government takes pensions today.",
    "Ministers asked whether hospitals could open their wards before Easter.",
)
CLAUSE = "clause; name"


def number_of(name):
    return int.from_bytes(name.encode())


def article(number=1, *, published_on=TODAY):
    return ArticleRef(number, f"Title {number}", None, None, published_on, DateOrigin.TEXT, NOON)


def said(
    number,
    speaker="Kirby",
    text=None,
    *,
    mentions=10,
    kind=QuotationKind.DIRECT,
    published_on=TODAY,
    is_first=False,
    rule="cue after; name",
):
    text = TEN_WORDS[number % len(TEN_WORDS)] if text is None else text
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
        rule=rule,
    )
    return QuotationCandidate(quotation, mentions if named else 0, is_first=is_first)


def chosen(*candidates, limit=5, top=100):
    return [q.id for q in digest.choose(candidates, top=top, limit=limit)]


def test_a_speaker_the_record_knows_well_comes_before_one_it_hardly_knows():
    assert chosen(said(1, "Unknown", mentions=1), said(2, "Xi", mentions=90)) == [2, 1]


def test_whole_sentences_come_before_fragments_and_fragments_before_reports():
    kinds = [QuotationKind.INDIRECT, QuotationKind.MIXED, QuotationKind.DIRECT]
    names = ("Ann", "Ben", "Cem")
    voices = [said(n, name, kind=kinds[n], rule=CLAUSE) for n, name in enumerate(names)]
    assert chosen(*voices) == [2, 1, 0]


def test_a_sure_report_comes_before_a_doubtful_one_of_somebody_better_known():
    sure = said(1, "Ann", kind=QuotationKind.INDIRECT, rule=CLAUSE)
    doubtful = said(2, "Xi", mentions=90, kind=QuotationKind.INDIRECT, rule="topic; name")
    assert chosen(sure, doubtful) == [1]


@pytest.mark.parametrize(
    "text", ["We do not know.", f"{'Word ' * 200}again."], ids=["a scrap", "a speech"]
)
def test_a_readable_length_comes_before(text):
    assert chosen(said(1, "Ann", text), said(2, "Ben")) == [2, 1]


def test_what_points_back_at_words_not_shown_comes_after_what_does_not():
    pointing = said(1, "Ann", "It is something that we have been waiting for since the winter.")
    assert chosen(pointing, said(2, "Ben")) == [2, 1]


def test_what_does_not_stand_alone_is_shown_only_when_nothing_else_is():
    fragment = said(3, "Ann", "including his cardiovascular and respiratory health. The only")
    nobody = said(5, "")
    assert chosen(said(1, "Xi", mentions=90), fragment, nobody) == [1]
    assert chosen(fragment, nobody) == [3, 5]


def test_a_speaker_has_one_quotation_before_anybody_has_a_second():
    first = said(1, "Xi", "China stands firm in all of this.", mentions=90)
    second = said(2, "Xi", mentions=90)
    other = said(3, "Unknown", "Well, perhaps we might not.", mentions=0)
    assert chosen(first, second, other)[1] == 3


def test_roles_without_a_name_count_as_speakers():
    voices = [said(1, "a spokesperson"), said(2, "a spokesperson"), said(3, "a guard")]
    assert sorted(chosen(*voices, limit=2)) == [2, 3]


def test_a_quotation_nobody_can_be_named_for_comes_last():
    nobody = said(1, "")
    weak = said(2, "a guard", "No.", kind=QuotationKind.INDIRECT)
    assert chosen(nobody, weak) == [2, 1]
    assert chosen(nobody, said(3, "a guard")) == [3]


def test_the_same_words_from_somebody_else_are_no_news():
    words = "Russia must withdraw every soldier from Ukraine immediately."
    copied = said(2, "Ben", f"Today, {words}", mentions=12)
    fresh = said(3, "Cem", "Grain exports through Odesa continue without interruption.")
    assert chosen(said(1, "Ann", words, mentions=90), copied, fresh) == [1, 3]


def test_one_statement_in_two_articles_is_shown_once():
    short = said(2, "Xi", "We will never accept the annexation.", mentions=90)
    assert len(chosen(said(4, "Xi", mentions=90), short)) == 1


def test_of_two_with_old_words_the_voice_heard_for_the_first_time_comes_before():
    old = said(1, "Ann", "Ukraine must withdraw from every place by tomorrow.", mentions=90)
    first = said(2, "Ben", "Ukraine must withdraw before hospitals open wards.", is_first=True)
    other = said(3, "Cem", "Ukraine must withdraw before airports close gates.")
    assert chosen(old, first, other) == [1, 2, 3]


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
        rule=st.sampled_from(["cue after; name", CLAUSE, "topic; name", "marks alone"]),
    ),
    max_size=12,
    unique_by=lambda candidate: candidate.quotation.id,
)


@given(candidates, st.randoms(use_true_random=False))
def test_the_order_of_reading_does_not_matter(found, random):
    shuffled = random.sample(found, len(found))
    assert chosen(*found) == chosen(*shuffled)


@given(candidates)
def test_nobody_has_a_second_while_somebody_has_none(found):
    picked = digest.choose(found, top=1000)
    alone = [q.speaker_label for q in picked if q.speaker_label and stands_alone(q)]
    left = [c.quotation for c in found if c.quotation not in picked]
    silent = {q.speaker_label for q in left if stands_alone(q) and not is_said_by(q, picked)}
    if silent - set(alone) - {""}:
        assert len(alone) == len(set(alone))


@given(candidates)
def test_what_stands_alone_keeps_out_what_does_not(found):
    worthy = [q.speaker_label and stands_alone(q) for q in digest.choose(found, top=1000)]
    assert all(worthy) or not any(worthy)


def is_said_by(quotation, others):
    """Whether most of its longer words are in one of the others, as digest.choose tells it."""
    words = long_words(quotation)
    return any(
        len(words & long_words(o)) >= max(3, 0.7 * min(len(words), len(long_words(o))))
        for o in others
    )


# ------------------------------------------------------------------ who rose


def riser(name, now, before, kind=EntityType.PERSON, n_mentions=9):
    return Riser(EntityRef(number_of(name), name, kind), now, before, n_mentions)


def rising(*risers, n_now=10, n_before=10):
    found = digest.rank_risers(risers, n_now=n_now, n_before=n_before)
    return [r.entity.name for r in found]


def test_risers_are_ranked_by_growth():
    assert rising(riser("Xi", 9, 7), riser("Modi", 9, 1), riser("Lula", 5, 5)) == ["Modi", "Xi"]


def test_one_article_is_no_rise_however_often_it_names_somebody():
    assert rising(riser("Xi", 1, 0, n_mentions=90)) == []


def test_a_busier_day_alone_lets_nobody_rise():
    steady, rare = riser("Xi", 10, 2), riser("Modi", 8, 0)
    assert rising(steady, rare, n_now=20, n_before=4) == ["Modi"]


def test_a_quieter_day_does_not_hide_who_rose():
    assert rising(riser("Xi", 3, 3), n_now=3, n_before=9) == ["Xi"]


def test_with_nothing_before_those_named_most_are_told():
    assert rising(riser("Xi", 2, 0), riser("Modi", 4, 0), n_before=0) == ["Modi", "Xi"]


def test_of_equal_growth_the_one_mentioned_more_comes_first():
    assert rising(riser("Xi", 3, 0), riser("Modi", 3, 0, n_mentions=20)) == ["Modi", "Xi"]


def test_nationalities_and_events_do_not_rise():
    others = [riser("Russian", 9, 0, EntityType.NORP), riser("Expo", 9, 0, EntityType.EVENT)]
    assert rising(*others) == []


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
        n_now=n_articles,
        n_before=0,
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


def test_an_article_that_a_quotation_cites_is_not_listed_again():
    composed = compose(material(3))
    assert [row.ref.id for row in composed.articles] == [0, 2]
    assert composed.quotations[0].article.id == 1
    assert composed.n_articles == 3


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
