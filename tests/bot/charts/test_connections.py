"""bot/charts/connections.py: one name in the middle, the others around it, all to be read."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.charts import connections as chart
from bot.charts.alt import MAX_ALT
from bot.charts.canvas import COLOURS
from store.records import Counted, EntityRef, EntityType, Link, Web
from tests.fakes.pictures import n_pixels_of, opened, outside, overlapping, person

NAMES = ["Vladimir Putin", "习近平", "محمد بن سلمان", "W" * 300, "", "$x$", "🚀"]
NAMES += ["\\u202eabc", "a\\nb"]


def web(*counts, centre="Xi Jinping", names=NAMES, links=(), kinds=tuple(EntityType)):
    around = tuple(
        Counted(
            EntityRef(number + 2, names[number % len(names)], kinds[number % len(kinds)]), count
        )
        for number, count in enumerate(counts)
    )
    return Web(person(1, centre), around, tuple(Link(*link) for link in links))


def test_a_picture_decodes_and_has_its_size():
    assert opened(chart.draw(web(5, 3, 1)).png).size == (800, 620)


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.integers(1, 10**6), max_size=12),
    st.sampled_from([*NAMES, "Xi Jinping", "X" * 400]),
    st.permutations(NAMES),
)
def test_words_stand_inside_and_apart(counts, centre, names):
    canvas = chart.paint(web(*sorted(counts, reverse=True), centre=centre, names=names))
    assert outside(canvas) == []
    assert overlapping(canvas) == []


def test_a_kind_of_name_has_a_colour_and_the_key_says_which():
    canvas = chart.paint(web(9, 3, kinds=(EntityType.PERSON, EntityType.ORG)))
    words = [words for words, _ in canvas.texts]
    assert "person" in words
    assert "organisation" in words
    assert "place" not in words
    picture = opened(canvas.png())
    # Dots of 18 and 12 pixels radius, and the two of the key.
    assert n_pixels_of(picture, COLOURS[0]) > math.pi * 16**2
    assert n_pixels_of(picture, COLOURS[1]) > math.pi * 10**2
    assert n_pixels_of(picture, COLOURS[2]) == 0


def test_more_paragraphs_make_a_larger_dot():
    picture = opened(
        chart.paint(web(900, 1, names=["A", "B"], kinds=(EntityType.ORG, EntityType.GPE))).png()
    )
    assert n_pixels_of(picture, COLOURS[1]) > 2 * n_pixels_of(picture, COLOURS[2])


def test_strongly_linked_names_stand_side_by_side():
    links = [(0, 3, 50), (3, 1, 40), (1, 2, 1)]
    assert chart.arranged(web(9, 8, 7, 6, links=links)) == [0, 3, 1, 2]
    assert chart.arranged(web(9, 8, 7)) == [0, 1, 2]
    assert chart.arranged(web()) == []


def test_links_between_the_others_are_drawn():
    names = ["A", "B", "C", "D"]
    plain = opened(chart.draw(web(4, 4, 4, 4, names=names)).png)
    linked = opened(chart.draw(web(4, 4, 4, 4, names=names, links=[(0, 1, 4), (2, 3, 4)])).png)
    assert n_pixels_of(linked, "#404249", within=4) > n_pixels_of(plain, "#404249", within=4) + 100


def test_the_same_record_is_the_same_picture():
    assert chart.draw(web(5, 3, 1, links=[(0, 1, 2)])) == chart.draw(
        web(5, 3, 1, links=[(0, 1, 2)])
    )


def test_the_words_tell_who_and_how_often():
    alt = chart.draw(web(1200, names=["Vladimir Putin"])).alt
    assert alt == (
        "Who is named in the same paragraphs as Xi Jinping, with how many paragraphs: "
        "Vladimir Putin 1,200."
    )


@pytest.mark.parametrize("name", ["W" * 300, "习" * 300])
def test_the_words_fit_what_discord_takes(name):
    assert len(chart.draw(web(*range(12, 0, -1), centre=name, names=[name])).alt) <= MAX_ALT


def test_a_long_name_is_not_cut_while_the_other_side_has_room():
    names = ["Northgate University", "Ada", "Bo", "Cy"]
    canvas = chart.paint(web(9, 8, 7, 6, names=names))
    assert {*names} <= {words for words, _ in canvas.texts}
    assert outside(canvas) == []
