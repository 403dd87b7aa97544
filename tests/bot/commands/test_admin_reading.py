"""Articles edited, listed, read again, and added from the links of a message."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from simcord.components import walk_components

from bot.commands.admin_reading import MOST_LINKS, links_of
from store.errors import FetchError
from store.records import SpeakerChoice
from tests.bot.commands.test_admin_feeds import article_page, article_url

MENU = "Add linked articles"


@pytest.fixture
def edit(channel):
    """Opens the form of an article, changes some of its fields and sends it in."""

    async def edit(actor, title="#1", *, meanwhile=None, **typed):
        shown = await actor.slash(channel, "articles edit", title=title)
        if meanwhile is not None:
            await meanwhile()
        fields = [c for c in walk_components(shown.modal["components"]) if c.get("custom_id")]
        names = ("headline", "date", "byline", "publisher")
        values = {
            field["custom_id"]: typed.get(name, field.get("value") or "")
            for name, field in zip(names, fields, strict=True)
        }
        return await actor.submit_modal(shown, values)

    return edit


@pytest.fixture
def shown_quotations(ask, member, text_of):
    """What members see of all quotations."""

    async def shown_quotations():
        return text_of(await ask(member, "quotes"))

    return shown_quotations


# ------------------------------------------------------------------ links in a message


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("see https://a.example/b.", ["https://a.example/b"]),
        ("(https://a.example/b), <https://c.example/d>", ["https://a.example/b", "https://c.example/d"]),
        ("https://en.example/wiki/A_(b)!", ["https://en.example/wiki/A_(b)"]),
        ("[words](https://a.example/b)", ["https://a.example/b"]),
        ("**https://a.example/b** ||https://a.example/c||", ["https://a.example/b", "https://a.example/c"]),
        ("https://a.example/b http://www.a.example/b?utm_source=x#y", ["https://a.example/b"]),
        ("HTTPS://A.example/b", ["HTTPS://A.example/b"]),
        ("ftp://a.example javascript:alert(1) a.example", []),
        ("", []),
    ],
)  # fmt: skip
def test_the_links_of_a_text(text, links):
    assert links_of([text]) == links


@given(st.text(max_size=300))
def test_whatever_is_written_gives_addresses_or_none(text):
    assert all(link.lower().startswith("http") for link in links_of([text, f"https://{text}"]))


@pytest.mark.model
async def test_every_link_is_added_and_told_with_one_undo(
    channel, curator, text_of, labels_of, pages, guild, restart
):
    for n in (1, 2):
        pages.put(article_url(n), article_page(n))
    pages.fail(article_url(3), FetchError(article_url(3), "the page is behind a paywall"))
    words = " and ".join(article_url(n) for n in (1, 2, 3, 1))
    message = await curator.send(channel, f"Look: {words}")
    answer = await curator.context_menu(channel, MENU, message)
    text = text_of(answer)
    assert answer.ephemeral
    assert text.startswith("### 2 articles added, 1 not")
    assert "Harbour report number 1" in text
    assert "the page is behind a paywall" in text
    assert pages.asked.count(article_url(1)) == 1
    assert labels_of(answer.response) == ["Undo"]
    bot = await restart()
    await curator.click(answer.response, label="Undo")
    assert text_of(answer).startswith("### 2 articles removed")
    assert (await bot.corpus.stats(guild.id)).n_articles == 5
    await curator.click(answer.response, label="Put them back")
    assert text_of(answer).startswith("### 2 articles restored")


@pytest.mark.model
async def test_one_link_is_told_like_any_article(channel, curator, text_of, pages):
    pages.put(article_url(1), article_page(1))
    message = await curator.send(channel, article_url(1))
    answer = await curator.context_menu(channel, MENU, message)
    assert text_of(answer).startswith("### Article added\n**[Harbour report number 1]")


@pytest.mark.model
async def test_a_link_that_is_on_record_is_told(channel, curator, text_of, pages):
    pages.put(article_url(1), article_page(1))
    message = await curator.send(channel, article_url(1))
    await curator.context_menu(channel, MENU, message)
    again = await curator.context_menu(channel, MENU, message)
    assert text_of(again).startswith("### 0 articles added, 1 not")
    assert f"`{article_url(1)}`: in the record already, as number 6" in text_of(again)
    assert pages.asked.count(article_url(1)) == 1


async def test_a_hundred_links_are_read_up_to_the_limit(channel, curator, text_of, pages):
    message = await curator.send(channel, " ".join(f"https://a.example/{n}" for n in range(90)))
    answer = await curator.context_menu(channel, MENU, message)
    assert len(pages.asked) == MOST_LINKS
    assert text_of(answer).startswith(f"### 0 articles added, {MOST_LINKS + 1} not")


async def test_a_message_without_links_says_so(channel, curator, text_of):
    message = await curator.send(channel, "nothing here")
    answer = await curator.context_menu(channel, MENU, message)
    assert text_of(answer).startswith("### No links")


async def test_members_do_not_add_links(channel, member, text_of, let_in, pages):
    message = await member.send(channel, article_url(1))
    await let_in(MENU, member)
    answer = await member.context_menu(channel, MENU, message)
    assert text_of(answer) == "You need Manage Server for that."
    assert pages.asked == []


# ------------------------------------------------------------------ edit


async def test_the_form_holds_what_is_known_and_a_change_is_told_and_taken_back(
    ask, curator, text_of, edit
):
    before = text_of(await ask(curator, "article", title="#1"))
    answer = await edit(curator, date="3 March 2021", byline="Ann  Lee")
    text = text_of(answer)
    assert answer.ephemeral
    assert text.startswith("### Article edited")
    assert "→ 3 March 2021" in text
    assert "→ Ann Lee" in text
    assert "**Title**" not in text
    after = text_of(await ask(curator, "article", title="#1"))
    assert "3 March 2021 (date from a curator)" in after
    await curator.click(answer.response, label="Undo")
    assert text_of(answer).startswith("### Taken back\n**Article 1: edited**")
    assert text_of(await ask(curator, "article", title="#1")) == before


async def test_a_form_opened_before_a_restart_is_handed_in_after_it(
    curator, text_of, edit, restart, labels_of
):
    answer = await edit(curator, headline="Another title", meanwhile=restart)
    assert text_of(answer).startswith("### Article edited\n**Another title**")
    assert labels_of(answer.response) == ["Undo"]


async def test_quotations_move_with_the_date(ask, curator, text_of, edit, bot, guild):
    await edit(curator, date="2001-02-03")
    found = text_of(await ask(curator, "quotes", until="2001-12-31"))
    assert "3 February 2001" in found
    assert (await bot.corpus.stats(guild.id)).first_on == date(2001, 2, 3)


async def test_nothing_changed_is_told(curator, text_of, edit):
    assert text_of(await edit(curator)).startswith("### Nothing was changed")


@pytest.mark.parametrize("value", ["soon", "2026"])
async def test_what_is_no_day_is_refused(ask, curator, text_of, edit, value):
    before = text_of(await ask(curator, "article", title="#1"))
    assert "`date`" in text_of(await edit(curator, date=value))
    assert text_of(await ask(curator, "article", title="#1")) == before


async def test_an_article_cannot_be_without_a_title(ask, curator, text_of, edit):
    before = text_of(await ask(curator, "article", title="#1"))
    assert "cannot be without one" in text_of(await edit(curator, headline="   "))
    assert text_of(await ask(curator, "article", title="#1")) == before


async def test_an_unknown_article_cannot_be_edited(ask, curator, text_of):
    answer = await ask(curator, "articles edit", title="#99")
    assert "There is no article" in text_of(answer)


# ------------------------------------------------------------------ list


async def test_all_articles_are_listed_removed_ones_too(ask, curator, text_of):
    await ask(curator, "articles remove", title="#2")
    text = text_of(await ask(curator, "articles list"))
    assert text.startswith("### All articles\n-# 5 articles, latest added first")
    assert "🗑️ removed <t:" in text
    assert "`/articles restore number:2`" in text
    only = text_of(await ask(curator, "articles list", removed=True))
    assert only.startswith("### Removed articles\n-# 1 article, latest added first")


async def test_the_list_turns_its_pages(ask, curator, text_of, put, restart):
    for n in range(6):
        await put(f"Harbour {n} was opened.", {})
    answer = await ask(curator, "articles list")
    assert "11 articles, latest added first · page 1 of 2" in text_of(answer)
    await restart()
    await curator.click(answer.response, label="Older →")
    assert "page 2 of 2" in text_of(answer)
    assert "article 1 ·" in text_of(answer)


async def test_no_removed_article_says_so(ask, curator, text_of):
    answer = await ask(curator, "articles list", removed=True)
    assert text_of(answer).startswith("### No article was removed")


# ------------------------------------------------------------------ reannotate


@pytest.mark.model
async def test_articles_are_read_again_and_decisions_stay(
    ask, curator, member, text_of, bot, guild
):
    await bot.corpus.desk.fix_speaker(guild.id, 1, SpeakerChoice(words="harbour master"), by=1)
    await bot.corpus.desk.hide_quotation(guild.id, 2, by=1)
    everything = text_of(await ask(member, "quotes"))
    answer = await ask(curator, "articles reannotate")
    assert text_of(answer).startswith("### 5 articles read again")
    assert text_of(await ask(member, "quotes")) == everything
    assert "Harbour master" in text_of(await ask(member, "quote", id=1))
    assert "no quotation number 2" in text_of(await ask(member, "quote", id=2))
    assert "**Article 5: read again**" in text_of(await ask(curator, "audit", kind="article"))


@pytest.mark.model
async def test_one_article_is_read_again(ask, curator, text_of):
    answer = await ask(curator, "articles reannotate", title="#3")
    assert text_of(answer).startswith("### 1 article read again\n**When China President")
    assert "**10 quotations** · **" in text_of(answer)


@pytest.mark.model
async def test_reading_one_article_again_is_undone_after_a_restart(
    ask, curator, text_of, labels_of, restart, shown_quotations
):
    before = await shown_quotations()
    answer = await ask(curator, "articles reannotate", title="#3")
    assert labels_of(answer.response) == ["Undo"]
    await restart()
    await curator.click(answer.response, label="Undo")
    assert text_of(answer).startswith("### Taken back\n**Article 3: change taken back**")
    assert await shown_quotations() == before


@pytest.mark.model
async def test_reading_all_articles_again_is_undone_at_once(
    ask, curator, text_of, restart, shown_quotations, bot, guild
):
    before = await shown_quotations()
    answer = await ask(curator, "articles reannotate")
    await bot.corpus.remove_article(guild.id, 2, by=1)
    await bot.corpus.restore_article(guild.id, 2, by=1)
    await bot.corpus.remove_article(guild.id, 4, by=1)
    await restart()
    await curator.click(answer.response, label="Undo all")
    text = text_of(answer)
    assert text.startswith("### 4 articles as before the new reading\n⚠️ There is no article `#4`")
    await ask(curator, "articles restore", number=4)
    assert await shown_quotations() == before


@pytest.mark.model
async def test_who_is_no_curator_any_more_undoes_no_reading(
    ask, curator, archivist, text_of, let_in
):
    await let_in("articles", archivist)
    answer = await ask(archivist, "articles reannotate")
    await ask(curator, "settings curator-role")
    refused = await archivist.click(answer.response, label="Undo all")
    assert text_of(refused) == "You need Manage Server for that."


async def test_an_article_removed_meanwhile_is_told(bot, guild):
    await bot.corpus.remove_article(guild.id, 1, by=1)
    found = [one async for one in bot.corpus.desk.reannotate(guild.id, [1], by=1)]
    assert [str(one) for one in found] == ["no article '#1'"]
