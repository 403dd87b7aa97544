"""Words to a server about what failed: in its log channel, else to its owner.

A word that cannot be delivered is logged and given up; it never stops anything.
"""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

import aiohttp
import discord

from bot.errors import BotError
from store.errors import StoreError

if TYPE_CHECKING:
    from bot.corpus import Corpus

log = logging.getLogger(__name__)

_TIMEOUT_S = 20.0


async def tell(client: discord.Client, corpus: Corpus, guild: discord.Guild, text: str) -> None:
    """Tell the server something about its digests or feeds."""
    log.info("report server=%d text=%s", guild.id, text)
    channel = await _log_channel(corpus, guild)
    if channel is not None and await _is_told(channel, text):
        return
    owner = await _owner(client, guild)
    if owner is None or not await _is_told(
        owner, f"{discord.utils.escape_markdown(guild.name)}: {text}"
    ):
        log.warning("nobody could be told server=%d", guild.id)


async def _log_channel(corpus: Corpus, guild: discord.Guild) -> discord.abc.Messageable | None:
    try:
        settings = await corpus.settings(guild.id)
    except (StoreError, BotError) as error:
        log.warning("settings unreadable server=%d error=%s", guild.id, error)
        return None
    if settings.log_channel_id is None:
        return None
    channel = guild.get_channel_or_thread(settings.log_channel_id)
    return channel if isinstance(channel, discord.TextChannel | discord.Thread) else None


async def _owner(client: discord.Client, guild: discord.Guild) -> discord.abc.Messageable | None:
    if guild.owner is not None:
        return guild.owner
    if guild.owner_id is None:
        return None
    try:
        return client.get_user(guild.owner_id) or await client.fetch_user(guild.owner_id)
    except (discord.HTTPException, aiohttp.ClientError, OSError):
        return None


async def _is_told(reader: discord.abc.Messageable, text: str) -> bool:
    try:
        async with asyncio.timeout(_TIMEOUT_S):
            await reader.send(text, allowed_mentions=discord.AllowedMentions.none())
    except (discord.HTTPException, aiohttp.ClientError, OSError, TimeoutError):
        return False
    return True
