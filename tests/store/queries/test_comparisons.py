"""What two speakers said on the same topic."""

from datetime import UTC, date, datetime

import pytest

from store import ingest
from store.queries.comparisons import compare
from store.queries.entities import find_entity
from store.records import QuotationFilter
from tests.fakes.articles import article

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
NAMES = {
    "Verne": ("Ada Verne", "PERSON"),
    "Okafor": ("Boris Okafor", "PERSON"),
    "Marsh": ("Linda Marsh", "PERSON"),
    "Harbour Authority": ("Harbour Authority", "ORG"),
}
SAID = (
    ("Verne", "The Harbour Authority must repair the old bridge before winter."),
    ("Okafor", "Nobody at the Harbour Authority was asked about this plan."),
    ("Verne", "Schools in the north will get new heating this autumn."),
    ("Okafor", "Heating the schools in the north costs more than it saves."),
    ("Verne", "I sleep well and I read a great deal of poetry."),
    ("Okafor", "Fishing quotas were never discussed in that meeting."),
)


@pytest.fixture
def town(db):
    for day, (speaker, words) in enumerate(SAID, start=1):
        text = f"“{words}” {speaker} said."
        used = {form: name for form, name in NAMES.items() if form in text}
        one = article(text, names=used, said={words: speaker}, published_on=date(2026, 2, day))
        ingest.commit(db, one, added_by=None, now=NOW)
    return db


def of(db, speaker, **topic):
    return QuotationFilter(speaker=find_entity(db, speaker).id, **topic)


def test_quotations_on_one_topic_stand_side_by_side(town):
    found = compare(town, of(town, "Verne"), of(town, "Okafor"))
    assert [(p.first.content, p.second.content) for p in found.pairs] == [
        (SAID[2][1], SAID[3][1]),
        (SAID[0][1], SAID[1][1]),
    ]
    assert set(found.pairs[0].shared) == {"heating", "north", "school"}
    assert found.pairs[1].shared == ("Harbour Authority",)
    assert (found.total, found.n_first, found.n_second) == (2, 3, 3)
    assert [ref.name for ref in found.common] == ["Harbour Authority"]


def test_pages_hold_what_fits_and_end_with_the_last(town):
    first = compare(town, of(town, "Verne"), of(town, "Okafor"), page=1, size=1)
    last = compare(town, of(town, "Verne"), of(town, "Okafor"), page=99, size=1)
    assert first.total == last.total == 2
    assert len(first.pairs) == len(last.pairs) == 1
    assert first.pairs != last.pairs


def test_a_topic_by_name_limits_both_sides(town):
    about = find_entity(town, "Harbour Authority").id
    found = compare(town, of(town, "Verne", about=about), of(town, "Okafor", about=about))
    assert [(p.first.content, p.second.content) for p in found.pairs] == [(SAID[0][1], SAID[1][1])]
    assert (found.n_first, found.n_second) == (1, 1)


def test_a_topic_by_words_limits_both_sides(town):
    topic = {"containing": "heating"}
    found = compare(town, of(town, "Verne", **topic), of(town, "Okafor", **topic))
    assert [p.first.content for p in found.pairs] == [SAID[2][1]]


def test_an_empty_side_is_no_pair_but_tells_what_would_be_one(town):
    topic = {"containing": "quotas"}
    found = compare(town, of(town, "Verne", **topic), of(town, "Okafor", **topic))
    assert found.pairs == ()
    assert (found.n_first, found.n_second) == (0, 1)
    assert [ref.name for ref in found.common] == ["Harbour Authority"]


def test_without_a_common_topic_the_newest_stand_side_by_side(town):
    words = "Rain, nothing but rain, all over the weekend."
    text = f"“{words}” Marsh said."
    one = article(text, names={"Marsh": NAMES["Marsh"]}, said={words: "Marsh"})
    ingest.commit(town, one, added_by=None, now=NOW)
    found = compare(town, of(town, "Marsh"), of(town, "Okafor"))
    assert [(p.second.content, p.shared) for p in found.pairs] == [(SAID[5][1], ())]


def test_scraps_stand_aside_where_there_is_something_whole(town):
    for words in ("Rain", "Nothing but rain on every day of this week."):
        one = article(
            f"“{words}” Marsh said.", names={"Marsh": NAMES["Marsh"]}, said={words: "Marsh"}
        )
        ingest.commit(town, one, added_by=None, now=NOW)
    found = compare(town, of(town, "Marsh"), of(town, "Okafor"))
    assert [pair.first.content.split()[0] for pair in found.pairs] == ["Nothing"]


def test_a_role_without_a_name_can_be_compared(town):
    found = compare(town, QuotationFilter(speaker_label="nobody"), of(town, "Okafor"))
    assert (found.pairs, found.n_first, found.n_second) == ((), 0, 3)


def test_hostile_words_are_words(town):
    topic = {"containing": 'heating" OR 1=1 --'}
    found = compare(town, of(town, "Verne", **topic), of(town, "Okafor", **topic))
    assert found.pairs == ()
