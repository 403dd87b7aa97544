"""Pictures as a test looks at them, and charts made by hand."""

import io
from datetime import date
from itertools import combinations

from PIL import Image

from store.records import EntityRef, EntityType, Series, Timeline
from store.steps import starts_of, step_for


def opened(png):
    """The pixels of a PNG file, checked whole."""
    picture = Image.open(io.BytesIO(png))
    assert picture.format == "PNG"
    picture.load()
    return picture.convert("RGB")


def person(number, name):
    return EntityRef(number, name, EntityType.PERSON)


def timeline(counts, *, first=date(2022, 9, 1), last=date(2022, 9, 10)):
    """A timeline from names and their counts, which are repeated until there are enough."""
    step = step_for(first, last)
    starts = starts_of(first, last, step)
    lines = tuple(
        Series(person(number, name), tuple(given[i % len(given)] for i in range(len(starts))))
        for number, (name, given) in enumerate(counts.items(), start=1)
    )
    return Timeline(first, last, step, starts, lines)


def far_from(pixel, colour):
    """How far a pixel is from a colour such as "#2b2d31": the largest difference of the three."""
    wanted = [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
    return max(abs(one - other) for one, other in zip(pixel, wanted, strict=True))


def n_pixels_of(picture, colour, *, box=None, within=12):
    """How many pixels have a colour, or nearly."""
    part = picture.crop([round(edge) for edge in box]) if box else picture
    return sum(
        count
        for count, pixel in part.getcolors(part.width * part.height)
        if far_from(pixel, colour) <= within
    )


def outside(canvas):
    """The words that do not stand wholly inside the picture."""
    return [
        words
        for words, box in canvas.texts
        if box.left < 0 or box.top < 0 or box.right > canvas.width or box.bottom > canvas.height
    ]


def overlapping(canvas):
    """The pairs of words that stand upon each other."""
    return [
        (one[0], other[0]) for one, other in combinations(canvas.texts, 2) if one[1].meets(other[1])
    ]
