"""The form for mending what is known of an article: its fields hold what they are now.

One job: ask.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from discord import ui

if TYPE_CHECKING:
    from collections.abc import Mapping

    from store.records import ArticleRow

MAX_TITLE = 300
MAX_BYLINE = 200
MAX_PUBLISHER = 100
MAX_DATE = 40
TEMPLATE: Final = r"form:edit:(?P<id>\d{1,19})"
_FIELDS: Final = ("title", "date", "byline", "publisher")


class EditForm(ui.Modal, title="Edit an article"):
    """Title, date, byline and publisher; an emptied field takes away what was there."""

    def __init__(self, row: ArticleRow) -> None:
        super().__init__(custom_id=f"form:edit:{row.ref.id}")
        ref = row.ref
        day = ref.published_on.isoformat() if ref.published_on else ""
        fields = {
            "title": _field("title", ref.title, MAX_TITLE, required=True),
            "date": _field("date", day, MAX_DATE, placeholder="2022-09-15; empty: not known"),
            "byline": _field("byline", row.byline or "", MAX_BYLINE),
            "publisher": _field("publisher", ref.publisher or "", MAX_PUBLISHER),
        }
        words = {"date": "Date of publication"}
        for name, component in fields.items():
            text = words.get(name, name.capitalize())
            self.add_item(ui.Label(text=text, component=component))


def typed_facts(fields: Mapping[str, str]) -> dict[str, str]:
    """What was typed, on one line each: title, date, byline and publisher."""
    return {name: " ".join(fields.get(name, "").split()) for name in _FIELDS}


def _field(
    name: str, value: str, most: int, *, required: bool = False, placeholder: str | None = None
) -> ui.TextInput[EditForm]:
    return ui.TextInput(
        custom_id=name,
        default=" ".join(value.split())[:most] or None,
        max_length=most,
        required=required,
        placeholder=placeholder,
    )
