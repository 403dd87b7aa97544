"""`/articles`: curators add, remove and restore; nobody else does."""

import asyncio
from functools import partial

import pytest
import simcord
from simcord.components import walk_components

from bot.views.progress import PATIENCE_S
from tests.bot.commands.conftest import TWO_JOHNSONS

pytestmark = pytest.mark.model

URL = "https://gazette.example/budget"
PAGE = """<!doctype html><html lang="en"><head><title>Budget talks in the town hall</title>
<meta property="og:site_name" content="Harbour Gazette">
<meta property="article:published_time" content="2026-02-27T08:00:00Z"></head><body><article>
<h1>Budget talks in the town hall</h1>
<p>The two parties met in the old town hall on Tuesday to settle the budget for the bridge.</p>
<p>“The bridge will be paid for this year,” Boris Johnson said after the meeting. Boris Johnson
has led the council since March, and the budget is his first.</p>
<p>“The bridge can wait until the schools are repaired,” Linda Johnson said. Linda Johnson leads
the opposition, which holds eleven of the thirty seats.</p></article></body></html>"""


@pytest.fixture
def fill(channel):
    """Opens the form, fills some of its fields and sends it in."""
    order = ("text", "rest", "title", "url", "date")

    async def fill(actor, *, meanwhile=None, **typed):
        shown = await actor.slash(channel, "articles add")
        if meanwhile is not None:
            await meanwhile()
        fields = [c for c in walk_components(shown.modal["components"]) if c.get("custom_id")]
        ids = dict(zip(order, (field["custom_id"] for field in fields), strict=True))
        return await actor.submit_modal(shown, {ids[name]: text for name, text in typed.items()})

    return fill


async def test_a_link_is_read_and_told(ask, curator, text_of, labels_of, pages):
    pages.put(URL, PAGE)
    answer = await ask(curator, "articles add", url=URL)
    text = text_of(answer)
    assert answer.ephemeral
    assert text.startswith("### Article added\n**[Budget talks in the town hall](" + URL)
    assert "Harbour Gazette · 27 February 2026 · article 6" in text
    assert "**2 quotations** · " in text
    assert "Boris Johnson" in text
    assert labels_of(answer.response) == ["Undo"]


async def test_a_pasted_text_is_read_and_told(curator, text_of, fill):
    answer = await fill(
        curator, text=TWO_JOHNSONS, title="Budget talks", url=URL, date="27 February 2026"
    )
    text = text_of(answer)
    assert answer.ephemeral
    assert f"[Budget talks]({URL})" in text
    assert "27 February 2026 (date from a curator)" in text
    assert "**2 quotations**" in text


async def test_a_long_text_goes_on_in_the_second_field(ask, curator, text_of, fill):
    first, _, rest = TWO_JOHNSONS.partition("\n\n“The bridge can")
    await fill(curator, text=first, rest=f"“The bridge can{rest}", title="Budget talks")
    assert "Linda Johnson" in text_of(await ask(curator, "quotes", speaker="Linda Johnson"))


@pytest.mark.parametrize("date", ["2026-02", "someday"])
async def test_a_date_in_the_form_must_be_a_day(curator, text_of, fill, date):
    answer = await fill(curator, text=TWO_JOHNSONS, date=date)
    assert answer.ephemeral
    assert f"`date`: `{date}` is not " in text_of(answer)


async def test_the_same_text_again_is_named(curator, text_of, fill):
    await fill(curator, text=TWO_JOHNSONS, title="Budget talks")
    again = await fill(curator, text=TWO_JOHNSONS, title="Budget talks once more")
    assert "as number 6: `Budget talks`. Nothing was added" in text_of(again)


async def test_an_address_without_its_beginning_is_completed(ask, curator, text_of, fill, pages):
    pages.put(URL, PAGE)
    answer = await ask(curator, "articles add", url=URL.removeprefix("https://"))
    assert f"[Budget talks in the town hall]({URL})" in text_of(answer)
    pasted = await fill(curator, text=TWO_JOHNSONS, title="Talks", url="www.gazette.example/talks")
    assert "[Talks](https://www.gazette.example/talks)" in text_of(pasted)


@pytest.mark.parametrize("url", ["javascript:alert(1)", "the Gazette", "ftp://gazette.example/a"])
async def test_a_link_that_nobody_can_follow_is_refused(curator, text_of, fill, url):
    answer = await fill(curator, text=TWO_JOHNSONS, url=url)
    assert text_of(answer).startswith(f"`link`: `{url}` is not an address")


async def test_an_article_of_a_day_to_come_is_refused(curator, text_of, fill):
    answer = await fill(curator, text=TWO_JOHNSONS, date="2062-02-27")
    assert text_of(answer) == "`date`: `2062-02-27` is not a day that has come."


async def test_a_link_that_is_on_record_is_not_fetched_again(ask, curator, text_of, pages):
    pages.put(URL, PAGE)
    await ask(curator, "articles add", url=URL)
    again = await ask(curator, "articles add", url=f"{URL}?utm_source=x")
    assert "in the record already, as number 6" in text_of(again)
    assert pages.asked == [URL]


async def test_a_page_that_cannot_be_fetched_is_refused(ask, curator, text_of):
    answer = await ask(curator, "articles add", url="https://nowhere.example/x")
    assert answer.ephemeral
    assert "Nothing was added" in text_of(answer)


async def test_slow_reading_says_that_it_goes_on(ask, curator, text_of, pages, env):
    page_came = asyncio.Event()
    wait = partial(env.external_wait, reason="the page is slow")
    pages.put(URL, PAGE, before=lambda: wait(page_came.wait()))
    answer = await ask(curator, "articles add", url=URL)
    await env.advance_time(PATIENCE_S + 1)
    assert text_of(answer).startswith("### Reading the article…")
    page_came.set()
    await env.settle()
    assert text_of(answer).startswith("### Article added")


async def test_what_was_pasted_before_a_restart_is_handed_in_after_it(
    curator, text_of, fill, restart
):
    answer = await fill(curator, text=TWO_JOHNSONS, title="Budget talks", meanwhile=restart)
    assert text_of(answer).startswith("### Article added\n**Budget talks**")


# ------------------------------------------------------------------ undo


async def test_adding_is_undone_after_a_restart(ask, curator, text_of, fill, restart):
    answer = await fill(curator, text=TWO_JOHNSONS, title="Budget talks")
    await restart()
    await curator.click(answer.response, label="Undo")
    assert text_of(answer).startswith("### Article removed")
    assert text_of(await ask(curator, "entity", name="Linda Johnson")).startswith("### Nobody")


async def test_an_undone_adding_is_put_back(ask, curator, text_of, fill):
    answer = await fill(curator, text=TWO_JOHNSONS, title="Budget talks")
    await curator.click(answer.response, label="Undo")
    await curator.click(answer.response, label="Put it back")
    assert text_of(answer).startswith("### Article restored")
    found = text_of(await ask(curator, "entity", name="Linda Johnson"))
    assert found.startswith("### Linda Johnson\n")


async def test_removing_is_undone_with_the_same_numbers(ask, curator, text_of):
    before = text_of(await ask(curator, "quotes", article="#1"))
    answer = await ask(curator, "articles remove", title="#1")
    assert answer.ephemeral
    assert text_of(answer).startswith("### Article removed")
    assert text_of(await ask(curator, "quotes", article="#1")).startswith("### No article")
    await curator.click(answer.response, label="Undo")
    assert text_of(await ask(curator, "quotes", article="#1")) == before


async def test_a_removed_article_is_restored_by_its_number(ask, curator, text_of):
    await ask(curator, "articles remove", title="#2")
    answer = await ask(curator, "articles restore", number=2)
    assert text_of(answer).startswith("### Article restored")


async def test_an_article_that_was_not_removed_is_not_restored(ask, curator, text_of):
    answer = await ask(curator, "articles restore", number=1)
    assert text_of(answer).startswith("That article is in the record already, as number 1: ")


@pytest.mark.parametrize("command", ["articles remove", "articles restore"])
async def test_an_unknown_article_is_refused(ask, curator, text_of, command):
    option = {"title": "#99"} if command.endswith("remove") else {"number": 99}
    answer = await ask(curator, command, **option)
    assert answer.ephemeral
    assert "There is no article" in text_of(answer)


# ------------------------------------------------------------------ who may


async def test_the_commands_are_hidden_from_members(ask, member):
    with pytest.raises(simcord.SetupError):
        await ask(member, "articles add", url=URL)


@pytest.mark.parametrize(
    "asked",
    [
        {"command": "articles add", "url": URL},
        {"command": "articles add"},
        {"command": "articles remove", "title": "#1"},
        {"command": "articles restore", "number": 1},
    ],
    ids=["add", "form", "remove", "restore"],
)
async def test_the_bot_asks_again_who_may(ask, member, text_of, let_in, asked):
    await let_in("articles", member)
    options = {name: value for name, value in asked.items() if name != "command"}
    answer = await ask(member, asked["command"], **options)
    assert answer.ephemeral
    assert "You need Manage Server" in text_of(answer)


async def test_the_role_the_server_chose_may(ask, archivist, text_of, let_in):
    await let_in("articles", archivist)
    answer = await ask(archivist, "articles remove", title="#1")
    assert text_of(answer).startswith("### Article removed")


async def test_removed_articles_complete_by_number_and_title(ask, curator, channel):
    assert await curator.autocomplete(channel, "articles restore", "number", "") == []
    await ask(curator, "articles remove", title="#2")
    for typed in ("", "2", "digs in"):
        (found,) = await curator.autocomplete(channel, "articles restore", "number", typed)
        assert found["value"] == 2
        assert found["name"].startswith("2 · Beijing digs in")
    assert await curator.autocomplete(channel, "articles restore", "number", "zzz") == []
