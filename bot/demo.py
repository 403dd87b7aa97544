"""The real bot in a simulated Discord, in the browser: no token, no network.

Only the Discord around it is simulated (simcord's preview page, on loopback). Its corpus is
made anew from the starter articles at every start.
"""

from __future__ import annotations

import asyncio
import os
import sys
import webbrowser
from contextlib import AsyncExitStack, suppress
from dataclasses import replace
from typing import TYPE_CHECKING

import discord
import simcord

from bot.app import create_bot, keep_what_is_loaded
from bot.clock import utc_now
from bot.signals import until_stopped

if TYPE_CHECKING:
    from bot.client import OnRecord
    from bot.settings import Settings

_GUILD_ID = 1_100_000_000_000_000_001

# A long article may keep the reading process busy for a minute; the simulated Discord waits.
_PATIENCE_S = 120.0

_WELCOME = """
On Record is running in a simulated Discord, with the five starter articles:

    {url}

Three things to try, in the box at the foot of that page:
    /quotes speaker:Xi Jinping      who said what, with its source
    /entity name:Zelensky           who somebody is in the record
    /articles add                   paste a news text and see what is found

The address is a key: keep it to yourself. Ctrl-C ends the demo.
"""

_FIRST_MESSAGE = """\
Five articles are on record here. Type `/` in the box below and try:
- `/quotes speaker:Xi Jinping` – who said what, with its source
- `/entity name:Zelensky` – who somebody is in the record
- `/articles add` – paste a news text and see what is found\
"""


async def demo(settings: Settings, *, is_browser_wanted: bool = True) -> int:
    """Show the bot until Ctrl-C, SIGTERM, or the page's own "End preview session"."""
    settings = replace(settings, discord_token=None, corpora_dir=settings.corpora_dir / "demo")
    _begin_anew(settings)
    bot = create_bot(settings)
    keep_what_is_loaded()
    try:
        await until_stopped(_show(bot, settings, is_browser_wanted=is_browser_wanted))
    finally:
        await bot.close()
    return 0


async def _show(bot: OnRecord, settings: Settings, *, is_browser_wanted: bool) -> None:
    _say("Reading the starter articles (a few seconds the first time)…")
    await bot.corpus.make(_GUILD_ID)
    async with AsyncExitStack() as stack:
        env = await _simulate(stack, bot)
        channel, you = await _furnish(env)
        preview = await _open_preview(
            stack, env, settings.demo_port, channel=channel, viewers=[you]
        )
        following = asyncio.create_task(_keep_up(env, preview, channel))
        stack.callback(following.cancel)
        _say(_WELCOME.format(url=preview.url))
        if is_browser_wanted and _has_display():
            await asyncio.to_thread(webbrowser.open, preview.url)
        await preview.wait_closed()


async def _simulate(stack: AsyncExitStack, bot: OnRecord) -> simcord.Env:
    """Connect the bot to a Discord of its own, where it is now and it has its name."""
    env = simcord.Env(bot, check_errors=False, settle_timeout=_PATIENCE_S)
    env.backend.bot_user.name = "On Record"
    _set_clock(env)
    await env.start()
    stack.push_async_callback(env.shutdown)
    stack.enter_context(env.time_context())
    return env


async def _furnish(env: simcord.Env) -> tuple[simcord.ChannelHandle, simcord.MemberActor]:
    """Make a server with a channel, and a curator who is the visitor."""
    guild = env.create_guild("The Newsroom", id=_GUILD_ID)
    channel = guild.create_text_channel("on-the-record")
    curators = guild.create_role("Curators", permissions=discord.Permissions(manage_guild=True))
    you = guild.add_member(env.create_user("you"), roles=[curators])
    await env.settle()
    await env.bot.get_partial_messageable(channel.id).send(_FIRST_MESSAGE)
    await env.settle()
    return channel, you


async def _open_preview(
    stack: AsyncExitStack,
    env: simcord.Env,
    port: int,
    *,
    channel: simcord.ChannelHandle,
    viewers: list[simcord.MemberActor],
) -> simcord.Preview:
    """Serve the page on the wanted port, or on a free one when that is taken."""
    try:
        page = env.preview(channel, viewers=viewers, layout="channel", port=port)
        return await stack.enter_async_context(page)
    except simcord.SetupError:
        if not port:
            raise
        _say(f"Port {port} is taken; using a free one.")
        page = env.preview(channel, viewers=viewers, layout="channel")
        return await stack.enter_async_context(page)


async def _keep_up(
    env: simcord.Env, preview: simcord.Preview, channel: simcord.ChannelHandle
) -> None:
    """Keep the simulated Discord at the real time, and show what is posted unasked.

    Its clock moves only when told, and its page looks anew only after something that its
    visitor did, which a digest is not.
    """
    shown: int | None = None
    while True:
        _set_clock(env)
        latest = channel.last_message
        if latest is not None and latest.id != shown and latest.interaction_metadata is None:
            with suppress(simcord.SetupError):  # a command is being answered; again in a second
                await preview.refresh()
                shown = latest.id
        await asyncio.sleep(1.0)


def _set_clock(env: simcord.Env) -> None:
    env.backend.advance_clock(max(0.0, (utc_now() - env.now()).total_seconds()))


def _begin_anew(settings: Settings) -> None:
    """Forget the last demo's corpus, and what its simulated Discord was told."""
    for name in (f"{_GUILD_ID}.db", f"{_GUILD_ID}.db-wal", f"{_GUILD_ID}.db-shm", "sync.json"):
        (settings.corpora_dir / name).unlink(missing_ok=True)


def _has_display() -> bool:
    """Whether a browser could open here."""
    if sys.platform in {"win32", "darwin"}:
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _say(text: str) -> None:
    print(text, flush=True)  # noqa: T201 — the demo speaks to a terminal
