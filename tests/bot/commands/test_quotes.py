"""`/quotes`: the right quotations, and a way on from every dead end."""

import sqlite3
from contextlib import closing

import pytest

from tests.bot.commands.conftest import TWO_JOHNSONS

pytestmark = pytest.mark.model


async def test_quotations_of_a_speaker_are_listed(ask, member, text_of):
    answer = await ask(member, "quotes", speaker="Xi Jinping")
    text = text_of(answer)
    assert not answer.ephemeral
    assert text.startswith("### Quotations by **Xi Jinping**\n-# ")
    assert "dear and longtime friend" in text
    assert "John Kirby" not in text


async def test_a_name_is_found_however_it_is_written(ask, member, text_of):
    answer = await ask(member, "quotes", speaker="xi jinping")
    assert text_of(answer).startswith("### Quotations by **Xi Jinping**")


async def test_everything_is_listed_when_nothing_is_asked(ask, member, text_of):
    text = text_of(await ask(member, "quotes"))
    assert text.startswith("### All quotations\n-# ")
    assert "newest first · page 1 of " in text


@pytest.mark.usefixtures("two_johnsons")
async def test_each_quotation_names_its_article_and_number(ask, member, text_of):
    text = text_of(await ask(member, "quotes", speaker="Linda Johnson"))
    assert (
        "**Linda Johnson** *said*\n> “The bridge can wait until the schools are repaired,”" in text
    )
    source = "[Budget talks in the town hall](https://gazette.example/budget) · 27 February 2026"
    assert source in text
    assert "-# #" in text


async def test_options_narrow_the_list_together(ask, member, text_of):
    answer = await ask(
        member, "quotes", speaker="John Kirby", containing="business as usual", kind="mixed"
    )
    text = text_of(answer)
    assert text.startswith(
        "### Partly verbatim quotations by **John Kirby** containing “business as usual”"
    )
    assert "`partly verbatim`" in text


@pytest.mark.usefixtures("two_johnsons")
async def test_a_period_narrows_the_list(ask, member, text_of):
    text = text_of(await ask(member, "quotes", since="2026-02", until="2026-02"))
    assert text.startswith("### Quotations from 1 February 2026 to 28 February 2026")
    assert "Linda Johnson" in text
    assert "Xi Jinping" not in text


@pytest.mark.usefixtures("two_johnsons")
async def test_one_article_narrows_the_list(ask, member, text_of):
    text = text_of(await ask(member, "quotes", article="Budget talks in the town hall"))
    assert "in “Budget talks in the town hall”\n-# 2 quotations" in text


# ------------------------------------------------------------------ pages


async def test_pages_go_on_and_back(ask, member, text_of, labels_of):
    first = await ask(member, "quotes")
    before = text_of(first)
    number = labels_of(first.response)[2]
    assert number.startswith("1 / ")
    assert labels_of(first.response) == ["(« First)", "(← Newer)", number, "Older →", "Last »"]
    await member.click(first.response, label="Older →")
    assert "page 2 of " in text_of(first)
    await member.click(first.response, label="← Newer")
    assert text_of(first) == before


async def test_pages_turn_after_a_restart(ask, member, text_of, restart):
    answer = await ask(member, "quotes")
    await restart()
    await member.click(answer.response, label="Older →")
    assert "page 2 of " in text_of(answer)


async def test_somebody_else_turns_a_page_of_their_own(ask, member, curator, text_of):
    answer = await ask(member, "quotes")
    copy = await curator.click(answer.response, label="Older →")
    assert copy.ephemeral
    assert "page 2 of " in text_of(copy)
    assert "page 1 of " in text_of(answer)


async def test_a_list_that_vanished_says_so(ask, member, text_of, bot, guild):
    answer = await ask(member, "quotes")
    for article_id in range(1, 6):
        await bot.corpus.remove_article(guild.id, article_id, by=1)
    await member.click(answer.response, label="Older →")
    assert "no longer kept" in text_of(answer)


@pytest.mark.usefixtures("two_johnsons")
async def test_a_short_list_has_no_page_buttons(ask, member, labels_of):
    answer = await ask(member, "quotes", speaker="Linda Johnson")
    assert labels_of(answer.response) == []


@pytest.mark.usefixtures("two_johnsons")
async def test_a_listed_quotation_opens_in_its_context(ask, member, text_of, labels_of):
    answer = await ask(member, "quotes", speaker="Linda Johnson")
    number = text_of(answer).split("-# #")[1].split()[0]
    context = await member.select(answer.response, [number], custom_id="context")
    assert context.ephemeral
    assert labels_of(context.response) == ["More by Linda Johnson", "The article"]
    assert (
        "**“The bridge can wait until the schools are repaired,”** Linda Johnson said"
        in text_of(context)
    )


# ------------------------------------------------------------------ dead ends


async def test_an_unknown_name_offers_the_nearest(ask, member, text_of, labels_of):
    answer = await ask(member, "quotes", speaker="Xi Jinpin")
    assert answer.ephemeral
    assert text_of(answer).startswith("### Nobody on record as “Xi Jinpin”")
    (nearest, *_) = labels_of(answer.response)
    assert nearest.startswith("Xi Jinping (")
    further = await member.click(answer.response, label=nearest)
    assert text_of(further).startswith("### Quotations by **Xi Jinping**")


@pytest.mark.usefixtures("two_johnsons")
async def test_two_people_of_one_name_are_asked_about(ask, member, text_of, labels_of):
    answer = await ask(member, "quotes", speaker="Johnson")
    assert answer.ephemeral
    assert text_of(answer).startswith("### Which “Johnson”?")
    assert sorted(labels_of(answer.response)) == [
        "Boris Johnson (person)",
        "Linda Johnson (person)",
    ]


@pytest.mark.usefixtures("two_johnsons")
async def test_the_choice_works_after_a_restart(ask, member, text_of, restart):
    answer = await ask(member, "quotes", speaker="Johnson", containing="bridge")
    await restart()
    further = await member.click(answer.response, label="Linda Johnson (person)")
    assert text_of(further).startswith("### Quotations by **Linda Johnson** containing “bridge”")
    assert "Answered below" in text_of(answer)


async def test_an_empty_list_tells_what_would_find_something(ask, member, text_of, labels_of):
    answer = await ask(member, "quotes", speaker="John Kirby", containing="bananas")
    assert answer.ephemeral
    assert text_of(answer).startswith("### No quotations by **John Kirby** containing “bananas”")
    wider = next(
        text for text in labels_of(answer.response) if text.startswith("Without “bananas”")
    )
    further = await member.click(answer.response, label=wider)
    assert text_of(further).startswith("### Quotations by **John Kirby**\n")


async def test_of_several_words_fewer_are_offered_with_how_many(ask, member, text_of, labels_of):
    answer = await ask(member, "quotes", containing="bananas sanctions")
    (offer,) = [text for text in labels_of(answer.response) if text.startswith("Only “sanctions”")]
    further = await member.click(answer.response, label=offer)
    count = offer.rpartition("(")[2].rstrip(")")
    assert f"containing “sanctions”\n-# {count} quotation" in text_of(further)


async def test_who_said_nothing_may_have_been_talked_about(ask, member, text_of, add_text):
    await add_text(TWO_JOHNSONS.replace("The bridge will", "The bridge to Lisbon will"))
    answer = await ask(member, "quotes", speaker="Lisbon")
    assert text_of(answer).startswith("### No quotations by **Lisbon**")
    further = await member.click(answer.response, label="About Lisbon (1)")
    assert text_of(further).startswith("### Quotations about **Lisbon**\n")


async def test_an_empty_period_tells_which_dates_there_are(ask, member, text_of):
    answer = await ask(member, "quotes", since="2099")
    assert "The articles here are from" in text_of(answer)


@pytest.mark.parametrize(
    ("period", "words"),
    [
        ({"since": "3/4"}, "is not a date such as 2022-09-15"),
        ({"until": "2022-02-31"}, "is not a date"),
        ({"since": "2023", "until": "2022"}, "is not before until"),
    ],
)
async def test_a_bad_period_is_refused(ask, member, text_of, period, words):
    answer = await ask(member, "quotes", **period)
    assert answer.ephemeral
    assert words in text_of(answer)


async def test_an_empty_corpus_says_how_to_begin(ask, member, text_of, bot, guild):
    for article_id in range(1, 6):
        await bot.corpus.remove_article(guild.id, article_id, by=1)
    answer = await ask(member, "quotes")
    assert answer.ephemeral
    assert "`/articles add`" in text_of(answer)


async def test_a_locked_record_is_still_read(ask, member, text_of, labels_of, settings, guild):
    """With the buttons that need a question to be kept, though it cannot be written."""
    path = settings.corpora_dir / f"{guild.id}.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as other_program:
        other_program.execute("BEGIN IMMEDIATE")
        answer = await ask(member, "quotes")
        unknown = await ask(member, "quotes", speaker="Xi Jinpin")
        assert "page 1 of " in text_of(answer)
        await member.click(answer.response, label="Older →")
        assert "page 2 of " in text_of(answer)
    assert labels_of(unknown.response) == ["Xi Jinping (6)"]
    assert text_of(unknown).startswith("### Nobody on record as “Xi Jinpin”")
