"""Long work of curators: how far it is, and an answer that reaches them, come what may."""

import asyncio
from functools import partial

import discord
import pytest

from bot.errors import BusyError
from bot.views.layout import compose
from bot.views.reread import undo_readings
from store.errors import FetchError
from tests.bot.commands.test_admin_feeds import article_page, article_url

MENU = "Add linked articles"


@pytest.fixture
def slow_page(env, pages):
    """A page that comes only once fifteen minutes are over, in which Discord takes answers."""
    came = asyncio.Event()
    wait = partial(env.external_wait, reason="the page is slow")

    def put(url, body):
        pages.put(url, body, before=lambda: wait(came.wait()))

    async def let_it_come():
        await env.advance_time(15 * 60 + 1)
        came.set()
        await env.settle()

    return put, let_it_come


def written_to(person):
    """What the bot wrote to somebody directly."""
    channel = person.user.dm_channel
    return [] if channel is None else [m for m in channel.history() if m.author.bot]


@pytest.mark.model
async def test_what_takes_longer_than_an_answer_may_is_written_to_the_curator(
    channel, curator, text_of, pages, slow_page
):
    put, let_it_come = slow_page
    put(article_url(1), article_page(1))
    pages.put(article_url(2), article_page(2))
    message = await curator.send(channel, f"{article_url(1)} {article_url(2)}")
    answer = await curator.context_menu(channel, MENU, message)
    assert answer.ephemeral
    await let_it_come()
    (word,) = written_to(curator)
    assert "You asked for this in The Newsroom" in text_of(word)
    assert "### 2 articles added" in text_of(word)
    assert "Harbour report number 2" in text_of(word)


@pytest.fixture
def add_late(channel, pages, slow_page):
    """Adds two articles that come too late for an answer; returns what was written of them."""

    async def add_late(actor):
        put, let_it_come = slow_page
        put(article_url(1), article_page(1))
        pages.put(article_url(2), article_page(2))
        message = await actor.send(channel, f"{article_url(1)} {article_url(2)}")
        await actor.context_menu(channel, MENU, message)
        await let_it_come()
        (word,) = written_to(actor)
        return word

    return add_late


@pytest.mark.model
async def test_what_came_too_late_is_undone_where_it_was_written(
    curator, text_of, guild, add_late, restart
):
    """A button of a direct message carries the server that it acts in."""
    word = await add_late(curator)
    bot = await restart()
    await curator.user.click(word, label="Undo")
    assert text_of(written_to(curator)[0]).startswith("### 2 articles removed")
    assert (await bot.corpus.stats(guild.id)).n_articles == 5
    await curator.user.click(written_to(curator)[0], label="Put them back")
    assert (await bot.corpus.stats(guild.id)).n_articles == 7


@pytest.mark.model
async def test_who_left_the_server_undoes_nothing_from_a_direct_message(
    bot, curator, text_of, guild, add_late
):
    word = await add_late(curator)
    guild.remove_member(curator)
    answer = await curator.user.click(word, label="Undo")
    assert text_of(answer) == "You need to be a member of that server for that."
    assert (await bot.corpus.stats(guild.id)).n_articles == 7


@pytest.mark.model
async def test_a_former_curator_undoes_nothing_from_a_direct_message(
    bot, env, guild, text_of, add_late
):
    role = guild.create_role("Archivists", permissions=discord.Permissions.none())
    await bot.corpus.set_setting(guild.id, "curator_role_id", role.id, by=1)
    archivist = guild.add_member(env.create_user("archivist"), roles=[role])
    command = next(one for one in await bot.tree.fetch_commands() if one.name == MENU)
    guild.set_command_permissions(command, {archivist: True})
    word = await add_late(archivist)
    await bot.corpus.set_setting(guild.id, "curator_role_id", None, by=1)
    answer = await archivist.user.click(word, label="Undo")
    assert text_of(answer) == "You need Manage Server for that."
    assert (await bot.corpus.stats(guild.id)).n_articles == 7


@pytest.mark.model
async def test_new_readings_are_put_back_from_a_direct_message(bot, curator, text_of, guild):
    read = [one async for one in bot.corpus.desk.reannotate(guild.id, [1, 2], by=curator.id)]
    rows = undo_readings(read, curator.id)(guild.id)
    await (await bot.fetch_user(curator.id)).send(view=compose(*rows))
    await curator.user.click(written_to(curator)[0], label="Undo all")
    text = text_of(written_to(curator)[0])
    assert text.startswith("### 2 articles as before the new reading")


async def test_a_refusal_that_comes_too_late_for_an_answer_is_written_to_the_curator(
    ask, curator, text_of, slow_page
):
    put, let_it_come = slow_page
    put(article_url(1), "<title>x</title>")
    await ask(curator, "articles add", url=article_url(1))
    await let_it_come()
    (word,) = written_to(curator)
    assert "### That did not work" in text_of(word)


async def test_where_the_curator_takes_no_messages_the_log_channel_hears_of_it(
    ask, bot, channel, curator, env, guild, slow_page
):
    await bot.corpus.set_setting(guild.id, "log_channel_id", channel.id, by=1)
    put, let_it_come = slow_page
    put(article_url(1), "<title>x</title>")
    env.inject_error("POST", "/users/@me/channels", status=403, code=50007, times=None)
    await ask(curator, "articles add", url=article_url(1))
    await let_it_come()
    assert written_to(curator) == []
    (word,) = [m for m in channel.history() if "could not write to them" in m.content]
    assert f"<@{curator.id}>" in word.content


@pytest.mark.model
async def test_whoever_dismisses_the_progress_still_gets_the_answer(
    channel, curator, pages, env, bot, guild
):
    """Their message is gone, and Discord refuses every change to it."""
    came = asyncio.Event()
    wait = partial(env.external_wait, reason="the page is slow")
    pages.put(article_url(1), article_page(1), before=lambda: wait(came.wait()))
    pages.put(article_url(2), article_page(2))
    message = await curator.send(channel, f"{article_url(1)} {article_url(2)}")
    await curator.context_menu(channel, MENU, message)
    env.inject_error(
        "PATCH", "/webhooks/*/*/messages/@original", status=404, code=10008, times=None
    )
    await env.advance_time(10)
    came.set()
    await env.settle()
    assert (await bot.corpus.stats(guild.id)).n_articles == 7
    sent = env.http_requests[-1]
    assert (sent.method, sent.path.split("/")[1]) == ("POST", "webhooks")
    assert "### 2 articles added" in str(sent.json["components"])
    assert sent.json["flags"] & discord.MessageFlags.ephemeral.flag


async def test_who_waits_when_the_bot_stops_is_told_how_far_it_came(
    channel, curator, pages, env, bot
):
    came = asyncio.Event()
    wait = partial(env.external_wait, reason="the page is slow")
    pages.fail(article_url(1), FetchError(article_url(1), "the page is behind a paywall"))
    pages.put(article_url(2), article_page(2), before=lambda: wait(came.wait()))
    words = " and ".join(article_url(n) for n in (1, 2, 3))
    await curator.context_menu(channel, MENU, await curator.send(channel, words))
    stopping = asyncio.create_task(bot.close())
    for _ in range(50):  # until it waits for the last words
        await asyncio.sleep(0)
    came.set()
    await stopping
    told = str([r.json for r in env.http_requests if r.path.endswith("@original")][-1])
    assert "the page is behind a paywall" in told
    assert "2 articles not read: I am still getting the reading desk ready" in told


async def test_when_the_desk_is_too_busy_what_was_added_is_told(channel, curator, text_of, pages):
    """What was stored so far must not be lost sight of."""
    pages.fail(article_url(1), FetchError(article_url(1), "the page is behind a paywall"))
    pages.fail(article_url(2), BusyError("the reading desk", 240.0))
    words = " and ".join(article_url(n) for n in (1, 2, 3))
    answer = await curator.context_menu(channel, MENU, await curator.send(channel, words))
    assert "the page is behind a paywall" in text_of(answer)
    assert "2 articles not read: I am busy with other work" in text_of(answer)
    assert article_url(3) not in pages.asked
