"""What an article or a member may type at us, and what the channel sees of it."""

import pytest

from tests.bot.commands.conftest import HOSTILE

pytestmark = pytest.mark.model

TITLE = "[Click](http://evil.example) @everyone"


@pytest.fixture
async def hostile(add_text):
    return await add_text(HOSTILE, title=TITLE, url="https://gazette.example/a_(b)")


@pytest.mark.usefixtures("hostile")
async def test_an_article_is_shown_as_plain_text(ask, member, text_of):
    answer = await ask(member, "quotes", containing="must read")
    text = text_of(answer)
    assert r"must read \[this\](http\://evil.example) and \|\|that\|\| \<@" in text
    assert "<@1" not in text
    assert "@everyone" not in text


async def test_a_title_keeps_to_its_link(ask, member, text_of, hostile):
    text = text_of(await ask(member, "article", title=f"#{hostile.article.id}"))
    assert "[(Click)(evil.example) @\u2060everyone](https://gazette.example/a_%28b%29)" in text


@pytest.mark.usefixtures("hostile")
async def test_nobody_is_mentioned(ask, member):
    answer = await ask(member, "quotes", containing="must read")
    assert answer.response.message.raw_mentions == []
    assert not answer.response.message.mention_everyone


@pytest.mark.parametrize(
    "typed",
    [
        "@everyone",
        "[x](http://evil.example)",
        "' OR 1=1 --",
        "NEAR(",
        "*",
        "😀",
        "\u202exi",
        "``` x",
    ],
)
async def test_what_is_typed_is_echoed_as_plain_text(ask, member, text_of, typed):
    for command, option in (("quotes", "speaker"), ("search", "query"), ("article", "title")):
        answer = await ask(member, command, **{option: typed})
        assert "\u202e" not in text_of(answer)
        assert "@everyone" not in text_of(answer)
        assert "](http://evil" not in text_of(answer)
