"""The Discord client: adds the commands, keeps the tree in step, and answers every error.

The one place in the bot that catches whatever a handler raises.
"""

from __future__ import annotations

import asyncio
import contextvars
import logging
import secrets
import sys
from typing import TYPE_CHECKING, Any

import aiohttp
import discord

from bot import messages
from bot.commands import all_buttons, all_commands, all_forms
from bot.cooldowns import Cooldowns
from bot.tree import Tree
from bot.views.choose import find_answer
from bot.views.follow import draw_stopped
from bot.views.forms import hand_in

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine
    from pathlib import Path
    from typing import Protocol

    from bot.clock import Clock
    from bot.corpus import Corpus
    from bot.views.layout import Answer
    from bot.views.question import Question

    class Schedule(Protocol):
        """What posts digests in time (bot/digest/schedule.py)."""

        def start(self) -> None:
            """Begin to look for due digests."""

        async def stop(self) -> None:
            """Stop looking, and let what is under way finish."""


log = logging.getLogger(__name__)

# Discord answers these when an interaction is no longer there to be answered.
_GONE = {10008, 10015, 10062, 40060, 50027}


_LAST_WORDS_S = 5.0  # for answers to long work that is given up when the bot stops


class OnRecord(discord.Client):
    """The bot, with everything its commands and buttons need as attributes."""

    def __init__(
        self,
        corpus: Corpus,
        *,
        clock: Clock,
        sync_memory: Path,
        schedule: Callable[[OnRecord], Schedule] | None = None,
        http_trace: aiohttp.TraceConfig | None = None,
    ) -> None:
        discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False  # no voice wanted
        super().__init__(
            intents=discord.Intents(guilds=True),  # enough for commands, buttons and posting
            allowed_mentions=discord.AllowedMentions.none(),
            http_trace=http_trace or aiohttp.TraceConfig(),
        )
        self.corpus = corpus
        self.clock = clock
        self.tree = Tree(
            self,
            memory=sync_memory,
            answer_error=self.answer_error,
            cooldowns=Cooldowns(clock),
        )
        self.schedule = schedule(self) if schedule is not None else None
        self._forms = all_forms(corpus, clock)
        self.answering: set[asyncio.Task[Any]] = set()
        self._is_prepared = False
        self._tasks: set[asyncio.Task[None]] = set()
        for command in all_commands(corpus, clock):
            self.tree.add_command(command)

    async def setup_hook(self) -> None:
        """Register what survives a restart, sync the tree, start the schedule."""
        self.add_dynamic_items(*all_buttons())
        await self.tree.sync_if_changed()
        if self.schedule is not None:
            # Digests are posted on nobody's behalf, so not in the context that this runs in; the
            # simulated Discord would also wait for their timer before every answer.
            contextvars.Context().run(self.schedule.start)

    async def close(self) -> None:
        """Leave Discord, then finish what is under way in the corpus.

        Whoever waits for long work is told first how far it came.
        """
        if self.schedule is not None:
            await self.schedule.stop()
        await self.corpus.stop_reading()
        if self.answering:
            await asyncio.wait(self.answering, timeout=_LAST_WORDS_S)
        await super().close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.corpus.close()

    # -------------------------------------------------------------- events

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        """Take a form that was handed in, whichever bot had opened it."""
        if interaction.type is discord.InteractionType.modal_submit:
            await hand_in(interaction, self._forms)

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

    async def on_guild_available(self, guild: discord.Guild) -> None:
        """Do the same for a server that Discord could not show us when we started."""
        self._in_background(self._make_corpus(guild.id))

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Keep the file: a kick may be a mistake, and an operator forgets by deleting it."""
        log.info("left server=%d its corpus is kept", guild.id)

    async def on_app_command_completion(
        self, interaction: discord.Interaction, _command: object
    ) -> None:
        """Note that a command was answered, and nothing of what was asked.

        A member who was to be told something directly, and could not be, hears of it now.
        """
        log.info("answered %s", _what(interaction))
        guild_id, user_id = interaction.guild_id, interaction.user.id
        if guild_id is not None and self.corpus.follows.is_owed_a_word(guild_id, user_id):
            word = await draw_stopped(self.corpus, guild_id, user_id)
            if word is not None:
                await interaction.followup.send(view=word.view, ephemeral=True)

    async def on_error(self, event_method: str, /, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 — discord.py's own signature
        """Log what went wrong outside any interaction."""
        del args, kwargs  # they may hold what members wrote
        log.error("event failed event=%s", event_method, exc_info=sys.exc_info())

    async def _make_corpora(self) -> None:
        await _logged(self.corpus.starter(), "starter corpus")  # also while in no server yet
        for guild in self.guilds:
            await self._make_corpus(guild.id)

    async def _make_corpus(self, guild_id: int) -> None:
        await _logged(self.corpus.make(guild_id), f"corpus of server={guild_id}")

    def _in_background(self, work: Coroutine[object, object, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def find_answer(self, guild_id: int, question: Question) -> Answer:
        """The answer to a question that a button asks."""
        return await find_answer(self.corpus, guild_id, question)

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


async def _logged(work: Awaitable[object], what: str) -> None:
    """Do background work; what fails must not stop the rest, and nobody waits to be told."""
    try:
        await work
    except Exception:
        log.exception("failed: %s", what)


async def _answer_privately(interaction: discord.Interaction, sentence: str) -> None:
    """Answer so that only the asker sees it, whatever was answered before."""
    if interaction.type is discord.InteractionType.autocomplete:
        return
    if not interaction.response.is_done():
        await interaction.response.send_message(sentence, ephemeral=True)
        return
    placeholder = await _public_placeholder(interaction)
    if placeholder is None:
        await interaction.followup.send(sentence, ephemeral=True)
        return
    # The first follow-up takes the place of "is thinking…", as public as that is: so something
    # else takes it, and goes again.
    await placeholder.edit(content="…")
    await interaction.followup.send(sentence, ephemeral=True)
    await placeholder.delete()


async def _public_placeholder(
    interaction: discord.Interaction,
) -> discord.InteractionMessage | None:
    """Return the "is thinking…" that everybody sees, if that is all that was answered."""
    if interaction.response.type is not discord.InteractionResponseType.deferred_channel_message:
        return None
    try:
        original = await interaction.original_response()
    except discord.NotFound:
        return None
    flags = original.flags
    return original if flags.loading and not flags.ephemeral else None


def _is_gone(error: BaseException) -> bool:
    cause = messages.unwrap(error)
    return isinstance(cause, discord.HTTPException) and cause.code in _GONE


def _what(interaction: discord.Interaction) -> str:
    """Name the interaction for the log, without anything that was typed."""
    command = interaction.command.qualified_name if interaction.command is not None else None
    custom_id = dict(interaction.data or {}).get("custom_id")
    asked = f"command={command!r}" if command else f"component={custom_id!r}"
    return f"{asked} server={interaction.guild_id} user={interaction.user.id}"
