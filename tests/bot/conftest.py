"""The real bot in a simulated Discord: seeds in its corpus, texts read in a thread.

    async def test_the_speaker_is_named(ask, member, text_of):
        answer = await ask(member, "quotes", speaker="Xi Jinping")
        assert "Xi Jinping" in text_of(answer)

A test fails when the bot answered an error nobody expected, even if the test did not look.
"""

import asyncio
import logging
import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime

import discord
import pytest
import simcord
from simcord.backend.models import Overwrite
from simcord.components import walk_components
from simcord.enums import OverwriteType

from bot import messages
from bot.app import create_bot
from bot.corpus import Corpus
from bot.settings import Settings
from store.errors import FetchError
from store.intake.page import FetchedPage
from tests.fakes.set_clock import SetClock

# When the starter articles were added: no digest of a test calls them new.
LONG_AGO = datetime(2026, 1, 1, 12, 0, tzinfo=UTC)


class CannedPages:
    """What the network would send, by address; an exception is raised instead."""

    def __init__(self):
        self._pages = {}
        self._before = {}
        self.asked = []

    def put(self, url, body, *, content_type="text/html", charset="utf-8", before=None, etag=None):
        page = FetchedPage(url, url, content_type, charset, body.encode(charset), etag)
        self._pages[url] = page
        self._before[url] = before

    def fail(self, url, error):
        self._pages[url] = error

    async def __call__(self, url, *, kinds=None, headers=None):
        del kinds
        self.asked.append(url)
        before = self._before.get(url)
        if before is not None:  # a page that comes when the test lets it
            await before()
        found = self._pages.get(url, FetchError(url, "there is no such page"))
        if isinstance(found, Exception):
            raise found
        if found.etag and (headers or {}).get("If-None-Match") == found.etag:
            return replace(found, body=b"", is_unchanged=True)
        return found


@pytest.fixture
def logging_as_before():
    """Whatever a test does to the log is undone."""
    names = ["", "bot", "discord", "apscheduler", "aiohttp", "asyncio"]
    names += ["discord.http", "discord.gateway"]
    loggers = [logging.getLogger(name) for name in names]
    before = [(one.level, list(one.handlers)) for one in loggers]
    yield
    for one, (level, handlers) in zip(loggers, before, strict=True):
        one.setLevel(level)
        one.handlers[:] = handlers


@pytest.fixture(scope="session")
def reading_thread():
    with ThreadPoolExecutor(1, thread_name_prefix="reading") as executor:
        yield executor


@pytest.fixture(scope="session")
def starter(tmp_path_factory, reading_thread):
    """The starter corpus, built once a session the way the bot builds it."""
    settings = Settings(corpora_dir=tmp_path_factory.mktemp("starter"))

    async def build():
        corpus = Corpus(
            settings, clock=SetClock(LONG_AGO), fetch=CannedPages(), executor=reading_thread
        )
        try:
            return await corpus.starter()
        finally:
            await corpus.close()

    return asyncio.run(build())


@pytest.fixture
def pages():
    return CannedPages()


@pytest.fixture
def settings(tmp_path, starter):
    """Settings over a folder of the test's own, with the starter corpus in it."""
    folder = tmp_path / "corpora"
    folder.mkdir()
    shutil.copy(starter, folder / starter.name)
    return Settings(corpora_dir=folder)


@pytest.fixture
async def make_bot(settings, clock, pages, reading_thread):
    """A maker of bots over the same folder; each is closed after the test."""
    made = []

    def make():
        made.append(create_bot(settings, clock=clock, executor=reading_thread, fetch=pages))
        return made[-1]

    yield make
    for bot in made:
        await bot.close()


class Unexpected(logging.Handler):
    """Keeps what the bot logs as unexpected, also of buttons and forms."""

    def __init__(self):
        super().__init__(logging.ERROR)
        self.errors = []

    def emit(self, record):
        if record.exc_info and record.getMessage().startswith("unexpected"):
            self.errors.append(record.exc_info[1])


@pytest.fixture
async def env(make_bot):
    env = simcord.Env(make_bot(), check_errors=False, settle_timeout=20)
    unexpected, log = Unexpected(), logging.getLogger("bot.client")
    log.addHandler(unexpected)
    await env.start()
    yield env
    await env.shutdown()
    log.removeHandler(unexpected)
    bugs = [error for error in env.errors if messages.explain(error) is None]
    bugs += [error for error in unexpected.errors if error not in bugs]
    if bugs:
        raise ExceptionGroup("the bot met errors nobody expected", bugs)


@pytest.fixture
def bot(env):
    return env.bot


@pytest.fixture
async def guild(env):
    guild = env.create_guild("The Newsroom")
    await env.settle()
    return guild


@pytest.fixture
def channel(guild):
    return guild.create_text_channel("on-the-record")


@pytest.fixture
def member(env, guild):
    """Somebody without any rights of their own."""
    return guild.add_member(env.create_user("member"))


@pytest.fixture
def curator(env, guild):
    """Somebody who may manage the server."""
    role = guild.create_role("Curators", permissions=discord.Permissions(manage_guild=True))
    return guild.add_member(env.create_user("curator"), roles=[role])


@pytest.fixture
def ask(channel):
    """The slash-commands, for whoever is given first, with their options."""

    async def ask(actor, command, /, **options):
        return await actor.slash(channel, command, **options)

    return ask


@pytest.fixture
def restart(env, make_bot):
    """A second bot over the same files, in place of the first."""

    async def restart():
        old = env.bot
        await env.restart_bot(make_bot())
        await old.corpus.close()
        return env.bot

    return restart


@pytest.fixture
def deny(env, channel):
    """Takes permissions, and only these, from the bot in the channel."""

    def deny(*permissions):
        denied = discord.Permissions(**dict.fromkeys(permissions, True)).value
        me = Overwrite(env.bot.user.id, OverwriteType.MEMBER, allow=0, deny=denied)
        env.backend.set_overwrite(channel.id, me)

    return deny


@pytest.fixture
def answers_of():
    """Every message an interaction was answered with, the first one first."""

    def answers_of(answer):
        first = [answer.response] if answer.response is not None else []
        return [*first, *answer.followups]

    return answers_of


@pytest.fixture
def text_of(answers_of):
    """All the words of a message, or of an interaction's latest answer: content and card.

    A space at which a line may not break is a space like any other here.
    """

    def text_of(answer):
        message = (
            answers_of(answer)[-1] if isinstance(answer, simcord.InteractionResult) else answer
        )
        parts = [part.get("content") for part in walk_components(_raw(message))]
        words = "\n".join(text for text in (message.content, *parts) if text)
        return words.replace("\u00a0", " ")

    return text_of


def _raw(message):
    """A message's components as they were sent, from our test's or discord.py's message."""
    return [part if isinstance(part, dict) else part.to_dict() for part in message.components]
