"""Places a digest can be posted to, and what the bot lacks there; pure look-ups, no requests."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import discord

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Place: TypeAlias = discord.TextChannel | discord.Thread | discord.ForumChannel

# As Discord's settings name them, so that an administrator finds the switch.
_NAMES = {
    "view_channel": "View Channel",
    "send_messages": "Send Messages",
    "send_messages_in_threads": "Send Messages in Threads",
    "create_posts": "Create Posts",
    "read_message_history": "Read Message History",
}


def lacking(place: Place, me: discord.Member | None) -> list[str]:
    """Return the permissions the bot lacks to post a digest, as Discord names them.

    Reading the history is needed to find a post again after a crash, so that it is never
    posted twice. Nothing is said while Discord has not told the bot who it is there.
    """
    return _lacking(place, me, [*_to_write(place), "read_message_history"])


def lacking_to_write(place: Place, me: discord.Member | None) -> list[str]:
    """Return the permissions the bot lacks to say something there, as Discord names them."""
    return _lacking(place, me, _to_write(place))


def is_mentionable(role: discord.Role, place: Place, me: discord.Member | None) -> bool:
    """Whether mentioning the role there reaches its members."""
    if role.mentionable or me is None:
        return True
    return place.permissions_for(me).mention_everyone


def _lacking(place: Place, me: discord.Member | None, needed: Iterable[str]) -> list[str]:
    if me is None:
        return []
    granted = place.permissions_for(me)
    return [_NAMES[name] for name in needed if not getattr(granted, _flag(name))]


def _to_write(place: Place) -> Iterator[str]:
    yield "view_channel"
    if isinstance(place, discord.Thread):
        yield "send_messages_in_threads"
    elif isinstance(place, discord.ForumChannel):
        yield "create_posts"
    else:
        yield "send_messages"


def _flag(name: str) -> str:
    """Return discord.py's name: in a forum the right to send is the right to create posts."""
    return "send_messages" if name == "create_posts" else name
