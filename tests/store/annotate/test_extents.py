"""How far a name reaches: parts joined, strangers split off, on Docs made by hand."""

import pytest

from store.annotate.extents import Candidate, join_parts, split_people
from store.records import EntityType
from tests.store.annotate.sketched import sketch

PERSON, ORG, GPE = EntityType.PERSON, EntityType.ORG, EntityType.GPE
LOC, NORP, PRODUCT = EntityType.LOC, EntityType.NORP, EntityType.PRODUCT


def shown(doc, candidates):
    return [(doc[c.start : c.end].text, c.label) for c in candidates]


@pytest.mark.parametrize(
    ("line", "parts", "joined"),
    [
        pytest.param(
            "in Ohio State", [(1, 2, GPE), (2, 3, None)], [("Ohio State", ORG)], id="side by side"
        ),
        pytest.param(
            "Jane Roe",
            [(0, 1, None), (1, 2, PERSON)],
            [("Jane Roe", PERSON)],
            id="a given name that begins the sentence",
        ),
        pytest.param(
            "Huge Roe",
            [(0, 1, None), (1, 2, PERSON)],
            [("Huge", None), ("Roe", PERSON)],
            id="a capital that only begins the sentence",
        ),
        pytest.param(
            "Minneapolis-Paul",
            [(0, 1, GPE), (2, 3, GPE)],
            [("Minneapolis-Paul", LOC)],
            id="twin cities",
        ),
        pytest.param(
            "Russia-China",
            [(0, 1, GPE), (2, 3, GPE)],
            [("Russia", GPE), ("China", GPE)],
            id="two countries",
        ),
        pytest.param(
            "African-American",
            [(0, 1, NORP), (2, 3, NORP)],
            [("African-American", NORP)],
            id="compound people",
        ),
        pytest.param(
            'Robert "Bobby" Scott',
            [(0, 1, PERSON), (2, 3, PERSON), (4, 5, PERSON)],
            [('Robert "Bobby" Scott', PERSON)],
            id="nickname",
        ),
        pytest.param(
            "Robert (Bobby) Scott",
            [(0, 1, PERSON), (2, 3, PERSON), (4, 5, PERSON)],
            [("Robert", PERSON), ("Bobby", PERSON), ("Scott", PERSON)],
            id="no nickname",
        ),
        pytest.param(
            "Secretary of State Kerry",
            [(2, 3, ORG), (3, 4, PERSON)],
            [("State", ORG), ("Kerry", PERSON)],
            id="office",
        ),
        pytest.param(
            "Institute for Peace and Law",
            [(0, 3, ORG), (4, 5, None)],
            [("Institute for Peace and Law", ORG)],
            id="body goes on",
        ),
        pytest.param(
            "Institute for Peace and France",
            [(0, 3, ORG), (4, 5, GPE)],
            [("Institute for Peace", ORG), ("France", GPE)],
            id="a place is no part of a body",
        ),
        pytest.param(
            "House Education and Workforce Committee",
            [(0, 2, ORG), (3, 5, ORG)],
            [("House Education and Workforce Committee", ORG)],
            id="joint body",
        ),
    ],
)
def test_parts_of_one_name_are_joined(make_doc, line, parts, joined):
    doc = sketch(make_doc, line)
    assert shown(doc, join_parts(doc, [Candidate(*part) for part in parts])) == joined


@pytest.mark.parametrize(
    ("line", "part", "split"),
    [
        pytest.param(
            "French Caesar howitzers/NNS",
            (0, 2, PRODUCT),
            [("French", NORP), ("Caesar", PRODUCT)],
            id="people before a thing",
        ),
        pytest.param(
            "French Academy fell/VBD",
            (0, 2, ORG),
            [("French Academy", ORG)],
            id="people in a body's name",
        ),
        pytest.param(
            "Rachel and Blaine left/VBD",
            (0, 3, PERSON),
            [("Rachel", PERSON), ("Blaine", PERSON)],
            id="two given names",
        ),
        pytest.param(
            "Smith and Wesson grew/VBD",
            (0, 3, ORG),
            [("Smith and Wesson", ORG)],
            id="no given names",
        ),
    ],
)
def test_what_is_two_names_is_split(make_doc, line, part, split):
    doc = sketch(make_doc, line)
    assert shown(doc, split_people(doc, Candidate(*part))) == split
