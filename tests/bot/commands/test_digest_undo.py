"""What curators do with digests is undone: scheduled, changed, taken off."""

import pytest

from store.records import DigestDays

pytestmark = pytest.mark.model


async def test_a_removed_digest_is_put_back_as_it_was_after_a_restart(
    ask, curator, text_of, env, guild, clock, restart
):
    await ask(curator, "digest schedule", time="08:00", days="weekdays")
    answer = await ask(curator, "digest remove", digest=1)
    clock.advance(days=3)
    await restart()
    await curator.click(answer.response, label="Undo")
    assert text_of(answer).startswith("### Taken back\n**Digest 1: scheduled again**")
    (standing,) = await env.bot.corpus.digests.list(guild.id)
    assert (standing.digest.days, standing.digest.active_from) == (DigestDays.WEEKDAYS, clock())
    await curator.click(answer.response, label="Undo this too")
    assert not await env.bot.corpus.digests.list(guild.id)


async def test_a_digest_that_was_scheduled_or_changed_is_as_before_after_undo(
    ask, curator, text_of, env, guild
):
    async def listed():
        return [one.digest for one in await env.bot.corpus.digests.list(guild.id)]

    first = await ask(curator, "digest schedule", time="08:00", names="Xi Jinping")
    (before,) = await listed()
    second = await ask(curator, "digest schedule", digest=1, time="9:30", names="everything")
    refused = await curator.click(first.response, label="Undo")
    assert "was made later and concerns the same" in text_of(refused)
    await curator.click(second.response, label="Undo")
    assert text_of(second).startswith("### Taken back\n**Digest 1: changed**")
    (after,) = await listed()
    assert (after.local_time, after.names) == (before.local_time, before.names)
    assert before.names


async def test_an_unwanted_digest_is_taken_off_again(ask, curator, env, guild):
    answer = await ask(curator, "digest schedule", time="08:00")
    await curator.click(answer.response, label="Undo")
    assert not await env.bot.corpus.digests.list(guild.id)
    await curator.click(answer.response, label="Undo this too")
    assert len(await env.bot.corpus.digests.list(guild.id)) == 1


async def test_a_removal_that_was_undone_is_not_undone_twice(ask, curator, text_of, bot, guild):
    await ask(curator, "digest schedule", time="08:00")
    answer = await ask(curator, "digest remove", digest=1)
    change = (await bot.corpus.desk.changes(guild.id, kind="digest", limit=1)).items[0]
    await bot.corpus.desk.take_back(guild.id, change.id, by=1)
    refused = await curator.click(answer.response, label="Undo")
    assert "was made later and concerns the same" in text_of(refused)
