"""Finding who is meant by what somebody typed."""

from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from store import ingest
from store.errors import AmbiguousEntityError, EntityNotFoundError
from store.queries.entities import (
    complete_names,
    find_entity,
    find_speaker,
    list_entities,
    near_names,
)
from store.records import EntityType
from tests.fakes.articles import article

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)

XI = ("Xi Jinping", "PERSON")
ZELENSKY = ("Volodymyr Zelensky", "PERSON")
BORIS = ("Boris Johnson", "PERSON")
RON = ("Ron Johnson", "PERSON")
US = ("United States", "GPE")
KREMLIN = ("Kremlin", "ORG")
ERDOGAN = ("Recep Tayyip Erdoğan", "PERSON")


@pytest.fixture
def filled(db):
    texts = [
        ("Xi met Zelensky. Xi Jinping spoke first. Xi left.", {"Xi": XI, "Xi Jinping": XI}),
        ("Volodymyr Zelensky thanked Zelensky’s hosts.", {"Zelensky’s": ZELENSKY}),
        ("Volodymyr Zelensky left.", {"Volodymyr Zelensky": ZELENSKY, "Zelensky": ZELENSKY}),
        ("Boris Johnson spoke; Johnson left.", {"Boris Johnson": BORIS, "Johnson": BORIS}),
        ("Boris Johnson spoke twice.", {"Boris Johnson": BORIS}),
        ("Ron Johnson spoke; Johnson stayed.", {"Ron Johnson": RON, "Johnson": RON}),
        ("The U.S. and the US and the Kremlin.", {"U.S.": US, "US": US, "Kremlin": KREMLIN}),
        ("Recep Tayyip Erdoğan spoke.", {"Recep Tayyip Erdoğan": ERDOGAN}),
    ]
    for text, names in texts:
        said = {"“aye”": "Xi"} if "Xi" in names else {}
        whole = f"{text} “aye”" if said else text
        ingest.commit(db, article(whole, names=names, said=said), added_by=None, now=NOW)
    return db


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        ("Xi Jinping", "Xi Jinping"),
        ("xi", "Xi Jinping"),
        ("XI", "Xi Jinping"),
        ("Mr Xi", "Xi Jinping"),
        ("Mr. Xi", "Xi Jinping"),
        ("President Xi", "Xi Jinping"),
        ("Chinese President Xi Jinping", "Xi Jinping"),
        ("Xi's", "Xi Jinping"),
        ("Xi’s", "Xi Jinping"),
        ("  xi   jinping ", "Xi Jinping"),
        ("Jinping", "Xi Jinping"),
        ("jinping xi", "Xi Jinping"),
        ("zelensky", "Volodymyr Zelensky"),
        ("Volodymyr", "Volodymyr Zelensky"),
        ("U.S.", "United States"),
        ("the US", "United States"),
        ("kremlin's", "Kremlin"),
        ("boris", "Boris Johnson"),
        ("Boris Johnson", "Boris Johnson"),
        ("erdogan", "Recep Tayyip Erdoğan"),
        ("Tayyip ERDOĞAN", "Recep Tayyip Erdoğan"),
    ],
)
def test_whatever_people_type_means_who_they_mean(filled, asked, name):
    assert find_entity(filled, asked).name == name


def test_two_people_of_one_name_are_asked_about_most_mentioned_first(filled):
    with pytest.raises(AmbiguousEntityError) as refused:
        find_entity(filled, "Mr Johnson")
    assert [one.name for one in refused.value.candidates] == ["Boris Johnson", "Ron Johnson"]
    assert refused.value.name == "Mr Johnson"


def test_a_choice_among_two_people_names_one_by_number(filled):
    ron = find_entity(filled, "Ron Johnson")
    assert find_entity(filled, f"Johnson (#{ron.id})") == ron
    assert find_entity(filled, f"#{ron.id}") == ron


@pytest.mark.parametrize("asked", ["#999", "Xi (#999)", f"(#{10**17})"])
def test_a_number_nobody_has_is_told(filled, asked):
    with pytest.raises(EntityNotFoundError):
        find_entity(filled, asked)


@pytest.mark.parametrize(
    ("asked", "nearest"),
    [
        ("Zelenksy", "Volodymyr Zelensky"),
        ("Zelenskiy", "Volodymyr Zelensky"),
        ("Jimping", "Xi Jinping"),
        ("Borris Jonson", "Boris Johnson"),
        ("Kreml", "Kremlin"),
        ("Erdoghan", "Recep Tayyip Erdoğan"),
    ],
)
def test_a_mistyped_name_gets_the_nearest(filled, asked, nearest):
    with pytest.raises(EntityNotFoundError) as refused:
        find_entity(filled, asked)
    assert refused.value.name == asked
    assert refused.value.suggestions[0] == nearest


@pytest.mark.parametrize("asked", ["", "  ", "😀", "?!", "qqqqqqqq", "ab", "the"])
def test_what_resembles_nobody_gets_no_suggestions(filled, asked):
    with pytest.raises(EntityNotFoundError) as refused:
        find_entity(filled, asked)
    assert refused.value.suggestions == ()


def test_a_place_and_one_person_of_a_name_are_told_apart_by_what_it_mostly_means(db):
    place, person = ("Washington", "GPE"), ("Denzel Washington", "PERSON")
    text = "Washington spoke. " * 10
    ingest.commit(db, article(text, names={"Washington": place}), added_by=None, now=NOW)
    names = {"Denzel Washington": person, "Washington": person}
    text = "Denzel Washington acts. Washington won."
    ingest.commit(db, article(text, names=names), added_by=None, now=NOW)
    assert find_entity(db, "Washington").type is EntityType.GPE
    assert find_entity(db, "Denzel").type is EntityType.PERSON


def test_one_name_for_two_things_of_equal_weight_is_asked_about(db):
    place, person = ("Paris", "GPE"), ("Paris", "PERSON")
    ingest.commit(db, article("Paris is big.", names={"Paris": place}), added_by=None, now=NOW)
    ingest.commit(db, article("Paris sings.", names={"Paris": person}), added_by=None, now=NOW)
    with pytest.raises(AmbiguousEntityError):
        find_entity(db, "Paris")


def test_a_speaker_may_be_a_role_as_the_record_writes_it(filled):
    said = {"no comment": "State Department spokesperson"}
    text = "“no comment”, a State Department spokesperson said."
    ingest.commit(filled, article(text, said=said), added_by=None, now=NOW)
    assert find_speaker(filled, "the state department SPOKESPERSON") == (
        "State Department spokesperson"
    )
    assert find_speaker(filled, "Xi").name == "Xi Jinping"
    with pytest.raises(EntityNotFoundError):
        find_speaker(filled, "nobody at all")
    with pytest.raises(AmbiguousEntityError):
        find_speaker(filled, "Johnson")


def names(found):
    return [one.name for one in found]


def test_with_nothing_typed_the_foremost_are_offered(filled):
    offered = names(complete_names(filled, ""))
    assert offered[0] == "Xi Jinping"
    assert len(offered) == 7
    assert names(complete_names(filled, " ", limit=2)) == offered[:2]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("x", "Xi Jinping"),
        ("jin", "Xi Jinping"),
        ("zel", "Volodymyr Zelensky"),
        ("erdo", "Recep Tayyip Erdoğan"),
        ("u.s", "United States"),
        ("united st", "United States"),
        ("zelenksy", "Volodymyr Zelensky"),
        ("john", "Boris Johnson"),
    ],
)
def test_names_complete_from_the_beginning_of_any_word(filled, typed, first):
    assert names(complete_names(filled, typed))[0] == first


def test_only_speakers_are_offered_where_speakers_are_asked_for(filled):
    assert names(complete_names(filled, "", speakers_only=True)) == ["Xi Jinping"]
    assert names(complete_names(filled, "xi", speakers_only=True)) == ["Xi Jinping"]
    assert names(complete_names(filled, "zelensky", speakers_only=True)) == []


def test_nobody_is_offered_twice_and_never_more_than_asked(filled):
    for typed in ("", "j", "johnson", "xi"):
        offered = complete_names(filled, typed, limit=3)
        assert len(offered) == len(set(offered)) <= 3


def test_a_list_of_entities_is_by_mentions_and_can_be_of_one_kind(filled):
    rows = list_entities(filled, limit=None)
    assert len(rows) == 7
    assert [row.n_mentions for row in rows] == sorted((r.n_mentions for r in rows), reverse=True)
    assert names(row.ref for row in list_entities(filled, kind=EntityType.ORG)) == ["Kremlin"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.text(max_size=60))
@example("\ud800")
@example('" OR folded:*')
@example("%_%")
@example("(#" + "9" * 40 + ")")
@example("x" * 5000)
def test_no_name_breaks_looking_up(filled, typed):
    complete_names(filled, typed)
    near_names(filled, typed)
    with suppress(EntityNotFoundError, AmbiguousEntityError):
        find_speaker(filled, typed)
