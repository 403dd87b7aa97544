"""Entity numbers stay with those they were given to, whatever comes and goes."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store import ingest
from store.queries.entities import find_entity
from store.records import EntityType, Group, NameCount
from store.writes.identity import Held, keep_numbers
from tests.fakes.articles import article

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


def name(number, text, *, home=None, n=1, entity=None, **count):
    return Held(NameCount(number, text, EntityType.PERSON, n, entity, **count), home)


def group(*numbers, called="Somebody"):
    return Group(numbers, called, EntityType.PERSON)


def keep(names, *groups):
    return keep_numbers({held.name.id: held for held in names}, groups)


def test_new_names_need_a_new_entity():
    assert keep([name(1, "Xi Jinping")], group(1)).entity_ids == (None,)


def test_a_name_that_joins_takes_the_number_of_the_group():
    names = [name(1, "Xi Jinping", entity=5, home=5), name(2, "Xi")]
    assert keep(names, group(1, 2)).entity_ids == (5,)


def test_two_that_turn_out_to_be_one_take_the_older_number():
    names = [name(1, "Xi", entity=5, home=5, n=1), name(2, "Xi Jinping", entity=9, home=9, n=50)]
    assert keep(names, group(1, 2)).entity_ids == (5,)


def test_what_stands_alone_again_gets_its_old_number_back():
    names = [name(1, "Xi", entity=5, home=5), name(2, "Xi Jinping", entity=5, home=9)]
    assert keep(names, group(1), group(2)).entity_ids == (5, 9)


def test_where_one_breaks_away_the_better_known_part_keeps_the_number():
    names = [
        name(1, "Johnson", entity=5, home=5, n=2),
        name(2, "Boris Johnson", entity=5, n=30),
        name(3, "Ron Johnson"),
    ]
    kept = keep(names, group(1), group(2), group(3))
    assert kept.entity_ids == (None, 5, None)
    assert kept.rehomed == ((2, 5),)


def test_where_one_breaks_away_from_the_better_known_it_gets_a_new_number():
    names = [name(1, "Johnson", entity=5, home=5, n=9), name(2, "Boris Johnson", entity=5, n=2)]
    kept = keep(names, group(1), group(2))
    assert (kept.entity_ids, kept.rehomed) == ((5, None), ())


def test_the_number_stays_when_the_name_it_was_made_for_is_gone():
    assert keep([name(2, "Xi", entity=5)], group(2)).entity_ids == (5,)


def test_a_curators_decision_comes_before_everything():
    names = [name(1, "Xi", entity=5, home=5), name(2, "Xi Jinping", entity=5, pinned_to=9)]
    assert keep(names, group(1, 2)).entity_ids == (9,)


@given(st.data())
def test_no_two_groups_share_a_number(data):
    count = data.draw(st.integers(1, 8))
    homes = data.draw(st.permutations(range(1, count + 1)))
    names = [
        name(
            i,
            f"Name {i}",
            n=data.draw(st.integers(1, 9)),
            entity=data.draw(st.none() | st.integers(1, count)),
            home=homes[i] if data.draw(st.booleans()) else None,
        )
        for i in range(count)
    ]
    labels = data.draw(st.lists(st.integers(0, 3), min_size=count, max_size=count))
    groups = [
        group(*(i for i in range(count) if labels[i] == label)) for label in sorted(set(labels))
    ]
    given_out = [i for i in keep(names, *groups).entity_ids if i is not None]
    assert len(given_out) == len(set(given_out))


ZHABIN, PAVEL, OLEG = ((text, "PERSON") for text in ("Zhabin", "Pavel Zhabin", "Oleg Zhabin"))


@pytest.fixture
def add(db):
    def store(text, who):
        annotated = article(text, names={who[0]: who})
        return ingest.commit(db, annotated, added_by=None, now=NOW).article.id

    return store


def test_numbers_do_not_flip_when_articles_come_and_go(db, add):
    add("Zhabin spoke.", ZHABIN)
    for n in range(3):
        add(f"Pavel Zhabin spoke, {n}.", PAVEL)
    pavel = find_entity(db, "Pavel Zhabin")
    oleg = add("Oleg Zhabin spoke.", OLEG)
    assert find_entity(db, "Pavel Zhabin") == pavel
    numbers = {who[0]: find_entity(db, f"{who[0]}").id for who in (PAVEL, OLEG)}
    for _ in range(2):
        ingest.remove_article(db, oleg, by=None, now=NOW)
        assert find_entity(db, "Zhabin") == pavel
        ingest.restore_article(db, oleg, by=None, now=NOW)
        assert {who[0]: find_entity(db, who[0]).id for who in (PAVEL, OLEG)} == numbers
