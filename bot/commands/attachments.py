"""A file that somebody attached → its bytes, or a clear refusal."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

import aiohttp
import discord

from store.errors import UnsupportedFileError

if TYPE_CHECKING:
    from discord import Attachment

MOST_BYTES: Final = 20 * 1024 * 1024  # what the readers take; most servers' own limit is lower
_TIMEOUT_S: Final = 30.0


async def read_attachment(file: Attachment) -> bytes:
    """Download an attached file.

    Raises:
        UnsupportedFileError: it is empty, too large, or Discord does not give it out.
    """
    if file.size > MOST_BYTES:
        raise UnsupportedFileError(file.filename, f"it is larger than {MOST_BYTES // 1024**2} MB")
    if not file.size:
        raise UnsupportedFileError(file.filename, "it is empty")
    try:
        async with asyncio.timeout(_TIMEOUT_S):
            return await file.read()
    except (discord.HTTPException, aiohttp.ClientError, TimeoutError) as error:
        raise UnsupportedFileError(file.filename, "Discord did not hand it over") from error
