"""`/help`: every command, and examples that work."""

import re
from datetime import timedelta

import discord
import pytest
from discord import app_commands

from tests.bot.commands.conftest import TWO_JOHNSONS

pytestmark = pytest.mark.model


async def test_a_member_reads_of_members_commands(ask, member, text_of):
    answer = await ask(member, "help")
    assert answer.ephemeral
    for name in ("quotes", "quote", "entity", "search", "article", "corpus", "help"):
        assert f"`/{name}`  " in text_of(answer)
    assert "`/digest now`" in text_of(answer)
    for name in ("articles add", "digest schedule"):
        assert name not in text_of(answer)


async def test_a_curator_reads_of_curators_commands_too(ask, curator, text_of):
    text = text_of(await ask(curator, "help"))
    assert "**For curators**" in text
    assert "`/articles add`" in text


def parsed(line, bot):
    """An example as Discord would send it: the command and its options."""
    typed = re.search(r"`/(.+?)`", line)[1]
    command = max(
        (c for c in bot.tree.walk_commands() if typed.startswith(c.qualified_name)),
        key=lambda c: len(c.qualified_name),
    )
    names = "|".join(option.display_name for option in getattr(command, "parameters", []))
    rest = typed.removeprefix(command.qualified_name)
    found = re.findall(rf" ({names}):(.+?)(?= (?:{names}):|$)", rest) if names else []
    kinds = {option.display_name: option.type for option in getattr(command, "parameters", [])}
    is_number = discord.AppCommandOptionType.integer
    return command.qualified_name, {
        name: int(value) if kinds[name] is is_number else value for name, value in found
    }


async def test_three_examples_teach_and_each_of_them_works(ask, member, text_of, bot):
    text = text_of(await ask(member, "help"))
    lines = text.partition("**Try**\n")[2].split("\n")[:3]
    asked = [parsed(line, bot) for line in lines]
    assert [command for command, _ in asked] == ["quotes", "check", "search"]
    for command, options in asked:
        answer = await ask(member, command, **options)
        assert not answer.ephemeral, (command, options)  # nothing found would be private


async def test_the_example_of_each_members_command_works(ask, member, text_of, bot, clock):
    text = text_of(await ask(member, "help"))
    names = re.findall(r"^`/(.+?)`  ", text, re.MULTILINE)
    assert {"timeline", "follow add", "quote"} <= set(names)
    private = {"help", "follow add", "follow remove", "follow list", "digest now", "digest list"}
    private |= {"privacy show", "privacy forget-me"}
    for name in names:
        clock.advance(seconds=30)
        told = text_of(await ask(member, "help", command=name))
        if name == "trending":  # five articles of five days long apart: nothing to compare
            assert "**Try**" not in told
            continue
        command, options = parsed(told.partition("**Try**\n")[2], bot)
        assert command == name
        answer = await ask(member, command, **options)
        assert answer.ephemeral is (name in private), (command, options, text_of(answer))


@pytest.mark.parametrize("days_apart", [20, 200])
async def test_the_days_of_an_old_record_are_chosen_so_that_they_can_be_compared(
    ask, member, text_of, bot, guild, put, clock, days_apart
):
    newest = clock.now.date() - timedelta(days=1000)
    for n in range(6):
        name = "Ada Verne" if n < 3 else "Boris Okafor"
        day = newest - timedelta(days=days_apart * (n < 3))
        await put(f"{name} spoke.", {name: (name, "PERSON")}, day)
    for article_id in range(1, 6):
        await bot.corpus.remove_article(guild.id, article_id, by=1)
    told = text_of(await ask(member, "help", command="trending"))
    command, options = parsed(told.partition("**Try**\n")[2], bot)
    answer = await ask(member, command, **options)
    assert not answer.ephemeral
    assert "Ada Verne" in text_of(answer)


async def test_of_two_people_of_one_name_the_example_names_one(
    ask, member, text_of, bot, guild, add_text
):
    for article_id in range(1, 6):
        await bot.corpus.remove_article(guild.id, article_id, by=1)
    await add_text(TWO_JOHNSONS)
    text = text_of(await ask(member, "help"))
    command, options = parsed(text.partition("**Try**\n")[2].split("\n")[0], bot)
    answer = await ask(member, command, **options)
    assert text_of(answer).startswith("### Quotations by **")


async def test_on_an_empty_record_it_says_how_to_begin(ask, curator, text_of, bot, guild):
    for article_id in range(1, 6):
        await bot.corpus.remove_article(guild.id, article_id, by=1)
    text = text_of(await ask(curator, "help"))
    assert "Nothing is on record here yet. A curator adds articles with `/articles add`" in text
    told = text_of(await ask(curator, "help", command="quotes"))
    assert "`/quotes`" in told.partition("**Try**")[2]


async def test_every_command_is_on_the_page(ask, curator, text_of, bot):
    """However many there are, the page is not cut."""
    text = text_of(await ask(curator, "help"))
    assert "…" not in text.replace('…"', "")
    for command in bot.tree.walk_commands():
        if isinstance(command, app_commands.Command):
            assert f"`/{command.qualified_name}`" in text


async def test_one_command_is_explained(ask, member, text_of):
    text = text_of(await ask(member, "help", command="/Quotes"))
    assert text.startswith("### `/quotes`\n")
    assert "- `speaker`: Who said it" in text


async def test_an_unknown_command_is_refused(ask, member, text_of):
    answer = await ask(member, "help", command="frobnicate")
    assert answer.ephemeral
    assert "`/help` lists them" in text_of(answer)


async def test_command_names_complete(channel, member, curator):
    choices = await member.autocomplete(channel, "help", "command", "/qu")
    assert [choice["value"] for choice in choices] == ["quotes", "quote"]
    assert await member.autocomplete(channel, "help", "command", "articles") == []
    offered = await curator.autocomplete(channel, "help", "command", "articles")
    assert {"articles add", "articles remove"} <= {choice["value"] for choice in offered}
