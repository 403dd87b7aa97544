"""Mentions over time and who rose, from the daily roll-up."""

from datetime import UTC, date, datetime, timedelta

import pytest

from store import ingest
from store.queries.entities import find_entity
from store.queries.trends import get_timeline, get_trending
from store.records import Period, Step
from store.sketches import sketch_of
from tests.fakes.articles import article

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
TODAY = date(2026, 3, 2)
ALL = Period()
NAMES = {
    "Xi Jinping": ("Xi Jinping", "PERSON"),
    "Xi": ("Xi Jinping", "PERSON"),
    "Putin": ("Vladimir Putin", "PERSON"),
    "Vladimir Putin": ("Vladimir Putin", "PERSON"),
    "Ada Verne": ("Ada Verne", "PERSON"),
    "Russian": ("Russian", "NORP"),
}


@pytest.fixture
def put(db):
    """Puts an article on record: its words, its day."""
    count = iter(range(1000))

    def put(words, day=None):
        text = f"{words} Report {next(count)}."
        used = {form: name for form, name in NAMES.items() if form in words}
        return ingest.commit(
            db, article(text, names=used, published_on=day), added_by=None, now=NOW
        ).article.id

    return put


def number(db, name):
    return find_entity(db, name).id


def timeline(db, *names, period=ALL, today=TODAY):
    return get_timeline(db, [number(db, name) for name in names], period, today=today)


def test_days_without_mentions_are_zero(db, put):
    put("Xi Jinping spoke. Xi left.", date(2026, 2, 1))
    put("Putin rested.", date(2026, 2, 3))
    put("Xi Jinping came back.", date(2026, 2, 5))
    found = timeline(db, "Xi Jinping", "Putin")
    assert (found.first, found.last, found.step) == (date(2026, 2, 1), date(2026, 2, 5), Step.DAY)
    assert [series.counts for series in found.series] == [(2, 0, 0, 0, 1), (0, 0, 1, 0, 0)]
    assert found.starts == tuple(date(2026, 2, day) for day in range(1, 6))


def test_a_line_begins_with_the_first_mention_and_ends_with_the_newest_article(db, put):
    put("Nobody spoke.", date(2025, 12, 1))
    put("Xi Jinping spoke.", date(2026, 2, 1))
    put("Nobody spoke again.", date(2026, 2, 4))
    found = timeline(db, "Xi Jinping")
    assert (found.first, found.last) == (date(2026, 2, 1), date(2026, 2, 4))


def test_undated_mentions_are_counted_apart(db, put):
    put("Xi Jinping spoke.", date(2026, 2, 1))
    put("Xi Jinping spoke. Xi left.")
    (series,) = timeline(db, "Xi Jinping").series
    assert (series.total, series.n_undated) == (1, 2)


def test_somebody_without_a_dated_mention_has_no_line(db, put):
    put("Putin spoke.", date(2026, 2, 1))
    put("Xi Jinping spoke.")
    assert timeline(db, "Xi Jinping") is None
    assert timeline(db, "Xi Jinping", "Putin").series[0].counts == (0,)


def test_a_period_lies_within_what_the_record_covers(db, put):
    put("Xi Jinping spoke.", date(2026, 2, 1))
    put("Xi Jinping spoke.", date(2026, 2, 4))
    wide = Period(since=date(1900, 1, 1), until=date(2100, 1, 1))
    assert timeline(db, "Xi Jinping", period=wide) == timeline(db, "Xi Jinping")
    assert timeline(db, "Xi Jinping", period=Period(since=date(2026, 2, 5))) is None
    assert timeline(db, "Xi Jinping", period=Period(until=date(2026, 1, 31))) is None
    late = timeline(db, "Xi Jinping", period=Period(since=date(2026, 2, 2)))
    assert late.series[0].counts == (0, 0, 1)


def test_days_are_counted_back_from_today_or_from_an_older_newest_article(db, put):
    put("Xi Jinping spoke.", date(2026, 2, 1))
    put("Xi Jinping spoke.", date(2026, 2, 26))
    week = Period(days=7)
    recent = timeline(db, "Xi Jinping", period=week)
    assert (recent.first, recent.last) == (date(2026, 2, 24), date(2026, 2, 26))
    old = timeline(db, "Xi Jinping", period=week, today=date(2026, 8, 1))
    assert (old.first, old.last) == (date(2026, 2, 20), date(2026, 2, 26))


def test_the_same_name_twice_is_one_line(db, put):
    put("Xi Jinping spoke.", date(2026, 2, 1))
    assert len(timeline(db, "Xi Jinping", "Xi").series) == 1


def test_somebody_in_no_article_is_left_out(db, put):
    put("Xi Jinping spoke.", date(2026, 2, 1))
    ids = [999, number(db, "Xi Jinping")]
    assert len(get_timeline(db, ids, ALL, today=TODAY).series) == 1
    assert get_timeline(db, [999], ALL, today=TODAY) is None


# ------------------------------------------------------------------ who rose


@pytest.fixture
def busy(put):
    """Ten articles a day for a fortnight; Xi came only in the second week, Ada in the first."""
    for day in range(14):
        when = date(2026, 2, 17) + timedelta(days=day)
        put("Xi Jinping spoke. Xi left." if day >= 7 else "Ada Verne spoke.", when)
        put("Putin spoke. A Russian listened.", when)


@pytest.mark.usefixtures("busy")
def test_who_rose_and_who_fell(db):
    found = get_trending(db, 7, today=TODAY)
    assert (found.now.first, found.now.last) == (date(2026, 2, 24), TODAY)
    assert (found.before.first, found.before.last) == (date(2026, 2, 17), date(2026, 2, 23))
    assert (found.now.n_articles, found.before.n_articles) == (14, 14)
    assert [(t.entity.name, t.now, t.before) for t in found.rose] == [("Xi Jinping", 7, 0)]
    assert [(t.entity.name, t.now, t.before) for t in found.fell] == [("Ada Verne", 0, 7)]
    assert found.more == found.fewer == ()
    assert not found.is_latest


def test_few_articles_are_told_as_perhaps_chance(db, put):
    for day, words in ((20, "Xi Jinping spoke."), (26, "Xi Jinping spoke."), (27, "Xi Jinping.")):
        put(words, date(2026, 2, day))
    put("Nobody spoke.", date(2026, 2, 21))
    found = get_trending(db, 7, today=TODAY)
    assert found.rose == found.fell == ()
    assert [(t.entity.name, t.now, t.before) for t in found.more] == [("Xi Jinping", 2, 1)]


@pytest.mark.usefixtures("busy")
def test_nationalities_are_nobody(db, put):
    for _ in range(9):
        put("A Russian spoke.", TODAY)
    found = get_trending(db, 7, today=TODAY)
    named = [t.entity.name for t in (*found.rose, *found.fell, *found.more, *found.fewer)]
    assert "Russian" not in named


@pytest.mark.usefixtures("busy")
def test_on_an_old_record_the_days_end_with_its_newest_article(db):
    found = get_trending(db, 7, today=date(2027, 1, 1))
    assert found.is_latest
    assert (found.now.first, found.now.last) == (date(2026, 2, 24), date(2026, 3, 2))
    assert [t.entity.name for t in found.rose] == ["Xi Jinping"]


def test_articles_dated_ahead_do_not_move_the_period(db, put):
    put("Xi Jinping spoke.", date(2026, 3, 1))
    put("Putin spoke.", date(2031, 1, 1))
    found = get_trending(db, 7, today=TODAY)
    assert (found.now.last, found.now.n_articles) == (TODAY, 1)


def test_without_articles_before_there_is_nothing_to_compare(db, put):
    put("Xi Jinping spoke.", TODAY)
    put("Putin spoke.")
    found = get_trending(db, 7, today=TODAY)
    assert (found.now.n_articles, found.before.n_articles, found.n_undated) == (1, 0, 1)
    assert found.rose == found.more == ()


def test_a_record_without_dates_has_no_trends(db, put):
    assert get_trending(db, 7, today=TODAY) is None
    put("Putin spoke.")
    assert get_trending(db, 7, today=TODAY) is None


@pytest.mark.parametrize("days", [13, 15, 16, 17, 29, 45, 60, 90])
def test_a_long_period_counts_every_day_of_it_once(db, put, days):
    """Whole halves of months are read from a roll-up, the days at the ends one by one."""
    told = {TODAY - timedelta(days=n): n * n % 7 < 60 / (n + 9) for n in range(0, 190, 3)}
    for when, is_ada in told.items():
        put("Ada Verne spoke." if is_ada else "Putin spoke.", when)
    found = get_trending(db, days, today=TODAY)
    every = (*found.rose, *found.fell, *found.more, *found.fewer)
    assert every
    for trend in every:
        on = [when for when in told if told[when] == (trend.entity.name == "Ada Verne")]
        now = sum(found.now.first <= when <= found.now.last for when in on)
        before = sum(found.before.first <= when <= found.before.last for when in on)
        assert (trend.now, trend.before) == (now, before)


def test_a_story_counts_once_however_many_versions_there_are(db):
    body = " ".join(f"The council heard witness number {n} on harbour plan {n}." for n in range(9))
    for n, paper in enumerate(("Herald", "Times", "Post")):
        text = f"{paper} report. {body} Ada Verne spoke."
        one = article(
            text,
            names={"Ada Verne": NAMES["Ada Verne"]},
            sketch=sketch_of(text),
            published_on=TODAY - timedelta(days=n),
        )
        ingest.commit(db, one, added_by=None, now=NOW)
    assert timeline(db, "Ada Verne").series[0].counts == (0, 0, 1)
    assert get_trending(db, 1, today=TODAY).now.n_articles == 1
    assert get_trending(db, 3, today=TODAY).now.n_articles == 1


@pytest.mark.usefixtures("busy")
def test_removed_articles_count_no_more(db):
    for row in db.query("SELECT id FROM articles WHERE published_on >= '2026-02-24'"):
        ingest.remove_article(db, row["id"], by=None, now=NOW)
    found = get_trending(db, 7, today=TODAY)
    assert (found.is_latest, found.now.last) == (True, date(2026, 2, 23))
