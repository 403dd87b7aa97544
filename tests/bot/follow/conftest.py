"""A server with a follower, in a simulated Discord whose time is the test's own."""

from datetime import timedelta

import pytest

from bot.follow.rounds import FollowRounds
from store.letters import QUIET
from tests.fakes.articles import article

ADA = ("Ada Lovelace", "PERSON")
CHARLES = ("Charles Babbage", "PERSON")
NAMES = {"Ada Lovelace": ADA, "Charles Babbage": CHARLES}


class Server:
    """One server: who follows whom, what is added, and what time it is."""

    def __init__(self, env, guild, channel, clock):
        self.env = env
        self.guild = guild
        self.channel = channel
        self.clock = clock
        self.n_articles = 0
        self.same_time()

    @property
    def follows(self):
        """The bot's follows, also after a restart."""
        return self.env.bot.corpus.follows

    async def add(self, speaker="Ada Lovelace", about="Charles Babbage", *, times=1):
        """Add articles, read by hand, each with one quotation."""
        for _ in range(times):
            self.n_articles += 1
            words = f"engine number {self.n_articles} of {about} weaves patterns"
            text = f"Report {self.n_articles}. “{words},” {speaker} said."
            read = article(
                text,
                names=NAMES,
                said={words: speaker},
                title=f"Report {self.n_articles}",
                url=f"https://gazette.example/{self.n_articles}",
            )
            await self.commit(read)

    async def commit(self, read):
        """Store an article that was read, as adding it does."""
        from store import ingest  # noqa: PLC0415 - only here

        corpus = self.env.bot.corpus
        now = self.clock()
        return await corpus.write(self.guild.id, ingest.commit, read, added_by=1, now=now)

    async def follow(self, member, name="Ada Lovelace"):
        """Follow somebody, as the command does."""
        entity = await self.env.bot.corpus.entity(self.guild.id, name)
        await self.follows.add(self.guild.id, entity.id, user_id=member.id)

    async def tick(self, step=timedelta(0), *, times=1):
        """Let time pass in steps, looking for what followers want after each."""
        rounds = FollowRounds(self.env.bot.corpus, self.env.bot)
        for _ in range(times):
            self.clock.now += step
            self.same_time()
            await rounds.tick()
            await rounds.finish()

    async def tell(self):
        """Let enough time pass for an import to be over."""
        await self.tick(timedelta(0))
        await self.tick(QUIET + timedelta(seconds=1))

    async def letters(self, member):
        """Where each message to a member stands, newest first."""
        from store.queries.follows import list_letters  # noqa: PLC0415 - only here

        return await self.env.bot.corpus.read(self.guild.id, list_letters, member.id)

    def same_time(self):
        """Let the simulated Discord's clock follow the bot's."""
        ahead = (self.clock.now - self.env.now()).total_seconds()
        if ahead > 0:
            self.env.backend.clock.advance(ahead)

    def close(self, member):
        """Let a member take no direct messages."""
        path = f"/channels/{member.user.dm_channel.id}/messages"
        self.env.inject_error("POST", path, status=403, code=50007, times=None)


@pytest.fixture
async def server(env, guild, channel, clock):
    server = Server(env, guild, channel, clock)
    await server.add()
    return server


@pytest.fixture
async def follower(server, member):
    """A member who follows Ada Lovelace."""
    await server.follow(member)
    return member


@pytest.fixture
def inbox(text_of):
    """The words of the direct messages a member got, oldest first."""

    def inbox(member):
        return [text_of(m) for m in member.user.dm_channel.history() if m.author.bot]

    return inbox
