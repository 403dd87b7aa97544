"""store/queries/digests.py: what a digest covers, and what the record holds for it."""

from datetime import UTC, date, datetime, timedelta

import pytest

from store import curate, due, ingest
from store.queries import digest_material
from store.queries import digests as queries
from store.records import DigestJob, DigestPeriod, DigestPlan, DigestStep, PostState
from store.writes import digests as writes
from tests.fakes.articles import article

NOW = datetime(2026, 3, 2, 7, tzinfo=UTC)
DUE = NOW + timedelta(hours=1)
DAY = timedelta(days=1)
LONG_AGO = NOW - timedelta(days=30)
XI, KIRBY = ("Xi Jinping", "PERSON"), ("John Kirby", "PERSON")


def speech(words, who=XI, **more):
    last = who[0].split()[-1]
    text = f"“{words},” {last} said. Everybody in the hall listened."
    return article(text, names={last: who}, said={words: last}, **more)


def add(db, words, who=XI, *, now=NOW, **more):
    return ingest.commit(db, speech(words, who, **more), added_by=None, now=now).article.id


@pytest.fixture
def digest(db):
    plan = DigestPlan(channel_id=10, local_time="08:00", timezone="UTC")
    return queries.get_digest(db, writes.schedule_digest(db, plan, by=5, now=NOW))


def settle(db, digest, day, state=PostState.SENT, shown=()):
    at = due.due_at(digest, day)
    job = DigestJob(digest, day, at, DigestStep.POST)
    assert writes.claim_post(db, job, nonce="n", lease=due.LEASE, now=at)
    post = queries.find_post(db, digest.id, day)
    if state is PostState.SENT:
        writes.mark_sent(db, post.id, message_id=1, shown=shown, now=at)
    elif state is not PostState.CLAIMED:
        writes.close_post(db, post.id, state, note=None)
    return queries.find_post(db, digest.id, day)


def material(db, period, pick=0.0, since=LONG_AGO):
    return digest_material.read_material(db, period, pick=pick, not_shown_since=since)


def titles(found):
    return [row.ref.id for row in found.articles]


def test_the_first_digest_covers_one_period_of_the_schedule(db, digest):
    add(db, "This is old news", now=DUE - DAY)
    fresh = add(db, "This is fresh news", now=DUE - DAY + timedelta(seconds=1))
    period = queries.period_of(db, digest, DUE, None)
    assert period.since == DUE - DAY
    assert titles(material(db, period)) == [fresh]


@pytest.mark.parametrize("state", [PostState.SENT, PostState.SILENT])
def test_a_digest_covers_what_came_after_the_last_one_that_was_posted(db, digest, state):
    add(db, "This was in the first one")
    settle(db, digest, date(2026, 3, 2), state)
    second = add(db, "This belongs to the second", now=DUE)
    period = queries.period_of(db, digest, DUE + DAY, None)
    assert period.since == DUE
    assert titles(material(db, period)) == [second]


@pytest.mark.parametrize("state", [PostState.MISSED, PostState.UNCERTAIN, PostState.FAILED])
def test_what_was_not_surely_posted_is_told_by_the_next_digest(db, digest, state):
    first = add(db, "This was to be in the first one")
    settle(db, digest, date(2026, 3, 2), state)
    second = add(db, "This belongs to the second", now=DUE)
    period = queries.period_of(db, digest, DUE + DAY, None)
    assert sorted(titles(material(db, period))) == [first, second]


def test_an_article_that_arrives_after_the_claim_belongs_to_the_next_digest(db, digest):
    first = add(db, "This came in time")
    post = settle(db, digest, date(2026, 3, 2), PostState.CLAIMED)
    late = add(db, "This came a moment later", now=DUE - timedelta(seconds=1))
    assert titles(material(db, queries.period_of(db, digest, DUE, post))) == [first]
    writes.mark_sent(db, post.id, message_id=1, shown=(), now=DUE)
    assert titles(material(db, queries.period_of(db, digest, DUE + DAY, None))) == [late]


def test_removed_articles_are_not_told(db, digest):
    gone = add(db, "This was taken back")
    kept = add(db, "This was kept")
    ingest.remove_article(db, gone, by=5, now=NOW)
    found = material(db, queries.period_of(db, digest, DUE, None))
    assert titles(found) == [kept]
    assert (found.n_articles, found.n_quotations) == (1, 1)


def test_candidates_carry_their_speakers_weight_and_whether_they_are_new(db, digest):
    add(db, "This was long ago", now=DUE - 3 * DAY)
    add(db, "This is the news of the day")
    add(db, "This is what I have to say", KIRBY)
    found = material(db, queries.period_of(db, digest, DUE, None))
    facts = {c.quotation.speaker.name: (c.n_mentions, c.is_first) for c in found.candidates}
    assert facts == {"Xi Jinping": (2, False), "John Kirby": (1, True)}
    assert found.top_mentions == 2


def test_one_speaker_cannot_crowd_out_the_others(db, digest):
    for n in range(30):
        add(db, f"This is sentence number {n}")
    add(db, "This is what I have to say", KIRBY)
    found = material(db, queries.period_of(db, digest, DUE, None))
    speakers = [c.quotation.speaker.name for c in found.candidates]
    assert speakers.count("Xi Jinping") == 6
    assert "John Kirby" in speakers


def test_articles_that_name_somebody_are_compared_with_the_period_before(db, digest):
    settle(db, digest, date(2026, 3, 2))
    add(db, "This was yesterday", KIRBY, now=DUE)
    settle(db, digest, date(2026, 3, 3))
    for n in range(3):
        add(db, f"This is today {n}", KIRBY, now=DUE + DAY)
    for n in range(2):
        add(db, f"This is today as well {n}", now=DUE + DAY)
    copied = add(db, "This is today once more", now=DUE + DAY)
    db.execute("UPDATE articles SET copy_of = 2 WHERE id = ?", [copied])
    found = material(db, queries.period_of(db, digest, DUE + 2 * DAY, None))
    assert [(r.entity.name, r.now, r.before, r.n_mentions) for r in found.mentions] == [
        ("Xi Jinping", 2, 0, 2),
        ("John Kirby", 3, 1, 3),
    ]
    assert (found.n_now, found.n_before) == (5, 1)


def test_who_is_named_by_one_article_alone_is_not_compared(db, digest):
    add(db, "This is all there is")
    assert material(db, queries.period_of(db, digest, DUE, None)).mentions == ()


def test_of_a_huge_period_the_newest_articles_are_read(db):
    for n in range(3):
        add(db, f"This is sentence number {n}")
    huge = DigestPeriod(NOW, DUE, earlier_id=-9000, after_id=-5000, upto_id=2001)
    found = material(db, huge)
    assert found.n_articles == 3
    assert [c.quotation.article.id for c in found.candidates] == [3, 2]
    assert [(r.now, r.before) for r in found.mentions] == [(2, 0)]
    assert (found.n_now, found.n_before) == (2, 0)


def test_the_last_day_needs_no_schedule(db):
    add(db, "This is old news", now=NOW - DAY)
    fresh = add(db, "This is fresh news", now=NOW)
    assert titles(material(db, queries.period_since(db, NOW - DAY, NOW))) == [fresh]


# ------------------------------------------------------------------ about a few names


def entity_id(db, name):
    return db.execute("SELECT id FROM entities WHERE name = ?", [name]).fetchone()[0]


@pytest.fixture
def two_voices(db, digest):
    """Two articles by each of two speakers, one that speaks about the other, and the period."""
    for n in range(2):
        add(db, f"This is sentence number {n}")
        add(db, f"This is what I have to say {n}", KIRBY)
    text = "“Xi Jinping knows what I think,” Kirby said. Everybody listened."
    names = {"Kirby": KIRBY, "Xi Jinping": XI}
    both = article(text, names=names, said={"Xi Jinping knows what I think": "Kirby"})
    ingest.commit(db, both, added_by=None, now=NOW)
    return queries.period_of(db, digest, DUE, None)


def scoped(db, period, *names, pick=0.0):
    return digest_material.read_material(
        db, period, pick=pick, not_shown_since=LONG_AGO, names=[entity_id(db, n) for n in names]
    )


def test_a_digest_about_a_name_holds_what_is_by_or_about_it(db, two_voices):
    found = scoped(db, two_voices, "Xi Jinping")
    assert titles(found) == [5, 3, 1]
    assert (found.n_articles, found.n_quotations) == (3, 3)
    assert {c.quotation.article.id for c in found.candidates} == {1, 3, 5}
    assert [(r.entity.name, r.now) for r in found.mentions] == [("Xi Jinping", 3)]
    assert found.n_now == 5


def test_a_digest_about_all_of_them_holds_everything(db, two_voices):
    names = ("Xi Jinping", "John Kirby")
    assert scoped(db, two_voices, *names).candidates == material(db, two_voices).candidates


def test_what_is_new_of_others_is_an_empty_day_and_the_record_is_by_or_about_the_names(db, digest):
    for n in range(3):
        add(db, f"This is sentence number {n}", now=DUE - 9 * DAY)
        add(db, f"This is what I have to say {n}", KIRBY, now=DUE - 9 * DAY)
    add(db, "This is new", KIRBY)
    found = scoped(db, queries.period_of(db, digest, DUE, None), "Xi Jinping", pick=0.5)
    assert (found.n_articles, found.articles, found.candidates, found.mentions) == (0, (), (), ())
    assert {c.quotation.speaker.name for c in found.record} == {"Xi Jinping"}
    assert len(found.record) == 3


def test_names_survive_that_the_entity_was_merged_into_another(db):
    add(db, "This is sentence number one")
    add(db, "This is what I have to say", KIRBY)
    xi, kirby = entity_id(db, "Xi Jinping"), entity_id(db, "John Kirby")
    plan = DigestPlan(channel_id=10, local_time="08:00", timezone="UTC", names=(xi, kirby))
    number = writes.schedule_digest(db, plan, by=5, now=NOW)
    merged = curate.merge(db, kirby, xi, by=5, now=NOW)
    found = queries.get_digest(db, number)
    assert [(ref.id, ref.name) for ref in found.names] == [(kirby, "John Kirby")]
    curate.undo(db, merged.change_id, by=5, now=NOW)
    assert {ref.id for ref in queries.get_digest(db, number).names} == {xi, kirby}


# ------------------------------------------------------------------ an empty day


@pytest.fixture
def quiet(db, digest):
    """A record of twenty quotations, and an empty day after them."""
    for n in range(20):
        add(db, f"This is sentence number {n} of the record", now=DUE - 9 * DAY)
    return queries.period_of(db, digest, DUE, None)


@pytest.mark.parametrize("pick", [0.0, 0.5, 0.99])
def test_an_empty_day_looks_in_the_record_from_a_place_onwards_and_around(db, quiet, pick):
    found = material(db, quiet, pick)
    ids = [c.quotation.id for c in found.record]
    start = int(pick * 21)
    expected = [n for n in (*range(start, 21), *range(1, start)) if n > 0][:20]
    assert ids == expected


def test_what_was_shown_lately_is_not_offered_again(db, digest, quiet):
    shown = [c.quotation.id for c in material(db, quiet).record]
    settle(db, digest, date(2026, 3, 2), shown=shown)
    later = queries.period_of(db, digest, DUE + DAY, None)
    assert {c.quotation.id for c in material(db, later).record}.isdisjoint(shown)
    after_a_month = material(db, later, since=DUE)
    assert [c.quotation.id for c in after_a_month.record] == shown


def test_the_record_offers_only_words_somebody_is_named_for(db, digest):
    text = "“Somebody said this once,” it was heard. The minister said it rained."
    ingest.commit(
        db, article(text, said={"Somebody said this once": None}), added_by=None, now=NOW - 9 * DAY
    )
    assert material(db, queries.period_of(db, digest, DUE, None)).record == ()


def test_an_empty_record_is_no_error(db, digest):
    found = material(db, queries.period_of(db, digest, DUE, None))
    assert (found.articles, found.candidates, found.record) == ((), (), ())
    assert found.top_mentions == 0


# ------------------------------------------------------------------ standing


def test_a_standing_tells_the_latest_date_and_what_is_still_open(db, digest):
    settle(db, digest, date(2026, 3, 2), PostState.FAILED)
    settle(db, digest, date(2026, 3, 3))
    (standing,) = queries.list_standings(db)
    assert standing.last.local_date == date(2026, 3, 3)
    assert [post.local_date for post in standing.open] == [date(2026, 3, 2)]
    assert [post.local_date.day for post in queries.list_posts(db, digest.id)] == [3, 2]
