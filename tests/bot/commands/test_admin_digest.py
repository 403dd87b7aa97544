"""`/digest`, as curators and members use it."""

from datetime import UTC, datetime

import discord
import pytest

from bot.permissions import FOR_CURATORS
from store.records import DigestDays, RawArticle

SPEECH = (
    "Ada Verne spoke to reporters in London on Monday about the harbour.\n\n"
    "“The harbour stays open to every ship that needs it,” Ada Verne said.\n\n"
    "Nobody left the hall before the evening came, and the ships lay still.\n"
)
CURATORS_ONLY = ["schedule", "list", "pause", "resume", "remove", "test"]


@pytest.fixture
def scheduled(bot, guild):
    """Give the digests on the schedule."""

    async def scheduled():
        return [standing.digest for standing in await bot.corpus.digests.list(guild.id)]

    return scheduled


@pytest.fixture
def closed_to(bot, guild):
    """Open a channel where the bot lacks permissions."""

    def closed_to(*permissions):
        denied = discord.PermissionOverwrite(**dict.fromkeys(permissions, False))
        return guild.create_text_channel("closed", overwrites={bot.user: denied})

    return closed_to


# ------------------------------------------------------------------ now


async def test_now_shows_the_last_day_to_the_asker_alone(ask, member, text_of, bot, guild):
    await bot.corpus.add(guild.id, RawArticle(SPEECH, title="Verne speaks"), by=1)
    answer = await ask(member, "digest now")
    assert answer.ephemeral
    text = text_of(answer)
    assert "New on record\n1 article and" in text
    assert "Ada Verne" in text
    assert "only you see this" in text


async def test_now_quotes_the_record_when_nothing_is_new(ask, member, text_of):
    assert "From the record" in text_of(await ask(member, "digest now"))


# ------------------------------------------------------------------ who may


@pytest.mark.parametrize("command", CURATORS_ONLY)
async def test_members_are_refused_what_is_for_curators(ask, member, text_of, command, scheduled):
    options = {"schedule": {"time": "08:00"}, "list": {}}.get(command, {"digest": 1})
    answer = await ask(member, f"digest {command}", **options)
    assert answer.ephemeral
    assert "Manage Server" in text_of(answer)
    assert await scheduled() == []


# ------------------------------------------------------------------ schedule


async def test_scheduling_needs_only_a_time(ask, curator, text_of, scheduled, channel):
    answer = await ask(curator, "digest schedule", time="08:00")
    assert answer.ephemeral
    text = text_of(answer)
    assert f"Every day at 08:00 (UTC) in <#{channel.id}>." in text
    next_at = datetime(2026, 3, 3, 8, tzinfo=UTC)
    assert f"<t:{int(next_at.timestamp())}:F>" in text
    (digest,) = await scheduled()
    assert (digest.channel_id, digest.local_time, digest.timezone) == (channel.id, "08:00", "UTC")
    assert digest.post_when_empty


async def test_every_option_is_kept(ask, curator, guild, scheduled):
    forum = guild.create_forum_channel("digests")
    role = guild.create_role("Readers", mentionable=True)
    await ask(
        curator,
        "digest schedule",
        time="6.30pm",
        channel=forum,
        days="weekly",
        weekday=4,
        timezone="new york",
        role=role,
        when_empty="silent",
    )
    (digest,) = await scheduled()
    assert digest.channel_id == forum.id
    assert digest.local_time == "18:30"
    assert (digest.days, digest.weekday) == (DigestDays.WEEKLY, 4)
    assert digest.timezone == "America/New_York"
    assert digest.role_id == role.id
    assert not digest.post_when_empty


async def test_a_weekday_alone_means_once_a_week(ask, curator, scheduled):
    await ask(curator, "digest schedule", time="08:00", weekday=2)
    (digest,) = await scheduled()
    assert (digest.days, digest.weekday) == (DigestDays.WEEKLY, 2)


async def test_the_servers_time_zone_is_the_default(ask, curator, scheduled, bot, guild):
    await bot.corpus.set_setting(guild.id, "timezone", "Europe/Kyiv", by=curator.id)
    await ask(curator, "digest schedule", time="08:00")
    assert (await scheduled())[0].timezone == "Europe/Kyiv"


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"time": "25:00"}, "not a time of day, such as 08:00 or 18:30"),
        ({"time": "soon"}, "not a time of day"),
        ({"time": "08:00", "timezone": "Mars/Olympus"}, "not a time zone"),
        ({"time": "08:00", "days": "daily", "weekday": 3}, "not needed unless"),
    ],
    ids=["no such hour", "no time", "no such zone", "weekday of a daily one"],
)
async def test_what_cannot_be_is_refused_with_what_could(ask, curator, text_of, options, words):
    answer = await ask(curator, "digest schedule", **options)
    assert answer.ephemeral
    assert words in text_of(answer)
    assert "No digest is scheduled" in text_of(await ask(curator, "digest list"))


async def test_everyone_is_never_mentioned(ask, curator, guild, text_of, scheduled):
    answer = await ask(curator, "digest schedule", time="08:00", role=guild.default_role)
    assert "never mentions everyone" in text_of(answer)
    assert await scheduled() == []


async def test_a_role_the_bot_cannot_reach_is_said(ask, curator, guild, text_of, closed_to):
    role = guild.create_role("Readers")
    quiet = closed_to("mention_everyone")
    answer = await ask(curator, "digest schedule", time="08:00", role=role, channel=quiet)
    assert "allow anyone to mention the role" in text_of(answer)


async def test_a_channel_the_bot_may_not_post_in_is_refused_naming_what_it_lacks(
    ask, curator, text_of, scheduled, closed_to
):
    closed = closed_to("send_messages", "read_message_history")
    answer = await ask(curator, "digest schedule", time="08:00", channel=closed)
    assert "I lack Send Messages, Read Message History there" in text_of(answer)
    assert await scheduled() == []


async def test_time_zones_complete_by_city_with_the_time_there(curator, channel):
    choices = await curator.autocomplete(channel, "digest schedule", "timezone", "kyi")
    assert [choice["name"] for choice in choices] == ["Europe/Kyiv (now 14:00)"]


async def test_without_a_time_a_new_one_cannot_be_scheduled(ask, curator, text_of, scheduled):
    answer = await ask(curator, "digest schedule", days="weekly")
    assert "not a time of day, such as 08:00" in text_of(answer)
    assert await scheduled() == []


# ------------------------------------------------------------------ about a few names


async def test_names_are_kept_and_said(ask, curator, text_of, scheduled):
    answer = await ask(curator, "digest schedule", time="08:00", names="xi, Zelensky,Xi Jinping")
    assert ", about **Volodymyr Zelensky** and **Xi Jinping** only." in text_of(answer)
    (digest,) = await scheduled()
    assert [ref.name for ref in digest.names] == ["Volodymyr Zelensky", "Xi Jinping"]
    assert "about **Volodymyr Zelensky** and" in text_of(await ask(curator, "digest list"))


@pytest.mark.parametrize(
    ("names", "words"),
    [
        ("Nobody At All", "Nobody"),
        ("Xi, Qqqq Zzzz", "Qqqq Zzzz"),
        (" , ,", "one to 10 names with commas between"),
        (", ".join(f"#{n}" for n in range(1, 12)), "one to 10 names"),
    ],
    ids=["nobody", "one is nobody", "commas alone", "too many"],
)
async def test_names_that_cannot_be_are_refused(ask, curator, text_of, scheduled, names, words):
    answer = await ask(curator, "digest schedule", time="08:00", names=names)
    assert answer.ephemeral
    assert words in text_of(answer)
    assert await scheduled() == []


@pytest.mark.usefixtures("two_johnsons")
async def test_of_two_people_by_that_name_it_is_asked_which(ask, curator, text_of, scheduled):
    answer = await ask(curator, "digest schedule", time="08:00", names="Xi, Johnson")
    assert "Boris Johnson" in text_of(answer)
    assert "Linda Johnson" in text_of(answer)
    assert await scheduled() == []


async def complete(curator, channel, typed):
    choices = await curator.autocomplete(channel, "digest schedule", "names", typed)
    assert all(choice["name"] == choice["value"] for choice in choices)
    return [choice["value"] for choice in choices]


async def test_the_last_of_several_names_completes(curator, channel):
    assert (await complete(curator, channel, ""))[0] == "everything"
    assert (await complete(curator, channel, "xi"))[0] == "Xi Jinping"
    assert (await complete(curator, channel, "Xi Jinping, zel"))[
        0
    ] == "Xi Jinping, Volodymyr Zelensky"


async def test_a_long_list_of_names_goes_on_as_numbers(curator, channel, ask, scheduled):
    typed = "Xi Jinping, Zelensky, Xi Jinping, Zelensky, Xi Jinping, Zelensky"
    (found, *_) = await complete(curator, channel, f"{typed}, chin")
    assert found.startswith("#")
    await ask(curator, "digest schedule", time="08:00", names=found)
    assert len((await scheduled())[0].names) == 3


async def test_a_name_with_a_comma_in_it_stays_one(ask, curator, channel, scheduled, add_text):
    await add_text("Officials of Verne, Reed & Co. met in London on Monday. " * 3)
    for found in await complete(curator, channel, "verne"):
        await ask(curator, "digest schedule", time="08:00", names=found)
    assert all(len(digest.names) == 1 for digest in await scheduled())


# ------------------------------------------------------------------ changing one


async def test_a_change_keeps_what_was_left_out(ask, curator, guild, scheduled, text_of):
    role = guild.create_role("Readers", mentionable=True)
    other = guild.create_text_channel("other")
    await ask(
        curator,
        "digest schedule",
        time="08:00",
        weekday=2,
        role=role,
        names="Xi",
        when_empty="silent",
    )
    (before,) = await scheduled()
    answer = await ask(curator, "digest schedule", digest=1, time="9:15", channel=other)
    assert "Digest 1 is changed" in text_of(answer)
    (after,) = await scheduled()
    assert (after.local_time, after.channel_id) == ("09:15", other.id)
    for kept in ("id", "days", "weekday", "role_id", "names", "post_when_empty", "timezone"):
        assert getattr(after, kept) == getattr(before, kept)


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({"names": "everything"}, {"names": ()}),
        ({"days": "daily"}, {"days": DigestDays.DAILY, "weekday": None}),
        ({"when_empty": "record"}, {"post_when_empty": True}),
        ({"timezone": "Kyiv"}, {"timezone": "Europe/Kyiv"}),
    ],
    ids=["scope", "days", "empty days", "zone"],
)
async def test_each_part_can_be_changed(ask, curator, scheduled, options, expected):
    first = {"time": "08:00", "weekday": 2, "names": "Xi", "when_empty": "silent"}
    await ask(curator, "digest schedule", **first)
    await ask(curator, "digest schedule", digest=1, **options)
    (digest,) = await scheduled()
    assert {name: getattr(digest, name) for name in expected} == expected


async def test_a_change_of_nothing_or_of_no_digest_is_refused(ask, curator, text_of):
    await ask(curator, "digest schedule", time="08:00")
    assert "say what is to be different" in text_of(await ask(curator, "digest schedule", digest=1))
    assert "no digest number 9" in text_of(
        await ask(curator, "digest schedule", digest=9, time="9:00")
    )


async def test_a_paused_one_stays_paused_when_it_is_changed(ask, curator, scheduled, text_of):
    await ask(curator, "digest schedule", time="08:00")
    await ask(curator, "digest pause", digest=1)
    answer = await ask(curator, "digest schedule", digest=1, time="09:00")
    assert "It is paused" in text_of(answer)
    assert (await scheduled())[0].paused_at is not None


# ------------------------------------------------------------------ the rest of the schedule


async def test_an_empty_list_says_how_to_begin(ask, curator, text_of):
    assert "/digest schedule" in text_of(await ask(curator, "digest list"))


async def test_the_list_shows_when_each_comes_next(ask, curator, text_of):
    await ask(curator, "digest schedule", time="08:00")
    await ask(curator, "digest schedule", time="09:00", days="weekdays", when_empty="silent")
    text = text_of(await ask(curator, "digest list"))
    assert "every day at 08:00 (UTC)" in text
    assert "Monday to Friday at 09:00 (UTC)" in text
    assert "silent on empty days" in text
    assert text.count("Next <t:") == 2


async def test_many_digests_fit_into_one_list(ask, curator, text_of, clock):
    for _ in range(40):
        clock.advance(seconds=10)
        await ask(curator, "digest schedule", time="08:00", timezone="America/Argentina/Catamarca")
    assert "more" in text_of(await ask(curator, "digest list")).splitlines()[-1]


async def test_pausing_keeps_the_settings_until_it_is_resumed(ask, curator, text_of, scheduled):
    await ask(curator, "digest schedule", time="08:00")
    assert "Digest 1 is paused" in text_of(await ask(curator, "digest pause", digest=1))
    assert "paused already" in text_of(await ask(curator, "digest pause", digest=1))
    assert "Paused by a curator" in text_of(await ask(curator, "digest list"))
    assert "Digest 1 goes on" in text_of(await ask(curator, "digest resume", digest=1))
    assert "was not paused" in text_of(await ask(curator, "digest resume", digest=1))
    assert (await scheduled())[0].paused_at is None


async def test_a_removed_digest_is_gone(ask, curator, text_of, scheduled):
    await ask(curator, "digest schedule", time="08:00")
    assert "is removed" in text_of(await ask(curator, "digest remove", digest=1))
    assert await scheduled() == []
    assert "no digest number 1" in text_of(await ask(curator, "digest remove", digest=1))


async def test_a_test_is_the_next_post_shown_to_the_curator_alone(ask, curator, guild, text_of):
    role = guild.create_role("Readers")
    await ask(curator, "digest schedule", time="08:00", role=role)
    answer = await ask(curator, "digest test", digest=1)
    assert answer.ephemeral
    assert text_of(answer).splitlines()[0] == f"<@&{role.id}>"
    assert text_of(answer).endswith("-# Digest 1 · Tuesday 3 March 2026")


@pytest.mark.parametrize("command", ["schedule", "pause", "resume", "remove", "test"])
async def test_digests_complete_in_words(ask, curator, channel, command):
    await ask(curator, "digest schedule", time="08:00")
    (choice,) = await curator.autocomplete(channel, f"digest {command}", "digest", "")
    assert choice["value"] == 1
    assert choice["name"] == "1 · every day at 08:00 (UTC) in #on-the-record"


async def test_members_are_not_told_which_channels_digests_go_to(ask, curator, member, channel):
    await ask(curator, "digest schedule", time="08:00")
    assert await member.autocomplete(channel, "digest remove", "digest", "") == []


async def test_help_keeps_the_schedule_for_curators(bot):
    group = bot.tree.get_command("digest")
    for_members = {c.name for c in group.commands if c.extras != FOR_CURATORS}
    assert for_members == {"now"}
