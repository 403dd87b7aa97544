"""Discord's length limits, and cutting text to fit them.

One job: no message, choice or form we send is ever refused for its size. discord.py checks
the number of components but none of the lengths, so they are kept here.

Source: the reference pages "Message", "Components" and "Application Commands" of Discord's
API documentation; lengths count code points.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from discord import ui

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from discord.ui.item import Item

MAX_TEXT = 4000  # all text displays of one message together
MAX_COMPONENTS = 40
MAX_CONTENT = 2000
MAX_CUSTOM_ID = 100
MAX_LABEL = 80  # of a button
MAX_CHOICE = 100  # name and value of an autocomplete choice
MAX_CHOICES = 25
MAX_DESCRIPTION = 100  # of a command, an option or an entry of a select
MAX_OPTIONS = 25
MAX_OPTION_LABEL = 100
MAX_OPTION_VALUE = 100
MAX_ROW = 5  # buttons side by side
MAX_INPUT = 4000  # characters somebody can type into one field

ELLIPSIS = "…"
# A cut goes back to the last space unless that would lose more than this share of the room:
# then the text has no words (a long address, CJK prose) and is cut where the room ends.
_LARGEST_STEP_BACK = 0.4
# What would stand oddly before the ellipsis.
_DANGLING = " \n\t.,;:-–—(“‘\"'"

ViewT = TypeVar("ViewT", bound=ui.LayoutView)


def cut(text: str, limit: int) -> str:
    """The text, or as many of its words as fit with "…" behind them.

    Safe for escaped text: a backslash is never left without what it escapes.
    """
    if len(text) <= limit:
        return text
    if limit < 1:
        return ""
    kept = text[: limit - 1]
    if not text[limit - 1].isspace():
        space = max(kept.rfind(" "), kept.rfind("\n"))
        if space >= (limit - 1) * (1 - _LARGEST_STEP_BACK):
            kept = kept[:space]
    return _whole_escapes(kept.rstrip(_DANGLING)) + ELLIPSIS


def cut_start(text: str, limit: int) -> str:
    """The text, or as many of its last words as fit with "…" before them."""
    if len(text) <= limit:
        return text
    if limit < 1:
        return ""
    kept = text[len(text) - limit + 1 :]
    space = min((at for at in (kept.find(" "), kept.find("\n")) if at >= 0), default=-1)
    if 0 <= space <= limit * _LARGEST_STEP_BACK:
        kept = kept[space + 1 :]
    return ELLIPSIS + kept.lstrip(" \n\t,;:.")


def share(needs: Sequence[int], room: int) -> list[int]:
    """How much of the room each of several texts gets, at most what it needs.

    Short texts get all they need; what they leave is divided among the long ones.
    """
    granted = [0] * len(needs)
    left = max(room, 0)
    waiting = sorted(range(len(needs)), key=lambda index: needs[index])
    while waiting:
        index = waiting.pop(0)
        granted[index] = min(needs[index], left // (len(waiting) + 1))
        left -= granted[index]
    return granted


def enforce(view: ViewT) -> ViewT:
    """The same view, its longest texts cut until all of them fit one message.

    Cards are made to fit; this is the net under them, so that a card that grew never costs
    the reader the whole answer.
    """
    texts = [item for item in view.walk_children() if isinstance(item, ui.TextDisplay)]
    over = sum(len(text.content) for text in texts) - MAX_TEXT
    for text in sorted(texts, key=lambda text: len(text.content), reverse=True):
        if over <= 0:
            break
        before = len(text.content)
        text.content = cut(text.content, max(before - over, 1))
        over -= before - len(text.content)
    return view


def problems(view: ui.LayoutView) -> list[str]:
    """What Discord would refuse about this view; empty when nothing."""
    found = []
    items = list(view.walk_children())
    if len(items) > MAX_COMPONENTS:
        found.append(f"{len(items)} components")
    if view.content_length() > MAX_TEXT:
        found.append(f"{view.content_length()} characters")
    for item in items:
        found.extend(_item_problems(item))
    ids = [item.custom_id for item in items if isinstance(item, ui.Button | ui.DynamicItem)]
    found.extend(f"custom_id {i!r} twice" for i in set(ids) if i and ids.count(i) > 1)
    return found


def _item_problems(item: Item[ui.LayoutView]) -> Iterator[str]:
    inner = item.item if isinstance(item, ui.DynamicItem) else item
    if isinstance(inner, ui.TextDisplay) and not inner.content.strip():
        yield "an empty text"
    if isinstance(inner, ui.Button | ui.Select) and len(inner.custom_id or "") > MAX_CUSTOM_ID:
        yield f"custom_id of {len(inner.custom_id or '')}"
    if isinstance(inner, ui.Button) and not 1 <= len(inner.label or "") <= MAX_LABEL:
        yield f"label {inner.label!r}"
    if isinstance(inner, ui.Select):
        yield from _select_problems(inner)


def _select_problems(select: ui.Select[ui.LayoutView]) -> Iterator[str]:
    if not 1 <= len(select.options) <= MAX_OPTIONS:
        yield f"{len(select.options)} options"
    for option in select.options:
        if not 1 <= len(option.label) <= MAX_OPTION_LABEL:
            yield f"option label {option.label!r}"
        if not 1 <= len(option.value) <= MAX_OPTION_VALUE:
            yield f"option value {option.value!r}"
        if len(option.description or "") > MAX_DESCRIPTION:
            yield f"option description {option.description!r}"
    values = [option.value for option in select.options]
    if len(set(values)) < len(values):
        yield "two options of one value"


def _whole_escapes(text: str) -> str:
    trailing = len(text) - len(text.rstrip("\\"))
    return text[:-1] if trailing % 2 else text
