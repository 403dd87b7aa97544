"""What became of a message: there, surely not, nobody knows, or not until somebody mends something.

One job: the meaning of Discord's answers to a send, the same for digests and direct messages.
"""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING, Any, TypeVar

import aiohttp
import discord

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Iterator

T = TypeVar("T")

# Longer than discord.py takes for its five tries (16 s of pauses), shorter than a claim's lease.
SEND_TIMEOUT_S = 45.0
# For everything else that is asked of Discord on the way.
ASK_TIMEOUT_S = 30.0
# A host's clock and Discord's may differ; a post bears its mark, so looking wider costs little.
CLOCK_SKEW = timedelta(minutes=15)


class UnreachableError(Exception):
    """The place cannot be posted to until somebody mends it; `reason` says what."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class RefusedError(Exception):
    """Discord surely did not post the message; trying again may help."""


class UnansweredError(Exception):
    """Nobody knows whether the message was posted."""


async def sent(sending: Awaitable[T], *, refusal: Callable[[discord.HTTPException], str]) -> T:
    """Wait for a message to be posted, and return what Discord made of it.

    Raises:
        UnreachableError: Discord says no until somebody mends something; nothing was posted.
        RefusedError: it says no; nothing was posted.
        UnansweredError: it failed or was silent; perhaps it was posted, perhaps not.
    """
    try:
        async with asyncio.timeout(SEND_TIMEOUT_S):
            return await sending
    except (discord.Forbidden, discord.NotFound) as error:
        raise UnreachableError(refusal(error)) from error
    except discord.DiscordServerError as error:
        raise UnansweredError(f"Discord answered {error.status}") from error
    except (discord.HTTPException, discord.RateLimited) as error:
        status = getattr(error, "status", 429)
        raise RefusedError(f"Discord answered {status}") from error
    except TimeoutError as error:
        raise UnansweredError(f"no answer within {SEND_TIMEOUT_S:g} s") from error
    except (aiohttp.ClientError, OSError) as error:
        raise UnansweredError("the connection to Discord failed") from error


def parts(components: Iterable[Any]) -> Iterator[Any]:
    """Yield every part of a message's components, the nested ones too."""
    for component in components:
        yield component
        yield from parts(getattr(component, "children", ()))
