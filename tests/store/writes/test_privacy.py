"""Forgetting a member: nothing with their number is left, and nobody else loses anything."""

import re
from datetime import UTC, datetime

import pytest

from store import ingest
from store.database import select
from store.queries.privacy import get_kept
from store.records import FORGOTTEN, DigestPlan, FollowNews, SavedList
from store.writes import digests, follows, guild
from store.writes.privacy import ANONYMISED, DELETED, forget_member
from tests.fakes.articles import article

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
ADA, BEN = 1234567890123456701, 1234567890123456702
XI = ("Xi Jinping", "PERSON")


def use_everything(db, user_id, n):
    """Leave a member's number wherever it can be left."""
    read = article(f"“We agree {n},” Xi said.", names={"Xi": XI}, said={f"We agree {n}": "Xi"})
    added = ingest.commit(db, read, added_by=user_id, now=NOW).article.id
    follows.follow(db, 1, user_id=user_id, most=25, now=NOW)
    upto = added + 50
    follows.claim_letter(db, FollowNews(user_id, added, 1, NOW), upto, nonce="n", now=NOW)
    plan = DigestPlan(channel_id=10, local_time="08:00", timezone="UTC")
    digests.schedule_digest(db, plan, by=user_id, now=NOW)
    guild.set_setting(db, "timezone", f"Etc/GMT+{n}", by=user_id, now=NOW)
    guild.save_list(db, SavedList(f"t{n}", "follow", {"user": str(user_id)}), now=NOW)


@pytest.fixture
def used(db):
    use_everything(db, ADA, 1)
    use_everything(db, BEN, 2)
    return db


def test_everything_with_a_members_number_is_told(used):
    kept = get_kept(used, ADA)
    assert [follow.entity.name for follow in kept.following.follows] == ["Xi Jinping"]
    assert len(kept.letters) == 1
    assert [ref.id for ref in kept.articles] == [1]
    assert {change.action for change in kept.changes} == {
        "article.add",
        "digest.schedule",
        "setting.set",
    }
    assert (kept.digest_ids, kept.n_saved_lists, kept.is_nothing) == ((1,), 1, False)


def test_of_somebody_unknown_nothing_is_kept(used):
    assert get_kept(used, 99).is_nothing


def test_after_forgetting_nothing_has_their_number(used):
    forget_member(used, ADA)
    assert get_kept(used, ADA).is_nothing
    assert str(ADA) not in "\n".join(used.conn.iterdump())


def test_nobody_else_loses_anything(used):
    before = get_kept(used, BEN)
    forget_member(used, ADA)
    assert get_kept(used, BEN) == before


def test_what_was_done_stays_without_a_name(used):
    n_changes = len(select(used, "SELECT * FROM audit"))
    forget_member(used, ADA)
    assert len(select(used, "SELECT * FROM audit")) == n_changes
    forgotten = select(used, "SELECT * FROM audit WHERE by_user = :nobody", nobody=FORGOTTEN)
    assert len(forgotten) == 3
    assert select(used, "SELECT added_by FROM articles WHERE id = 1")[0]["added_by"] == FORGOTTEN
    assert select(used, "SELECT count(*) AS n FROM digests")[0]["n"] == 2


def test_every_column_for_a_members_number_is_forgotten_or_loses_it(db):
    """A table that a later version adds is found by what its column's comment says."""
    told = []
    for row in select(db, "SELECT name, sql FROM sqlite_schema WHERE type = 'table'"):
        columns = re.findall(r"^\s+(\w+) .*-- Discord user id", row["sql"], re.MULTILINE)
        told += [(row["name"], column) for column in columns]
    assert ("follows", "user_id") in told
    assert sorted(told) == sorted([*DELETED, *ANONYMISED])
