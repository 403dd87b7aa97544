"""`/search`: articles and quotations, whatever is typed."""

import pytest

pytestmark = pytest.mark.model


async def test_matches_are_bold_and_counted(ask, member, text_of):
    answer = await ask(member, "search", query="sanctions")
    text = text_of(answer)
    assert not answer.ephemeral
    assert text.startswith("### Search: sanctions\n-# 3 articles and ")
    assert "**sanctions**" in text
    assert "**Articles** (3)" in text
    assert "**Quotations** (" in text


async def test_pages_go_on_and_back_after_a_restart(ask, member, text_of, labels_of, restart):
    answer = await ask(member, "search", query="Ukraine")
    before = text_of(answer)
    labels = labels_of(answer.response)
    assert labels[:2] == ["(« First)", "(← Back)"]
    assert labels[3:] == ["More →", "Last »"]
    await restart()
    await member.click(answer.response, label="More →")
    assert "page 2 of " in text_of(answer)
    assert text_of(answer) != before
    await member.click(answer.response, label="← Back")
    assert text_of(answer) == before


async def test_the_last_page_leads_only_back(ask, member, labels_of):
    answer = await ask(member, "search", query="sanctions")
    while "More →" in labels_of(answer.response):
        await member.click(answer.response, label="More →")
    assert labels_of(answer.response)[-2:] in (["← Back", "(More →)"], ["(More →)", "(Last »)"])


async def test_nothing_found_says_what_may_help(ask, member, text_of):
    answer = await ask(member, "search", query="bananas")
    assert answer.ephemeral
    assert text_of(answer).startswith("### Nothing found for “bananas”")


async def test_nothing_found_offers_fewer_words_with_how_much_they_find(
    ask, member, text_of, labels_of
):
    answer = await ask(member, "search", query="sanctions bananas")
    (offer,) = [text for text in labels_of(answer.response) if text.startswith("Only “sanctions”")]
    further = await member.click(answer.response, label=offer)
    assert text_of(further).startswith("### Search: sanctions\n")


async def test_nothing_found_offers_names_that_come_near(ask, member, text_of, labels_of):
    answer = await ask(member, "search", query="Jinpng")
    (offer,) = [text for text in labels_of(answer.response) if text.startswith("“Xi Jinping”")]
    further = await member.click(answer.response, label=offer)
    assert "**Xi" in text_of(further)


@pytest.mark.usefixtures("two_johnsons")
async def test_nothing_in_a_period_offers_other_dates(ask, member, text_of, labels_of):
    answer = await ask(member, "search", query="bridge", until="2025")
    assert "The articles here are from" in text_of(answer)
    (offer,) = [text for text in labels_of(answer.response) if text.startswith("Also later (")]
    further = await member.click(answer.response, label=offer)
    assert "Budget talks" in text_of(further)


async def test_query_syntax_is_only_words(ask, member, text_of):
    answer = await ask(member, "search", query='sanctions) OR "x" NOT * AND')
    assert answer.acknowledged
    assert text_of(answer).startswith("### ")


@pytest.mark.usefixtures("two_johnsons")
async def test_a_period_narrows_what_is_found(ask, member, text_of):
    found = await ask(member, "search", query="bridge", since="2026-02", until="2026-02")
    assert "Budget talks" in text_of(found)
    before = await ask(member, "search", query="bridge", until="2025")
    assert text_of(before).startswith("### Nothing found for “bridge”")


async def test_a_bad_period_is_refused(ask, member, text_of):
    answer = await ask(member, "search", query="bridge", since="someday")
    assert answer.ephemeral
    assert "`someday` is not a date" in text_of(answer)
