"""What one said about another: found by full-text search, the same as by looking through all."""

from datetime import UTC, date, datetime, timedelta

import pytest

from store import curate, ingest
from store.queries.entities import find_entity
from store.queries.listed import ByAndAbout, Listed, listed
from store.records import PageKey, QuotationFilter, QuotationKind
from tests.fakes.articles import article

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
FIRST = date(2026, 1, 1)
NAMES = {
    "Xi": ("Xi Jinping", "PERSON"),
    "Putin": ("Vladimir Putin", "PERSON"),
    "Moscow": ("Moscow", "GPE"),
}
KINDS = ("direct", "mixed", "indirect")
WAYS = {"sorted": 1000, "looked through": 3}


@pytest.fixture
def talks(db):
    """Two speakers, each about the other, about a city or about nobody; three a week."""
    for n in range(60):
        speaker, other = ("Xi", "Putin") if n % 2 else ("Putin", "Xi")
        topic = (other, "Moscow", "grain", f"{other} and Moscow")[n // 2 % 4]
        words = f"talks with {topic} number {n}"
        annotated = article(
            f"Report {n}. {speaker} said {words}.",
            names={form: name for form, name in NAMES.items() if form in (speaker, *topic.split())},
            said={words: speaker},
            kind=KINDS[n % 3],
            published_on=FIRST + timedelta(days=n // 3 * 7),
        )
        ingest.commit(db, annotated, added_by=None, now=NOW)
    return db


def asked(db, speaker, about, **more):
    return QuotationFilter(
        speaker=find_entity(db, speaker).id, about=find_entity(db, about).id, **more
    )


FILTERS = {
    "all": {},
    "of a kind": {"kind": QuotationKind.DIRECT},
    "since": {"since": FIRST + timedelta(days=35)},
    "of some days": {"since": FIRST + timedelta(days=14), "until": FIRST + timedelta(days=77)},
    "of no day": {"since": date(2030, 1, 1)},
}


@pytest.mark.parametrize("most", WAYS.values(), ids=WAYS)
@pytest.mark.parametrize("more", FILTERS.values(), ids=FILTERS)
@pytest.mark.parametrize("about", ["Putin", "Moscow"])
def test_both_ways_find_the_same(talks, about, more, most):
    where = asked(talks, "Xi", about, **more)
    ours, plain = ByAndAbout(talks, where, sorted_at_most=most), Listed(talks, where)
    every = plain.keys(limit=100)
    assert ours.keys(limit=100) == every
    assert ours.count() == plain.count() == len(every)
    for key in every[::4]:
        assert ours.count(newer_than=key) == every.index(key)
        assert ours.keys(after=key, limit=3) == plain.keys(after=key, limit=3)
        assert ours.keys(before=key, limit=3) == plain.keys(before=key, limit=3)
    assert ours.keys(limit=2, skip=4) == every[4:6]
    oldest = PageKey("0000", 0)
    assert ours.keys(before=oldest, limit=4) == every[-4:]


@pytest.mark.parametrize("most", WAYS.values(), ids=WAYS)
def test_it_follows_whom_curators_take_for_one(talks, most):
    where = asked(talks, "Xi", "Moscow")
    before = ByAndAbout(talks, where, sorted_at_most=most).count()
    putin = find_entity(talks, "Putin").id
    curate.merge(talks, where.about, putin, by=None, now=NOW)
    both = ByAndAbout(talks, where, sorted_at_most=most)
    assert both.count() > before
    assert both.keys(limit=100) == Listed(talks, where).keys(limit=100)


def test_what_somebody_says_about_themselves_is_nothing(talks):
    where = asked(talks, "Xi", "Xi")
    assert listed(talks, where).count() == 0
