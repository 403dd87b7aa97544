"""Following: the answers to `/follow`, their buttons, and the message a follower gets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import discord
from discord import ButtonStyle, ui

from bot.cards import follow as cards
from bot.cards.limits import MAX_OPTION_LABEL, MAX_TEXT
from bot.cards.quotations import cards as quotation_cards
from bot.permissions import guild_of
from bot.views.context import context_id, context_row
from bot.views.layout import Answer, Button, compose, guarded, host

if TYPE_CHECKING:
    import re
    from collections.abc import Sequence

    from bot.corpus import Corpus
    from bot.views.question import Question
    from store.records import Follow, Following, FollowLetter, LetterContents

Select = ui.Select[ui.LayoutView]
Row = ui.ActionRow[ui.LayoutView]

_UNFOLLOW = "unfollow"
_RESUME = "follow:resume"


async def draw_follow(corpus: Corpus, guild_id: int, question: Question) -> Answer:
    """Follow whoever is named, for the `user` who asked, and say so.

    Raises:
        EntityNotFoundError, AmbiguousEntityError: the name is not clear.
        TooManyFollowsError: the member follows as many as one may.
    """
    user_id = int(question.params["user"])
    entity = await corpus.entity(guild_id, question.get("name") or "")
    is_new = await corpus.follows.add(guild_id, entity.id, user_id=user_id)
    card = cards.followed(entity, is_new=is_new, most_an_hour=corpus.follows.most_an_hour)
    following = await corpus.follows.of(guild_id, user_id)
    return await _answer(corpus, guild_id, user_id, following, card)


async def draw_unfollow(corpus: Corpus, guild_id: int, user_id: int, asked: str) -> Answer:
    """Follow somebody no longer, and say so; or say whom the member does follow."""
    following = await corpus.follows.of(guild_id, user_id)
    meant = _meant(asked, following.follows)
    if len(meant) != 1:
        near = meant or following.follows
        rows = [_menu(near)] if near else []
        return Answer(compose(cards.not_followed(asked, near), *rows), is_private=True)
    entity = meant[0].entity
    await corpus.follows.remove(guild_id, entity.id, user_id=user_id)
    return Answer(compose(cards.unfollowed(entity.name)), is_private=True)


async def draw_following(corpus: Corpus, guild_id: int, user_id: int) -> Answer:
    """Whom a member follows, with a menu to end it."""
    following = await corpus.follows.of(guild_id, user_id)
    rows = [_menu(following.follows)] if following.follows else []
    card = cards.follow_list(following, most=corpus.follows.most)
    return await _answer(corpus, guild_id, user_id, following, card, *rows)


async def draw_stopped(corpus: Corpus, guild_id: int, user_id: int) -> Answer | None:
    """That a member is not written to any more, if so; they count as told."""
    following = await corpus.follows.of(guild_id, user_id)
    if following.stop_reason is None:
        return None
    return await _answer(corpus, guild_id, user_id, following)


async def complete_follows(
    corpus: Corpus, guild_id: int, user_id: int, typed: str
) -> list[discord.app_commands.Choice[str]]:
    """Those followed whose name holds what was typed."""
    follows = (await corpus.follows.of(guild_id, user_id)).follows
    wanted = typed.casefold().strip()
    found = [follow for follow in follows if wanted in follow.entity.name.casefold()]
    return [
        discord.app_commands.Choice(
            name=cards.entry(follow, MAX_OPTION_LABEL), value=f"(#{follow.entity.id})"
        )
        for follow in found
    ]


def mark_of(guild_id: int, letter: FollowLetter) -> str:
    """What a message to a follower is found by among their direct messages."""
    return context_id(guild_id, letter.id)


def draw_letter(
    guild: discord.Guild, letter: FollowLetter, contents: LetterContents
) -> ui.LayoutView:
    """The message that tells a follower what is new; the same for each try."""
    head = cards.letter_heading(guild.name, contents)
    foot = cards.letter_footer(guild.name, contents)
    shown = quotation_cards(contents.quotations, MAX_TEXT - len(head) - len(foot))
    menu = context_row(contents.quotations, custom_id=mark_of(guild.id, letter))
    return compose(ui.TextDisplay(head), *shown, ui.TextDisplay(foot), menu)


class UnfollowSelect(ui.DynamicItem[Select], template=_UNFOLLOW):
    """A menu of those a member follows; picking one ends it."""

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction, item: ui.Item[Any], match: re.Match[str], /
    ) -> UnfollowSelect:
        """The menu that was used."""
        del interaction, match
        return cls(cast("Select", item))

    async def callback(self, interaction: discord.Interaction) -> None:
        """Follow the one that was picked no longer, and list the rest."""
        await guarded(interaction, self._unfollow(interaction))

    async def _unfollow(self, interaction: discord.Interaction) -> None:
        corpus, guild_id = host(interaction).corpus, guild_of(interaction)
        user_id = interaction.user.id
        await corpus.follows.remove(guild_id, int(self.item.values[0]), user_id=user_id)
        answer = await draw_following(corpus, guild_id, user_id)
        await interaction.response.edit_message(view=answer.view)


class ResumeButton(ui.DynamicItem[Button], template=_RESUME):
    """Lets a member be written to again."""

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction, item: ui.Item[Any], match: re.Match[str], /
    ) -> ResumeButton:
        """The button that was pressed."""
        del interaction, match
        return cls(cast("Button", item))

    async def callback(self, interaction: discord.Interaction) -> None:
        """Write to whoever pressed it again."""
        await guarded(interaction, self._resume(interaction))

    @staticmethod
    async def _resume(interaction: discord.Interaction) -> None:
        corpus, guild_id = host(interaction).corpus, guild_of(interaction)
        await corpus.follows.resume(guild_id, interaction.user.id)
        await interaction.response.edit_message(view=compose(cards.resumed()))


async def _answer(
    corpus: Corpus, guild_id: int, user_id: int, following: Following, *items: ui.Item[Any]
) -> Answer:
    """A private answer, with a word and a button when the member is not written to."""
    shown = list(items)
    if following.stop_reason is not None:
        button = Button(label="Write to me again", custom_id=_RESUME, style=ButtonStyle.primary)
        row: Row = ui.ActionRow()
        row.add_item(ResumeButton(button))
        shown += [cards.stopped(following.stop_reason), row]
        if corpus.follows.is_owed_a_word(guild_id, user_id):
            await corpus.follows.told(guild_id, user_id)
    return Answer(compose(*shown), is_private=True)


def _meant(asked: str, follows: Sequence[Follow]) -> tuple[Follow, ...]:
    """Those followed that go by what was typed: its number, the name, or a part of it."""
    wanted = asked.casefold().strip()
    tests = (
        lambda follow: wanted.endswith(f"(#{follow.entity.id})"),
        lambda follow: wanted == follow.entity.name.casefold(),
        lambda follow: wanted in follow.entity.name.casefold(),
    )
    for test in tests:
        found = tuple(follow for follow in follows if test(follow))
        if found:
            return found
    return ()


def _menu(follows: Sequence[Follow]) -> Row:
    select: Select = Select(custom_id=_UNFOLLOW, placeholder="Follow somebody no longer…")
    for follow in follows:
        select.add_option(label=cards.entry(follow, MAX_OPTION_LABEL), value=str(follow.entity.id))
    row: Row = ui.ActionRow()
    row.add_item(UnfollowSelect(select))
    return row
