"""A picture in the making: text, lines and dots in pixels, measured before they are drawn.

One job: matplotlib. Places are pixels from the top left corner. No pyplot and no state of
matplotlib's own is touched; everything is drawn upon one Figure with the Agg canvas.
"""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, cast

import matplotlib as mpl
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.ft2font import FT2Font
from matplotlib.lines import Line2D
from matplotlib.patches import Ellipse
from matplotlib.text import Text
from matplotlib.transforms import IdentityTransform
from PIL import Image

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.artist import Artist

# Discord's dark theme: what a card stands on, and texts of at least 7 to 1 upon it. The series'
# colours are those of Okabe and Ito, lightened to 4.5 to 1, in the order of the squares that
# stand for them on the cards.
BACKGROUND = "#2b2d31"
TEXT = "#f2f3f5"
QUIET = "#b5bac1"
GRID = "#404249"
COLOURS = ("#5cb8f5", "#f0a830", "#4fd09c", "#cf9df0")
MARKERS = ("o", "s", "^", "D")  # so that the lines can be told without colour, too

# Discord shows a picture about 500 pixels wide, on a phone 300: sizes that can still be read.
WIDTH, HEIGHT = 760, 480
TITLE, LABEL, SMALL = 26.0, 20.0, 18.0

_DPI = 100
_POINTS = 72.0 / _DPI
# Flat colours: a palette takes a third of the bytes and of the time, and differs from the full
# colours by 0.2 of 255 on average, 19 at most.
_N_COLOURS = 256
_ELLIPSIS = "…"
_FONTS = Path(mpl.get_data_path()) / "fonts" / "ttf"
_PLAIN, _BOLD = _FONTS / "DejaVuSans.ttf", _FONTS / "DejaVuSans-Bold.ttf"


class Point(NamedTuple):
    """A place: pixels from the left and from the top."""

    x: float
    y: float


class Box(NamedTuple):
    """A rectangle: pixels from the left and from the top."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        """Whether the two have a place in common."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )


def spread(wanted: Sequence[float], gap: float, top: float, bottom: float) -> list[float]:
    """Heights as near to the wanted ones as lets them stand `gap` apart, in the same order.

    Args:
        wanted: heights in any order; equal ones keep the order they are given in.
        gap: the least distance between two.
        top: none is less.
        bottom: none is more, if there is room.
    """
    order = sorted(range(len(wanted)), key=lambda index: wanted[index])
    placed = list(wanted)
    low = top
    for index in order:
        placed[index] = low = max(wanted[index], low)
        low += gap
    high = bottom
    for index in reversed(order):
        placed[index] = high = min(placed[index], high)
        high -= gap
    return placed


@cache
def glyphs() -> frozenset[int]:
    """The characters that the font has, in plain and in bold."""
    plain, bold = (frozenset(FT2Font(str(path)).get_charmap()) for path in (_PLAIN, _BOLD))
    return plain & bold


def has_glyph(char: str) -> bool:
    """Whether the font has a character."""
    return ord(char) in glyphs()


@cache
def _font(size: float, *, is_bold: bool) -> FontProperties:
    return FontProperties(fname=str(_BOLD if is_bold else _PLAIN), size=size * _POINTS)


class Canvas:
    """A picture of so many pixels."""

    def __init__(self, width: int = WIDTH, height: int = HEIGHT) -> None:
        self.width, self.height = width, height
        self._figure = Figure(figsize=(width / _DPI, height / _DPI), dpi=_DPI, facecolor=BACKGROUND)
        self._agg: Any = FigureCanvasAgg(self._figure)  # matplotlib types half of its methods
        self.texts: list[tuple[str, Box]] = []  # what was written, and where

    def measure(self, words: str, size: float, *, is_bold: bool = False) -> tuple[float, float]:
        """How wide and how high words would be."""
        font = _font(size, is_bold=is_bold)
        renderer = self._agg.get_renderer()
        width, height, _ = renderer.get_text_width_height_descent(words, font, ismath=False)
        return float(width), float(height)

    def fitted(self, words: str, size: float, room: float, *, is_bold: bool = False) -> str:
        """The words, or as much of them as fits a width, with "…" behind it."""
        if self.measure(words, size, is_bold=is_bold)[0] <= room:
            return words
        low, high = 0, len(words)
        while low < high:  # the longest beginning that fits
            middle = (low + high + 1) // 2
            is_fit = self.measure(_cut(words, middle), size, is_bold=is_bold)[0] <= room
            low, high = (middle, high) if is_fit else (low, middle - 1)
        return _cut(words, low)

    def text(  # noqa: PLR0913 — all of what a text can be
        self,
        at: Point,
        words: str,
        *,
        size: float = LABEL,
        colour: str = TEXT,
        align: str = "left",
        is_bold: bool = False,
        is_on_plate: bool = False,
    ) -> Box:
        """Write words on one line, centred upon a height; return where they stand.

        On a plate nothing that is drawn below them shows through.
        """
        drawn = Text(
            at.x,
            self.height - at.y,
            words,
            color=colour,
            horizontalalignment=cast("Any", align),
            verticalalignment="center_baseline",
            fontproperties=_font(size, is_bold=is_bold),
            transform=IdentityTransform(),
            parse_math=False,  # a dollar in a name is a dollar
            usetex=False,
            zorder=4,
            bbox={"facecolor": BACKGROUND, "edgecolor": "none", "pad": 4} if is_on_plate else None,
        )
        self._figure.add_artist(drawn)
        extent = drawn.get_window_extent(self._agg.get_renderer())
        box = Box(extent.x0, self.height - extent.y1, extent.x1, self.height - extent.y0)
        self.texts.append((words, box))
        return box

    def line(  # noqa: PLR0913 — all of what a line can be
        self,
        points: Sequence[Point],
        colour: str,
        *,
        width: float = 2.0,
        marker: str | None = None,
        layer: float = 2,
        opacity: float = 1.0,
    ) -> None:
        """Draw a line through points, with a marker upon each if wanted."""
        self._add(
            Line2D(
                [point.x for point in points],
                [self.height - point.y for point in points],
                color=colour,
                linewidth=width * _POINTS,
                marker=marker or "None",
                markersize=9 * _POINTS,
                markeredgecolor=BACKGROUND,
                markeredgewidth=1.0,
                solid_joinstyle="round",
                solid_capstyle="round",
                zorder=layer,
                alpha=opacity,
            )
        )

    def lines(
        self, pairs: Sequence[tuple[Point, Point]], widths: Sequence[float], colour: str
    ) -> None:
        """Draw many single lines at once."""
        segments = [[(p.x, self.height - p.y) for p in pair] for pair in pairs]
        self._add(
            LineCollection(
                segments,
                colors=colour,
                linewidths=[width * _POINTS for width in widths],
                capstyle="round",
                zorder=1,
            )
        )

    def dot(self, at: Point, radius: float, colour: str) -> None:
        """Draw a disc."""
        place = (at.x, self.height - at.y)
        self._add(
            Ellipse(
                place,
                2 * radius,
                2 * radius,
                facecolor=colour,
                edgecolor=BACKGROUND,
                linewidth=2 * _POINTS,
                zorder=3,
            )
        )

    def png(self) -> bytes:
        """The picture so far, as a PNG file."""
        self._agg.draw()
        size = (self.width, self.height)
        pixels = Image.frombuffer("RGBA", size, self._agg.buffer_rgba(), "raw", "RGBA", 0, 1)
        written = io.BytesIO()
        few = pixels.convert("RGB").quantize(_N_COLOURS, method=Image.Quantize.FASTOCTREE)
        few.save(written, "PNG")
        return written.getvalue()

    def _add(self, artist: Artist) -> None:
        artist.set_transform(IdentityTransform())
        self._figure.add_artist(artist)


def _cut(words: str, length: int) -> str:
    return words if length >= len(words) else words[:length].rstrip(" ,;:.-") + _ELLIPSIS
