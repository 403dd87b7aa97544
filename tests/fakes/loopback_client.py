"""discord.py's real client, talking to the loopback server instead of Discord.

There is no gateway: what it would have said of the server is put into the client's memory.
"""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import discord
from discord.http import Route

from bot.digest.channels import never_twice

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


@asynccontextmanager
async def connected(base: str, *guilds: Any) -> AsyncIterator[discord.Client]:
    """Give a logged-in client that knows these servers."""
    before, Route.BASE = Route.BASE, base
    client = discord.Client(
        intents=discord.Intents(guilds=True),
        allowed_mentions=discord.AllowedMentions.none(),
        http_trace=never_twice(),
    )
    try:
        await client.login("loopback")
        for guild in guilds:
            client._connection._add_guild_from_data(guild)
        client._ready.set()
        yield client
    finally:
        await client.close()
        Route.BASE = before
