"""A curator adds an address, and the article is in the next digest: once, also after a restart."""

import pytest

pytestmark = pytest.mark.model

ADDRESS = "https://news.example.com/harbour"
PAGE = """<!doctype html><html lang="en"><head><title>Port Ellery votes for its harbour</title>
<meta property="article:published_time" content="2026-03-01T08:00:00Z"></head><body>
<nav><a href="/">Home</a></nav><article><h1>Port Ellery votes for its harbour</h1>
<p>The council of Port Ellery voted on Monday for the new harbour, after a debate that went on
until midnight and brought hundreds of residents to the town hall.</p>
<p>“We have waited twenty years for this,” Mayor Olivia Hartwell told reporters on the steps of
the town hall. “Nobody will lose a home because of the harbour.”</p>
<p>Councillor Desmond Achterberg said the costs had been hidden from the public until the very
last day before the vote.</p></article></body></html>"""


class Newsroom:
    """A server with a curator, an article on the network, and a digest at six."""

    def __init__(self, ask, curator, channel, text_of):
        self.ask = ask
        self.curator = curator
        self.channel = channel
        self.text_of = text_of

    async def add(self):
        """What the curator reads after adding the article."""
        return self.text_of(await self.ask(self.curator, "articles add", url=ADDRESS))

    async def schedule(self):
        """A digest every day at six in the evening."""
        await self.ask(self.curator, "digest schedule", time="18:00")

    def posts(self):
        """The text of every message in the channel, the first one first."""
        return [self.text_of(message) for message in self.channel.history()]


@pytest.fixture
def newsroom(ask, curator, channel, text_of, pages):
    pages.put(ADDRESS, PAGE)
    return Newsroom(ask, curator, channel, text_of)


@pytest.fixture
def look(env, clock):
    """Let time pass, and the schedule look what is due."""

    async def look(**later):
        clock.advance(**later)
        await env.bot.schedule.tick()
        await env.bot.schedule.finish()

    return look


async def test_the_curator_reads_what_was_found(newsroom):
    said = await newsroom.add()
    assert "Port Ellery votes for its harbour" in said
    assert "Olivia Hartwell" in said


async def test_an_added_article_is_in_the_next_digest(newsroom, look):
    await newsroom.add()
    await newsroom.schedule()
    await look(hours=5)
    assert newsroom.posts() == []
    await look(hours=1, minutes=1)
    (post,) = newsroom.posts()
    assert "Port Ellery votes for its harbour" in post
    assert "Nobody will lose a home" in post


async def test_it_is_posted_once_however_often_one_looks(newsroom, look, restart):
    await newsroom.schedule()
    await newsroom.add()
    await look(hours=6, minutes=1)
    await look(minutes=1)
    await restart()
    await look(minutes=1)
    assert len(newsroom.posts()) == 1


async def test_the_next_digest_does_not_call_it_new(newsroom, look, restart):
    await newsroom.schedule()
    await newsroom.add()
    await look(hours=6, minutes=1)
    await restart()
    await look(days=1)
    first, second = newsroom.posts()
    assert "1 article and 3 quotations since" in first
    assert "Port Ellery votes" in first
    assert "New on record" not in second
    assert "Port Ellery votes" not in second


async def test_what_was_added_is_found_at_once(newsroom, ask, member, text_of):
    await newsroom.add()
    found = text_of(await ask(member, "quotes", speaker="Olivia Hartwell"))
    assert "Nobody will lose a home" in found
    assert "Port Ellery votes for its harbour" in found
    assert "Port Ellery votes" in text_of(await ask(member, "search", query="harbour"))


async def test_adding_it_again_names_the_first(newsroom, bot, guild):
    await newsroom.add()
    assert "in the record already, as number 6" in await newsroom.add()
    assert (await bot.corpus.stats(guild.id)).n_articles == 6


async def test_a_removed_article_is_not_in_the_digest(newsroom, look, ask, curator):
    await newsroom.schedule()
    await newsroom.add()
    await ask(curator, "articles remove", title="(#6)")
    await look(hours=6, minutes=1)
    (post,) = newsroom.posts()
    assert "Port Ellery" not in post


async def test_a_member_is_not_offered_what_curators_do(member, curator, channel):
    offered = member.available_commands(channel)
    assert "quotes" in offered
    assert "articles add" not in offered
    assert "articles add" in curator.available_commands(channel)
