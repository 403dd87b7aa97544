"""`/help`: every command, and examples that work."""

import re

import pytest

pytestmark = pytest.mark.model

EXAMPLE = re.compile(r"^`/(\w+)(?: (\w+):(.+))?`$", re.MULTILINE)


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


async def test_every_example_works(ask, member, text_of):
    text = text_of(await ask(member, "help"))
    examples = EXAMPLE.findall(text.split("**Try**")[1])
    assert len(examples) >= 5
    for command, option, value in examples:
        answer = await ask(member, command, **({option: value} if option else {}))
        assert not answer.ephemeral, (command, option, value)


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
    assert len(await curator.autocomplete(channel, "help", "command", "articles")) == 3
