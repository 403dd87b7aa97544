"""`/feeds`: curators follow feeds; what is new in them becomes articles, once."""

from datetime import timedelta

import pytest

from bot.corpus.feeds import MOST_FAILURES, MOST_FEEDS, NEWEST_AT_FIRST
from store.errors import FetchError
from store.records import ReadFeed
from store.writes import feeds as feed_writes

pytestmark = pytest.mark.model

FEED = "https://gazette.example/feed"


def article_url(n):
    return f"https://gazette.example/{n}"


def article_page(n, *, day=None):
    when = f'<meta property="article:published_time" content="{day}">' if day else ""
    return f"""<!doctype html><html lang="en"><head><title>Harbour report number {n}</title>{when}
    </head><body><article><h1>Harbour report number {n}</h1>
    <p>The harbour of the old town was opened for the {n}. time on Tuesday, in front of a crowd of
    people who had waited for {n} hours.</p>
    <p>“The harbour number {n} stays open to every ship,” Ada Verne said after the meeting. Ada
    Verne has been mayor since March, and the harbour is her {n}. project.</p>
    </article></body></html>"""


def rss(*numbers):
    items = "".join(
        f"<item><title>Report {n}</title><link>{article_url(n)}</link>"
        f"<pubDate>Mon, 02 Feb 2026 10:00:00 GMT</pubDate></item>"
        for n in numbers
    )
    return f'<rss version="2.0"><channel><title>Harbour Gazette</title>{items}</channel></rss>'


@pytest.fixture
def serve(pages):
    """What the feed holds now, each of its articles being there."""

    def serve(*numbers, etag=None, url=FEED):
        pages.put(url, rss(*numbers), content_type="application/rss+xml", etag=etag)
        for n in numbers:
            pages.put(article_url(n), article_page(n))

    return serve


@pytest.fixture
def look(bot, guild):
    """Looks at the server's feeds, as the bot does when they are due."""

    async def look():
        return await bot.corpus.feeds.look(guild.id)

    return look


@pytest.fixture
def titles(bot, guild):
    async def titles():
        page = await bot.corpus.articles(guild.id, limit=50)
        return sorted(row.ref.title for row in page.items if "report" in row.ref.title)

    return titles


@pytest.fixture
async def followed(ask, curator, serve):
    """A feed of two articles."""
    serve(2, 1)
    return await ask(curator, "feeds add", url=FEED)


# ------------------------------------------------------------------ what comes of a feed


async def test_a_feed_is_added_and_its_articles_are_read(
    ask, curator, text_of, followed, look, titles
):
    assert followed.ephemeral
    assert text_of(followed).startswith(f"### Feed added\n**[Harbour Gazette]({FEED})**")
    assert await titles() == []
    assert await look() == []
    assert await titles() == ["Harbour report number 1", "Harbour report number 2"]
    listed = text_of(await ask(curator, "feeds list"))
    assert "-# 1 feed, oldest first" in listed
    assert "2 articles · asked " in listed
    assert "Ada Verne" in text_of(await ask(curator, "quotes", speaker="Ada Verne"))


@pytest.mark.usefixtures("followed")
async def test_what_is_new_is_read_once(serve, look, titles, clock, pages):
    await look()
    serve(3, 2, 1)
    await look()
    assert len(await titles()) == 2  # it is not asked before its time
    clock.advance(minutes=40)
    await look()
    clock.advance(minutes=40)
    await look()
    assert await titles() == [f"Harbour report number {n}" for n in (1, 2, 3)]
    assert [pages.asked.count(article_url(n)) for n in (1, 2, 3)] == [1, 1, 1]


@pytest.mark.usefixtures("followed")
async def test_the_feeds_date_serves_where_the_page_has_none(ask, curator, text_of, look):
    await look()
    assert "2 February 2026" in text_of(
        await ask(curator, "article", title="Harbour report number 2")
    )


async def test_of_a_long_feed_the_newest_are_read(ask, curator, serve, look, titles):
    serve(*range(1, 31))
    await ask(curator, "feeds add", url=FEED)
    await look()
    assert len(await titles()) == NEWEST_AT_FIRST


async def test_a_page_that_names_its_feed_leads_to_it(ask, curator, text_of, serve, pages):
    serve(1)
    home = "https://gazette.example/"
    link = f'<link rel="alternate" type="application/rss+xml" href="{FEED}">'
    pages.put(home, f"<!doctype html><html><head>{link}</head></html>")
    answer = await ask(curator, "feeds add", url=home)
    assert f"[Harbour Gazette]({FEED})" in text_of(answer)


async def test_a_page_that_names_several_asks_which(ask, curator, text_of, pages):
    home = "https://gazette.example/"
    links = "".join(
        f'<link rel="alternate" type="application/atom+xml" href="/{n}">' for n in range(3)
    )
    pages.put(home, f"<!doctype html><html><head>{links}</head></html>")
    text = text_of(await ask(curator, "feeds add", url=home))
    assert "names several feeds" in text
    assert "`https://gazette.example/2`" in text


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("<!doctype html><html><body>Hello</body></html>", "a page that names no feed"),
        ("hello", "no RSS, Atom or JSON feed"),
        ('<!DOCTYPE x [<!ENTITY a "b">]><rss/>', "entities of its own"),
    ],
)
async def test_what_is_no_feed_is_refused(ask, curator, text_of, pages, body, told):
    pages.put(FEED, body)
    answer = await ask(curator, "feeds add", url=FEED)
    assert answer.ephemeral
    assert told in text_of(answer)
    assert text_of(await ask(curator, "feeds list")).startswith("### No feed is followed")


@pytest.mark.usefixtures("followed")
async def test_a_feed_is_followed_once(ask, curator, text_of, serve):
    serve(1, url=f"{FEED}#top")
    again = await ask(curator, "feeds add", url=f"{FEED}#top")
    assert "followed already, as number 1" in text_of(again)


async def test_there_is_a_limit(ask, curator, text_of, bot, guild, serve, clock):
    def fill(db):
        for n in range(MOST_FEEDS):
            options = {"n_newest": 0, "etag": None, "last_modified": None, "by": None}
            feed_writes.add_feed(
                db, article_url(n), ReadFeed("F"), next_at=clock(), now=clock(), **options
            )

    await bot.corpus.write(guild.id, fill)
    serve(1)
    answer = await ask(curator, "feeds add", url=FEED)
    assert "follows 100 feeds already" in text_of(answer)
    listed = text_of(await ask(curator, "feeds list"))
    assert "100 feeds, oldest first · page 1 of 13" in listed


# ------------------------------------------------------------------ when something goes wrong


@pytest.mark.usefixtures("followed")
async def test_an_unchanged_feed_is_not_sent_again(serve, look, clock, bot, guild):
    serve(2, 1, etag='"v1"')
    clock.advance(minutes=40)
    await look()
    serve(3, 2, 1, etag='"v1"')
    clock.advance(minutes=40)
    await look()
    (standing,) = await bot.corpus.feeds.all(guild.id)
    assert (standing.n_articles, standing.feed.etag) == (2, '"v1"')


@pytest.mark.usefixtures("followed")
async def test_a_failing_feed_is_asked_less_and_less_and_then_paused_and_told(
    env, ask, curator, text_of, bot, guild, pages, clock
):
    log = guild.create_text_channel("log")
    await ask(curator, "settings log-channel", channel=log)
    feeds = bot.schedule._rounds[-1]
    waits = []
    pages.fail(FEED, FetchError(FEED, "cannot be reached"))
    for _ in range(MOST_FAILURES + 2):
        (standing,) = await bot.corpus.feeds.all(guild.id)
        if standing.feed.is_paused:
            break
        waits.append(standing.feed.next_at - clock())
        clock.now = standing.feed.next_at
        await feeds.tick()
        await feeds.finish()
    assert len(waits) == MOST_FAILURES
    assert waits[3] > 2 * waits[1]
    assert max(waits) < timedelta(hours=30)
    (standing,) = await bot.corpus.feeds.all(guild.id)
    assert standing.feed.pause_reason == "cannot be reached"
    await env.settle()
    (word,) = log.history()
    assert "The feed **Harbour Gazette** failed 10 times in a row (cannot be reached)" in (
        word.content
    )
    assert "⏸️ paused: cannot be reached" in text_of(await ask(curator, "feeds list"))


@pytest.mark.usefixtures("followed")
async def test_a_failure_is_listed_and_forgotten_when_it_answers(
    ask, curator, text_of, look, serve, pages, clock
):
    pages.fail(FEED, FetchError(FEED, "**it** is down"))
    clock.advance(minutes=40)
    await look()
    assert "⚠️ failed 1 time in a row: \\*\\*it\\*\\* is down" in text_of(
        await ask(curator, "feeds list")
    )
    serve(2, 1)
    clock.advance(hours=3)
    await look()
    assert "failed" not in text_of(await ask(curator, "feeds list"))


@pytest.mark.usefixtures("followed")
async def test_an_item_that_cannot_be_fetched_is_tried_again_and_given_up(
    look, pages, clock, bot, guild, titles
):
    pages.fail(article_url(1), FetchError(article_url(1), "the server hung up"))
    for _ in range(6):
        await look()
        clock.advance(hours=10)
    assert await titles() == ["Harbour report number 2"]
    assert pages.asked.count(article_url(1)) == 4
    (standing,) = await bot.corpus.feeds.all(guild.id)
    assert (standing.n_articles, standing.n_waiting, standing.n_refused) == (1, 0, 1)


@pytest.mark.usefixtures("followed")
async def test_an_item_that_is_no_article_is_refused_once(look, pages, bot, guild):
    pages.put(article_url(1), "<!doctype html><html><body>Nothing</body></html>")
    await look()
    await look()
    assert pages.asked.count(article_url(1)) == 1
    (standing,) = await bot.corpus.feeds.all(guild.id)
    assert (standing.n_articles, standing.n_refused) == (1, 1)


@pytest.mark.usefixtures("followed")
async def test_what_was_added_by_hand_is_not_added_again(ask, curator, look, titles, bot, guild):
    await ask(curator, "articles add", url=article_url(1))
    await look()
    assert len(await titles()) == 2
    (standing,) = await bot.corpus.feeds.all(guild.id)
    assert standing.n_articles == 2


# ------------------------------------------------------------------ pause, resume, remove


@pytest.mark.parametrize("how", ["added anew", "its Undo used", "another feed"])
async def test_what_a_curator_removed_no_feed_brings_back(
    how, ask, curator, serve, look, titles, bot, guild, clock
):
    serve(2, 1)
    await ask(curator, "feeds add", url=FEED)
    await look()
    found = await bot.corpus.find_article(guild.id, "Harbour report number 2")
    await bot.corpus.remove_article(guild.id, found.id, by=curator.id)
    (standing,) = await bot.corpus.feeds.all(guild.id)
    change = await bot.corpus.feeds.remove(guild.id, standing.feed.id, by=curator.id)
    serve(3, 2, 1)
    if how == "its Undo used":
        await bot.corpus.desk.take_back(guild.id, change, by=curator.id)
    elif how == "added anew":
        await ask(curator, "feeds add", url=FEED)
    else:
        serve(3, 2, 1, url=f"{FEED}/other")
        await ask(curator, "feeds add", url=f"{FEED}/other")
    clock.advance(minutes=40)
    await look()
    assert await titles() == ["Harbour report number 1", "Harbour report number 3"]
    await bot.corpus.restore_article(guild.id, found.id, by=curator.id)
    assert len(await titles()) == 3


@pytest.mark.usefixtures("followed")
async def test_a_curator_may_add_again_what_was_removed(ask, curator, look, titles, bot, guild):
    await look()
    found = await bot.corpus.find_article(guild.id, "Harbour report number 2")
    await bot.corpus.remove_article(guild.id, found.id, by=curator.id)
    await ask(curator, "articles add", url=article_url(2))
    assert await titles() == ["Harbour report number 1", "Harbour report number 2"]


@pytest.mark.usefixtures("followed")
async def test_a_paused_feed_is_left_alone_and_goes_on(ask, curator, text_of, look, titles, pages):
    answer = await ask(curator, "feeds pause", feed=1)
    assert text_of(answer).startswith("### Feed 1 is paused\n**[Harbour Gazette]")
    n_asked = len(pages.asked)
    await look()
    assert (await titles(), len(pages.asked)) == ([], n_asked)
    assert "was paused already" in text_of(await ask(curator, "feeds pause", feed=1))
    assert "### Feed 1 goes on" in text_of(await ask(curator, "feeds resume", feed=1))
    assert "was not paused" in text_of(await ask(curator, "feeds resume", feed=1))
    await look()
    assert len(await titles()) == 2


@pytest.mark.usefixtures("followed")
async def test_a_removed_feed_is_gone_its_articles_stay_and_undo_brings_it_back(
    ask, curator, text_of, look, titles, restart
):
    await look()
    answer = await ask(curator, "feeds remove", feed=1)
    assert text_of(answer).startswith("### Feed 1 is removed")
    assert text_of(await ask(curator, "feeds list")).startswith("### No feed is followed")
    assert len(await titles()) == 2
    await restart()
    await curator.click(answer.response, label="Undo")
    assert text_of(answer).startswith("### Taken back\n**Feed 1: followed again**")
    assert "1 feed, oldest first" in text_of(await ask(curator, "feeds list"))


@pytest.mark.parametrize("command", ["feeds pause", "feeds resume", "feeds remove"])
async def test_an_unknown_feed_is_refused(ask, curator, text_of, command):
    assert "There is no feed number 9" in text_of(await ask(curator, command, feed=9))


@pytest.mark.usefixtures("followed")
async def test_feeds_complete_by_name_and_address(curator, channel):
    for typed in ("harbour", "gazette.example", ""):
        (found,) = await curator.autocomplete(channel, "feeds pause", "feed", typed)
        assert (found["name"], found["value"]) == ("1 · Harbour Gazette", 1)
    assert await curator.autocomplete(channel, "feeds pause", "feed", "zzz") == []


@pytest.mark.usefixtures("followed")
async def test_the_audit_tells_of_feeds(ask, curator, text_of):
    await ask(curator, "feeds pause", feed=1)
    text = text_of(await ask(curator, "audit", kind="feed"))
    assert "**Feed 1: paused**" in text
    assert "**Feed 1: added**" in text
    assert "\nHarbour Gazette\n" in text
