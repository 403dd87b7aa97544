"""Buttons that act in a server from outside it: what a direct message carries.

One job: the server's number in a `custom_id`. In a server no button has it: Discord says there
where it was pressed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import re
    from collections.abc import Callable

    from discord import ui

    # The buttons under an answer, given the server they act in where they are pressed elsewhere.
    Rows = Callable[[int | None], list[ui.ActionRow[ui.LayoutView]]]

PLACE: Final = r"(?:in:(?P<place>\d{1,20}):)?"  # begins the template of such a button


def no_rows(place: int | None) -> list[ui.ActionRow[ui.LayoutView]]:
    """Return no buttons."""
    del place
    return []


def placed(custom_id: str, place: int | None) -> str:
    """Return what a button carries that is to act in this server, or (None) where it is pressed."""
    return custom_id if place is None else f"in:{place}:{custom_id}"


def place_in(match: re.Match[str]) -> int | None:
    """Return the server that a pressed button carries."""
    return int(match["place"]) if match["place"] else None
