"""A digest's picture: with alternative text where it can be shown, and done without elsewhere."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, closing
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.cards.digest import PICTURE
from bot.corpus.charts import Charts
from bot.digest.schedule import DigestSchedule
from store import ingest
from store.database import open_corpus
from store.records import DigestPlan
from store.writes.digests import schedule_digest
from tests.bot.digest.test_loopback import Request
from tests.fakes.articles import article
from tests.fakes.discord_rules import validate
from tests.fakes.discord_server import BOT_ID, FORUM, GUILD_ID, DiscordServer
from tests.fakes.loopback_client import connected
from tests.fakes.pictures import opened
from tests.fakes.plain_corpus import PlainCorpus
from tests.fakes.set_clock import SetClock

NEWS, POSTS = 10, 11
DUE = datetime(2026, 3, 2, 8, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
XI = ("Xi Jinping", "PERSON")
ADMINISTRATOR, ATTACH, EMBED = 1 << 3, 1 << 15, 1 << 14


def write_corpus(path, n_weeks=6):
    """An article for each of the last weeks, and three that are new; all name Xi."""
    days = [date(2026, 3, 1) - timedelta(weeks=n) for n in range(n_weeks, 0, -1)]
    with closing(open_corpus(path)) as db:
        for n, day in enumerate([*days, *[date(2026, 3, 1)] * 3]):
            text = f"“We agree on point {n} of it,” Xi said. Everybody listened."
            said = {f"We agree on point {n} of it": "Xi"}
            annotated = article(text, names={"Xi": XI}, said=said, published_on=day)
            is_new = n >= len(days)
            added = DUE - timedelta(hours=3) if is_new else DUE - timedelta(days=9)
            ingest.commit(db, annotated, added_by=None, now=added)
        for place in (NEWS, POSTS):
            plan = DigestPlan(channel_id=place, local_time="08:00", timezone="UTC")
            schedule_digest(db, plan, by=1, now=DUE - timedelta(hours=2))


@asynccontextmanager
async def posted(folder, *, charts=None, late=MINUTE, denied=0, n_weeks=6):
    """What a Discord holds after a look for what is due."""
    clock = SetClock(DUE + late)
    write_corpus(folder / f"{GUILD_ID}.db", n_weeks)
    rule = {"id": str(BOT_ID), "type": 1, "allow": "0", "deny": str(denied)}
    with ThreadPoolExecutor(1) as executor:
        corpus = PlainCorpus(folder, clock, charts=charts or Charts(executor=executor))
        async with DiscordServer(clock) as discord:
            discord.add_channel(NEWS, "news", permission_overwrites=[rule])
            discord.add_channel(POSTS, "digests", FORUM, permission_overwrites=[rule])
            guild = discord.guild()
            (everyone,) = guild["roles"]
            everyone["permissions"] = str(int(everyone["permissions"]) & ~ADMINISTRATOR)
            async with connected(discord.base, guild) as client:
                schedule = DigestSchedule(corpus, client, clock)
                await schedule.tick()
                await schedule.finish()
            yield discord
        await corpus.close()


def galleries(discord):
    """The pictures' places in what was posted, in the order of the channels."""
    return [
        part["items"]
        for place in (NEWS, POSTS)
        for message in discord.messages[place]
        for card in message["components"]
        for part in card.get("components", [])
        if part["type"] == 12
    ]


async def test_the_last_weeks_of_those_who_rose_are_drawn_and_told_in_words(tmp_path):
    async with posted(tmp_path) as discord:
        assert [name for name, _ in discord.uploads] == [PICTURE, PICTURE]
        for _, png in discord.uploads:
            opened(png)
        for (item,) in galleries(discord):
            assert item["media"]["url"] == f"attachment://{PICTURE}"
            assert "Xi Jinping" in item["description"]
        assert len(galleries(discord)) == 2
        assert validate(Request(*request) for request in discord.requests) == []


@pytest.mark.parametrize("denied", [ATTACH, EMBED])
async def test_where_files_may_not_be_attached_it_is_posted_without(tmp_path, denied):
    async with posted(tmp_path, denied=denied) as discord:
        assert discord.uploads == galleries(discord) == []
        assert len(discord.posts(NEWS)) == len(discord.posts(POSTS)) == 1


@pytest.mark.parametrize(
    "how",
    [{"charts": Charts(library="none of that name")}, {"late": 3 * MINUTE}, {"n_weeks": 0}],
    ids=["no library", "late already", "a single week"],
)
async def test_it_is_done_without_when_it_cannot_be_or_would_hold_up_others(tmp_path, how):
    async with posted(tmp_path, **how) as discord:
        assert discord.uploads == galleries(discord) == []
        assert len(discord.posts(NEWS)) == 1
