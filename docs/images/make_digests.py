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

import simcord
from playwright.async_api import async_playwright

from bot.app import create_bot
from bot.digest.schedule import DigestSchedule
from bot.settings import Settings
from docs.images.make import save
from store.records import DateOrigin, DigestPlan, RawArticle
from tests.bot.test_demo import CHROMIUM
from tests.fakes.set_clock import SetClock

HERE = Path(__file__).parent
WIDTHS = {"wide": 860, "phone": 390}
HEIGHT = 3000
DAYS = ("full", "thin", "empty")
DUE = datetime(2026, 3, 2, 8, tzinfo=UTC)
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
