"""The Discord client: adds the commands, keeps the tree in step, and answers every error.

The one place in the bot that catches whatever a handler raises.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import discord

from bot import messages
from bot.commands import all_buttons, all_commands
from bot.tree import Tree

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine
    from pathlib import Path
    from typing import Protocol

    from bot.clock import Clock
    from bot.corpus import Corpus

    class Schedule(Protocol):
        """What posts digests in time (bot/digest/schedule.py)."""

        def start(self) -> None:
            """Begin to look for due digests."""

        def stop(self) -> None:
            """Stop looking."""


log = logging.getLogger(__name__)

# Discord answers these when an interaction is no longer there to be answered.
_GONE = {10008, 10015, 10062, 40060, 50027}


class OnRecord(discord.Client):
    """The bot, with everything its commands and buttons need as attributes."""

    def __init__(
        self,
        corpus: Corpus,
        *,
        clock: Clock,
        sync_memory: Path,
        schedule: Callable[[OnRecord], Schedule] | None = None,
    ) -> None:
        super().__init__(
            intents=discord.Intents(guilds=True),  # enough for commands, buttons and posting
            allowed_mentions=discord.AllowedMentions.none(),
        )
        self.corpus = corpus
        self.clock = clock
        self.tree = Tree(self, memory=sync_memory, answer_error=self.answer_error)
        self._schedule = schedule(self) if schedule is not None else None
        self._is_prepared = False
        self._tasks: set[asyncio.Task[None]] = set()
        for command in all_commands(corpus, clock):
            self.tree.add_command(command)

    async def setup_hook(self) -> None:
        """Register what survives a restart, sync the tree, start the schedule."""
        self.add_dynamic_items(*(_answering(button) for button in all_buttons()))
        await self.tree.sync_if_changed()
        if self._schedule is not None:
            self._schedule.start()

    async def close(self) -> None:
        """Leave Discord, then finish what is under way in the corpus."""
        if self._schedule is not None:
            self._schedule.stop()
        await super().close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.corpus.close()

    # -------------------------------------------------------------- events

    async def on_ready(self) -> None:
        """Get the slow parts ready, after Discord has been answered; once, not per reconnect."""
        log.info("ready servers=%d", len(self.guilds))
        if not self._is_prepared:
            self._is_prepared = True
            self.corpus.warm_up()
            self._in_background(self._make_corpora())

    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Give a new server its corpus; one that comes back finds its old one."""
        log.info("joined server=%d", guild.id)
        self._in_background(self._make_corpus(guild.id))

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Keep the file: a kick may be a mistake, and an operator forgets by deleting it."""
        log.info("left server=%d its corpus is kept", guild.id)

    async def on_error(self, event_method: str, /, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 — discord.py's own signature
        """Log what went wrong outside any interaction."""
        del args, kwargs  # they may hold what members wrote
        log.error("event failed event=%s", event_method, exc_info=sys.exc_info())

    async def _make_corpora(self) -> None:
        for guild in self.guilds:
            await self._make_corpus(guild.id)

    async def _make_corpus(self, guild_id: int) -> None:
        try:
            await self.corpus.make(guild_id)
        except Exception:  # one server's file must not stop the others'
            log.exception("no corpus for server=%d", guild_id)

    def _in_background(self, work: Coroutine[object, object, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    # -------------------------------------------------------------- errors

    async def answer_error(self, interaction: discord.Interaction, error: BaseException) -> None:
        """Tell the asker, privately, what went wrong; log it when it is our fault.

        The one error handler: the command tree, buttons, views and forms all end here.
        """
        if _is_gone(error):
            log.warning("interaction gone before its answer %s", _what(interaction))
            return
        sentence = messages.explain(error)
        if sentence is None:
            error_id = secrets.token_hex(4)
            cause = messages.unwrap(error)
            log.error("unexpected id=%s %s", error_id, _what(interaction), exc_info=cause)
            sentence = messages.unexpected(error_id)
        else:
            log.info(
                "refused error=%s %s", type(messages.unwrap(error)).__name__, _what(interaction)
            )
        try:
            await _answer_privately(interaction, sentence)
        except discord.HTTPException as failed:
            log.warning("could not answer %s: status=%s", _what(interaction), failed.status)


async def _answer_privately(interaction: discord.Interaction, sentence: str) -> None:
    """Answer so that only the asker sees it, whatever was answered before."""
    if interaction.type is discord.InteractionType.autocomplete:
        return
    if not interaction.response.is_done():
        await interaction.response.send_message(sentence, ephemeral=True)
        return
    if interaction.response.type is discord.InteractionResponseType.deferred_channel_message:
        await _remove_placeholder(interaction)
    await interaction.followup.send(sentence, ephemeral=True)


async def _remove_placeholder(interaction: discord.Interaction) -> None:
    """Take "is thinking…" away: the first follow-up would otherwise be as public as it was."""
    with suppress(discord.NotFound):
        original = await interaction.original_response()
        if original.flags.loading:
            await interaction.delete_original_response()


def _is_gone(error: BaseException) -> bool:
    cause = messages.unwrap(error)
    return isinstance(cause, discord.HTTPException) and cause.code in _GONE


def _what(interaction: discord.Interaction) -> str:
    """Name the interaction for the log, without anything that was typed."""
    command = interaction.command.qualified_name if interaction.command is not None else None
    custom_id = dict(interaction.data or {}).get("custom_id")
    asked = f"command={command!r}" if command else f"component={custom_id!r}"
    return f"{asked} server={interaction.guild_id} user={interaction.user.id}"


def _answering(button: type[discord.ui.DynamicItem[Any]]) -> type[discord.ui.DynamicItem[Any]]:
    """Return the same button, with its errors handed to the one handler.

    discord.py only logs what a dynamic item raises, and the user reads "interaction failed".
    """

    class Answering(button, template=button.__discord_ui_compiled_template__):  # type: ignore[call-arg, misc, valid-type]  # a class made from a value
        async def callback(self, interaction: discord.Interaction[OnRecord]) -> None:
            try:
                await super().callback(interaction)
            except Exception as error:  # noqa: BLE001 — the edge of the bot: answered and logged
                await interaction.client.answer_error(interaction, error)

    Answering.__name__ = button.__name__
    return Answering
