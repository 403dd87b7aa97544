"""`/quote`: one quotation, by number or at random."""

import pytest

pytestmark = pytest.mark.model


async def test_a_number_gives_that_quotation_in_its_context(ask, member, text_of, labels_of):
    answer = await ask(member, "quote", id=4)
    assert not answer.ephemeral
    assert "-# #4 · " in text_of(answer)
    assert "**" in text_of(answer)
    assert "The article" in labels_of(answer.response)


async def test_an_unknown_number_is_refused(ask, member, text_of):
    answer = await ask(member, "quote", id=9999)
    assert answer.ephemeral
    assert "9999" in text_of(answer)


async def test_without_a_number_any_quotation_comes(ask, member, text_of):
    assert "-# #" in text_of(await ask(member, "quote"))


async def test_a_random_quotation_is_by_the_speaker_asked_for(ask, member, text_of):
    for _ in range(5):
        assert "**Xi Jinping**" in text_of(await ask(member, "quote", speaker="Xi Jinping"))


async def test_the_buttons_lead_on_after_a_restart(ask, member, text_of, restart):
    answer = await ask(member, "quote", speaker="Xi Jinping")
    await restart()
    further = await member.click(answer.response, label="More by Xi Jinping")
    assert text_of(further).startswith("### Quotations by **Xi Jinping**")
    further = await member.click(answer.response, label="The article")
    assert "**People**" in text_of(further)


async def test_others_get_the_next_answer_privately(ask, member, curator, text_of):
    answer = await ask(member, "quote", speaker="Xi Jinping")
    further = await curator.click(answer.response, label="More by Xi Jinping")
    assert further.ephemeral
    assert text_of(further).startswith("### Quotations by **Xi Jinping**")
