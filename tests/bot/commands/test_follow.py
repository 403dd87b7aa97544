"""`/follow`: asking for direct messages, and ending them."""

import pytest

from store.letters import MOST_FOLLOWS

pytestmark = pytest.mark.model


async def test_following_somebody_says_what_will_happen(ask, member, text_of):
    answer = await ask(member, "follow add", name="Xi Jinping")
    assert answer.ephemeral
    assert text_of(answer).startswith("### You follow Xi Jinping\n")
    assert "I write to you directly" in text_of(answer)


async def test_following_twice_says_so(ask, member, text_of):
    await ask(member, "follow add", name="Xi Jinping")
    answer = await ask(member, "follow add", name="Xi")
    assert text_of(answer).startswith("### You follow Xi Jinping already")


@pytest.mark.usefixtures("two_johnsons")
async def test_of_two_people_of_one_name_one_is_chosen_after_a_restart(
    ask, member, text_of, restart
):
    answer = await ask(member, "follow add", name="Johnson")
    assert answer.ephemeral
    assert text_of(answer).startswith("### Which “Johnson”?")
    await restart()
    further = await member.click(answer.response, label="Linda Johnson (person)")
    assert text_of(further).startswith("### You follow Linda Johnson\n")
    assert "**Linda Johnson**" in text_of(await ask(member, "follow list"))


async def test_an_unknown_name_offers_the_nearest(ask, member, text_of):
    answer = await ask(member, "follow add", name="Xi Jinpin")
    assert answer.ephemeral
    assert text_of(answer).startswith("### Nobody on record as “Xi Jinpin”")
    further = await member.click(answer.response, label="Xi Jinping")
    assert text_of(further).startswith("### You follow Xi Jinping\n")


async def test_the_list_shows_only_ones_own(ask, member, curator, text_of):
    await ask(member, "follow add", name="Xi Jinping")
    await ask(curator, "follow add", name="John Kirby")
    listed = await ask(member, "follow list")
    assert listed.ephemeral
    text = text_of(listed)
    assert text.startswith("### You follow\n-# 1 of 25 at most")
    assert "- **Xi Jinping** · person · since <t:" in text
    assert "Kirby" not in text


async def test_an_empty_list_says_how_to_begin(ask, member, text_of):
    assert "`/follow add`" in text_of(await ask(member, "follow list"))


async def test_as_many_as_a_menu_holds_can_be_followed_and_no_more(
    ask, member, text_of, bot, guild
):
    refs = await bot.corpus.complete_names(guild.id, "")
    for ref in refs[:MOST_FOLLOWS]:
        await bot.corpus.follows.add(guild.id, ref.id, user_id=member.id)
    listed = await ask(member, "follow list")
    assert f"-# {MOST_FOLLOWS} of {MOST_FOLLOWS} at most" in text_of(listed)
    others = ("John Kirby", "Qin Gang", "Macron", "Poland", "Iran")
    answers = [text_of(await ask(member, "follow add", name=name)) for name in others]
    assert any("as many as I can keep for one member" in text for text in answers)


async def test_removing_by_name_by_number_or_by_part(ask, member, text_of):
    for asked in ("xi jinping", "Jinping"):
        await ask(member, "follow add", name="Xi Jinping")
        answer = await ask(member, "follow remove", name=asked)
        assert answer.ephemeral
        assert text_of(answer).startswith("### You follow Xi Jinping no longer")
    assert "You follow nobody here" in text_of(await ask(member, "follow list"))


async def test_what_completes_is_what_is_followed(ask, member, channel, text_of):
    await ask(member, "follow add", name="Xi Jinping")
    choices = await member.autocomplete(channel, "follow remove", "name", "xi")
    assert [choice["name"] for choice in choices] == ["Xi Jinping"]
    answer = await ask(member, "follow remove", name=choices[0]["value"])
    assert text_of(answer).startswith("### You follow Xi Jinping no longer")
    assert await member.autocomplete(channel, "follow remove", "name", "xi") == []


async def test_removing_somebody_not_followed_says_who_is(ask, member, text_of):
    await ask(member, "follow add", name="Xi Jinping")
    answer = await ask(member, "follow remove", name="@everyone **x**")
    assert "You follow Xi Jinping." in text_of(answer)
    assert "@everyone" not in text_of(answer)


@pytest.mark.usefixtures("two_johnsons")
async def test_of_two_followed_by_one_name_the_menu_ends_one(ask, member, text_of, restart):
    for name in ("Linda Johnson", "Boris Johnson", "Xi Jinping"):
        await ask(member, "follow add", name=name)
    answer = await ask(member, "follow remove", name="Johnson")
    assert "You follow Linda Johnson, Boris Johnson." in text_of(answer)
    await restart()
    menu = next(
        part
        for row in answer.response.components
        for part in row.get("components", [])
        if part.get("custom_id") == "unfollow"
    )
    boris = next(o["value"] for o in menu["options"] if o["label"] == "Boris Johnson")
    await member.select(answer.response, [boris], custom_id="unfollow")
    assert "Boris Johnson" not in text_of(answer)
    assert "Linda Johnson" in text_of(answer)


async def test_who_is_no_longer_in_the_record_stays_listed(ask, member, text_of, bot, guild):
    await ask(member, "follow add", name="Xi Jinping")
    for article_id in range(1, 6):
        await bot.corpus.remove_article(guild.id, article_id, by=1)
    assert "not in the record now" in text_of(await ask(member, "follow list"))


async def test_a_hostile_name_is_shown_as_text(ask, member, text_of):
    answer = await ask(member, "follow add", name="<@123456789012345678> ||x||")
    assert answer.ephemeral
    assert "<@123" not in text_of(answer)
