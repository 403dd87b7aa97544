"""Make the pictures of digests: a full, a thin and an empty day, wide and as on a phone.

    .venv/bin/python -m docs.images.make_digests

The real bot posts them in a simulated Discord, on three days one after the other; the articles
are the starter articles, and one made up. Needs Chromium. Look at what comes out before
committing it.
"""

from __future__ import annotations

import asyncio
import tempfile
from contextlib import AsyncExitStack
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import simcord
from playwright.async_api import async_playwright

from bot.app import create_bot
from bot.digest.schedule import DigestSchedule
from bot.settings import Settings
from docs.images.stage import save
from store.records import DateOrigin, DigestPlan, RawArticle
from tests.bot.test_demo import CHROMIUM
from tests.fakes.set_clock import SetClock

if TYPE_CHECKING:
    from bot.client import OnRecord

HERE = Path(__file__).parent
WIDTHS = {"wide": 860, "phone": 390}
HEIGHT = 3000
DAYS = ("full", "thin", "empty", "rising")
N_WEEKS = 7
DUE = datetime(2026, 3, 2, 8, tzinfo=UTC)
SAID = (
    "The harbour stays open to every ship that needs it",
    "Repairs to the northern pier begin before the winter storms",
    "Nobody should pay for a mistake that the ministry made",
    "Fishermen from three villages have asked us for new berths",
    "The council will publish every invoice for the new crane",
    "Ferries leave every hour as soon as the channel is dredged",
    "Customs officers are welcome here on every day but Sunday",
    "A town without its harbour would be a town without bread",
    "Trains will reach the quay in time for the summer market",
    "We have waited long enough for an answer from the capital",
)
MADE_UP = """\
The harbour stays open to every ship, whatever the ministry decides, the mayor said on Monday.

“The harbour stays open to every ship that needs it,” Ada Verne told reporters in Genoa. “Nobody
who asks for help will be turned away from this town.”

Verne added that the council would pay for the repairs until the ministry did. The minister, Paul
Reed, said that the decision was not the mayor's to take.
"""


async def main() -> None:
    """Post three digests, and keep a picture of each."""
    clock = SetClock(DUE - timedelta(hours=1))
    async with AsyncExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        bot = create_bot(Settings(corpora_dir=Path(folder)), clock=clock)
        env = simcord.Env(bot, check_errors=False, settle_timeout=120)
        env.backend.bot_user.name = "On Record"
        env.backend.advance_clock((clock() - env.now()).total_seconds())
        await bot.corpus.starter()
        await env.start()
        stack.push_async_callback(env.shutdown)
        guild = env.create_guild("The Newsroom")
        await bot.corpus.make(guild.id)
        await env.settle()
        for name in DAYS:
            channel = guild.create_text_channel(name)
            await env.settle()
            await post_in(env, clock, guild.id, channel.id, name)
            clock.now += timedelta(hours=23)
            env.backend.advance_clock(23 * 3600)
            await show(stack, env, guild, channel, name)


async def post_in(
    env: simcord.Env, clock: SetClock, guild_id: int, channel_id: int, name: str
) -> None:
    """Schedule a digest for eight o'clock in a channel, let it be posted, and take it back."""
    bot = env.bot
    if name == "rising":
        await add_weeks(bot, clock, guild_id)
    if name == "thin":
        raw = RawArticle(
            MADE_UP,
            title="Mayor keeps the harbour open",
            url="https://news.example/harbour",
            publisher="Harbour Gazette",
            published_on=date(2026, 3, 2),
            date_origin=DateOrigin.METADATA,
        )
        await bot.corpus.add(guild_id, raw, by=1)
    plan = DigestPlan(channel_id, "08:00", "UTC")
    digest = await bot.corpus.digests.schedule(guild_id, plan, by=1)
    clock.now += timedelta(hours=1, seconds=10)
    env.backend.advance_clock(3610)
    schedule = DigestSchedule(bot.corpus, bot, clock)
    await schedule.tick()
    await schedule.finish()
    await bot.corpus.digests.remove(guild_id, digest.id, by=1)
    await env.settle()


async def add_weeks(bot: OnRecord, clock: SetClock, guild_id: int) -> None:
    """Put on record what a mayor said week after week, and three articles of today."""
    today = clock().date()
    days = [today - timedelta(weeks=n) for n in range(N_WEEKS, 0, -1)] + [today] * 3
    for n, (said, day) in enumerate(zip(SAID, days, strict=True)):
        text = f"Ada Verne spoke in Genoa about the harbour.\n\n“{said},” Ada Verne said.\n\n"
        text += f"The minister, Paul Reed, was in Genoa as well. That was meeting {n}.\n"
        raw = RawArticle(
            text,
            title=f"The mayor on meeting {n}",
            url=f"https://news.example/mayor/{n}",
            published_on=day,
            date_origin=DateOrigin.METADATA,
        )
        if day == today and days[n - 1] != today:
            clock.now += timedelta(hours=2)  # what came before is no news
        elif n == 0:
            clock.now -= timedelta(hours=2)
        await bot.corpus.add(guild_id, raw, by=1)


async def show(
    stack: AsyncExitStack,
    env: simcord.Env,
    guild: simcord.GuildHandle,
    channel: simcord.ChannelHandle,
    name: str,
) -> None:
    """Keep pictures of the channel's last message."""
    del stack
    reader = guild.add_member(env.create_user(f"reader-{name}"))
    await env.settle()
    async with env.preview(channel, viewers=[reader], layout="channel") as preview:
        for how, width in WIDTHS.items():
            png = await photographed(preview.url, width)
            save(png, HERE / f"digest-{name}-{how}.png")


async def photographed(url: str, width: int) -> bytes:
    """Return a picture of the last message of a page, as wide as that."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        try:
            page = await browser.new_page(viewport={"width": width, "height": HEIGHT})
            await page.goto(url)
            await page.locator('#preview-app[aria-busy="false"]').wait_for()
            message = page.locator("article.channel-message").last
            await message.wait_for()
            await page.wait_for_timeout(800)  # the picture inside
            return await message.screenshot()
        finally:
            await browser.close()


if __name__ == "__main__":
    asyncio.run(main())
