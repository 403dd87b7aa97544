"""Which entity a number means now: one rule for every list, picture, follow and digest."""

from datetime import UTC, date, datetime

import pytest

from store import curate
from store.queries import digests, follows
from store.queries.connections import get_connections
from store.queries.entity_names import entity_now
from store.queries.trends import get_timeline
from store.records import DigestPlan, Period
from store.writes.digests import schedule_digest
from store.writes.follows import follow, unfollow
from tests.fakes.curated import BY, add, number, person

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
TODAY = date(2026, 3, 2)
MEMBER = 7


@pytest.fixture
def two(db):
    """Two people in one paragraph of a dated article, followed and in a digest by their numbers."""
    add(db, person("Mao Zedong"), person("Zhou Enlai"))
    mao, zhou = number(db, "Mao"), number(db, "Zhou")
    follow(db, zhou, user_id=MEMBER, most=25, now=NOW)
    plan = DigestPlan(channel_id=10, local_time="08:00", timezone="UTC", names=(zhou,))
    schedule_digest(db, plan, by=5, now=NOW)
    return mao, zhou


def meant_by(db, entity_id):
    """Whom each place that keeps numbers takes a number for."""
    return {
        "profile": entity_now(db, entity_id).id,
        "connections": get_connections(db, entity_id).web.centre.id,
        "timeline": get_timeline(db, [entity_id], Period(), today=TODAY).series[0].entity.id,
        "follow": follows.get_following(db, MEMBER).follows[0].entity.id,
        "digest": digests.get_digest(db, 1).names[0].id,
    }


def test_the_number_of_a_merged_entity_leads_on_everywhere(db, two):
    mao, zhou = two
    curate.merge(db, mao, zhou, **BY)
    assert set(meant_by(db, zhou).values()) == {mao}
    assert not follow(db, mao, user_id=MEMBER, most=25, now=NOW)
    assert unfollow(db, zhou, user_id=MEMBER)


def test_a_number_means_itself_while_articles_mention_it(db, two):
    """Also when the name it was first made for is somebody else's by now."""
    mao, zhou = two
    add(db, person("Bavel Lindt"))
    curate.merge(db, zhou, number(db, "Lindt"), **BY)
    with db.conn:
        db.execute("UPDATE names SET entity_id = ? WHERE home_id = ?", (mao, zhou))
    assert set(meant_by(db, zhou).values()) == {zhou}


def test_two_numbers_of_one_entity_are_one_line(db, two):
    mao, zhou = two
    curate.merge(db, mao, zhou, **BY)
    found = get_timeline(db, [zhou, mao], Period(), today=TODAY)
    assert [series.entity.id for series in found.series] == [mao]
