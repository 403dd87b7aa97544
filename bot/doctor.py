"""Look whether the bot could run: settings, folder, model, corpus files, and Discord.

Every check says what it found in a line; nothing is changed and no secret is printed.
"""

from __future__ import annotations

import asyncio
import tempfile
from time import monotonic
from typing import TYPE_CHECKING

import aiohttp
import discord

from bot.app import create_bot
from bot.checkup import Finding
from bot.corpus.health import examine_files
from bot.corpus.worker import Worker, warm_up
from bot.errors import BotError
from store.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.settings import Settings


async def examine(settings: Settings) -> AsyncIterator[Finding]:
    """Yield a finding per check, as each is done."""
    yield await asyncio.to_thread(_folder, settings)
    yield await asyncio.to_thread(_seeds, settings)
    yield await _model(settings)
    for path, is_good, words in await asyncio.to_thread(examine_files, settings.corpora_dir):
        yield Finding(is_good, f"{path.name}: {words}")
    if settings.discord_token is None:
        yield Finding(is_good=True, text="no DISCORD_TOKEN: only the demo can run")
        return
    async for finding in _discord(settings, settings.discord_token):
        yield finding


def _folder(settings: Settings) -> Finding:
    """Try the folder with a real file: permissions alone do not tell of a read-only disk."""
    folder = settings.corpora_dir
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as probe:
            probe.write(b"On Record")
    except OSError as error:
        return Finding(is_good=False, text=f"{folder} cannot be written: {error.strerror}")
    return Finding(is_good=True, text=f"{folder} can be written")


def _seeds(settings: Settings) -> Finding:
    n_seeds = len(list(settings.seeds_dir.glob("*.txt")))
    return Finding(n_seeds > 0, f"{n_seeds} starter articles in {settings.seeds_dir}")


async def _model(settings: Settings) -> Finding:
    worker = Worker(settings.spacy_model, nice=settings.worker_nice)
    started = monotonic()
    try:
        await worker.run(warm_up, settings.spacy_model)
    except (BotError, StoreError, ImportError, OSError, ValueError) as error:
        return Finding(is_good=False, text=f"model {settings.spacy_model}: {error}")
    finally:
        await worker.close()
    took_s = monotonic() - started
    return Finding(is_good=True, text=f"model {settings.spacy_model} reads ({took_s:.1f} s)")


async def _discord(settings: Settings, token: str) -> AsyncIterator[Finding]:
    """Ask Discord who we are, without connecting to the gateway."""
    bot = create_bot(settings)
    try:
        await bot.http.static_login(token)
        about = await bot.application_info()
    except (discord.HTTPException, discord.LoginFailure, aiohttp.ClientError, OSError) as error:
        yield Finding(is_good=False, text=f"Discord: {refusal(error)}")
        return
    finally:
        await bot.close()
    yield Finding(is_good=True, text=f"Discord knows this bot as {about.name} (id {about.id})")
    n_servers = about.approximate_guild_count
    yield Finding(is_good=True, text=f"it is in about {n_servers} servers")


def refusal(error: BaseException) -> str:
    """Say why Discord would not let the bot in, and what to do."""
    if isinstance(error, discord.LoginFailure):
        return (
            "it refused the token (401). It may have been reset or mistyped: take a new one from "
            "https://discord.com/developers/applications → your application → Bot → Reset Token"
        )
    if isinstance(error, discord.HTTPException):
        return f"it answered with status {error.status}: {error.text or 'no reason given'}"
    return f"it cannot be reached ({error}): look at the network, a firewall or a proxy"
