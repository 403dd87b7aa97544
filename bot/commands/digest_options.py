"""What a curator types of a digest's plan, read: place, time, days, role and names.

One job: options in, parts of a plan out, each refused with what was expected.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import discord
from discord import app_commands

from bot import places
from bot.cards.digest import WEEKDAYS
from bot.cards.limits import MAX_CHOICE, MAX_CHOICES
from bot.commands.choices import name_choices
from bot.errors import OptionError
from bot.places import Place
from store.errors import AmbiguousEntityError, EntityNotFoundError
from store.records import DigestDays, DigestPlan

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.commands.choices import Choice
    from bot.corpus import Corpus
    from store.records import Digest, EntityRef

_TIME = re.compile(r"(\d{1,2})(?:[:.h](\d{2}))?\s*(am|pm)?", re.IGNORECASE)
_EXPECTED_TIME = "a time of day, such as 08:00 or 18:30"
_NOON = 12
MOST_NAMES = 10
EVERYTHING = "everything"


class PlaceOption(app_commands.Transformer):
    """An option that takes a channel, a thread or a forum, also one that sleeps."""

    @property
    def type(self) -> discord.AppCommandOptionType:
        """Return what Discord offers."""
        return discord.AppCommandOptionType.channel

    @property
    def channel_types(self) -> list[discord.ChannelType]:
        """Return which channels it offers."""
        kinds = discord.ChannelType
        threads = [kinds.public_thread, kinds.private_thread, kinds.news_thread]
        return [kinds.text, kinds.news, kinds.forum, *threads]

    async def transform(
        self,
        interaction: discord.Interaction,
        value: app_commands.AppCommandChannel | app_commands.AppCommandThread,
        /,
    ) -> Place:
        """Return the channel.

        Raises:
            OptionError: the bot cannot see it.
        """
        del interaction
        try:
            found = value.resolve() or await value.fetch()
        except (discord.Forbidden, discord.NotFound) as error:
            expected = "a channel I can see: I lack View Channel there"
            raise OptionError("channel", value.name, expected) from error
        if not isinstance(found, Place):
            raise OptionError("channel", value.name, "a text channel, thread or forum")
        return found


@dataclass(frozen=True, slots=True)
class Asked:
    """What was typed; None where an option was left out."""

    time: str | None
    place: Place | None
    days: str | None
    weekday: int | None
    timezone: str | None
    role: discord.Role | None
    when_empty: str | None
    names: tuple[int, ...] | None


def planned(asked: Asked, *, place: object, timezone: str) -> DigestPlan:
    """Return the plan of a new digest.

    Args:
        asked: what was typed.
        place: where it goes when no place was named.
        timezone: whose local time when none was named.

    Raises:
        OptionError: an option cannot be used; `time` is needed.
    """
    often = _often(asked.days, asked.weekday)
    return DigestPlan(
        channel_id=_postable(asked.place or place).id,
        local_time=parse_time(asked.time or ""),
        timezone=asked.timezone or timezone,
        days=often,
        weekday=(asked.weekday or 0) if often is DigestDays.WEEKLY else None,
        role_id=_mentioned(asked.role),
        post_when_empty=asked.when_empty != "silent",
        names=asked.names or (),
    )


def changed(digest: Digest, asked: Asked) -> DigestPlan:
    """Return the plan of a digest with what was typed changed, and the rest as it is.

    Raises:
        OptionError: an option cannot be used, or none was given.
    """
    if all(value is None for value in (getattr(asked, name) for name in Asked.__slots__)):
        raise OptionError("digest", str(digest.id), "changed: say what is to be different")
    often, weekday = digest.days, digest.weekday
    if asked.days is not None or asked.weekday is not None:
        often = _often(asked.days, asked.weekday)
        weekday = (asked.weekday or 0) if often is DigestDays.WEEKLY else None
    names = tuple(ref.id for ref in digest.names) if asked.names is None else asked.names
    is_kept = asked.when_empty is None
    return DigestPlan(
        channel_id=digest.channel_id if asked.place is None else _postable(asked.place).id,
        local_time=digest.local_time if asked.time is None else parse_time(asked.time),
        timezone=asked.timezone or digest.timezone,
        days=often,
        weekday=weekday,
        role_id=digest.role_id if asked.role is None else _mentioned(asked.role),
        post_when_empty=digest.post_when_empty if is_kept else asked.when_empty != "silent",
        names=names,
    )


async def names_of(corpus: Corpus, guild_id: int, typed: str | None) -> tuple[int, ...] | None:
    """Return the entities of a list of names with commas between; () for "everything".

    Raises:
        EntityNotFoundError: nobody goes by one of the names.
        AmbiguousEntityError: several do.
        OptionError: there are too many, or none.
    """
    if typed is None:
        return None
    if typed.strip().casefold() == EVERYTHING:
        return ()
    asked = [part.strip() for part in typed.split(",") if part.strip()]
    if not 0 < len(asked) <= MOST_NAMES:
        raise OptionError("names", typed, f"one to {MOST_NAMES} names with commas between")
    found = [(await corpus.entity(guild_id, name)).id for name in asked]
    return tuple(dict.fromkeys(found))


async def complete_names(corpus: Corpus, guild_id: int, typed: str) -> list[Choice]:
    """Complete the last of several names with commas between, keeping those before it.

    What is shown is what is sent: Discord gives it back as text when more is typed behind it.
    """
    before, _, last = typed.rpartition(",")
    found = await corpus.complete_names(guild_id, last.strip())
    if not before.strip():
        names = [EVERYTHING] if not last.strip() else []
        names += _separable(found)
    else:
        kept = await _in_short(corpus, guild_id, before)
        names = [f"{kept}, {name}" for name in _separable(found)]
    names = [name for name in names if len(name) <= MAX_CHOICE]
    return [app_commands.Choice(name=name, value=name) for name in names[:MAX_CHOICES]]


def _separable(refs: Sequence[EntityRef]) -> list[str]:
    """Return names that can stand between commas and mean one entity each."""
    values = [str(choice.value) for choice in name_choices(refs)]
    return [
        f"#{ref.id}" if "," in value else value for ref, value in zip(refs, values, strict=False)
    ]


async def _in_short(corpus: Corpus, guild_id: int, names: str) -> str:
    """Return a list of names as it was typed, or as numbers when it leaves no room for more."""
    if len(names) <= MAX_CHOICE // 2:
        return names.strip()
    try:
        found = await names_of(corpus, guild_id, names)
    except (EntityNotFoundError, AmbiguousEntityError, OptionError):
        return names.strip()
    return ", ".join(f"#{entity_id}" for entity_id in found or ())


def parse_time(given: str) -> str:
    """Return a time of day as HH:MM; also reads 8:00, 8am, 18.30 and 20h15.

    Raises:
        OptionError: it is none.
    """
    found = _TIME.fullmatch(given.strip())
    if found is None or (found[2] is None and found[3] is None):
        raise OptionError("time", given, _EXPECTED_TIME)
    hour, minute = int(found[1]), int(found[2] or 0)
    if found[3] is not None:
        if not 1 <= hour <= _NOON:
            raise OptionError("time", given, _EXPECTED_TIME)
        hour = hour % _NOON + (_NOON if found[3].casefold() == "pm" else 0)
    if hour > 23 or minute > 59:  # noqa: PLR2004 - a day has 24 hours of 60 minutes
        raise OptionError("time", given, _EXPECTED_TIME)
    return f"{hour:02}:{minute:02}"


def _often(days: str | None, weekday: int | None) -> DigestDays:
    """Return how often; naming a weekday alone means once a week.

    Raises:
        OptionError: a weekday for a digest that comes on several.
    """
    if days is None:
        return DigestDays.DAILY if weekday is None else DigestDays.WEEKLY
    often = DigestDays(days)
    if weekday is not None and often is not DigestDays.WEEKLY:
        raise OptionError("weekday", WEEKDAYS[weekday], "needed unless days is “once a week”")
    return often


def _postable(place: object) -> Place:
    """Return the place if a digest can be posted to it.

    Raises:
        OptionError: it is no channel for posts, or the bot lacks permissions there.
    """
    if not isinstance(place, Place):
        raise OptionError("channel", str(place), "a text channel, thread or forum")
    lacking = places.lacking(place, place.guild.me)
    if lacking:
        expected = f"a channel I can post to: I lack {', '.join(lacking)} there"
        raise OptionError("channel", f"#{place.name}", expected)
    return place


def _mentioned(role: discord.Role | None) -> int | None:
    """Return the role to mention.

    Raises:
        OptionError: it is @everyone, which a digest never mentions.
    """
    if role is None:
        return None
    if role.is_default():
        raise OptionError("role", "everyone", "a role of its own: a digest never mentions everyone")
    return role.id
