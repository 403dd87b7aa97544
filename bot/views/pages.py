"""Turning pages: the row of buttons under a list, and what happens when somebody presses one.

One job: paging that survives a restart. What a page shows is decided by the view that draws it:
it makes a `PageButton` of its own with a `draw`, and puts its `buttons` under what it drew.
"""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, ClassVar, Self, cast

import discord
from discord import ButtonStyle, ui

from bot.cards.notices import notice
from bot.cards.sources import counted
from bot.errors import OptionError
from bot.permissions import guild_of
from bot.views.asking import with_follow_ups
from bot.views.forms import FormKind, form_kind
from bot.views.layout import (
    Answer,
    Button,
    compose,
    guarded,
    host,
    is_asker,
    send,
    show_instead,
)
from bot.views.question import load, save
from store.records import PageKey

if TYPE_CHECKING:
    import re
    from collections.abc import Mapping

    from bot.corpus import Corpus
    from bot.views.question import Question
    from store.records import Page

PAGE_SIZE = 5
TOKEN = r"(?P<token>[A-Za-z0-9_-]{1,40})"  # noqa: S105  # a pattern, no password

_WHERE = r"(?P<where>first|last|back|on|(?:at|jump)\.\d{1,7}|[ab]\.[0-9-]{0,10}\.\d{1,19})"
_TOO_FEW_TO_JUMP = 2
_PAGE_DIGITS = 7
_LAST = 9_999_999  # a page beyond the last shows the last


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a list a page lies: right after or before a key, or else by its number."""

    page: int = 1
    key: PageKey | None = None
    is_before: bool = False

    @property
    def after(self) -> PageKey | None:
        """The key of the item before the page."""
        return None if self.is_before else self.key

    @property
    def before(self) -> PageKey | None:
        """The key of the item after the page."""
        return self.key if self.is_before else None


TOP = Place()


@dataclass(frozen=True, slots=True)
class Turning:
    """Which page of how many, and where its neighbours lie; None at an end."""

    page: int
    n_pages: int
    back: Place | None = None
    on: Place | None = None


def turning_of(page: Page[Any], *, size: int = PAGE_SIZE) -> Turning:
    """What can be turned to from a page of a list that is ordered by keys."""
    back = Place(key=page.previous, is_before=True) if page.previous else None
    on = Place(key=page.next) if page.next else None
    n_all = n_pages(page.total, size=size)
    number = page_number(page.first, size=size) if on else n_all
    return Turning(number, n_all, back, on)


def turning_at(page: int, n_all: int) -> Turning:
    """What can be turned to from a page of a list that is ordered by pages."""
    back = Place(page - 1) if page > 1 else None
    return Turning(page, n_all, back, Place(page + 1) if page < n_all else None)


def n_pages(total: int, *, size: int = PAGE_SIZE) -> int:
    """How many pages a list of so many items has; an empty list has one."""
    return max(-(-total // size), 1)


def page_number(first: int, *, size: int = PAGE_SIZE) -> int:
    """Which page begins with the item at this position, both counted from 1."""
    return max(first - 1, 0) // size + 1


def heading(title: str, count: str, order: str, turning: Turning) -> str:
    """What stands over a list: its title, how many, in which order, and which page this is.

    `title` is already escaped.
    """
    where = f" · page {turning.page:,} of {turning.n_pages:,}" if turning.n_pages > 1 else ""
    return f"### {title}\n-# {count}, {order}{where}"


class PageButton(ui.DynamicItem[Button], template=r"(?!)"):
    """A button under a list, to another page of it; each list makes its own kind.

    class QuotesPage(PageButton, name="quotes"):
        async def draw(self, corpus, guild_id, question, place): ...
    """

    name: ClassVar[str]  # begins the custom_id
    ways: ClassVar[tuple[str, str]] = ("← Newer", "Older →")

    def __init_subclass__(cls, *, name: str) -> None:
        super().__init_subclass__(template=rf"{name}:{TOKEN}:{_WHERE}")
        cls.name = name

    def __init__(self, button: Button, token: str, where: str) -> None:
        super().__init__(button)
        self.token = token
        self.where = where

    @abstractmethod
    async def draw(
        self, corpus: Corpus, guild_id: int, question: Question, place: Place
    ) -> Answer | None:
        """Return that page, or None when nothing is left of the list."""

    @classmethod
    async def buttons(
        cls, corpus: Corpus, guild_id: int, question: Question, turning: Turning
    ) -> list[ui.ActionRow[ui.LayoutView]]:
        """The row of buttons under a page: first, back, jump, on, last; none under the only one."""
        if turning.n_pages <= 1:
            return []
        token = await save(corpus, guild_id, question)
        row: ui.ActionRow[ui.LayoutView] = ui.ActionRow()
        for text, where, can_turn in _buttons(turning, cls.ways):
            button = Button(
                label=text,
                custom_id=f"{cls.name}:{token}:{where}",
                style=ButtonStyle.secondary,
                disabled=not can_turn,
            )
            row.add_item(cls(button, token, where))
        return [row]

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction, item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """The button that was pressed, from what it carries."""
        del interaction
        return cls(cast("Button", item), match["token"], match["where"])

    async def callback(self, interaction: discord.Interaction) -> None:
        """Show that page, or ask which."""
        await guarded(interaction, self._press(interaction))

    async def turn_to(self, interaction: discord.Interaction, place: Place) -> None:
        """Show a page of the list."""
        corpus, guild_id = host(interaction).corpus, guild_of(interaction)
        question = await load(corpus, guild_id, self.token)
        answer = None
        if question is not None:
            answer = await self.draw(corpus, guild_id, question, place)
            # The rest of the list may have been removed since: begin again at its top.
            answer = answer or await self.draw(corpus, guild_id, question, TOP)
        await turn(interaction, with_follow_ups(answer) if answer else forgotten())

    async def _press(self, interaction: discord.Interaction) -> None:
        kind, _, number = self.where.partition(".")
        if kind == "jump":
            await interaction.response.send_modal(_JumpForm(self, int(number)))
        else:
            await self.turn_to(interaction, _read(self.where))


async def turn(interaction: discord.Interaction, answer: Answer) -> None:
    """Show another page: in place for who asked, a private copy for everybody else."""
    if is_asker(interaction):
        await show_instead(interaction, answer)
    else:
        await send(interaction, replace(answer, is_private=True))


def forgotten() -> Answer:
    """What to say when a list is no longer kept, or nothing is left of it."""
    card = notice("This list is no longer kept", ["Please ask again."])
    return Answer(compose(card), is_private=True)


class _JumpForm(ui.Modal, title="Go to a page"):
    """Asks for the number of a page."""

    def __init__(self, button: PageButton, n_all: int) -> None:
        super().__init__(custom_id=f"jump:{button.name}:{button.token}:{n_all}")
        field: ui.TextInput[_JumpForm] = ui.TextInput(
            custom_id="page", max_length=_PAGE_DIGITS, placeholder=f"1 to {n_all:,}"
        )
        self.add_item(ui.Label(text="Page", component=field))


def jump_form(kind: type[PageButton]) -> FormKind:
    """The form that asks for the number of a page of one kind of list."""

    async def take(
        interaction: discord.Interaction, match: re.Match[str], fields: Mapping[str, str]
    ) -> None:
        place = Place(_page_typed(fields.get("page", ""), int(match["n"])))
        token, where = match["token"], _written(place)
        button = kind(Button(custom_id=f"{kind.name}:{token}:{where}"), token, where)
        await button.turn_to(interaction, place)

    return form_kind(rf"jump:{kind.name}:{TOKEN}:(?P<n>\d{{1,{_PAGE_DIGITS}}})", take)


def _page_typed(typed: str, n_all: int) -> int:
    """The page whose number was typed; a page beyond the last shows the last.

    Raises:
        OptionError: it is no number of a page.
    """
    number = typed.replace(",", "")
    if not (number.isascii() and number.isdecimal() and int(number)):
        raise OptionError("page", typed, f"a page of this list, which has {counted(n_all, 'page')}")
    return int(number)


def _buttons(turning: Turning, ways: tuple[str, str]) -> list[tuple[str, str, bool]]:
    """The words, the place and whether it can be turned to, button by button."""
    back, on = turning.back, turning.on
    five = [
        ("« First", "first", back is not None),
        (ways[0], _written(back) if back else "back", back is not None),
        (f"{turning.page:,} / {turning.n_pages:,}", f"jump.{turning.n_pages}", True),
        (ways[1], _written(on) if on else "on", on is not None),
        ("Last »", "last", on is not None),
    ]
    return five[1:4:2] if turning.n_pages <= _TOO_FEW_TO_JUMP else five


def _written(place: Place) -> str:
    if place.key is None:
        return f"at.{place.page}"
    return f"{'b' if place.is_before else 'a'}.{place.key.day}.{place.key.id}"


def _read(where: str) -> Place:
    kind, _, rest = where.partition(".")
    if kind in {"a", "b"}:
        day, _, number = rest.partition(".")
        return Place(key=PageKey(day, int(number)), is_before=kind == "b")
    return Place({"last": _LAST}.get(kind, int(rest or 1)))
