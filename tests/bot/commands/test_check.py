"""`/check` and "Check quotation": what the record shows of what somebody wrote."""

import pytest

from tests.bot.commands.conftest import HOSTILE

EXACT = "The bridge will be paid for this year"
MENU = "Check quotation"

pytestmark = [pytest.mark.model, pytest.mark.usefixtures("two_johnsons")]


@pytest.fixture
def check_message(channel, member):
    """A message that somebody sent, checked through its Apps menu."""

    async def check_message(text):
        message = await member.send(channel, text)
        return await member.context_menu(channel, MENU, message)

    return check_message


async def test_the_same_words_are_exact_whatever_their_marks(ask, member, text_of):
    answer = await ask(member, "check", text=f"'{EXACT.upper()}!'")
    text = text_of(answer)
    assert not answer.ephemeral
    assert text.startswith("### Exact: on record word for word\n")
    assert "**Boris Johnson** *said*" in text
    assert "[Budget talks in the town hall](https://gazette.example/budget)" in text
    assert "27 February 2026" in text


async def test_altered_words_are_marked(ask, member, text_of):
    answer = await ask(member, "check", text="The bridge will not be paid for this year")
    assert text_of(answer).startswith("### Altered")
    assert "> The bridge will **not** be paid for this year" in text_of(answer)
    assert not answer.ephemeral


async def test_a_true_part_of_a_longer_claim_is_partly_on_record(ask, member, text_of):
    text = "I promised this to my mother long ago and the bridge will be paid for by the pirates"
    answer = await ask(member, "check", text=text)
    assert text_of(answer).startswith("### Partly on record")


async def test_the_other_johnson_is_told_apart(ask, member, text_of):
    answer = await ask(member, "check", text=f"“{EXACT}” — Linda Johnson")
    text = text_of(answer)
    assert text.startswith("### Wrong speaker?\nThese words are on record as said by **Boris")
    assert "You name Linda Johnson." in text


@pytest.mark.parametrize("name", ["Boris Johnson", "Johnson", "Mr Johnson"])
async def test_the_right_speaker_under_any_of_his_names(ask, member, text_of, name):
    answer = await ask(member, "check", text=f"“{EXACT}” — {name}")
    assert text_of(answer).startswith("### Exact")


async def test_words_nobody_said_are_not_on_record_privately(ask, member, text_of):
    answer = await ask(member, "check", text="Zebras juggle purple teapots beneath volcanoes")
    assert answer.ephemeral
    assert text_of(answer).startswith("### Not on record")
    assert "does not mean that nobody said them" in text_of(answer)


@pytest.mark.parametrize("text", ["  ", "so what", "“”", "<@123456789012345678>", "🙂"])
async def test_too_few_words_are_refused(ask, member, text_of, text):
    answer = await ask(member, "check", text=text)
    assert answer.ephemeral
    assert "is not a quotation of three words or more" in text_of(answer)


async def test_a_message_of_several_sentences_is_searched_for_the_one(check_message, text_of):
    answer = await check_message(f"Can you believe this? {EXACT}. I laughed until Tuesday!")
    text = text_of(answer)
    assert not answer.ephemeral
    assert "-# A check of [this message](https://discord.com/channels/" in text
    assert "### Exact" in text
    assert f"> {EXACT}." in text
    assert "2 other sentences are not on record" in text


async def test_a_message_with_marks_is_checked_for_what_stands_in_them(check_message, text_of):
    text = text_of(
        await check_message(
            f"Look: “{EXACT},” said Boris Johnson. “The bridge can wait until the pirates come,”"
            " Linda Johnson said. Zebras!"
        )
    )
    assert "### Exact" in text
    assert "### Altered" in text
    assert "Zebras" not in text


async def test_a_message_without_words_is_refused(check_message, text_of):
    answer = await check_message("🙂")
    assert answer.ephemeral
    assert "`message`: " in text_of(answer)


async def test_hostile_text_is_plain_text(ask, member, text_of, add_text):
    await add_text(HOSTILE, title="Hostile")
    claimed = "@everyone must read [this](http://evil.example) and ||that|| <@123456789012345678>"
    for typed in (
        claimed,
        f"“{claimed}” — @everyone",
        "``` x y z",
        "' OR 1=1 -- a b",
        "NEAR(a b c",
    ):
        answer = await ask(member, "check", text=typed)
        assert answer.acknowledged
        assert "@everyone" not in text_of(answer)
        assert "](http://evil" not in text_of(answer)
        assert answer.response.message.raw_mentions == []


async def test_its_buttons_work_after_a_restart(ask, member, text_of, labels_of, restart):
    answer = await ask(member, "check", text=EXACT)
    labels = labels_of(answer.response)
    assert labels[-2:] == ["More by Boris Johnson", "The article"]
    await restart()
    more = await member.click(answer.response, label="More by Boris Johnson")
    assert text_of(more).startswith("### Quotations by **Boris Johnson**")
    article = await member.click(answer.response, label="The article")
    assert "Budget talks in the town hall" in text_of(article)


async def test_the_record_can_be_read_in_its_context_after_a_restart(ask, member, text_of, restart):
    answer = await ask(member, "check", text=EXACT)
    number = text_of(answer).split("-# #")[1].split()[0]
    await restart()
    shown = await member.select(answer.response, [number], custom_id="context")
    assert shown.ephemeral
    assert "after the meeting" in text_of(shown)


async def test_the_longest_text_is_answered(ask, member):
    answer = await ask(member, "check", text=("bridge year paid " * 200)[:2000])
    assert answer.acknowledged


async def test_another_server_checks_its_own_record(env, text_of):
    guild = env.create_guild("Elsewhere")
    await env.settle()
    somebody = guild.add_member(env.create_user("stranger"))
    answer = await somebody.slash(guild.create_text_channel("talk"), "check", text=EXACT)
    assert "### Exact" not in text_of(answer)
