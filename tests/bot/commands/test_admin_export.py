"""`/export` and `/doctor`."""

import json
from datetime import timedelta

import discord
import pytest

from store.errors import FetchError
from store.records import ExportKind, ExportPlan
from tests.bot.commands.test_admin_feeds import FEED, rss

# ------------------------------------------------------------------ export


@pytest.fixture
def file_of():
    """The file that an answer holds."""

    def file_of(answer):
        (attachment,) = answer.response.attachments
        return attachment

    return file_of


@pytest.mark.parametrize(
    ("options", "name"),
    [
        ({"what": "quotations"}, "on-record-quotations.csv"),
        ({"what": "articles", "format": "json"}, "on-record-articles.json"),
        ({"what": "entities"}, "on-record-entities.csv"),
        ({"what": "everything"}, "on-record-everything.db"),
        ({"what": "quotations", "since": "2022-09-01", "until": "2022-09"},
         "on-record-quotations-2022-09-01-2022-09-30.csv"),
    ],
)  # fmt: skip
async def test_a_file_is_handed_out_to_the_asker_alone(
    ask, curator, text_of, file_of, options, name
):
    answer = await ask(curator, "export", **options)
    assert answer.ephemeral
    assert text_of(answer).startswith("### Here is the file\n")
    assert file_of(answer).filename == name
    assert file_of(answer).size > 100


async def test_the_file_holds_what_is_on_record(ask, curator, file_of, bot, guild):
    answer = await ask(curator, "export", what="quotations", format="json")
    found = json.loads(await file_of(answer).read())
    assert len(found) == (await bot.corpus.stats(guild.id)).n_quotations


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"what": "everything", "format": "csv"}, "the whole record is an SQLite file"),
        ({"what": "everything", "since": "2022"}, "leave `since` and `until` out"),
        ({"what": "entities", "until": "2022"}, "leave `since` and `until` out"),
        ({"what": "articles", "since": "soon"}, "`since`"),
    ],
)
async def test_options_that_do_not_go_together_are_refused(ask, curator, text_of, options, told):
    answer = await ask(curator, "export", **options)
    assert told in text_of(answer)
    assert answer.response.attachments == []


async def test_a_file_too_large_for_discord_is_told(bot, guild):
    """No server takes so little; the rule is the same for any limit."""
    plan = ExportPlan("articles", ExportKind.CSV)
    async with bot.corpus.exports.written(guild.id, plan, most_bytes=100) as written:
        assert written.path.suffix == ".zip"
        assert written.n_bytes > 100
        kept = written.path
    assert not kept.exists()


# ------------------------------------------------------------------ doctor


async def test_all_is_well(ask, curator, text_of):
    answer = await ask(curator, "doctor")
    assert answer.ephemeral
    text = text_of(answer)
    assert text.startswith("### All is well\n")
    assert "✅ the record's file is sound" in text
    assert "✅ no log channel" in text


async def test_what_the_bot_lacks_is_told_for_each_place(
    ask, curator, text_of, bot, guild, channel_without
):
    closed = channel_without("send_messages")
    unread = channel_without("read_message_history")
    await bot.corpus.set_setting(guild.id, "log_channel_id", closed.id, by=1)
    open_to = guild.create_text_channel("news")
    await ask(curator, "digest schedule", time="08:00", channel=open_to)
    text = text_of(await ask(curator, "doctor"))
    assert text.startswith("### 1 of 3 checks found something")
    assert f"⚠️ log channel: I lack Send Messages in <#{closed.id}>" in text
    assert f"✅ digest 1: I can post in <#{open_to.id}>" in text
    await bot.corpus.set_setting(guild.id, "log_channel_id", unread.id, by=1)
    assert "✅ log channel" in text_of(await ask(curator, "doctor"))


async def test_what_was_deleted_is_told(ask, curator, text_of, env, bot, guild):
    news = guild.create_text_channel("news")
    await ask(curator, "digest schedule", time="08:00", channel=news)
    role = guild.create_role("Archivists", permissions=discord.Permissions.none())
    await bot.corpus.set_setting(guild.id, "curator_role_id", role.id, by=1)
    await bot.corpus.set_setting(guild.id, "log_channel_id", news.id, by=1)
    env.backend.delete_channel(news.id)
    await bot.get_guild(guild.id).get_role(role.id).delete()
    text = text_of(await ask(curator, "doctor"))
    assert "⚠️ digest 1: its channel was deleted" in text
    assert "⚠️ log channel: its channel was deleted" in text
    assert "⚠️ the curators' role was deleted" in text


async def test_a_late_digest_is_told(ask, curator, text_of, clock, guild):
    await ask(curator, "digest schedule", time="13:00", channel=guild.create_text_channel("news"))
    clock.advance(hours=2)
    assert "digest 1" in text_of(await ask(curator, "doctor"))


async def test_a_failing_feed_is_told(ask, curator, text_of, bot, guild, pages, clock):
    pages.put(FEED, rss(), content_type="application/rss+xml")
    await ask(curator, "feeds add", url=FEED)
    assert "✅ 1 feed without trouble" in text_of(await ask(curator, "doctor"))
    pages.fail(FEED, FetchError(FEED, "cannot be reached"))
    clock.now += timedelta(hours=1)
    await bot.corpus.feeds.look(guild.id)
    text = text_of(await ask(curator, "doctor"))
    assert "⚠️ feed 1 failed 1 time in a row: **Harbour Gazette** (cannot be reached)" in text


async def test_a_damaged_file_is_told_in_a_line(ask, curator, text_of, settings, guild):
    path = settings.corpora_dir / f"{guild.id}.db"
    content = bytearray(path.read_bytes())
    middle = len(content) // 2
    content[middle : middle + 20_000] = b"\xff" * 20_000
    path.write_bytes(content)
    text = text_of(await ask(curator, "doctor"))
    assert "damaged" in text


async def test_days_the_wrong_way_round_are_refused(ask, curator, text_of):
    answer = await ask(curator, "export", what="quotations", since="2022-05", until="2021")
    assert text_of(answer) == "`since`: `2022-05` is not before until, which is 2021-12-31."
