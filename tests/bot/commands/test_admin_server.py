"""`/settings` and `/audit`."""

import discord
import pytest

from store.records import GuildSettings


@pytest.fixture
def chosen(env, guild):
    """What the server chose, also after a restart."""

    async def chosen():
        return await env.bot.corpus.settings(guild.id)

    return chosen


@pytest.fixture
def real(bot, guild):
    """The server, as the bot sees it."""
    return bot.get_guild(guild.id)


# ------------------------------------------------------------------ settings


async def test_nothing_chosen_is_told_with_how_to_choose(ask, curator, text_of):
    answer = await ask(curator, "settings show")
    text = text_of(answer)
    assert answer.ephemeral
    assert "**Time zone**  UTC (now 12:00)\n" in text
    assert "everybody who may manage the server\n" in text
    assert "`/settings timezone`, `curator-role` and `log-channel`" in text
    assert "the server's owner is told in a direct message" in text


async def test_a_time_zone_is_chosen_and_told_in_its_own_time(ask, curator, text_of, chosen):
    answer = await ask(curator, "settings timezone", timezone="kyiv")
    assert answer.ephemeral
    assert "### The time zone is Europe/Kyiv\nIt is 14:00 there. It was UTC before." in text_of(
        answer
    )
    assert await chosen() == GuildSettings("Europe/Kyiv")
    assert "Europe/Kyiv (now 14:00)" in text_of(await ask(curator, "settings show"))


async def test_a_time_zone_completes(curator, channel):
    found = await curator.autocomplete(channel, "settings timezone", "timezone", "new y")
    assert [choice["value"] for choice in found] == ["America/New_York"]


async def test_no_time_zone_is_refused(ask, curator, text_of, chosen):
    answer = await ask(curator, "settings timezone", timezone="Gotham")
    assert answer.ephemeral
    assert "`timezone`: `Gotham` is not a time zone" in text_of(answer)
    assert await chosen() == GuildSettings()


async def test_a_role_is_chosen_and_taken_back(ask, curator, text_of, guild, chosen):
    role = guild.create_role("Archivists", permissions=discord.Permissions.none())
    answer = await ask(curator, "settings curator-role", role=role)
    assert f"Whoever has <@&{role.id}> is a curator now." in text_of(answer)
    assert "Server Settings → Integrations" in text_of(answer)
    assert await chosen() == GuildSettings(curator_role_id=role.id)
    await ask(curator, "settings curator-role")
    assert await chosen() == GuildSettings()


async def test_everyone_is_no_role_for_curators(ask, curator, text_of, guild, chosen):
    answer = await ask(curator, "settings curator-role", role=guild.default_role)
    assert "everybody would be a curator" in text_of(answer)
    assert await chosen() == GuildSettings()


async def test_a_curator_by_role_may_settle_things_but_not_hand_the_role_on(
    ask, archivist, text_of, guild, chosen, let_in
):
    await let_in("settings", archivist)
    assert "Europe/Kyiv" in text_of(await ask(archivist, "settings timezone", timezone="kyiv"))
    before = await chosen()
    answer = await ask(archivist, "settings curator-role", role=guild.create_role("Friends"))
    assert text_of(answer) == "You need Manage Server for that."
    assert await chosen() == before


async def test_a_deleted_role_makes_nobody_a_curator(
    ask, archivist, curator, text_of, real, chosen, let_in
):
    await let_in("settings", archivist)
    await real.get_role((await chosen()).curator_role_id).delete()
    answer = await ask(archivist, "settings timezone", timezone="kyiv")
    assert answer.ephemeral
    assert "You need Manage Server (the role that was chosen for curators has been deleted)" in (
        text_of(answer)
    )
    assert "⚠️ the chosen role was deleted" in text_of(await ask(curator, "settings show"))


async def test_a_log_channel_is_chosen_and_told(ask, curator, text_of, guild, chosen):
    where = guild.create_text_channel("log")
    answer = await ask(curator, "settings log-channel", channel=where)
    assert f"told in <#{where.id}>" in text_of(answer)
    assert await chosen() == GuildSettings(log_channel_id=where.id)
    assert f"**Log channel**  <#{where.id}>" in text_of(await ask(curator, "settings show"))
    await ask(curator, "settings log-channel")
    assert await chosen() == GuildSettings()


async def test_a_deleted_log_channel_is_told(ask, curator, text_of, guild, real):
    where = guild.create_text_channel("log")
    await ask(curator, "settings log-channel", channel=where)
    await real.get_channel(where.id).delete()
    assert "⚠️ the chosen channel was deleted" in text_of(await ask(curator, "settings show"))


async def test_a_channel_closed_to_the_bot_is_refused(ask, curator, text_of, guild, bot, chosen):
    denied = discord.PermissionOverwrite(send_messages=False)
    where = guild.create_text_channel("closed", overwrites={bot.user: denied})
    answer = await ask(curator, "settings log-channel", channel=where)
    assert "a channel I can write to: I lack Send Messages there" in text_of(answer)
    assert await chosen() == GuildSettings()


async def test_a_log_channel_that_was_closed_since_is_told(ask, curator, text_of, bot, guild):
    denied = discord.PermissionOverwrite(send_messages=False)
    where = guild.create_text_channel("closed", overwrites={bot.user: denied})
    await bot.corpus.set_setting(guild.id, "log_channel_id", where.id, by=1)
    text = text_of(await ask(curator, "settings show"))
    assert f"⚠️ I lack Send Messages in <#{where.id}>" in text


async def test_a_forum_is_no_log_channel(ask, curator, text_of, guild):
    answer = await ask(curator, "settings log-channel", channel=guild.create_forum_channel("talk"))
    assert "a forum has no room" in text_of(answer)


async def test_each_setting_is_undone_also_after_a_restart(
    ask, curator, text_of, labels_of, guild, chosen, restart
):
    role = guild.create_role("Archivists", permissions=discord.Permissions.none())
    place = guild.create_text_channel("log")
    answers = [
        await ask(curator, "settings timezone", timezone="kyiv"),
        await ask(curator, "settings curator-role", role=role),
        await ask(curator, "settings log-channel", channel=place),
    ]
    assert await chosen() == GuildSettings("Europe/Kyiv", role.id, place.id)
    await restart()
    for answer in answers:
        assert labels_of(answer.response) == ["Undo"]
        await curator.click(answer.response, label="Undo")
        assert text_of(answer).startswith("### Taken back")
    assert await chosen() == GuildSettings()
    assert "\nEurope/Kyiv → UTC" in text_of(answers[0])
    await curator.click(answers[0].response, label="Undo this too")
    assert await chosen() == GuildSettings("Europe/Kyiv")


async def test_a_setting_changed_since_is_not_undone(ask, curator, text_of, chosen):
    first = await ask(curator, "settings timezone", timezone="kyiv")
    second = await ask(curator, "settings timezone", timezone="tokyo")
    refused = await curator.click(first.response, label="Undo")
    assert refused.followups[-1].ephemeral
    assert "was made later and concerns the same. Undo that one first" in text_of(refused)
    assert await chosen() == GuildSettings("Asia/Tokyo")
    await curator.click(second.response, label="Undo")
    await curator.click(first.response, label="Undo")
    assert await chosen() == GuildSettings()


async def test_choosing_what_is_chosen_changes_nothing(ask, curator, text_of, labels_of):
    await ask(curator, "settings timezone", timezone="kyiv")
    again = await ask(curator, "settings timezone", timezone="kyiv")
    assert text_of(again).startswith("### The time zone is Europe/Kyiv\nIt is 14:00 there.\n")
    assert labels_of(again.response) == []
    assert "1 change, " in text_of(await ask(curator, "audit", kind="setting"))


async def test_who_is_no_curator_any_more_undoes_no_setting(
    ask, curator, archivist, text_of, let_in, chosen
):
    await let_in("settings", archivist)
    answer = await ask(archivist, "settings timezone", timezone="kyiv")
    await ask(curator, "settings curator-role")
    refused = await archivist.click(answer.response, label="Undo")
    assert text_of(refused) == "You need Manage Server for that."
    assert await chosen() == GuildSettings("Europe/Kyiv")


async def test_the_role_is_given_back_only_by_who_may_manage_the_server(
    ask, curator, text_of, guild, env, chosen
):
    """Somebody who lost Manage Server, and is a curator by the new role, cannot hand it on."""
    friends = guild.create_role("Friends", permissions=discord.Permissions.none())
    answer = await ask(curator, "settings curator-role", role=friends)
    env.backend.add_member_role(guild.id, curator.id, friends.id)
    env.backend.remove_member_role(guild.id, curator.id, guild.roles["Curators"].id)
    await env.settle()
    refused = await curator.click(answer.response, label="Undo")
    assert text_of(refused) == "You need Manage Server for that."
    assert await chosen() == GuildSettings(curator_role_id=friends.id)


# ------------------------------------------------------------------ audit


async def test_the_audit_tells_who_when_and_what_it_was_before(ask, curator, text_of):
    await ask(curator, "settings timezone", timezone="Asia/Tokyo")
    await ask(curator, "settings timezone", timezone="Europe/Kyiv")
    answer = await ask(curator, "audit", kind="setting")
    text = text_of(answer)
    assert answer.ephemeral
    assert text.startswith("### Changes to settings\n-# 2 changes, newest first")
    assert f"**Time zone: changed**\n-# <@{curator.id}> · <t:" in text
    assert "\nAsia/Tokyo → Europe/Kyiv" in text
    assert text.index("→ Europe/Kyiv") < text.index("\nUTC → Asia/Tokyo")


async def test_the_audit_of_one_person(ask, curator, member, text_of, bot, guild):
    await ask(curator, "settings timezone", timezone="Asia/Tokyo")
    await bot.corpus.set_setting(guild.id, "log_channel_id", 42, by=member.id)
    text = text_of(await ask(curator, "audit", user=member))
    assert "Log channel: changed" in text
    assert "Tokyo" not in text


async def test_an_empty_audit_says_so(ask, curator, text_of):
    answer = await ask(curator, "audit", kind="feed")
    assert text_of(answer).startswith("### No changes to feeds so far")


async def test_the_audit_turns_its_pages_after_a_restart(
    ask, curator, text_of, labels_of, bot, guild, restart
):
    for number in range(12):
        await bot.corpus.set_setting(guild.id, "log_channel_id", number + 1, by=curator.id)
    answer = await ask(curator, "audit", kind="setting")
    assert "12 changes, newest first · page 1 of 2" in text_of(answer)
    assert labels_of(answer.response) == ["(← Newer)", "Older →"]
    await restart()
    await curator.click(answer.response, label="Older →")
    assert "page 2 of 2" in text_of(answer)
    assert labels_of(answer.response) == ["← Newer", "(Older →)"]
    await curator.click(answer.response, label="← Newer")
    assert "page 1 of 2" in text_of(answer)


async def test_a_title_full_of_markdown_is_shown_as_plain_text(ask, curator, text_of, add_text):
    title = "**@everyone** [free](https://evil.example) ||now||\n# big"
    await add_text("The council met on Tuesday to hear complaints about it all.", title=title)
    text = text_of(await ask(curator, "audit", kind="article"))
    assert "@everyone" not in text
    assert "\\*\\*@" in text
    assert "\\[free\\]" in text
    assert "\n# big" not in text
