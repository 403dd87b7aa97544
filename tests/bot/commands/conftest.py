"""Articles made up for the tests, and what a member sees besides words."""

import itertools
from datetime import date

import discord
import pytest
from simcord.components import walk_components

from store import ingest
from store.records import DateOrigin, RawArticle
from tests.fakes.articles import article

TWO_JOHNSONS = """\
The two parties met in the old town hall on Tuesday to settle the budget.

“The bridge will be paid for this year,” Boris Johnson said after the meeting. Boris Johnson
has led the council since March.

“The bridge can wait until the schools are repaired,” Linda Johnson said. Linda Johnson
leads the opposition.
"""
HOSTILE = """\
The council met on Tuesday to hear complaints about its own announcements.

“@everyone must read [this](http://evil.example) and ||that|| <@123456789012345678> now,”
Ada Verne said after the meeting. Ada Verne has been mayor since March.
"""


@pytest.fixture
def add_text(bot, guild):
    """Puts an article on record."""

    async def add_text(text, *, title="Council meets", **values):
        raw = RawArticle(text=text, title=title, source="a test", **values)
        return await bot.corpus.add(guild.id, raw, by=1)

    return add_text


@pytest.fixture
async def two_johnsons(add_text):
    """An article in which two people of one name are quoted."""
    return await add_text(
        TWO_JOHNSONS,
        title="Budget talks in the town hall",
        url="https://gazette.example/budget",
        published_on=date(2026, 2, 27),
        date_origin=DateOrigin.METADATA,
    )


@pytest.fixture
def labels_of():
    """The labels of a message's buttons, in order; those that cannot be pressed in brackets."""

    def labels_of(message):
        buttons = [part for part in walk_components(message.components) if part.get("label")]
        return [f"({b['label']})" if b.get("disabled") else b["label"] for b in buttons]

    return labels_of


@pytest.fixture
def let_in(bot, guild):
    """Lets somebody see a curators' command or group, as a server may do in its settings."""

    async def let_in(name, who):
        commands = await bot.tree.fetch_commands()
        command = next(command for command in commands if command.name == name)
        guild.set_command_permissions(command, {who: True})

    return let_in


@pytest.fixture
def put(bot, guild, clock):
    """Puts an article that needs no reading on record: its words, names in them, its day."""
    count = itertools.count(1)

    async def put(words, names, day=None, **values):
        number = next(count)
        # The words come first: offsets of names and quotations are found in them.
        one = article(f"{words}\nReport {number}.", names=names, published_on=day, **values)
        return await bot.corpus.write(guild.id, ingest.commit, one, added_by=1, now=clock())

    return put


@pytest.fixture
def channel_without(guild, bot):
    """A channel in which the bot lacks a permission."""

    def channel_without(permission):
        denied = discord.PermissionOverwrite(**{permission: False})
        return guild.create_text_channel(f"no-{permission}", overwrites={bot.user: denied})

    return channel_without


@pytest.fixture
async def archivist(env, guild, bot):
    """Somebody without rights, but with the role that the server chose for its curators."""
    role = guild.create_role("Archivists", permissions=discord.Permissions.none())
    await bot.corpus.set_setting(guild.id, "curator_role_id", role.id, by=1)
    return guild.add_member(env.create_user("archivist"), roles=[role])
