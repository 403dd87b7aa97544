"""`/timeline`: a picture of mentions over time, its text, and its numbers."""

from datetime import date, timedelta

import pytest
from simcord.components import walk_components

from bot.corpus.charts import Charts
from tests.fakes.pictures import opened

pytestmark = pytest.mark.model

VERNE, OKAFOR = ("Ada Verne", "PERSON"), ("Boris Okafor", "PERSON")
HOSTILE = "@everyone **[x](http://evil.example)** ||y|| `z`"
FIRST = date(2026, 1, 5)  # a Monday


@pytest.fixture
async def busy_town(put):
    """Ada Verne every other day for ten days, twice; Boris Okafor on the first and last."""
    for n in range(0, 10, 2):
        words = "Ada Verne spoke. Ada Verne left."
        names = {"Ada Verne": VERNE}
        if n in {0, 8}:
            words, names = f"{words} Boris Okafor came.", {**names, "Boris Okafor": OKAFOR}
        await put(words, names, FIRST + timedelta(days=n))


def picture_of(message):
    """The picture of an answer, and its alternative text."""
    (attachment,) = message.attachments
    (gallery,) = [part for part in walk_components(message.components) if part.get("type") == 12]
    (item,) = gallery["items"]
    assert attachment.filename in item["media"]["url"]
    return attachment, item["description"]


@pytest.mark.usefixtures("busy_town")
async def test_a_picture_with_its_words(ask, member, text_of):
    answer = await ask(member, "timeline", first="Ada Verne", second="Boris Okafor")
    assert not answer.ephemeral
    text = text_of(answer)
    assert text.startswith(
        "### Mentions per day\n-# 5 January 2026 to 13 January 2026 · Ada Verne · Boris Okafor\n"
    )
    attachment, alt = picture_of(answer.response)
    assert attachment.filename == "picture.png"
    assert "Ada Verne: 10 in all" in alt
    assert "🟦 **Ada Verne**  10 mentions, most " in text
    assert "🟧 **Boris Okafor**  2 mentions" in text


@pytest.mark.usefixtures("busy_town")
async def test_the_picture_is_a_whole_png(env, ask, member):
    answer = await ask(member, "timeline", first="Ada Verne", since="2026-01-05")
    attachment, _ = picture_of(answer.response)
    assert opened(env.backend.cdn.get(attachment.url)).size == (760, 480)


@pytest.mark.usefixtures("busy_town")
async def test_the_numbers_are_there_also_after_a_restart(ask, member, text_of, restart):
    answer = await ask(
        member, "timeline", first="Ada Verne", second="Boris Okafor", since="2026-01-05"
    )
    await restart()
    table = await member.click(answer.response, label="As numbers")
    assert table.ephemeral
    assert text_of(table) == (
        "### Mentions per day\n-# 9 days, oldest first\n**1** Ada Verne · **2** Boris Okafor\n```\n"
        "            1    2\n"
        " 5 Jan 26   2    1\n"
        " 6 Jan 26   0    0\n"
        " 7 Jan 26   2    0\n"
        " 8 Jan 26   0    0\n"
        " 9 Jan 26   2    0\n"
        "10 Jan 26   0    0\n"
        "11 Jan 26   2    0\n"
        "12 Jan 26   0    0\n"
        "13 Jan 26   2    1\n"
        "```"
    )


async def test_long_tables_have_pages(ask, member, text_of, labels_of, put, restart):
    await put("Ada Verne spoke.", {"Ada Verne": VERNE}, FIRST)
    await put("Ada Verne left.", {"Ada Verne": VERNE}, FIRST + timedelta(days=39))
    answer = await ask(member, "timeline", first="Ada Verne", since="2026-01-05")
    table = await member.click(answer.response, label="As numbers")
    assert "40 days, oldest first · page 1 of 3" in text_of(table)
    assert "(← Earlier)" in labels_of(table.response)
    await restart()
    later = await member.click(table.response, label="Last »")
    assert "page 3 of 3" in text_of(later)
    assert text_of(later).count(" Feb 26 ") == 10


@pytest.mark.usefixtures("busy_town")
async def test_the_period_is_chosen_or_dated(ask, member, text_of):
    answer = await ask(
        member, "timeline", first="Ada Verne", since="2026-01-06", until="2026-01-08"
    )
    assert "-# 6 January 2026 to 8 January 2026 · Ada Verne" in text_of(answer)
    assert "2 mentions" in text_of(answer)


@pytest.mark.usefixtures("busy_town")
async def test_dates_the_wrong_way_round_are_refused(ask, member, text_of):
    answer = await ask(member, "timeline", first="Ada Verne", since="2026", until="2025")
    assert answer.ephemeral
    assert "`since`" in text_of(answer)


@pytest.mark.usefixtures("busy_town")
async def test_nothing_in_a_period_leads_to_one_with_something(ask, member, text_of, labels_of):
    answer = await ask(
        member, "timeline", first="Boris Okafor", since="2026-01-06", until="2026-01-08"
    )
    assert answer.ephemeral
    assert text_of(answer).startswith("### No dated mention of Boris Okafor in these days")
    assert labels_of(answer.response) == ["Also earlier", "Also later"]
    earlier = await member.click(answer.response, label="Also earlier")
    assert "1 mention" in text_of(earlier)


async def test_undated_mentions_are_told_and_not_guessed(ask, member, text_of, put):
    await put("Ada Verne spoke.", {"Ada Verne": VERNE})
    answer = await ask(member, "timeline", first="Ada Verne")
    assert answer.ephemeral
    assert "No dated mention of Ada Verne" in text_of(answer)
    await put("Ada Verne left.", {"Ada Verne": VERNE}, FIRST)
    answer = await ask(member, "timeline", first="Ada Verne")
    assert "in articles without a date: Ada Verne 1" in text_of(answer)


@pytest.mark.usefixtures("two_johnsons")
async def test_two_people_of_one_name_are_asked_about(ask, member, text_of, labels_of, restart):
    answer = await ask(member, "timeline", first="Ada Verne", second="Johnson")
    assert answer.ephemeral
    answer = await ask(member, "timeline", first="Johnson", second="Linda Johnson")
    assert answer.ephemeral
    assert "Boris Johnson (person)" in labels_of(answer.response)
    await restart()
    chosen = await member.click(answer.response, label="Boris Johnson (person)")
    assert "🟦 **Boris Johnson**" in text_of(chosen)
    assert "🟧 **Linda Johnson**" in text_of(chosen)
    picture_of(chosen.followups[-1])


async def test_a_name_nobody_has_gets_the_nearest(ask, member, text_of, labels_of):
    answer = await ask(member, "timeline", first="Xi Jinping", second="Vladmir Putni")
    assert answer.ephemeral
    assert text_of(answer).startswith("### Nobody on record as “Vladmir Putni”")
    assert "Vladimir Putin" in labels_of(answer.response)


async def test_a_hostile_name_is_only_text(ask, member, text_of, put):
    await put(f"{HOSTILE} spoke. It went.", {HOSTILE: (HOSTILE, "ORG")}, FIRST)
    await put("Ada Verne spoke.", {"Ada Verne": VERNE}, FIRST + timedelta(days=3))
    answer = await ask(member, "timeline", first=HOSTILE, second="Ada Verne", since="2026-01-05")
    text = text_of(answer)
    assert "@everyone" not in text
    assert "[x](" not in text
    picture_of(answer.response)
    table = await member.click(answer.response, label="As numbers")
    assert text_of(table).count("```") == 2


@pytest.mark.usefixtures("busy_town")
@pytest.mark.parametrize("permission", ["attach_files", "embed_links"])
async def test_without_a_permission_the_text_stands_alone(
    channel_without, member, text_of, permission
):
    where = channel_without(permission)
    answer = await member.slash(where, "timeline", first="Ada Verne", since="2026-01-05")
    assert not answer.response.attachments
    assert "**Ada Verne**  10 mentions" in text_of(answer)
    assert f"No picture: I may not {permission.replace('_', ' ')} here." in text_of(answer)


@pytest.mark.usefixtures("busy_town")
async def test_without_the_library_the_text_says_so(bot, ask, member, text_of):
    bot.corpus.charts = Charts(library="no_such_library")
    answer = await ask(member, "timeline", first="Ada Verne", since="2026-01-05")
    assert not answer.response.attachments
    assert "No picture: whoever runs me did not install matplotlib" in text_of(answer)


@pytest.mark.usefixtures("busy_town")
async def test_names_complete(member, channel):
    for option in ("first", "second", "third", "fourth"):
        choices = await member.autocomplete(channel, "timeline", option, "ver")
        assert "Ada Verne" in [choice["value"] for choice in choices]
