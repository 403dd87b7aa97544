"""A stage for pictures: the real bot in a simulated Discord, and a browser that looks at it.

One job: give a command in a server of its own, and photograph what a reader's Discord shows of
the answer, as wide as a desk's window and as narrow as a phone.
"""

from __future__ import annotations

import io
import shutil
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, cast

import discord
import simcord
from PIL import Image
from playwright.async_api import async_playwright

from bot.app import create_bot
from bot.settings import Settings
from tests.bot.test_demo import CHROMIUM
from tests.fakes.set_clock import SetClock

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from playwright.async_api import Browser

    from bot.client import OnRecord
    from bot.corpus import Corpus

HERE = Path(__file__).parent
WIDTHS = {"": 860, "-phone": 390}
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)  # so that a picture taken anew is the same
N_COLOURS = 255  # flat colours: a third of the bytes, no visible difference
_HEIGHT = 4000
_SETTLED_MS = 600  # until the channel has scrolled and its pictures are there


@dataclass(frozen=True, slots=True)
class Server:
    """A server with its own corpus: a member and a curator in a channel."""

    env: simcord.Env
    clock: SetClock
    guild: simcord.GuildHandle
    channel: simcord.ChannelHandle
    member: simcord.MemberActor
    curator: simcord.MemberActor

    @property
    def corpus(self) -> Corpus:
        """The bot's corpora."""
        return cast("OnRecord", self.env.bot).corpus

    def pass_time(self, seconds: float) -> None:
        """Let it become later, for the bot and for Discord."""
        self.clock.advance(seconds=seconds)
        self.env.backend.advance_clock(seconds)


class Stage:
    """The bot, its simulated Discord, and the browser."""

    def __init__(self, env: simcord.Env, clock: SetClock, corpora: Path, browser: Browser) -> None:
        self._env = env
        self._clock = clock
        self._corpora = corpora
        self._browser = browser

    async def server(self, corpus: Path) -> Server:
        """A new server, whose record is a copy of this file."""
        guild = self._env.create_guild("The Newsroom")
        shutil.copy(corpus, self._corpora / f"{guild.id}.db")
        await self._env.settle()
        await self._env.bot.corpus.make(guild.id)
        role = guild.create_role("Curators", permissions=discord.Permissions(manage_guild=True))
        member = guild.add_member(self._env.create_user("reader"))
        curator = guild.add_member(self._env.create_user("curator"), roles=[role])
        channel = guild.create_text_channel("on-the-record")
        await self._env.settle()
        return Server(self._env, self._clock, guild, channel, member, curator)

    async def photograph(
        self, channel: simcord.ChannelHandle, viewer: simcord.MemberActor | simcord.UserHandle
    ) -> dict[str, bytes]:
        """The channel's last message, at each width."""
        async with self._env.preview(channel, viewers=[viewer], layout="channel") as preview:
            return {
                suffix: await self._message(preview.url, width) for suffix, width in WIDTHS.items()
            }

    async def _message(self, url: str, width: int) -> bytes:
        page = await self._browser.new_page(viewport={"width": width, "height": _HEIGHT})
        try:
            await page.goto(url)
            await page.locator('#preview-app[aria-busy="false"]').wait_for()
            message = page.locator("article.channel-message").last
            await message.wait_for()
            await page.wait_for_timeout(_SETTLED_MS)
            await message.screenshot()  # the first one scrolls to it
            await page.wait_for_timeout(_SETTLED_MS)
            return await message.screenshot()
        finally:
            await page.close()


@asynccontextmanager
async def raised(corpora: Path) -> AsyncIterator[Stage]:
    """The stage; its corpora are kept in that folder."""
    clock = SetClock(NOON)
    async with AsyncExitStack() as stack:
        bot = create_bot(Settings(corpora_dir=corpora), clock=clock)
        stack.push_async_callback(bot.close)
        env = simcord.Env(bot, check_errors=False, settle_timeout=120)
        env.backend.bot_user.name = "On Record"
        env.backend.advance_clock((clock() - env.now()).total_seconds())
        await bot.corpus.starter()
        await env.start()
        stack.push_async_callback(env.shutdown)
        playwright = await stack.enter_async_context(async_playwright())
        browser = await playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        stack.push_async_callback(browser.close)
        yield Stage(env, clock, corpora, browser)


def save(png: bytes, path: Path) -> None:
    """Save a picture in few colours."""
    picture = Image.open(io.BytesIO(png)).convert("RGB").quantize(N_COLOURS, kmeans=2)
    picture.save(path, optimize=True)
