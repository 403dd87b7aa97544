"""A server with digests, in a simulated Discord whose time is the test's own."""

from datetime import timedelta

import discord
import pytest
from simcord.backend.models import Overwrite
from simcord.enums import OverwriteType

from bot.cards.digest import digest_card, mark_of
from bot.digest.channels import Letter, send
from bot.digest.schedule import DigestSchedule
from store.records import DigestPlan, RawArticle


class Server:
    """One server: its channel, its curator, its digests, and what time it is there."""

    def __init__(self, env, guild, channel, curator, clock):
        self.env = env
        self.guild = guild
        self.channel = channel
        self.curator = curator
        self.clock = clock
        self.same_time()

    @property
    def messages(self):
        """Where messages are posted to, as a path."""
        return f"/channels/{self.channel.id}/messages"

    def sent(self):
        """Every message the bot tried to post in the channel."""
        wanted = ("POST", self.messages)
        return [r.json for r in self.env.http_requests if (r.method, r.path) == wanted]

    @property
    def digests(self):
        """The bot's digests, also after a restart."""
        return self.env.bot.corpus.digests

    async def tick(self, step=timedelta(0), *, times=1, until=None):
        """Let time pass in steps, looking for due digests after each."""
        schedule = DigestSchedule(self.env.bot.corpus, self.env.bot, self.clock)
        while times > 0 if until is None else self.clock.now < until:
            self.clock.now += step
            self.same_time()
            await schedule.tick()
            await schedule.finish()
            times -= 1

    async def schedule(self, **options):
        """Schedule a digest, five minutes from now in UTC unless told otherwise."""
        due = self.clock.now + timedelta(minutes=5)
        values = {"channel_id": self.channel.id, "local_time": f"{due:%H:%M}", "timezone": "UTC"}
        plan = DigestPlan(**{**values, **options})
        return await self.digests.schedule(self.guild.id, plan, by=self.curator.id)

    async def claim(self):
        """Claim what is due, as a process would that then dies."""
        (job,) = (await self.digests.agenda(self.guild.id)).jobs
        return job, await self.digests.claim(self.guild.id, job)

    async def post_like_the_bot(self, job, post):
        """Post a claimed digest without marking it, as a process would that then dies."""
        composed = await self.digests.compose(self.guild.id, job, post)
        mark = mark_of(job.digest.id, job.local_date)
        letter = Letter(digest_card(composed, footer=mark), mark, post.nonce)
        await send(self.env.bot.get_channel(self.channel.id), letter)

    async def ledger(self):
        """The state and note of every digest's latest date."""
        found = await self.digests.list(self.guild.id)
        return [(s.last.state, s.last.note) for s in found if s.last]

    async def waits(self):
        """Why each digest waits, or None."""
        return [s.digest.pause_reason for s in await self.digests.list(self.guild.id)]

    async def add_article(self, name, said):
        """Add an article in which somebody is quoted."""
        text = (
            f"{name} spoke to reporters in London on Monday about the machines of tomorrow.\n\n"
            f"“{said},” {name} said. “It has no pretensions to originate anything at all.”\n\n"
            "The ministers listened, and nobody left the hall before the evening came.\n"
        )
        raw = RawArticle(text=text, title=f"{name} speaks", url=f"https://example.org/{len(text)}")
        return await self.env.bot.corpus.add(self.guild.id, raw, by=self.curator.id)

    def deny(self, *permissions):
        """Take these permissions, and only these, from the bot in the channel."""
        denied = discord.Permissions(**dict.fromkeys(permissions, True)).value
        me = Overwrite(self.env.bot.user.id, OverwriteType.MEMBER, allow=0, deny=denied)
        self.env.backend.set_overwrite(self.channel.id, me)

    def same_time(self):
        """Let the simulated Discord's clock follow the bot's."""
        ahead = (self.clock.now - self.env.now()).total_seconds()
        self.env.backend.clock.advance(ahead)


@pytest.fixture
def server(env, guild, channel, curator, clock):
    return Server(env, guild, channel, curator, clock)


@pytest.fixture
def posts(text_of):
    """Give the words of the bot's messages in a channel, oldest first."""

    def posts(channel):
        return [text_of(m) for m in channel.history() if m.author.bot]

    return posts


@pytest.fixture
async def logs(env, guild, curator):
    """Give the server a log channel."""
    channel = guild.create_text_channel("logs")
    value = str(channel.id)
    await env.bot.corpus.set_setting(guild.id, "log_channel_id", value, by=curator.id)
    return channel
