"""bot/charts/timeline.py: what the pixels say, and where the words stand."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.charts import timeline as chart
from bot.charts.alt import MAX_ALT
from bot.charts.canvas import BACKGROUND, COLOURS, HEIGHT, LABEL, SMALL, WIDTH, Box, Canvas, spread
from tests.fakes.pictures import far_from, n_pixels_of, opened, outside, overlapping, timeline

FOUR = {
    "Xi Jinping": [3, 0, 7, 1],
    "Vladimir Putin": [0, 2, 2, 1],
    "Volodymyr Zelensky": [5, 5, 0, 1],
    "National Security Council": [1, 0, 0, 1],
}
NAMES = [
    "Xi Jinping",
    "",
    "   ",
    "习近平",
    "محمد بن سلمان",
    "בנימין נתניהו",
    "🚀🚀 Rocket Labs 🚀",
    "a\u0301" + "\u0301" * 500,
    "\u202egnipniJ iX\u202c",
    "$\\frac{1}{2}$ and $x_1$",
    "W" * 3000,
    "@everyone [link](http://evil.example)\nsecond\tline\x00",
    "\u200f\u200e\u2066x\u2069",
    "\ud800",
    "ﷺ ﷽",
]
WHOLE = Box(0, 0, WIDTH, HEIGHT)


def test_a_picture_decodes_and_has_its_size():
    picture = opened(chart.draw(timeline(FOUR)).png)
    assert picture.size == (WIDTH, HEIGHT)


def test_it_stands_on_the_ground_of_discords_dark_theme():
    picture = opened(chart.draw(timeline(FOUR)).png)
    for corner in ((0, 0), (WIDTH - 1, 0), (0, HEIGHT - 1), (WIDTH - 1, HEIGHT - 1)):
        assert far_from(picture.getpixel(corner), BACKGROUND) <= 2
    assert n_pixels_of(picture, BACKGROUND) > 0.7 * WIDTH * HEIGHT


@pytest.mark.parametrize("n_lines", [1, 2, 3, 4])
def test_each_line_and_its_name_have_a_colour_of_their_own(n_lines):
    given = dict(list(FOUR.items())[:n_lines])
    canvas = chart.paint(timeline(given))
    picture = opened(canvas.png())
    where = dict(canvas.texts)
    for index, name in enumerate(given):
        shown = next(words for words in where if words[:10] == name[:10])
        assert n_pixels_of(picture, COLOURS[index], box=where[shown], within=40) > 50
        assert n_pixels_of(picture, COLOURS[index], box=(0, 120, 500, 430)) > 100
    for colour in COLOURS[n_lines:]:
        assert n_pixels_of(picture, colour) < 20


def test_days_without_mentions_are_drawn_as_zero():
    """The line runs along the bottom between two days with mentions."""
    canvas = chart.paint(timeline({"Xi Jinping": [4, 0, 0, 0, 0, 0, 0, 0, 0, 4]}))
    picture = opened(canvas.png())
    bottom = next(box for words, box in canvas.texts if words == "0")
    height = (bottom.top + bottom.bottom) / 2
    strip = (200, height - 10, 450, height + 10)
    assert n_pixels_of(picture, COLOURS[0], box=strip) > 500
    above = (200, 140, 450, height - 12)
    assert n_pixels_of(picture, COLOURS[0], box=above) == 0


def test_a_single_day_is_a_dot():
    day = date(2022, 9, 15)
    canvas = chart.paint(timeline({"Xi Jinping": [3]}, first=day, last=day))
    assert 40 < n_pixels_of(opened(canvas.png()), COLOURS[0], box=(0, 120, 500, 430)) < 200
    assert "15 Sep 2022" in dict(canvas.texts)


def test_nothing_at_all_is_a_line_at_zero():
    canvas = chart.paint(timeline({"Xi Jinping": [0]}))
    assert {"0", "1"} <= {words for words, _ in canvas.texts}
    assert n_pixels_of(opened(canvas.png()), COLOURS[0]) > 1000


@pytest.mark.parametrize(
    ("last", "unit", "title"),
    [
        (date(2022, 9, 9), "day", "Mentions per day"),
        (date(2022, 12, 31), "week from", "Mentions per week"),
        (date(2025, 9, 1), "month", "Mentions per month"),
        (date(2090, 9, 1), "year", "Mentions per year"),
    ],
)
def test_title_and_axes_name_what_is_counted(last, unit, title):
    words = [words for words, _ in chart.paint(timeline(FOUR, last=last)).texts]
    assert words[0] == title
    assert "mentions" in words
    assert unit in words


@pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
def test_no_name_breaks_the_picture(name):
    canvas = chart.paint(timeline({name: [1, 2, 3], "Xi Jinping": [3, 2, 3]}))
    opened(canvas.png())
    assert outside(canvas) == []
    assert overlapping(canvas) == []


def test_a_name_that_the_font_cannot_write_is_its_number():
    words = [words for words, _ in chart.paint(timeline({"Xi": [1], "习近平": [2]})).texts]
    assert "No. 2" in words


@settings(max_examples=25, deadline=None)
@given(
    counts=st.lists(
        st.lists(st.integers(0, 10**7), min_size=1, max_size=12), min_size=1, max_size=4
    ),
    names=st.permutations(NAMES),
    first=st.dates(date(1900, 1, 1), date(2200, 1, 1)),
    n_days=st.integers(0, 9000),
)
def test_words_stand_inside_and_apart(counts, names, first, n_days):
    last = date.fromordinal(first.toordinal() + n_days)
    given_counts = dict(zip(names, counts, strict=False))
    canvas = chart.paint(timeline(given_counts, first=first, last=last))
    assert outside(canvas) == []
    assert overlapping(canvas) == []


def test_the_words_tell_the_main_facts():
    alt = chart.draw(timeline({"Xi Jinping": [1, 5, 2], "Putin": [0]})).alt
    assert alt.startswith("Line chart of mentions per day, 1–10 Sep 2022.")
    assert "Xi Jinping: 25 in all, most (5) on 2 Sep 2022 for the first time, 1 in the last" in alt
    assert "Putin: 0." in alt


def test_the_words_fit_what_discord_takes():
    alt = chart.draw(timeline({name * 50: [10**7, 3, 10**7] for name in FOUR})).alt
    assert len(alt) <= MAX_ALT
    assert alt.count("in all") == 4


def test_the_same_record_is_the_same_picture():
    assert chart.draw(timeline(FOUR)) == chart.draw(timeline(FOUR))


@pytest.mark.parametrize(
    ("highest", "step"),
    [
        (0, 1),
        (1, 1),
        (5, 1),
        (6, 2),
        (10, 2),
        (11, 5),
        (30, 10),
        (99, 20),
        (101, 50),
        (10**6, 200000),
    ],
)
def test_grid_lines_stand_at_round_numbers(highest, step):
    assert chart.grid_step(highest) == step


@given(
    st.lists(st.floats(0, 300), min_size=1, max_size=4), st.just(27.0), st.just(0.0), st.just(300.0)
)
def test_labels_are_spread_no_closer_than_they_can_be_read(wanted, gap, top, bottom):
    placed = spread(wanted, gap, top, bottom)
    ordered = sorted(placed)
    assert all(high - low >= gap - 1e-6 for low, high in pairwise(ordered))
    assert ordered[0] >= top - 1e-6
    assert ordered[-1] <= bottom + 1e-6


def test_labels_with_room_stay_where_their_lines_end():
    assert spread([200.0, 10.0, 100.0], 27, 0, 300) == [200.0, 10.0, 100.0]


def test_words_too_wide_are_cut_to_the_room():
    canvas = Canvas()
    cut = canvas.fitted("National Security Council", LABEL, 120)
    assert cut.endswith("…")
    assert canvas.measure(cut, LABEL)[0] <= 120
    assert canvas.fitted("Xi", SMALL, 120) == "Xi"
