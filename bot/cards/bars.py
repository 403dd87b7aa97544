"""Counts as a row of small bars, for where there is no picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_BARS = "▁▂▃▄▅▆▇█"
_NONE = "·"


def bars(counts: Sequence[int], *, most: int | None = None, limit: int = 24) -> str:
    """One bar for each count, neighbours added up where there are more than fit.

    Args:
        counts: in the order they are shown; a dot stands for none.
        most: what a full bar stands for, to compare several rows; else the row's own highest sum.
        limit: how many bars fit.
    """
    n_bars = min(len(counts), limit)
    sums = [0] * n_bars
    for index, count in enumerate(counts):
        sums[index * n_bars // len(counts)] += count
    top = max(most or 0, *sums, 1)
    return "".join(_BARS[-(-n * (len(_BARS) - 1) // top)] if n else _NONE for n in sums)
