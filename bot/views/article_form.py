"""The form for pasting an article's text.

One job: ask for the text and what is known about it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from discord import TextStyle, ui

from bot.cards.limits import MAX_INPUT

if TYPE_CHECKING:
    from collections.abc import Mapping

MAX_TITLE = 300
MAX_URL = 2000
MAX_DATE = 40
# Shorter is a headline, not an article.
MIN_TEXT = 40
CUSTOM_ID: Final = "form:article"


class ArticleForm(ui.Modal, title="Add an article to the record"):
    """Text (in two fields, for Discord allows 4,000 characters in each), title, address, date."""

    text: ui.Label[ArticleForm] = ui.Label(
        text="Text of the article",
        component=ui.TextInput(
            custom_id="text",
            style=TextStyle.paragraph,
            min_length=MIN_TEXT,
            max_length=MAX_INPUT,
        ),
    )
    rest: ui.Label[ArticleForm] = ui.Label(
        text="Rest of the text",
        description="Only if the field above was too small.",
        component=ui.TextInput(
            custom_id="rest", style=TextStyle.paragraph, max_length=MAX_INPUT, required=False
        ),
    )
    headline: ui.Label[ArticleForm] = ui.Label(
        text="Title",
        description="Left empty, the first line serves.",
        component=ui.TextInput(custom_id="title", max_length=MAX_TITLE, required=False),
    )
    address: ui.Label[ArticleForm] = ui.Label(
        text="Link to the article",
        component=ui.TextInput(
            custom_id="url", max_length=MAX_URL, required=False, placeholder="https://…"
        ),
    )
    published: ui.Label[ArticleForm] = ui.Label(
        text="Date of publication",
        component=ui.TextInput(
            custom_id="date", max_length=MAX_DATE, required=False, placeholder="2022-09-15"
        ),
    )

    def __init__(self) -> None:
        super().__init__(custom_id=CUSTOM_ID)


def typed_article(fields: Mapping[str, str]) -> dict[str, str]:
    """What was typed: text, title, url and date."""
    return {
        "text": f"{fields.get('text', '')}\n{fields.get('rest', '')}".strip(),
        "title": " ".join(fields.get("title", "").split()),
        "url": fields.get("url", ""),
        "date": fields.get("date", ""),
    }
