"""Who appears with whom, as a picture: one name in the middle, the others around it.

One job: layout, the same for the same record. Names stand outside the ring of dots, the numbers
behind them count the paragraphs with both; the thicker a line, the more paragraphs.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from bot.charts import Picture
from bot.charts.alt import web_in_words
from bot.charts.canvas import (
    COLOURS,
    GRID,
    LABEL,
    QUIET,
    SMALL,
    TEXT,
    TITLE,
    Canvas,
    Point,
    has_glyph,
    spread,
)
from bot.charts.names import drawable
from store.records import EntityType

if TYPE_CHECKING:
    from collections.abc import Sequence

    from store.records import Web

_WIDTH, _HEIGHT = 800, 620  # wider than a timeline: names on both sides
_EDGE = 28
_TITLE_Y, _UNIT_Y, _KEY_Y = 36, 70, 588
_MIDDLE = Point(_WIDTH / 2, 322)
_RADII = Point(140, 200)  # of the ring
_LABEL_GAP = 30
_NEAR = 14  # from a dot to its name
_MOST_ASIDE = 80.0
_COUNT_GAP = 10.0  # from a name to its count
_LEAST_DOT, _LARGEST_DOT = 7, 18
_LEAST_LINE, _LARGEST_LINE = 2.0, 9.0
_MOST_LINKS = 15  # between those around the middle; more make a net nobody can read
_MOST_CENTRE = 200  # widest name in the middle

_KINDS = {
    EntityType.PERSON: (COLOURS[0], "person"),
    EntityType.ORG: (COLOURS[1], "organisation"),
    EntityType.GPE: (COLOURS[2], "place"),
    EntityType.LOC: (COLOURS[2], "place"),
    EntityType.FAC: (COLOURS[2], "place"),
}
_OTHER = (COLOURS[3], "other")


class _Dot(NamedTuple):
    """One companion in the picture."""

    at: Point
    radius: float
    is_right: bool


class _Label(NamedTuple):
    """A name and its count beside a dot."""

    name: str
    number: str
    x: float  # where it begins, next to the dot
    beside: float  # what the count takes
    room: float  # what is left for the name


def draw(web: Web) -> Picture:
    """The picture of a web, and the same in words."""
    return Picture(paint(web).png(), web_in_words(web))


def paint(web: Web) -> Canvas:
    """The picture before it is written to a file."""
    canvas = Canvas(_WIDTH, _HEIGHT)
    order = arranged(web)
    dots = _dots(web, order)
    aside = _aside(canvas, web, dots)
    middle = Point(_MIDDLE.x + aside, _MIDDLE.y)
    dots = {i: dot._replace(at=Point(dot.at.x + aside, dot.at.y)) for i, dot in dots.items()}
    _head(canvas, web)
    _lines(canvas, web, dots, middle)
    _names(canvas, web, dots)
    _centre(canvas, web, middle)
    _key(canvas, web)
    return canvas


def arranged(web: Web) -> list[int]:
    """The companions in the order they stand around the ring: strongly linked ones side by side.

    Begins with the foremost; each next is the one most strongly linked to the last one placed,
    the foremost of those left where none is.
    """
    weight = {}
    for link in web.links:
        weight[link.one, link.other] = weight[link.other, link.one] = link.n_paragraphs
    left = list(range(len(web.around)))
    order = left[:1]
    left = left[1:]
    while left:
        last = order[-1]
        following = max(left, key=lambda index: (weight.get((last, index), 0), -index))
        order.append(following)
        left.remove(following)
    return order


def _dots(web: Web, order: Sequence[int]) -> dict[int, _Dot]:
    """Where each companion stands; none right above or below the middle, where names would meet."""
    most = max((one.count for one in web.around), default=1)
    dots = {}
    for place, index in enumerate(order):
        angle = 2 * math.pi * (place + 0.5) / len(order) - math.pi / 2
        if len(order) % 2:  # an odd number would put one right below the middle
            angle += math.pi / (2 * len(order))
        at = Point(_MIDDLE.x + _RADII.x * math.cos(angle), _MIDDLE.y + _RADII.y * math.sin(angle))
        share = math.sqrt(web.around[index].count / most)
        radius = _LEAST_DOT + (_LARGEST_DOT - _LEAST_DOT) * share
        dots[index] = _Dot(at, radius, math.cos(angle) >= 0)
    return dots


def _aside(canvas: Canvas, web: Web, dots: dict[int, _Dot]) -> float:
    """How far to the right the ring goes, that no name is cut while the other side has room."""
    spare = dict.fromkeys((True, False), _MOST_ASIDE)
    for index, dot in dots.items():
        label = _label(canvas, web, index, dot)
        left_over = label.room - canvas.measure(label.name, LABEL)[0]
        spare[dot.is_right] = min(spare[dot.is_right], left_over)
    right, left = spare[True], spare[False]
    if right < 0 < left:
        return -min(-right, left)
    return min(-left, right) if left < 0 < right else 0.0


def _head(canvas: Canvas, web: Web) -> None:
    room = canvas.width - 2 * _EDGE
    name = drawable(web.centre.name, 0, has_glyph) if _is_drawable(web) else "this name"
    title = canvas.fitted(f"Named together with {name}", TITLE, room, is_bold=True)
    canvas.text(Point(_EDGE, _TITLE_Y), title, size=TITLE, is_bold=True)
    unit = "numbers: paragraphs that name both"
    canvas.text(Point(_EDGE, _UNIT_Y), unit, size=SMALL, colour=QUIET)


def _is_drawable(web: Web) -> bool:
    return drawable(web.centre.name, 0, has_glyph) != "No. 0"


def _lines(canvas: Canvas, web: Web, dots: dict[int, _Dot], middle: Point) -> None:
    most = max((one.count for one in web.around), default=1)
    links = sorted(web.links, key=lambda link: -link.n_paragraphs)[:_MOST_LINKS]
    pairs = [(dots[link.one].at, dots[link.other].at) for link in links]
    canvas.lines(pairs, [_width(link.n_paragraphs, most) / 2 for link in links], GRID)
    for index, dot in dots.items():
        colour, _ = _KINDS.get(web.around[index].item.type, _OTHER)
        width = _width(web.around[index].count, most)
        canvas.line([middle, dot.at], colour, width=width, opacity=0.55)
    for index, dot in dots.items():
        colour, _ = _KINDS.get(web.around[index].item.type, _OTHER)
        canvas.dot(dot.at, dot.radius, colour)


def _width(count: int, most: int) -> float:
    return _LEAST_LINE + (_LARGEST_LINE - _LEAST_LINE) * min(math.sqrt(count / most), 1)


def _names(canvas: Canvas, web: Web, dots: dict[int, _Dot]) -> None:
    for is_right in (True, False):
        side = [index for index, dot in dots.items() if dot.is_right is is_right]
        wanted = [dots[index].at.y for index in side]
        top, bottom = _UNIT_Y + _LABEL_GAP, _KEY_Y - _LABEL_GAP
        for index, height in zip(side, spread(wanted, _LABEL_GAP, top, bottom), strict=True):
            _name(canvas, web, index, dots[index], height)


def _label(canvas: Canvas, web: Web, index: int, dot: _Dot) -> _Label:
    """What is to stand beside a dot, where it begins, and how wide the name may be."""
    step = dot.radius + _NEAR
    x = dot.at.x + step if dot.is_right else dot.at.x - step
    count = f"{web.around[index].count:,}"
    beside = canvas.measure(count, SMALL)[0] + _COUNT_GAP
    room = (canvas.width - _EDGE - x if dot.is_right else x - _EDGE) - beside
    name = drawable(web.around[index].item.name, index + 1, has_glyph)
    return _Label(name, count, x, beside, room)


def _name(canvas: Canvas, web: Web, index: int, dot: _Dot, height: float) -> None:
    label = _label(canvas, web, index, dot)
    name = canvas.fitted(label.name, LABEL, label.room)
    if dot.is_right:
        canvas.text(Point(label.x, height), name, size=LABEL)
        x = label.x + canvas.measure(name, LABEL)[0] + _COUNT_GAP
        canvas.text(Point(x, height), label.number, size=SMALL, colour=QUIET)
    else:
        canvas.text(Point(label.x - label.beside, height), name, size=LABEL, align="right")
        at = Point(label.x, height)
        canvas.text(at, label.number, size=SMALL, colour=QUIET, align="right")


def _centre(canvas: Canvas, web: Web, middle: Point) -> None:
    name = drawable(web.centre.name, 0, has_glyph) if _is_drawable(web) else "this name"
    name = canvas.fitted(name, LABEL, _MOST_CENTRE, is_bold=True)
    canvas.text(middle, name, size=LABEL, align="center", is_bold=True, is_on_plate=True)


def _key(canvas: Canvas, web: Web) -> None:
    """Which colour stands for what, of the kinds that are there."""
    kinds = [_KINDS.get(one.item.type, _OTHER) for one in web.around]
    x = float(_EDGE)
    for colour, words in dict.fromkeys(kinds):
        canvas.dot(Point(x + 8, _KEY_Y), 8, colour)
        box = canvas.text(Point(x + 24, _KEY_Y), words, size=SMALL, colour=TEXT)
        x = box.right + 28
