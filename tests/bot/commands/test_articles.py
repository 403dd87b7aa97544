"""`/article` and `/corpus`: what is on record."""

import pytest

pytestmark = pytest.mark.model


async def test_an_article_is_told_whole(ask, member, text_of):
    answer = await ask(member, "article", title="#1")
    text = text_of(answer)
    assert not answer.ephemeral
    for part in ("### ", "**People**", "**Also named**", "**Cleaned away**", "~~Leave a Reply~~"):
        assert part in text
    assert "22 November 2024 (date from text)" in text


@pytest.mark.usefixtures("two_johnsons")
async def test_an_article_is_found_by_its_title(ask, member, text_of):
    text = text_of(await ask(member, "article", title="budget talks in the town hall"))
    assert text.startswith("### [Budget talks in the town hall](https://gazette.example/budget)")


async def test_all_quotations_of_an_article_are_one_button_away(ask, member, text_of, two_johnsons):
    answer = await ask(member, "article", title=f"#{two_johnsons.article.id}")
    further = await member.click(answer.response, label="All quotations (2)")
    assert "in “Budget talks in the town hall”" in text_of(further)


async def test_a_quotation_of_an_article_opens_in_its_context(ask, member, text_of, two_johnsons):
    answer = await ask(member, "article", title=f"#{two_johnsons.article.id}")
    text = text_of(answer)
    assert "- **Linda Johnson** *said*: “The bridge can wait" in text
    number = text.split(" · #")[1].split()[0]
    context = await member.select(answer.response, [number], custom_id="context")
    assert context.ephemeral


async def test_several_titles_that_fit_are_offered(ask, member, text_of, labels_of):
    answer = await ask(member, "article", title="Xi Jinping")
    assert answer.ephemeral
    assert text_of(answer).startswith("### No article is called “Xi Jinping”\nDid you mean")
    offered = labels_of(answer.response)
    assert len(offered) >= 2
    further = await member.click(answer.response, label=offered[0])
    assert text_of(further).startswith(f"### {offered[0][:60]}")


@pytest.mark.usefixtures("two_johnsons")
async def test_an_unknown_title_offers_what_there_is(ask, member, text_of, labels_of):
    answer = await ask(member, "article", title="Zzyzx Qwrtp")
    assert "These are on record" in text_of(answer)
    assert "Budget talks in the town hall" in labels_of(answer.response)


async def test_the_corpus_is_counted(ask, member, text_of):
    answer = await ask(member, "corpus")
    text = text_of(answer)
    assert not answer.ephemeral
    assert "**5 articles**" in text
    assert "**Quoted most**" in text
    assert "**Newest articles**" in text
    assert "Last change <t:" in text


@pytest.mark.usefixtures("two_johnsons")
async def test_a_server_sees_only_its_own_articles(ask, member, text_of, env):
    elsewhere = env.create_guild("Elsewhere")
    room = elsewhere.create_text_channel("general")
    stranger = elsewhere.add_member(env.create_user("stranger"))
    answer = await stranger.slash(room, "corpus")
    assert "**5 articles**" in text_of(answer)
    assert "**6 articles**" in text_of(await ask(member, "corpus"))
