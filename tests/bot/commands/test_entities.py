"""`/entity`: a profile, and a way on from it."""

import pytest

pytestmark = pytest.mark.model


async def test_a_profile_tells_who_and_how_often(ask, member, text_of):
    answer = await ask(member, "entity", name="Xi Jinping")
    text = text_of(answer)
    assert not answer.ephemeral
    assert text.startswith("### Xi Jinping\n-# person\n**")
    for part in ("mentions", "articles", "quotations by"):
        assert part in text
    assert "**Said by Xi Jinping**, latest first" in text
    assert "**Often named with**" in text


async def test_the_buttons_list_all_quotations(ask, member, text_of, labels_of):
    answer = await ask(member, "entity", name="Xi Jinping")
    by, about = labels_of(answer.response)[:2]
    further = await member.click(answer.response, label=by)
    assert text_of(further).startswith("### Quotations by **Xi Jinping**")
    further = await member.click(answer.response, label=about)
    assert text_of(further).startswith("### Quotations about **Xi Jinping**")


async def test_a_companion_is_one_button_away_after_a_restart(
    ask, member, text_of, labels_of, restart
):
    answer = await ask(member, "entity", name="Xi Jinping")
    await restart()
    companion = labels_of(answer.response)[2]
    further = await member.click(answer.response, label=companion)
    assert text_of(further).startswith(f"### {companion}\n")


@pytest.mark.usefixtures("two_johnsons")
async def test_several_of_one_name_are_asked_about(ask, member, text_of, labels_of):
    answer = await ask(member, "entity", name="Johnson")
    assert answer.ephemeral
    assert len(labels_of(answer.response)) == 2
    further = await member.click(answer.response, label="Boris Johnson (person)")
    assert text_of(further).startswith("### Boris Johnson\n")


async def test_an_unknown_name_is_refused_privately(ask, member, text_of):
    answer = await ask(member, "entity", name="Zzyzx Qwrtp")
    assert answer.ephemeral
    assert text_of(answer).startswith("### Nobody on record as “Zzyzx Qwrtp”")


@pytest.mark.usefixtures("two_johnsons")
async def test_each_quotation_tells_how_and_where_and_opens_in_context(ask, member, text_of):
    answer = await ask(member, "entity", name="Linda Johnson")
    text = text_of(answer)
    assert "**Linda Johnson** *said*\n> “The bridge can wait" in text
    source = "[Budget talks in the town hall](https://gazette.example/budget) · 27 February 2026"
    assert source in text
    number = text.split("-# #")[1].split()[0]
    context = await member.select(answer.response, [number], custom_id="context")
    assert context.ephemeral
    assert "**“The bridge can wait" in text_of(context)
