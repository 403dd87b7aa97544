"""The real bot in a simulated Discord, in the browser: no token, no network.

Only the Discord around it is simulated (simcord's preview page, on loopback). Its corpus is
made anew from the starter articles at every start.
"""

from __future__ import annotations

import asyncio
import os
import sys
import webbrowser
from contextlib import AsyncExitStack
from dataclasses import replace
from typing import TYPE_CHECKING

import discord
import simcord

from bot.app import create_bot
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


async def demo(settings: Settings, *, is_browser_wanted: bool = True) -> int:
    """Show the bot until Ctrl-C, SIGTERM, or the page's own "End preview session"."""
    settings = replace(settings, discord_token=None, corpora_dir=settings.corpora_dir / "demo")
    _begin_anew(settings)
    bot = create_bot(settings)
    try:
        await until_stopped(_show(bot, settings, is_browser_wanted=is_browser_wanted))
    finally:
        await bot.close()
    return 0


async def _show(bot: OnRecord, settings: Settings, *, is_browser_wanted: bool) -> None:
    _say("Reading the starter articles (a few seconds the first time)…")
    await bot.corpus.make(_GUILD_ID)
    async with AsyncExitStack() as stack:
        env = await stack.enter_async_context(
            simcord.run(bot, check_errors=False, settle_timeout=_PATIENCE_S)
        )
        following = asyncio.create_task(_follow_the_clock(env))
        stack.callback(following.cancel)
        preview = await _open_preview(stack, env, settings.demo_port)
        _say(_WELCOME.format(url=preview.url))
        if is_browser_wanted and _has_display():
            await asyncio.to_thread(webbrowser.open, preview.url)
        await preview.wait_closed()


async def _open_preview(
    stack: AsyncExitStack, env: simcord.Env, port: int
) -> simcord.preview.Preview:
    """Serve the page on the wanted port, or on a free one when that is taken."""
    _set_clock(env)
    guild = env.create_guild("The Newsroom", id=_GUILD_ID)
    channel = guild.create_text_channel("on-the-record")
    curators = guild.create_role("Curators", permissions=discord.Permissions(manage_guild=True))
    you = guild.add_member(env.create_user("you"), roles=[curators])
    await env.settle()
    try:
        return await stack.enter_async_context(
            env.preview(channel, viewers=[you], layout="channel", port=port)
        )
    except OSError:
        if not port:
            raise
        _say(f"Port {port} is taken; using a free one.")
        return await stack.enter_async_context(
            env.preview(channel, viewers=[you], layout="channel")
        )


def _begin_anew(settings: Settings) -> None:
    """Forget the last demo's corpus, and what its simulated Discord was told."""
    for name in (f"{_GUILD_ID}.db", f"{_GUILD_ID}.db-wal", f"{_GUILD_ID}.db-shm", "sync.json"):
        (settings.corpora_dir / name).unlink(missing_ok=True)


def _set_clock(env: simcord.Env) -> None:
    env.backend.advance_clock(max(0.0, (utc_now() - env.now()).total_seconds()))


async def _follow_the_clock(env: simcord.Env) -> None:
    """Keep the simulated Discord's clock at the real time: its own moves only when told."""
    while True:
        _set_clock(env)
        await asyncio.sleep(1.0)


def _has_display() -> bool:
    """Whether a browser could open here."""
    if sys.platform in {"win32", "darwin"}:
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _say(text: str) -> None:
    print(text, flush=True)  # noqa: T201 — the demo speaks to a terminal
