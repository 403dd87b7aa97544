"""When a digest is due: one instant per local date, whatever the zone's clocks do."""

import zoneinfo
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store import due
from store.records import (
    Digest,
    DigestDays,
    DigestPlan,
    DigestPost,
    DigestStanding,
    DigestStep,
    PostState,
)

ZONES = sorted(zoneinfo.available_timezones() - {"Factory", "localtime", "posixrules"})
MINUTE = timedelta(minutes=1)
START = datetime(2026, 3, 2, 12, tzinfo=UTC)


def utc(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def plan(time="08:00", zone="UTC", **more):
    return DigestPlan(channel_id=1, local_time=time, timezone=zone, **more)


def digest(time="08:00", zone="UTC", *, active_from=START, **more):
    values = {"days": DigestDays.DAILY, "weekday": None, "role_id": None, "post_when_empty": True}
    return Digest(
        id=3,
        channel_id=1,
        local_time=time,
        timezone=zone,
        created_by=1,
        created_at=active_from,
        active_from=active_from,
        **{**values, **more},
    )


def post(digest, local_date, state, *, claimed_at=None, attempts=1):
    at = due.due_at(digest, local_date)
    claimed = claimed_at or at
    return DigestPost(
        id=1,
        digest_id=digest.id,
        local_date=local_date,
        due_at=at,
        state=state,
        nonce="n",
        claimed_at=claimed,
        first_tried_at=claimed,
        attempts=attempts,
        upto_article_id=0,
    )


# ------------------------------------------------------------------ due times


@pytest.mark.parametrize(
    ("zone", "time", "day", "expected"),
    [
        ("America/New_York", "02:30", "2026-03-08", "2026-03-08T07:30"),
        ("America/New_York", "01:30", "2026-11-01", "2026-11-01T05:30"),
        ("Europe/Kyiv", "03:30", "2026-03-29", "2026-03-29T01:30"),
        ("Europe/Kyiv", "03:30", "2026-10-25", "2026-10-25T00:30"),
        ("Asia/Beirut", "00:00", "2026-03-29", "2026-03-28T22:00"),
        ("America/Havana", "00:30", "2026-03-08", "2026-03-08T05:30"),
        ("America/Nuuk", "23:30", "2026-03-28", "2026-03-29T01:30"),
        ("Australia/Lord_Howe", "02:15", "2026-10-04", "2026-10-03T15:45"),
        ("Asia/Kathmandu", "08:00", "2026-07-01", "2026-07-01T02:15"),
    ],
    ids=lambda value: value,
)
def test_a_change_of_clocks_neither_skips_nor_moves_a_date(zone, time, day, expected):
    assert due.due_at(plan(time, zone), date.fromisoformat(day)) == utc(expected)


def test_a_date_that_a_zone_never_had_has_no_digest():
    samoa = plan("09:00", "Pacific/Apia")
    assert due.due_at(samoa, date(2011, 12, 30)) is None
    assert due.due_at(samoa, date(2011, 12, 31)) == utc("2011-12-30T19:00")


def test_weekdays_leave_out_the_weekend():
    days = [due.due_at(plan(days=DigestDays.WEEKDAYS), date(2026, 3, n)) for n in range(2, 9)]
    assert [d is not None for d in days] == [True] * 5 + [False] * 2


def test_weekly_is_on_its_weekday_only():
    weekly = plan(days=DigestDays.WEEKLY, weekday=6)
    due_dates = [n for n in range(2, 16) if due.due_at(weekly, date(2026, 3, n))]
    assert due_dates == [8, 15]


@pytest.mark.parametrize("time", ["00:00", "00:30", "02:30", "23:59"])
def test_in_every_zone_a_year_has_one_instant_per_date_in_rising_order(time):
    days = [date(2026, 1, 1) + timedelta(n) for n in range(365)]
    for zone in ZONES:
        instants = [due.due_at(plan(time, zone), day) for day in days]
        assert None not in instants, zone
        assert all(a < b for a, b in pairwise(instants)), zone


@given(
    zone=st.sampled_from(ZONES),
    minute=st.integers(0, 24 * 60 - 1),
    after=st.integers(0, 17 * 365 * 24 * 60).map(lambda n: utc("2020-01-01") + n * MINUTE),
)
def test_the_next_due_time_is_the_first_one_later(zone, minute, after):
    daily = plan(f"{minute // 60:02}:{minute % 60:02}", zone)
    found = due.next_due(daily, after)
    local = after.astimezone(ZoneInfo(zone)).date()
    around = [due.due_at(daily, local + timedelta(n)) for n in range(-2, 4)]
    assert found == min(at for at in around if at and at > after)
    assert due.previous_due(daily, found) <= after < found


# ------------------------------------------------------------------ what is owed


def steps(standing, now):
    return [(job.local_date.isoformat(), job.step) for job in due.jobs_of(standing, now)]


def test_a_digest_just_scheduled_does_not_owe_a_time_already_past_today():
    fresh = DigestStanding(digest("08:00", active_from=START), None)
    assert steps(fresh, START + timedelta(hours=1)) == []
    assert due.wakes_at(fresh, START) == utc("2026-03-03T08:00")


def test_a_due_date_is_owed_from_its_instant_on():
    fresh = DigestStanding(digest("13:00"), None)
    assert steps(fresh, utc("2026-03-02T12:59:59")) == []
    assert steps(fresh, utc("2026-03-02T13:00")) == [("2026-03-02", DigestStep.POST)]


@pytest.mark.parametrize(
    ("late", "step"), [("19:00:00", DigestStep.POST), ("19:00:01", DigestStep.MISS)]
)
def test_six_hours_late_is_posted_and_later_is_missed(late, step):
    fresh = DigestStanding(digest("13:00"), None)
    assert steps(fresh, utc(f"2026-03-02T{late}")) == [("2026-03-02", step)]


def test_after_thirty_hours_asleep_yesterday_is_missed_and_today_is_posted():
    standing = DigestStanding(digest("13:00"), None)
    found = steps(standing, utc("2026-03-03T18:30"))
    assert found == [("2026-03-02", DigestStep.MISS), ("2026-03-03", DigestStep.POST)]


@pytest.mark.parametrize("state", [s for s in PostState if s not in {"claimed", "failed"}])
def test_a_settled_date_is_owed_no_more(state):
    daily = digest("13:00")
    done = post(daily, date(2026, 3, 2), state)
    assert steps(DigestStanding(daily, done), utc("2026-03-02T14:00")) == []


def test_a_clock_that_jumps_back_a_day_owes_nothing_again():
    daily = digest("13:00")
    tomorrow = post(daily, date(2026, 3, 4), PostState.SENT)
    standing = DigestStanding(daily, tomorrow)
    assert steps(standing, utc("2026-03-03T13:30")) == []
    assert due.wakes_at(standing, utc("2026-03-03T13:30")) == utc("2026-03-05T13:00")


def test_a_claim_is_left_alone_for_its_lease_and_then_recovered():
    daily = digest("13:00")
    claimed = post(daily, date(2026, 3, 2), PostState.CLAIMED)
    standing = DigestStanding(daily, claimed, (claimed,))
    assert steps(standing, claimed.claimed_at + due.LEASE - timedelta(seconds=1)) == []
    late = claimed.claimed_at + due.LEASE
    assert steps(standing, late) == [("2026-03-02", DigestStep.RECOVER)]
    assert due.wakes_at(standing, claimed.claimed_at) == late


def test_a_claim_from_the_future_is_recovered_when_the_clock_jumped_back():
    daily = digest("13:00")
    claimed = post(daily, date(2026, 3, 2), PostState.CLAIMED, claimed_at=utc("2026-03-03T13:00"))
    standing = DigestStanding(daily, claimed, (claimed,))
    now = utc("2026-03-02T13:00")
    assert steps(standing, now) == [("2026-03-02", DigestStep.RECOVER)]
    assert not due.in_nonce_window(claimed, now)


def test_failures_are_tried_again_at_growing_pauses():
    daily = digest("13:00")
    pauses = []
    for attempts in range(1, 9):
        failed = post(daily, date(2026, 3, 2), PostState.FAILED, attempts=attempts)
        wakes = due.wakes_at(DigestStanding(daily, failed, (failed,)), failed.claimed_at)
        pauses.append((wakes - failed.claimed_at).total_seconds())
    assert pauses == [30, 60, 120, 240, 480, 900, 900, 900]


def test_a_failure_becomes_a_miss_after_six_hours():
    daily = digest("13:00")
    failed = post(
        daily, date(2026, 3, 2), PostState.FAILED, claimed_at=utc("2026-03-02T18:50"), attempts=20
    )
    standing = DigestStanding(daily, failed, (failed,))
    assert steps(standing, utc("2026-03-02T19:05:01")) == [("2026-03-02", DigestStep.MISS)]


def test_a_curators_pause_owes_nothing():
    paused = DigestStanding(digest("13:00", paused_at=START), None)
    assert steps(paused, utc("2026-03-05T14:00")) == []
    assert due.wakes_at(paused, START) is None


def test_a_digest_that_waits_still_owes_and_looks_again_soon():
    waiting = DigestStanding(digest("13:00", paused_at=START, pause_reason="no channel"), None)
    now = utc("2026-03-02T14:00")
    assert steps(waiting, now) == [("2026-03-02", DigestStep.POST)]
    assert due.wakes_at(waiting, now) == now + due.PROBE


def test_a_nonce_is_short_the_same_for_each_try_and_another_for_each_server():
    at = utc("2026-03-02T13:00")
    nonces = {due.nonce_of(guild, number, at) for guild in (1, 2) for number in (1, 2)}
    assert len(nonces) == 4
    assert due.nonce_of(1, 1, at) in nonces
    assert all(len(nonce) <= 25 for nonce in nonces)


@pytest.mark.parametrize("time", ["00:00", "02:30", "23:30"])
def test_a_simulated_year_in_fifty_zones_has_one_post_for_each_date(time):
    """Sleeping until the next wake each time, as the bot does, with no other memory."""
    for zone in ZONES[:: len(ZONES) // 50]:
        daily, last, now = digest(time, zone), None, START
        posted = []
        while now < START + timedelta(days=365):
            now = due.wakes_at(DigestStanding(daily, last), now)
            for job in due.jobs_of(DigestStanding(daily, last), now):
                assert job.step is DigestStep.POST, (zone, job)
                assert job.due_at == now
                last = post(daily, job.local_date, PostState.SENT)
                posted.append(job.local_date)
        days = [posted[0] + timedelta(n) for n in range(len(posted))]
        assert posted == days, zone
        assert len(days) in {365, 366}


# ------------------------------------------------------------------ what is wrong


def trouble(standing, now):
    found = due.trouble_of(standing, now)
    return found and (found.kind.value, found.since, found.why)


def test_a_digest_that_does_what_it_should_has_no_trouble():
    daily = digest("13:00")
    assert trouble(DigestStanding(daily, None), utc("2026-03-02T13:04")) is None
    sent = post(daily, date(2026, 3, 2), PostState.SENT)
    assert trouble(DigestStanding(daily, sent), utc("2026-03-03T12:59")) is None
    silent = post(daily, date(2026, 3, 2), PostState.SILENT)
    assert trouble(DigestStanding(daily, silent), utc("2026-03-03T12:59")) is None


def test_what_is_due_and_not_there_is_late_since_then():
    now = utc("2026-03-02T13:06")
    late = ("late", utc("2026-03-02T13:00"), None)
    assert trouble(DigestStanding(digest("13:00"), None), now) == late
    claimed = post(digest("13:00"), date(2026, 3, 2), PostState.CLAIMED)
    assert trouble(DigestStanding(digest("13:00"), claimed, (claimed,)), now) == late


def test_what_is_refused_is_failing_and_tells_why():
    daily = digest("13:00")
    failed = replace(post(daily, date(2026, 3, 2), PostState.FAILED), note="Discord answered 400")
    found = trouble(DigestStanding(daily, failed, (failed,)), utc("2026-03-02T14:00"))
    assert found == ("failing", utc("2026-03-02T13:00"), "Discord answered 400")


@pytest.mark.parametrize("state", [PostState.MISSED, PostState.UNCERTAIN])
def test_the_last_one_that_did_not_arrive_is_told_until_another_does(state):
    daily = digest("13:00")
    lost = replace(post(daily, date(2026, 3, 2), state), note="I was away")
    found = trouble(DigestStanding(daily, lost), utc("2026-03-03T12:00"))
    assert found == (state.value, utc("2026-03-02T13:00"), "I was away")
    sent = post(daily, date(2026, 3, 3), PostState.SENT)
    assert trouble(DigestStanding(daily, sent), utc("2026-03-03T14:00")) is None


def test_one_that_waits_tells_for_what_and_one_that_was_paused_is_well():
    paused_at = utc("2026-03-02T13:00")
    waiting = digest("13:00", paused_at=paused_at, pause_reason="the channel was deleted")
    now = utc("2026-03-04T13:00")
    found = trouble(DigestStanding(waiting, None), now)
    assert found == ("waiting", paused_at, "the channel was deleted")
    assert trouble(DigestStanding(digest("13:00", paused_at=paused_at), None), now) is None
