"""`/quotations`: who really said it, and what is no quotation."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeAlias

import discord
from discord import app_commands
from discord.app_commands import Range

from bot.cards.desk import quotation_hidden, speaker_fixed
from bot.cards.limits import MAX_CHOICE, MAX_CHOICES
from bot.cards.quotations import speaker_name
from bot.cards.text import label
from bot.commands.choices import complete_names
from bot.errors import OptionError
from bot.permissions import admit_curator, curators_only, guild_of
from bot.views.layout import compose
from bot.views.takeback import takeback_row
from store.errors import QuotationNotFoundError
from store.records import QuotationFilter, SpeakerChoice

if TYPE_CHECKING:
    from bot.corpus import Corpus
    from store.records import StoredQuotation

_Choice: TypeAlias = "app_commands.Choice[str]"
_Which: TypeAlias = Range[str, 1, 200]
_Name: TypeAlias = Range[str, 1, 200]

NOBODY = "nobody"
_NOBODY_CHOICE = app_commands.Choice(name="nobody: it cannot be told who speaks", value=NOBODY)
_NUMBER = re.compile(r"\s*#?\s*(\d{1,18})\s*(?:·.*)?", re.DOTALL)
_MAX_WORDS = 400
_WORD = re.compile(r"[^\W\d_]+")
_FEWEST_WORDS = 2


@curators_only
class AdminQuotations(app_commands.Group):
    """The group; Discord shows it to curators, and each command asks again."""

    def __init__(self, corpus: Corpus) -> None:
        super().__init__(name="quotations", description="Mend quotations")
        self._corpus = corpus
        self._complete_names = complete_names(corpus)

    @app_commands.command()
    @app_commands.describe(
        quotation="Its number (#12), or words of it",
        speaker="Who really said it: a name on record, or nobody",
        role="Words for somebody without a name on record, as: White House official",
    )
    async def fix(
        self,
        interaction: discord.Interaction,
        quotation: _Which,
        speaker: _Name | None = None,
        role: _Name | None = None,
    ) -> None:
        """Say who really speaks a quotation; can be undone."""
        guild_id = await admit_curator(interaction, self._corpus)
        number = await self._number(guild_id, quotation)
        choice = await self._choice(guild_id, speaker, role)
        await interaction.response.defer(ephemeral=True, thinking=True)
        done = await self._corpus.desk.fix_speaker(guild_id, number, choice, by=interaction.user.id)
        view = compose(speaker_fixed(done), takeback_row(done.change_id))
        await interaction.edit_original_response(view=view)

    @app_commands.command()
    @app_commands.describe(quotation="Its number (#12), or words of it")
    async def hide(self, interaction: discord.Interaction, quotation: _Which) -> None:
        """Take something that is no quotation out of every answer; can be undone."""
        guild_id = await admit_curator(interaction, self._corpus)
        number = await self._number(guild_id, quotation)
        await interaction.response.defer(ephemeral=True, thinking=True)
        done = await self._corpus.desk.hide_quotation(guild_id, number, by=interaction.user.id)
        text = "Undo" if done.is_new else "Show it again"
        view = compose(quotation_hidden(done), takeback_row(done.change_id, text=text))
        await interaction.edit_original_response(view=view)

    @fix.autocomplete("quotation")
    @hide.autocomplete("quotation")
    async def _complete(self, interaction: discord.Interaction, typed: str) -> list[_Choice]:
        guild_id = guild_of(interaction)
        number = _NUMBER.fullmatch(typed)
        if number is not None:
            try:
                return [_labelled(await self._corpus.desk.quotation(guild_id, int(number[1])))]
            except QuotationNotFoundError:
                return []
        where = QuotationFilter(containing=typed if typed.strip() else None)
        page = await self._corpus.quotations(guild_id, where, limit=MAX_CHOICES)
        return [_labelled(found) for found in page.items]

    @fix.autocomplete("speaker")
    async def _complete_speaker(
        self, interaction: discord.Interaction, typed: str
    ) -> list[_Choice]:
        found = await self._complete_names(interaction, typed)
        if NOBODY.startswith(typed.strip().casefold()):
            found = [_NOBODY_CHOICE, *found]
        return found[:MAX_CHOICES]

    async def _number(self, guild_id: int, given: str) -> int:
        """The number of a quotation: `12`, `#12`, a choice that begins so, or words of one only.

        Raises:
            OptionError: it is none, or several have these words.
        """
        found = _NUMBER.fullmatch(given)
        if found is not None:
            return int(found[1])
        if len(_WORD.findall(given)) >= _FEWEST_WORDS:  # one is easily a number mistyped
            where = QuotationFilter(containing=given)
            page = await self._corpus.quotations(guild_id, where, limit=2)
            if len(page.items) == 1:
                return page.items[0].id
        raise OptionError("quotation", given, "a quotation's number, as #12, or words of one only")

    async def _choice(self, guild_id: int, speaker: str | None, role: str | None) -> SpeakerChoice:
        """Who is meant.

        Raises:
            OptionError: neither or both are given, or the role has no words.
            EntityNotFoundError, AmbiguousEntityError: the name is not clear.
        """
        if (speaker is None) is (role is None):
            expected = "enough: give either `speaker` or `role`; `speaker:nobody` for neither"
            raise OptionError("speaker", speaker or "nothing", expected)
        if role is not None:
            words = " ".join(role.split())
            if not any(char.isalnum() for char in words):
                raise OptionError("role", role, "words for a speaker")
            return SpeakerChoice(words=words)
        assert speaker is not None  # noqa: S101 — one of them is given
        if speaker.strip().casefold() == NOBODY:
            return SpeakerChoice()
        return SpeakerChoice((await self._corpus.entity(guild_id, speaker)).id)


def _labelled(quotation: StoredQuotation) -> _Choice:
    name = speaker_name(quotation) or "?"
    text = f"#{quotation.id} · {name}: {quotation.content[:_MAX_WORDS]}"
    return app_commands.Choice(name=label(text, MAX_CHOICE), value=f"#{quotation.id}")
