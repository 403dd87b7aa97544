"""What a member follows, and what they are told of it, as cards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord.utils import format_dt

from bot.cards.entities import KINDS
from bot.cards.notices import ASKING, DONE, GONE, notice
from bot.cards.sources import counted
from bot.cards.text import label, shown
from store.records import PostState, StopReason

if TYPE_CHECKING:
    from bot.cards.quotations import Card
    from store.records import EntityRef, Follow, Following, LetterContents

COLOUR = 0x2A9D8F
_MAX_NAME = 80
_MAX_GUILD = 60
_MAX_NAMES = 6

_STOPPED = {
    StopReason.CLOSED: (
        "You take no direct messages from this server, so I stopped writing to you. Allow them in"
        " the server's privacy settings; then press the button."
    ),
    StopReason.LEFT: "I stopped writing to you when you left this server. The button starts again.",
}


def followed(entity: EntityRef, *, is_new: bool, most_an_hour: int) -> Card:
    """That somebody is followed now, and what that means."""
    name = shown(entity.name, _MAX_NAME)
    if not is_new:
        return notice(f"You follow {name} already", ["`/follow list` shows whom you follow."])
    limit = f"Several at once make one message, at most {most_an_hour} an hour."
    lines = [
        "When an article is added with something said by or about them, I write to you directly.",
        f"-# {limit} `/follow remove` ends it.",
    ]
    return notice(f"You follow {name}", lines, colour=DONE)


def unfollowed(name: str) -> Card:
    """That somebody is followed no longer."""
    return notice(f"You follow {shown(name, _MAX_NAME)} no longer")


def not_followed(asked: str, follows: tuple[Follow, ...]) -> Card:
    """That a name is none of those followed."""
    names = [shown(follow.entity.name, _MAX_NAME) for follow in follows]
    lines = [f"You follow {', '.join(names)}."] if names else [_HOW_TO]
    return notice(f"You do not follow “{shown(asked, _MAX_NAME)}”", lines, colour=ASKING)


_HOW_TO = "`/follow add` follows somebody: I write to you when they say something new."


def follow_list(following: Following, *, most: int) -> Card:
    """Whom a member follows, since when, and whether they are written to."""
    follows = following.follows
    if not follows:
        return notice("You follow nobody here", [_HOW_TO])
    lines = [f"-# {len(follows)} of {most} at most, oldest first", ""]
    lines += [_line(follow) for follow in follows]
    if following.last is not None:
        lines += ["", _last(following)]
    return notice("You follow", lines, colour=COLOUR)


def stopped(reason: StopReason) -> Card:
    """Why a member is not written to any more."""
    return notice("I do not write to you now", [_STOPPED[reason]], colour=GONE)


def resumed() -> Card:
    """That a member is written to again."""
    lines = [
        "You hear of what is added from now on.",
        "-# What was added meanwhile is in the record: `/quotes`",
    ]
    return notice("I write to you again", lines, colour=DONE)


def letter_heading(guild_name: str, contents: LetterContents) -> str:
    """What a message to a follower begins with: how much is new, and about whom."""
    names = [
        f"**{shown(one.item.name, _MAX_NAME)}** ({one.count:,})"
        for one in contents.about[:_MAX_NAMES]
    ]
    if len(contents.about) == 1:  # the count stands before it
        names = [f"**{shown(contents.about[0].item.name, _MAX_NAME)}**"]
    more = len(contents.about) - len(names)
    whom = " · ".join(names) + (f" and {more} more" if more > 0 else "")
    return (
        f"### New on record in {shown(guild_name, _MAX_GUILD)}\n"
        f"{counted(contents.n_quotations, 'quotation')} by or about {whom}"
    )


def letter_footer(guild_name: str, contents: LetterContents) -> str:
    """What it ends with: what is not shown, and how to stop it."""
    hidden = contents.n_quotations - len(contents.quotations)
    more = f"… and {hidden:,} more: `/quotes` there lists them.\n" if hidden > 0 else ""
    where = shown(guild_name, _MAX_GUILD)
    return f"-# {more}You follow them in {where}; `/follow remove` there ends it."


def entry(follow: Follow, limit: int) -> str:
    """A follow in a menu."""
    return label(follow.entity.name, limit)


def _line(follow: Follow) -> str:
    since = format_dt(follow.created_at, "d")
    gone = "" if follow.is_on_record else " · not in the record now"
    name = shown(follow.entity.name, _MAX_NAME)
    return f"- **{name}** · {KINDS[follow.entity.type]} · since {since}{gone}"


def _last(following: Following) -> str:
    letter = following.last
    if letter is None:
        return ""
    if letter.state is PostState.UNCERTAIN:
        when = format_dt(letter.created_at, "f")
        return f"-# A message of {when} may not have reached you; it is not repeated."
    return f"-# I last wrote to you {format_dt(letter.sent_at or letter.created_at, 'R')}"
