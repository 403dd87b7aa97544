"""A member's direct messages: whether they are still here, one sent, one looked for.

One job: what Discord says about a member and their inbox. Nothing here knows the ledger.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import aiohttp
import discord

from bot.sending import ASK_TIMEOUT_S, CLOCK_SKEW, UnansweredError, UnreachableError, parts, sent

if TYPE_CHECKING:
    from datetime import datetime

# More than a member can get in a month, from all servers together.
_MOST_SEARCHED = 1000


class LeftError(Exception):
    """The member is not in the server any more."""


async def find_member(guild: discord.Guild, user_id: int) -> discord.Member:
    """Return a member, asked of Discord: we are not told of comings and goings.

    Raises:
        LeftError: they left.
        UnansweredError: Discord cannot be asked right now.
    """
    try:
        async with asyncio.timeout(ASK_TIMEOUT_S):
            return await guild.fetch_member(user_id)
    except discord.NotFound as error:
        raise LeftError from error
    except (discord.HTTPException, aiohttp.ClientError, OSError, TimeoutError) as error:
        raise UnansweredError("Discord could not be asked") from error


async def send(member: discord.Member, view: discord.ui.LayoutView, *, nonce: str) -> int:
    """Send a direct message and return its id.

    Raises:
        UnreachableError: they take no direct messages from this server.
        RefusedError: Discord says no; nothing was sent.
        UnansweredError: it failed or was silent; perhaps it was sent, perhaps not.
    """
    message = await sent(member.send(view=view, nonce=nonce), refusal=lambda error: str(error.code))
    return message.id


async def search(member: discord.Member, mark: str, *, since: datetime) -> int | None:
    """Return the id of a message if it is there already, told by a menu's custom_id in it.

    Raises:
        UnreachableError: their messages cannot be opened.
        UnansweredError: Discord cannot be asked right now.
    """
    try:
        async with asyncio.timeout(ASK_TIMEOUT_S):
            inbox = await member.create_dm()
            async for message in inbox.history(
                after=since - CLOCK_SKEW, oldest_first=True, limit=_MOST_SEARCHED
            ):
                if any(getattr(p, "custom_id", None) == mark for p in parts(message.components)):
                    return message.id
    except (discord.Forbidden, discord.NotFound) as error:
        raise UnreachableError(str(error.code)) from error
    except (discord.HTTPException, aiohttp.ClientError, OSError, TimeoutError) as error:
        raise UnansweredError("Discord could not be asked") from error
    return None
