"""Followers are told what is new: once, in batches, and only while they want it."""

from datetime import timedelta

import pytest

from bot.follow import inbox as sending
from bot.views.follow import draw_letter
from store.due import LEASE, NONCE_WINDOW
from store.letters import HOUR, LONGEST_WAIT, MOST_AN_HOUR, QUIET
from store.records import PostState
from tests.fakes.articles import article

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
MESSAGES = "/channels/*/messages"


async def test_a_new_quotation_is_told_with_its_speaker_and_source(server, follower, inbox):
    await server.add(about="nobody")
    await server.tell()
    (word,) = inbox(follower)
    assert word.startswith("### New on record in The Newsroom\n1 quotation by or about **Ada")
    assert "**Ada Lovelace**" in word
    assert "[Report 2](https://gazette.example/2)" in word
    assert "`/follow remove` there ends it" in word
    assert [letter.state for letter in await server.letters(follower)] == [PostState.SENT]


async def test_what_is_said_about_them_is_told_too(server, follower, inbox):
    await server.add("Charles Babbage", "Ada Lovelace")
    await server.tell()
    assert "**Charles Babbage**" in inbox(follower)[0]


async def test_what_is_about_others_is_not_told(server, follower, inbox):
    await server.add("Charles Babbage", "nobody")
    await server.tell()
    await server.tick(HOUR, times=3)
    assert inbox(follower) == []
    assert await server.letters(follower) == ()


async def test_what_was_on_record_before_is_not_new(server, member, inbox):
    await server.add(times=3)
    await server.follow(member)
    await server.tell()
    assert inbox(member) == []


async def test_nothing_is_told_twice(server, follower, inbox):
    await server.add()
    await server.tell()
    await server.tick(HOUR, times=30)
    assert len(inbox(follower)) == 1
    await server.add()
    await server.tell()
    assert len(inbox(follower)) == 2


async def test_an_import_of_a_hundred_articles_is_one_message(server, follower, inbox):
    for _ in range(10):
        await server.add(times=10)
        await server.tick(MINUTE)
    await server.tell()
    (word,) = inbox(follower)
    assert "100 quotations by or about" in word
    assert word.count("gazette.example/") == 5
    assert "… and 95 more: `/quotes`" in word


async def test_an_import_that_never_ends_is_told_after_a_quarter_of_an_hour(
    server, follower, inbox
):
    for _ in range(16):
        await server.add()
        await server.tick(MINUTE)
    assert len(inbox(follower)) == 1


async def test_there_are_a_few_messages_an_hour_at_most(server, follower, inbox):
    told = []
    for _ in range(60):
        await server.add()
        await server.tick(QUIET / 2)
        await server.tick(QUIET / 2 + timedelta(seconds=1))
        told.append(len(inbox(follower)))
    assert told[:4] == [1, 2, 3, 4]
    assert max(told) <= 3 * MOST_AN_HOUR  # two hours
    await server.tick(HOUR, times=2)
    said = sum(int(word.split("\n")[1].split()[0]) for word in inbox(follower))
    assert said == 60


async def test_an_article_removed_before_it_is_told_is_not_told(server, follower, inbox):
    await server.add(times=2)
    (second,) = (await server.env.bot.corpus.articles(server.guild.id, limit=1)).items
    await server.env.bot.corpus.remove_article(server.guild.id, second.ref.id, by=1)
    await server.tell()
    assert "1 quotation by" in inbox(follower)[0]


async def test_a_message_about_nothing_is_not_sent(server, follower, inbox):
    await server.add()
    await server.tick(QUIET / 2)
    (newest,) = (await server.env.bot.corpus.articles(server.guild.id, limit=1)).items
    await server.env.bot.corpus.remove_article(server.guild.id, newest.ref.id, by=1)
    await server.tell()
    assert inbox(follower) == []


async def test_each_follower_is_told_of_their_own(server, follower, curator, inbox):
    await server.follow(curator, "Charles Babbage")
    await server.add("Ada Lovelace", "nobody")
    await server.tell()
    assert len(inbox(follower)) == 1
    assert inbox(curator) == []


async def test_a_hostile_article_is_plain_text_in_a_message(server, follower, inbox):
    words = "@everyone <@123456789012345678> [x](http://evil.example) ||engine||"
    read = article(
        f"“{words},” Ada Lovelace said.",
        names={"Ada Lovelace": ("Ada Lovelace", "PERSON")},
        said={words: "Ada Lovelace"},
        title="@here **bold**",
    )
    await server.commit(read)
    await server.tell()
    (word,) = inbox(follower)
    assert "@everyone" not in word
    assert "<@1" not in word
    assert r"\|\|engine" in word


async def test_a_message_leads_to_the_context_for_members_only(server, follower, text_of, guild):
    await server.add(about="nobody")
    await server.tell()
    (message,) = [m for m in follower.user.dm_channel.history() if m.author.bot]
    (letter,) = await server.letters(follower)
    menu = f"context:{guild.id}:{letter.id}"
    number = text_of(message).split("-# #")[1].split()[0]
    answer = await follower.user.select(message, [number], custom_id=menu)
    assert "Report 2. **“engine number 2" in text_of(answer)
    guild.remove_member(follower)
    refused = await follower.user.select(message, [number], custom_id=menu)
    assert "You need to be in that server" in text_of(refused)


# ------------------------------------------------------------------ closed, gone, back


async def test_when_messages_are_closed_it_stops_and_says_so_with_the_next_command(
    server, follower, ask, text_of
):
    server.close(follower)
    await server.add()
    await server.tell()
    await server.add()
    await server.tell()
    tries = [r for r in server.env.http_requests if r.path.endswith("/messages")]
    assert len([r for r in tries if r.method == "POST"]) == 1
    answer = await ask(follower, "corpus")
    *_, word = answer.followups
    assert word.ephemeral
    assert "You take no direct messages from this server" in text_of(word)
    assert (await ask(follower, "corpus")).followups == []


async def test_the_list_says_it_too_and_a_button_starts_again(
    server, follower, inbox, ask, text_of, restart
):
    server.close(follower)
    await server.add()
    await server.tell()
    await restart()
    server.env.backend.faults.clear()
    listed = await ask(follower, "follow list")
    assert "You take no direct messages from this server" in text_of(listed)
    await follower.click(listed.response, label="Write to me again")
    assert "I write to you again" in text_of(listed)
    await server.tell()
    assert inbox(follower) == []  # what came meanwhile is not owed
    await server.add()
    await server.tell()
    assert len(inbox(follower)) == 1


async def test_after_a_restart_the_word_is_still_owed(server, follower, ask, text_of, restart):
    server.close(follower)
    await server.add()
    await server.tell()
    await restart()
    await server.tick()
    answer = await ask(follower, "corpus")
    assert "You take no direct messages" in text_of(answer.followups[-1])


async def test_who_left_is_not_written_to_and_forgotten_after_a_month(
    server, follower, inbox, guild
):
    await server.add()
    guild.remove_member(follower)
    await server.tell()
    assert inbox(follower) == []
    assert [x.state for x in await server.letters(follower)] == [PostState.MISSED]
    await server.tick(DAY, times=32)
    assert (await server.follows.of(guild.id, follower.id)).follows == ()


# ------------------------------------------------------------------ Discord's failures


@pytest.mark.parametrize("status", [400, 500, 503])
async def test_other_failures_are_tried_again(server, follower, inbox, status):
    server.env.inject_error("POST", MESSAGES, status=status, times=3)
    await server.add()
    await server.tell()
    await server.tick(MINUTE, times=20)
    assert len(inbox(follower)) == 1


async def test_what_fails_for_six_hours_is_given_up(server, follower, inbox):
    server.env.inject_error("POST", MESSAGES, status=400, times=None)
    await server.add()
    await server.tell()
    await server.tick(10 * MINUTE, times=40)
    assert [x.state for x in await server.letters(follower)] == [PostState.MISSED]
    server.env.backend.faults.clear()
    await server.tick(HOUR, times=3)
    assert inbox(follower) == []


async def test_when_members_cannot_be_asked_about_it_waits(server, follower, inbox):
    server.env.inject_error("GET", "/guilds/*/members/*", status=500, times=2)
    await server.add()
    await server.tell()
    assert inbox(follower) == []
    await server.tick(MINUTE, times=5)
    assert len(inbox(follower)) == 1


# ------------------------------------------------------------------ a process that died


async def claim(server):
    """Claim what is due, as a process would that then dies."""
    server.clock.now += QUIET + timedelta(seconds=1)
    agenda = await server.follows.agenda(server.guild.id)
    return await server.follows.claim(server.guild.id, agenda.news[0], agenda.upto_article_id)


async def test_a_claim_under_way_elsewhere_is_left_alone(server, follower, inbox):
    await server.add()
    await claim(server)
    await server.tick(LEASE - timedelta(seconds=1))
    assert inbox(follower) == []


async def test_inside_the_nonce_window_an_abandoned_claim_is_sent_with_its_nonce(
    server, follower, inbox
):
    await server.add()
    letter = await claim(server)
    await server.tick(LEASE + timedelta(seconds=1))
    assert len(inbox(follower)) == 1
    path = f"/channels/{follower.user.dm_channel.id}/messages"
    (sent,) = [r.json for r in server.env.http_requests if (r.method, r.path) == ("POST", path)]
    assert (sent["nonce"], sent["enforce_nonce"]) == (letter.nonce, True)


async def test_after_the_window_a_message_that_is_there_is_found(server, follower, inbox, guild):
    await server.add()
    letter = await claim(server)
    server.same_time()
    real = server.env.bot.get_guild(guild.id)
    contents = await server.follows.contents(guild.id, letter)
    person = await sending.find_member(real, follower.id)
    await sending.send(person, draw_letter(real, letter, contents), nonce=letter.nonce)
    await server.tick(NONCE_WINDOW + MINUTE)
    await server.tick(HOUR)
    assert len(inbox(follower)) == 1
    assert [x.state for x in await server.letters(follower)] == [PostState.SENT]


async def test_after_the_window_a_message_that_is_not_there_is_uncertain_and_listed(
    server, follower, inbox, ask, text_of
):
    await server.add()
    await claim(server)
    await server.tick(NONCE_WINDOW + MINUTE)
    await server.tick(MINUTE, times=10)
    assert inbox(follower) == []
    assert [x.state for x in await server.letters(follower)] == [PostState.UNCERTAIN]
    assert "may not have reached you" in text_of(await ask(follower, "follow list"))
    await server.add()
    await server.tell()
    assert len(inbox(follower)) == 1


async def test_one_servers_broken_file_does_not_stop_the_others(
    server, follower, inbox, settings, env
):
    other = env.create_guild("Elsewhere")
    await env.settle()
    (settings.corpora_dir / f"{other.id}.db").write_bytes(b"no database at all " * 100)
    await server.add()
    await server.tell()
    assert len(inbox(follower)) == 1


@pytest.mark.usefixtures("follower")
async def test_a_look_when_nothing_changed_reads_nothing(server, guild):
    await server.tick()
    await server.tick()
    assert server.follows.awake([guild.id]) == []
    await server.add()
    assert server.follows.awake([guild.id]) == [guild.id]


async def test_it_is_told_at_the_latest_after_the_longest_wait(server, follower, inbox):
    await server.add()
    await server.tick(LONGEST_WAIT)
    assert len(inbox(follower)) == 1
