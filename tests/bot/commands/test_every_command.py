"""Every command of members, in each of the situations a server may be in."""

import pytest
from simcord.components import walk_components

from tests.bot.commands.conftest import HOSTILE, TWO_JOHNSONS

pytestmark = pytest.mark.model

# A question of each command that the starter articles answer.
ASKED = {
    "quotes": {"speaker": "Xi Jinping"},
    "quote": {"id": 4},
    "check": {"text": "this is not the time for any kind of business as usual"},
    "entity": {"name": "Xi Jinping"},
    "search": {"query": "sanctions"},
    "article": {"title": "#1"},
    "compare": {"first": "Xi Jinping", "second": "Vladimir Putin"},
    "timeline": {"first": "Xi Jinping"},
    "connections": {"name": "Xi Jinping"},
    "trending": {"days": 7},
    "corpus": {},
    "help": {},
    "follow add": {"name": "Xi Jinping"},
    "follow list": {},
    "follow remove": {"name": "Xi Jinping"},
    "privacy show": {},
    "privacy forget-me": {},
}
PRIVATE = {
    "help",
    "follow add",
    "follow list",
    "follow remove",
    "privacy show",
    "privacy forget-me",
    "trending",  # of five articles nothing can be told
}
BY_NAME = {
    "quotes": "speaker",
    "quote": "speaker",
    "entity": "name",
    "follow add": "name",
}
every_command = pytest.mark.parametrize("command", ASKED)


@pytest.fixture
async def emptied(bot, guild):
    for article_id in range(1, 6):
        await bot.corpus.remove_article(guild.id, article_id, by=1)


@every_command
async def test_on_an_ordinary_day_it_answers(ask, member, text_of, command):
    answer = await ask(member, command, **ASKED[command])
    assert answer.ephemeral is (command in PRIVATE)
    assert text_of(answer)


@every_command
@pytest.mark.usefixtures("emptied")
async def test_on_an_empty_record_it_says_something_useful(ask, member, text_of, command):
    answer = await ask(member, command, **ASKED[command])
    text = text_of(answer)
    assert answer.ephemeral is (command != "corpus")
    if command in {
        "quotes",
        "check",
        "entity",
        "search",
        "article",
        "corpus",
        "follow add",
    }:
        assert text.startswith("### There is no article in this server's record yet")
    assert "Something went wrong" not in text
    assert text


@every_command
async def test_without_permission_to_embed_or_attach_it_answers_all_the_same(
    ask, member, text_of, deny, command
):
    """Answers are texts and buttons; what would be a file is said to be missing."""
    before = text_of(await ask(member, command, **ASKED[command]))
    deny("embed_links", "attach_files")
    answer = await ask(member, command, **ASKED[command])
    assert answer.ephemeral is (command in PRIVATE)
    assert text_of(answer).split("\n")[0] in {
        before.split("\n")[0],
        "### You follow Xi Jinping already",
    }
    assert answer.response.attachments == []


@every_command
async def test_hostile_articles_and_names_mention_nobody(ask, member, text_of, add_text, command):
    await add_text(HOSTILE, title="[Click](http://evil.example) @everyone ||x||")
    options = {
        "quotes": {},
        "quote": {},
        "check": {"text": "everyone must read this and that now"},
        "entity": {"name": "Ada Verne"},
        "search": {"query": "announcements"},
        "article": {"title": "#6"},
        "follow add": {"name": "Ada Verne"},
    }.get(command, ASKED[command])
    answer = await ask(member, command, **options)
    text = text_of(answer)
    assert "@everyone" not in text
    assert "<@1234" not in text
    assert "](http://evil" not in text
    assert answer.response.message.raw_mentions == []


@pytest.mark.parametrize(("command", "option"), BY_NAME.items())
async def test_of_two_people_of_one_name_it_asks_which_also_after_a_restart(
    ask, member, text_of, add_text, restart, command, option
):
    await add_text(TWO_JOHNSONS)
    answer = await ask(member, command, **{option: "Johnson"})
    assert answer.ephemeral
    assert text_of(answer).startswith("### Which “Johnson”?")
    await restart()
    further = await member.click(answer.response, label="Boris Johnson (person)")
    assert "Boris Johnson" in text_of(further)
    assert "Linda" not in text_of(further).split("\n")[0]


async def test_of_two_people_talked_about_it_asks_which(ask, member, text_of, add_text):
    said = "“Boris Johnson and Linda Johnson must settle it,” Ada Verne said on Friday.\n"
    await add_text(f"{TWO_JOHNSONS}\n{said}Ada Verne has been mayor since March.\n")
    answer = await ask(member, "quotes", about="Johnson")
    assert text_of(answer).startswith("### Which “Johnson”?")
    further = await member.click(answer.response, label="Linda Johnson (person)")
    assert text_of(further).startswith("### Quotations about **Linda Johnson**")


@every_command
async def test_a_restart_in_the_middle_leaves_every_button_working(
    ask, member, bot, command, restart
):
    """Whatever can be pressed under an answer is answered by the bot that comes after."""
    answer = await ask(member, command, **ASKED[command])
    await restart()
    parts = list(walk_components(answer.response.components))
    buttons = [part for part in parts if part.get("label") and not part.get("disabled")]
    for button in [part for part in buttons if "jump." not in part["custom_id"]][:2]:
        pressed = await member.click(answer.response, custom_id=button["custom_id"])
        assert pressed.acknowledged, button["label"]
    assert bot.corpus is not None
