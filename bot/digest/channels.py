"""A digest's place on Discord: found, posted to, and searched for a post that is there already.

One job: the differences between channels, threads and forums, and what Discord's refusals
mean. Nothing here knows the ledger.

Forums know no nonce, so that a repeated post would be a second one. discord.py repeats by
itself what Discord answers with 500, 502, 504 or a broken connection, and cannot be told not
to: `never_twice` ends such a request before it is repeated, and the forum is searched first.
"""

from __future__ import annotations

import asyncio
import io
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import aiohttp
import discord

from bot import places
from bot.cards.digest import PICTURE
from bot.sending import ASK_TIMEOUT_S, CLOCK_SKEW, UnansweredError, UnreachableError, parts, sent

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from bot.places import Place

_MOST_SEARCHED = 1000
_MOST_THREADS = 50
_MAX_THREAD_NAME = 100

DELETED = "the channel was deleted"


@dataclass(frozen=True, slots=True)
class Letter:
    """What is to be posted, the same for each try."""

    view: discord.ui.LayoutView
    mark: str  # in its last line, and the name of a forum's post
    nonce: str
    role_id: int | None = None
    png: bytes | None = None  # the picture that the view shows


def never_twice() -> aiohttp.TraceConfig:
    """Return what a client needs (`http_trace`) so that no post in a forum is sent twice."""
    trace = aiohttp.TraceConfig()
    trace.on_request_end.append(_refuse_repetition)
    trace.on_request_exception.append(_refuse_repetition_of_broken)
    return trace


async def find_place(client: discord.Client, guild: discord.Guild, channel_id: int) -> Place:
    """Return where to post, asking Discord only for what is not in memory (archived threads).

    Raises:
        UnreachableError: it is gone, or the bot lacks a permission there.
        UnansweredError: Discord cannot be asked right now.
    """
    found = guild.get_channel_or_thread(channel_id) or await _fetch(client, channel_id)
    if not isinstance(found, discord.TextChannel | discord.Thread | discord.ForumChannel):
        raise UnreachableError("the channel cannot be posted to")
    if isinstance(found, discord.Thread) and found.locked and found.archived:
        raise UnreachableError("the thread is closed and locked")
    lacking = places.lacking(found, found.guild.me)
    if lacking:
        raise UnreachableError(f"I lack {_listed(lacking)} in <#{channel_id}>")
    return found


def knows_nonces(place: Place) -> bool:
    """Whether Discord tells a repeated post there from a new one."""
    return not isinstance(place, discord.ForumChannel)


async def send(place: Place, letter: Letter) -> int:
    """Post, and return the message's id.

    Raises:
        UnreachableError: Discord says no until somebody mends the channel; nothing was posted.
        RefusedError: it says no; nothing was posted.
        UnansweredError: it failed or was silent; perhaps it was posted, perhaps not.
    """
    return await sent(_post(place, letter), refusal=_refusal)


async def search(
    place: Place, mark: str, *, nonce: str, since: datetime, until: datetime
) -> int | None:
    """Return the id of the post if it is there already, looking from `since` to `until`.

    Raises:
        UnreachableError: the history cannot be read.
        UnansweredError: Discord cannot be asked right now.
    """
    try:
        async with asyncio.timeout(ASK_TIMEOUT_S):
            if isinstance(place, discord.ForumChannel):
                return await _search_forum(place, mark, since=since)
            return await _search_channel(place, mark, nonce=nonce, since=since, until=until)
    except (discord.Forbidden, discord.NotFound) as error:
        raise UnreachableError(_refusal(error)) from error
    except (discord.HTTPException, aiohttp.ClientError, OSError, TimeoutError) as error:
        raise UnansweredError("Discord could not be asked") from error


async def _fetch(client: discord.Client, channel_id: int) -> Any:  # noqa: ANN401 - any kind of channel
    try:
        async with asyncio.timeout(ASK_TIMEOUT_S):
            return await client.fetch_channel(channel_id)
    except discord.NotFound as error:
        raise UnreachableError(DELETED) from error
    except (discord.Forbidden, discord.InvalidData) as error:
        raise UnreachableError(f"I cannot see <#{channel_id}>") from error
    except (discord.HTTPException, aiohttp.ClientError, OSError, TimeoutError) as error:
        raise UnansweredError("Discord could not be asked") from error


async def _post(place: Place, letter: Letter) -> int:
    roles = [discord.Object(letter.role_id)] if letter.role_id is not None else False
    mentions = discord.AllowedMentions(everyone=False, users=False, roles=roles, replied_user=False)
    files = [] if letter.png is None else [discord.File(io.BytesIO(letter.png), PICTURE)]
    if not isinstance(place, discord.ForumChannel):
        message = await place.send(
            view=letter.view, files=files, nonce=letter.nonce, allowed_mentions=mentions
        )
        return message.id
    created = await place.create_thread(
        name=letter.mark[:_MAX_THREAD_NAME],
        view=letter.view,
        files=files,
        allowed_mentions=mentions,
        applied_tags=_required_tag(place),
    )
    return created.message.id


async def _refuse_repetition(
    session: aiohttp.ClientSession, context: object, request: aiohttp.TraceRequestEndParams
) -> None:
    del session, context
    if request.response.status >= HTTPStatus.INTERNAL_SERVER_ERROR and _is_forum_post(request):
        request.response.close()
        raise UnansweredError(f"Discord answered {request.response.status}")


async def _refuse_repetition_of_broken(
    session: aiohttp.ClientSession, context: object, request: aiohttp.TraceRequestExceptionParams
) -> None:
    del session, context
    if isinstance(request.exception, OSError) and _is_forum_post(request):
        raise UnansweredError("the connection to Discord failed") from request.exception


def _is_forum_post(
    request: aiohttp.TraceRequestEndParams | aiohttp.TraceRequestExceptionParams,
) -> bool:
    return request.method == "POST" and request.url.path.endswith("/threads")


def _required_tag(forum: discord.ForumChannel) -> list[discord.ForumTag]:
    """Return a tag where the forum insists on one: the first that anybody may use."""
    if not forum.flags.require_tag:
        return []
    return [tag for tag in forum.available_tags if not tag.moderated][:1]


async def _search_channel(
    place: discord.TextChannel | discord.Thread,
    mark: str,
    *,
    nonce: str,
    since: datetime,
    until: datetime,
) -> int | None:
    me = place.guild.me.id if place.guild.me else None
    async for message in place.history(
        after=since - CLOCK_SKEW,
        before=until + CLOCK_SKEW,
        oldest_first=True,
        limit=_MOST_SEARCHED,
    ):
        if me not in {None, message.author.id}:
            continue
        if str(message.nonce) == nonce or any(mark in text for text in _texts(message.components)):
            return message.id
    return None


async def _search_forum(forum: discord.ForumChannel, mark: str, *, since: datetime) -> int | None:
    me = forum.guild.me.id if forum.guild.me else None
    threads = [t for t in await forum.guild.active_threads() if t.parent_id == forum.id]
    threads += [t async for t in forum.archived_threads(limit=_MOST_THREADS)]
    for thread in threads:
        is_ours = me in {None, thread.owner_id}
        is_recent = discord.utils.snowflake_time(thread.id) >= since - CLOCK_SKEW
        if is_ours and is_recent and thread.name == mark[:_MAX_THREAD_NAME]:
            return thread.id
    return None


def _texts(components: Iterable[Any]) -> Iterator[str]:
    """Yield every text inside a message's components."""
    for component in parts(components):
        if isinstance(component, discord.TextDisplay):
            yield component.content


def _refusal(error: discord.HTTPException) -> str:
    known = {
        10003: DELETED,
        50001: "I can no longer see the channel",
        50013: "I lack a permission there",
        160005: "the thread is locked",
    }
    return known.get(error.code, f"Discord answered {error.status} {error.code}")


def _listed(names: list[str]) -> str:
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last
