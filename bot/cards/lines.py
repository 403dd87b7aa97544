"""Where a line may not break: before "·", and between a name and its count.

One job: on a phone no line begins with what belongs to the one above.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from discord import ui

if TYPE_CHECKING:
    from bot.cards.limits import ViewT

_COUNT = re.compile(r"(?<=\S) (?=\([\d,]+\))")


def keep_together(view: ViewT) -> ViewT:
    """The same view, its texts without breaks where none may be."""
    for part in view.walk_children():
        if isinstance(part, ui.TextDisplay):
            part.content = unbroken(part.content)
    return view


def unbroken(text: str) -> str:
    """The text with no line that begins with "·" or with the count of what stands before it."""
    return _COUNT.sub("\u00a0", text).replace(" · ", "\u00a0· ")
