"""What ails a server: places the bot cannot post to, feeds that fail, digests that are late.

One job: facts in, findings out. `/doctor` shows them to curators; the terminal's doctor
(bot/doctor.py), which looks at the machine instead, tells its findings in the same form.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import discord

from bot import places
from bot.cards.sources import counted
from bot.places import Place
from store.records import TroubleKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from store.records import DigestStanding, DigestTrouble, FeedStanding, GuildSettings

_TROUBLES = {
    TroubleKind.WAITING: "waits",
    TroubleKind.UNCERTAIN: "due {since} may not have arrived",
    TroubleKind.MISSED: "due {since} was not posted",
    TroubleKind.FAILING: "due {since} is refused and tried again",
    TroubleKind.LATE: "is late, due {since}",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found; `text` is already fit to be shown."""

    is_good: bool
    text: str

    def __str__(self) -> str:
        return f"{'ok ' if self.is_good else 'BAD'}  {self.text}"


def examine_places(
    guild: discord.Guild, settings: GuildSettings, digests: Iterable[DigestStanding]
) -> Iterator[Finding]:
    """Yield whether the bot can post wherever it must: the log channel, and each digest's place."""
    if settings.log_channel_id is None:
        yield Finding(is_good=True, text="no log channel: what fails is told to the server's owner")
    else:
        lacking = _lacking(guild, settings.log_channel_id, is_log=True)
        yield _place_finding("log channel", settings.log_channel_id, lacking)
    for standing in digests:
        number, channel_id = standing.digest.id, standing.digest.channel_id
        yield _place_finding(f"digest {number}", channel_id, _lacking(guild, channel_id))
    role_id = settings.curator_role_id
    if role_id is not None and guild.get_role(role_id) is None:
        text = "the curators' role was deleted: `/settings curator-role` chooses another"
        yield Finding(is_good=False, text=text)


def examine_digests(troubles: Iterable[DigestTrouble], shown: Iterable[str]) -> Iterator[Finding]:
    """Yield which digests wait, fail, are late or did not arrive; `shown` tells why, made safe."""
    for trouble, why in zip(troubles, shown, strict=True):
        since = discord.utils.format_dt(trouble.since, "R")
        text = f"digest {trouble.digest.id} {_TROUBLES[trouble.kind].format(since=since)}"
        yield Finding(is_good=False, text=f"{text}: {why}" if why else text)


def examine_feeds(feeds: Iterable[FeedStanding], shown: Iterable[str]) -> Iterator[Finding]:
    """Yield which feeds fail or were given up; `shown` tells name and reason, made safe."""
    n_good = 0
    for standing, what in zip(feeds, shown, strict=True):
        feed = standing.feed
        if feed.is_paused and feed.pause_reason is not None:
            yield Finding(is_good=False, text=f"feed {feed.id} was given up: {what}")
        elif feed.n_failures:
            text = f"feed {feed.id} failed {counted(feed.n_failures, 'time')} in a row: {what}"
            yield Finding(is_good=False, text=text)
        else:
            n_good += 1
    if n_good:
        yield Finding(is_good=True, text=f"{counted(n_good, 'feed')} without trouble")


def examine_corpus(problem: str | None) -> Finding:
    """Say whether a corpus file is sound."""
    if problem is None:
        return Finding(is_good=True, text="the record's file is sound")
    return Finding(is_good=False, text=f"the record's file is damaged: {problem}")


def _place_finding(what: str, channel_id: int, lacking: list[str] | None) -> Finding:
    if lacking is None:
        text = f"{what}: its channel was deleted, or I can no longer see it"
        return Finding(is_good=False, text=text)
    if lacking:
        return Finding(
            is_good=False, text=f"{what}: I lack {', '.join(lacking)} in <#{channel_id}>"
        )
    return Finding(is_good=True, text=f"{what}: I can post in <#{channel_id}>")


def _lacking(guild: discord.Guild, channel_id: int, *, is_log: bool = False) -> list[str] | None:
    place = guild.get_channel_or_thread(channel_id)
    if not isinstance(place, Place):
        return None
    return places.lacking_to_write(place, guild.me) if is_log else places.lacking(place, guild.me)
