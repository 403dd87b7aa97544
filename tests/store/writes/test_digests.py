"""store/writes/digests.py: the schedule and its ledger, one function one transaction."""

import json
from contextlib import closing
from datetime import UTC, date, datetime, timedelta

import pytest

from store import due, ingest
from store.database import open_corpus, select
from store.errors import DatabaseLockedError, DigestNotFoundError
from store.queries import digests as queries
from store.records import (
    DigestDays,
    DigestJob,
    DigestPlan,
    DigestStep,
    PostState,
)
from store.writes import digests as writes
from tests.fakes.articles import article

NOW = datetime(2026, 3, 2, 7, tzinfo=UTC)
DUE = NOW + timedelta(hours=1)
TODAY = date(2026, 3, 2)
PLAN = DigestPlan(10, "08:00", "Europe/Kyiv", DigestDays.WEEKLY, 4, 77, post_when_empty=False)


@pytest.fixture
def digest(db):
    return queries.get_digest(db, writes.schedule_digest(db, PLAN, by=5, now=NOW))


@pytest.fixture
def job(digest):
    return DigestJob(digest, TODAY, DUE, DigestStep.POST)


def claim(db, job, now=DUE):
    if not writes.claim_post(db, job, nonce="n1", lease=due.LEASE, now=now):
        return None
    return queries.find_post(db, job.digest.id, job.local_date)


def audited(db):
    return [row["action"] for row in select(db, "SELECT action FROM audit ORDER BY id")]


# ------------------------------------------------------------------ schedule


def test_a_digest_is_read_back_as_it_was_planned(digest):
    assert digest.channel_id == 10
    assert (digest.local_time, digest.timezone) == ("08:00", "Europe/Kyiv")
    assert (digest.days, digest.weekday) == (DigestDays.WEEKLY, 4)
    assert (digest.role_id, digest.post_when_empty, digest.created_by) == (77, False, 5)
    assert digest.created_at == digest.active_from == NOW
    assert digest.paused_at is None


def test_every_change_of_the_schedule_is_audited(db, digest):
    writes.pause_digest(db, digest.id, by=5, reason=None, now=NOW)
    writes.resume_digest(db, digest.id, by=5, now=NOW)
    writes.remove_digest(db, digest.id, by=5, now=NOW)
    assert audited(db) == ["digest.schedule", "digest.pause", "digest.resume", "digest.remove"]


def test_a_changed_digest_keeps_its_ledger_and_owes_nothing_due_before(db, digest, job):
    post = claim(db, job)
    writes.mark_sent(db, post.id, message_id=9, shown=(), now=DUE)
    plan = DigestPlan(11, "09:00", "UTC")
    writes.change_digest(db, digest.id, plan, by=6, now=NOW + timedelta(hours=9))
    found = queries.get_digest(db, digest.id)
    assert (found.channel_id, found.local_time, found.days) == (11, "09:00", DigestDays.DAILY)
    assert (found.created_by, found.active_from) == (5, NOW + timedelta(hours=9))
    assert queries.find_post(db, digest.id, TODAY).state is PostState.SENT


def test_a_change_is_audited_with_what_was_before(db, digest):
    writes.change_digest(db, digest.id, DigestPlan(11, "09:00", "UTC"), by=6, now=NOW)
    (row,) = select(db, "SELECT * FROM audit WHERE action = 'digest.change'")
    before, after = json.loads(row["before"]), json.loads(row["after"])
    assert (before["channel_id"], after["channel_id"], row["by_user"]) == (10, 11, 6)
    assert before.keys() == after.keys()


def test_a_digest_that_waits_goes_on_when_it_is_changed_and_a_paused_one_does_not(db, digest):
    plan = DigestPlan(11, "09:00", "UTC")
    writes.pause_digest(db, digest.id, by=None, reason="the channel was deleted", now=NOW)
    writes.change_digest(db, digest.id, plan, by=6, now=NOW)
    assert queries.get_digest(db, digest.id).paused_at is None
    writes.pause_digest(db, digest.id, by=6, reason=None, now=NOW)
    writes.change_digest(db, digest.id, plan, by=6, now=NOW)
    assert queries.get_digest(db, digest.id).paused_at == NOW


@pytest.mark.parametrize(
    ("channel_id", "state"), [(11, PostState.UNCERTAIN), (10, PostState.CLAIMED)]
)
def test_what_is_on_its_way_to_the_old_channel_is_not_sent_to_the_new_one(
    db, digest, job, channel_id, state
):
    claim(db, job)
    plan = DigestPlan(channel_id, "09:00", "UTC")
    writes.change_digest(db, digest.id, plan, by=6, now=NOW)
    assert queries.find_post(db, digest.id, TODAY).state is state


def test_a_digest_that_is_not_there_cannot_be_changed(db):
    with pytest.raises(DigestNotFoundError):
        writes.change_digest(db, 9, DigestPlan(11, "09:00", "UTC"), by=6, now=NOW)


def test_what_changes_nothing_is_not_audited(db, digest):
    assert not writes.resume_digest(db, digest.id, by=5, now=NOW)
    assert writes.pause_digest(db, digest.id, by=5, reason=None, now=NOW)
    assert not writes.pause_digest(db, digest.id, by=5, reason=None, now=NOW)
    assert audited(db) == ["digest.schedule", "digest.pause"]


def test_a_digest_that_waits_keeps_its_first_reason_and_what_it_owes(db, digest):
    assert writes.pause_digest(db, digest.id, by=None, reason="no channel", now=DUE)
    assert not writes.pause_digest(db, digest.id, by=None, reason="other", now=DUE)
    waiting = queries.get_digest(db, digest.id)
    assert waiting.is_waiting
    assert waiting.pause_reason == "no channel"
    assert writes.resume_digest(db, digest.id, by=None, now=DUE)
    assert queries.get_digest(db, digest.id).active_from == NOW


def test_a_digest_never_resumes_itself_from_a_curators_pause(db, digest):
    writes.pause_digest(db, digest.id, by=None, reason="no channel", now=DUE)
    assert writes.pause_digest(db, digest.id, by=5, reason=None, now=DUE)
    assert not writes.resume_digest(db, digest.id, by=None, now=DUE)
    assert queries.get_digest(db, digest.id).paused_at is not None
    assert writes.resume_digest(db, digest.id, by=5, now=DUE)
    assert queries.get_digest(db, digest.id).active_from == DUE


@pytest.mark.parametrize(
    "change",
    [
        lambda db: writes.pause_digest(db, 9, by=5, reason=None, now=NOW),
        lambda db: writes.resume_digest(db, 9, by=5, now=NOW),
        lambda db: writes.remove_digest(db, 9, by=5, now=NOW),
        lambda db: queries.get_digest(db, 9),
    ],
    ids=["pause", "resume", "remove", "get"],
)
def test_a_digest_nobody_scheduled_is_said_to_be_missing(db, digest, change):
    assert digest.id != 9
    with pytest.raises(DigestNotFoundError) as raised:
        change(db)
    assert raised.value.digest_id == 9


# ------------------------------------------------------------------ ledger


def test_a_date_is_claimed_once(db, job):
    post = claim(db, job)
    assert (post.state, post.nonce, post.attempts) == (PostState.CLAIMED, "n1", 1)
    assert (post.due_at, post.claimed_at, post.first_tried_at) == (DUE, DUE, DUE)
    assert claim(db, job, DUE + due.LEASE / 2) is None


def test_an_old_claim_is_taken_over_and_keeps_the_start_of_its_nonce_window(db, job):
    claim(db, job)
    taken = claim(db, job, DUE + due.LEASE)
    assert taken.attempts == 2
    assert taken.claimed_at == DUE + due.LEASE
    assert taken.first_tried_at == DUE


def test_a_claim_from_the_future_is_taken_over(db, job):
    claim(db, job, DUE + timedelta(hours=1))
    assert claim(db, job).attempts == 2


def test_after_a_sure_failure_the_nonce_window_begins_anew(db, job):
    writes.close_post(db, claim(db, job).id, PostState.FAILED, note="Discord answered 400")
    again = claim(db, job, DUE + timedelta(minutes=5))
    assert again.first_tried_at == DUE + timedelta(minutes=5)
    assert again.note is None


@pytest.mark.parametrize("state", [PostState.MISSED, PostState.SILENT, PostState.UNCERTAIN])
def test_a_settled_date_is_never_claimed_again(db, job, state):
    writes.close_post(db, claim(db, job).id, state, note=None)
    assert claim(db, job, DUE + timedelta(days=1)) is None
    assert not writes.miss_post(db, job, nonce="n1", note="late", now=DUE)


def test_a_message_that_is_there_is_never_unsaid(db, job):
    post = claim(db, job)
    writes.mark_sent(db, post.id, message_id=123, shown=(), now=DUE)
    assert not writes.close_post(db, post.id, PostState.UNCERTAIN, note="?")
    sent = queries.find_post(db, job.digest.id, TODAY)
    assert (sent.state, sent.message_id, sent.sent_at) == (PostState.SENT, 123, DUE)


def test_a_paused_digest_is_not_claimed_but_an_old_claim_can_be_cleared_up(db, job):
    claim(db, job)
    writes.pause_digest(db, job.digest.id, by=5, reason=None, now=DUE)
    assert claim(db, job, DUE + due.LEASE).attempts == 2
    tomorrow = DigestJob(job.digest, date(2026, 3, 3), DUE + timedelta(days=1), DigestStep.POST)
    assert claim(db, tomorrow, DUE + timedelta(days=1)) is None


def test_a_curators_pause_gives_up_failed_tries(db, job):
    writes.close_post(db, claim(db, job).id, PostState.FAILED, note="Discord answered 400")
    writes.pause_digest(db, job.digest.id, by=5, reason=None, now=DUE)
    assert queries.find_post(db, job.digest.id, TODAY).state is PostState.MISSED


def test_a_removed_digest_is_neither_claimed_nor_missed(db, job):
    writes.remove_digest(db, job.digest.id, by=5, now=DUE)
    assert claim(db, job) is None
    assert not writes.miss_post(db, job, nonce="n1", note="late", now=DUE)
    assert queries.list_digests(db) == ()


def test_a_row_notes_the_newest_article_and_keeps_it_through_every_try(db, job):
    ingest.commit(db, article("One thing was said."), added_by=None, now=NOW)
    assert claim(db, job).upto_article_id == 1
    ingest.commit(db, article("Another thing was said."), added_by=None, now=DUE)
    assert claim(db, job, DUE + due.LEASE).upto_article_id == 1


def test_what_was_heard_is_kept_with_an_open_claim_only(db, job):
    post = claim(db, job)
    writes.note_answer(db, post.id, note="Discord answered 503")
    assert queries.find_post(db, job.digest.id, TODAY).note == "Discord answered 503"
    writes.mark_sent(db, post.id, message_id=1, shown=(), now=DUE)
    writes.note_answer(db, post.id, note="late news")
    assert queries.find_post(db, job.digest.id, TODAY).note is None


# ------------------------------------------------------------------ a locked file


CHANGES = {
    "schedule": lambda db, _: writes.schedule_digest(db, PLAN, by=5, now=NOW),
    "pause": lambda db, _: writes.pause_digest(db, 1, by=5, reason=None, now=NOW),
    "resume": lambda db, _: writes.resume_digest(db, 1, by=5, now=NOW),
    "remove": lambda db, _: writes.remove_digest(db, 1, by=5, now=NOW),
    "claim": claim,
    "sent": lambda db, _: writes.mark_sent(db, 1, message_id=1, shown=(1,), now=NOW),
    "close": lambda db, _: writes.close_post(db, 1, PostState.FAILED, note="no"),
    "note": lambda db, _: writes.note_answer(db, 1, note="no"),
    "miss": lambda db, job: writes.miss_post(db, job, nonce="n", note="late", now=NOW),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_on_a_locked_file_a_write_says_so_and_changes_nothing(db, job, change, tmp_path):
    claim(db, job)
    before = list(db.conn.iterdump())
    db.conn.execute("BEGIN IMMEDIATE")
    with (
        closing(open_corpus(tmp_path / "corpus.db", busy_timeout_s=0.01)) as other,
        pytest.raises(DatabaseLockedError),
    ):
        change(other, job)
    db.conn.rollback()
    assert list(db.conn.iterdump()) == before
