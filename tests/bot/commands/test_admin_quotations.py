"""`/quotations`: curators mend a speaker or hide what is no quotation, and take it back."""

import pytest

from tests.bot.commands.conftest import HOSTILE

pytestmark = pytest.mark.model


@pytest.fixture
def shown(ask, member, text_of):
    """A quotation, as members see it."""

    async def shown(number):
        return text_of(await ask(member, "quote", id=number))

    return shown


# ------------------------------------------------------------------ fix


async def test_a_speaker_is_mended_and_taken_back(ask, curator, text_of, labels_of, shown):
    before = await shown(1)
    answer = await ask(curator, "quotations fix", quotation="#1", speaker="Xi Jinping")
    text = text_of(answer)
    assert answer.ephemeral
    assert text.startswith("### Quotation 1 has another speaker\n> ")
    assert "→ **Xi Jinping**" in text
    assert labels_of(answer.response) == ["Undo"]
    assert (await shown(1)).startswith("**Xi Jinping**")
    await curator.click(answer.response, label="Undo")
    assert text_of(answer).startswith("### Taken back\n**Quotation 1: speaker mended**")
    assert await shown(1) == before


async def test_taking_back_works_after_a_restart_and_can_itself_be_undone(
    ask, curator, restart, shown
):
    answer = await ask(curator, "quotations fix", quotation="1", speaker="nobody")
    mended = await shown(1)
    assert mended.startswith("*Speaker not named*")
    await restart()
    await curator.click(answer.response, label="Undo")
    assert await shown(1) != mended
    await curator.click(answer.response, label="Undo this too")
    assert await shown(1) == mended


async def test_a_role_needs_no_name_on_record(ask, curator, member, text_of):
    await ask(curator, "quotations fix", quotation="#1", role="  harbour   master ")
    text = text_of(await ask(member, "quotes", speaker="harbour master"))
    assert "**Harbour master**" in text
    assert "1 quotation" in text


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({}, "give either `speaker` or `role`"),
        ({"speaker": "Xi Jinping", "role": "aide"}, "give either `speaker` or `role`"),
        ({"role": "…"}, "`role`: `…` is not words for a speaker"),
        ({"speaker": "Xi Jimping"}, "Did you mean `Xi Jinping`"),
        ({"speaker": "Nobody In Particular"}, "Nobody and nothing in this record"),
    ],
    ids=["neither", "both", "no words", "mistyped", "unknown"],
)
async def test_an_unclear_speaker_is_refused(ask, curator, text_of, shown, options, told):
    before = await shown(1)
    answer = await ask(curator, "quotations fix", quotation="#1", **options)
    assert answer.ephemeral
    assert told in text_of(answer)
    assert await shown(1) == before


@pytest.mark.usefixtures("two_johnsons")
async def test_two_people_of_one_name_are_asked_about(ask, curator, text_of):
    answer = await ask(curator, "quotations fix", quotation="#1", speaker="Johnson")
    assert "may be any of these" in text_of(answer)


@pytest.mark.parametrize("given", ["someone", "#", "1.5", "-1", "", "#1#2"])
@pytest.mark.parametrize("command", ["quotations fix", "quotations hide"])
async def test_what_is_no_number_is_refused(ask, curator, text_of, command, given):
    options = {"speaker": "nobody"} if command.endswith("fix") else {}
    answer = await ask(curator, command, quotation=given or " ", **options)
    assert "is not a quotation's number" in text_of(answer)


async def test_words_of_one_quotation_only_mean_it(ask, curator, text_of):
    """Typed, and handed in without choosing what is offered."""
    answer = await ask(curator, "quotations hide", quotation="team up with our Russian")
    assert text_of(answer).startswith("### Quotation 1 is hidden")
    several = await ask(curator, "quotations hide", quotation="invasion of Ukraine")
    assert "is not a quotation's number, as #12, or words of one only" in text_of(several)


@pytest.mark.parametrize("given", ["#999", "0", "9" * 18])
async def test_an_unknown_number_is_refused(ask, curator, text_of, given):
    answer = await ask(curator, "quotations hide", quotation=given)
    assert "There is no quotation number" in text_of(answer)


# ------------------------------------------------------------------ hide


async def test_what_is_hidden_is_in_no_answer_and_comes_back(ask, curator, text_of, shown):
    before = await shown(2)
    answer = await ask(curator, "quotations hide", quotation="#2")
    assert answer.ephemeral
    assert text_of(answer).startswith("### Quotation 2 is hidden\n> ")
    assert "There is no quotation number 2" in await shown(2)
    await curator.click(answer.response, label="Undo")
    assert text_of(answer).startswith("### Taken back\n**Quotation 2: shown again**")
    assert await shown(2) == before


async def test_hiding_again_offers_to_show_it(ask, curator, text_of, labels_of, shown):
    await ask(curator, "quotations hide", quotation="#2")
    answer = await ask(curator, "quotations hide", quotation="#2")
    assert text_of(answer).startswith("### Quotation 2 was hidden already")
    assert labels_of(answer.response) == ["Show it again"]
    await curator.click(answer.response, label="Show it again")
    assert "There is no quotation" not in await shown(2)


async def test_hiding_is_noted_with_the_words(ask, curator, text_of):
    await ask(curator, "quotations hide", quotation="#2")
    text = text_of(await ask(curator, "audit", kind="quotation"))
    assert "**Quotation 2: hidden**" in text
    assert f"<@{curator.id}>" in text
    assert "words: " in text


# ------------------------------------------------------------------ buttons and completion


async def test_a_change_made_since_is_not_undone(ask, curator, text_of, shown):
    first = await ask(curator, "quotations fix", quotation="#1", speaker="nobody")
    await ask(curator, "quotations fix", quotation="#1", speaker="Xi Jinping")
    refused = await curator.click(first.response, label="Undo")
    assert "was made later and concerns the same" in text_of(refused)
    assert (await shown(1)).startswith("**Xi Jinping**")


async def test_only_curators_take_back(ask, curator, archivist, text_of, let_in, shown):
    await let_in("quotations", archivist)
    answer = await ask(archivist, "quotations fix", quotation="#1", speaker="nobody")
    await ask(curator, "settings curator-role")
    refused = await archivist.click(answer.response, label="Undo")
    assert text_of(refused) == "You need Manage Server for that."
    assert (await shown(1)).startswith("*Speaker not named*")


async def test_quotations_complete_by_number_and_by_words(curator, channel):
    by_number = await curator.autocomplete(channel, "quotations hide", "quotation", "#2")
    assert [choice["value"] for choice in by_number] == ["#2"]
    by_words = await curator.autocomplete(channel, "quotations fix", "quotation", "weapons")
    assert by_words
    assert all(choice["name"].startswith(f"{choice['value']} · ") for choice in by_words)
    assert await curator.autocomplete(channel, "quotations fix", "quotation", "#999") == []
    assert len(await curator.autocomplete(channel, "quotations fix", "quotation", "")) == 25


async def test_nobody_is_offered_first(curator, channel):
    found = await curator.autocomplete(channel, "quotations fix", "speaker", "")
    assert found[0]["value"] == "nobody"
    assert len(found) == 25
    found = await curator.autocomplete(channel, "quotations fix", "speaker", "Xi")
    assert "nobody" not in [choice["value"] for choice in found]


async def test_a_hostile_role_is_shown_as_plain_text(ask, curator, shown):
    await ask(curator, "quotations fix", quotation="#1", role="@everyone [x](http://evil.example)")
    assert "@everyone" not in await shown(1)
    assert "\\[x\\](http\\:" in await shown(1)


async def test_a_hostile_quotation_is_mended_as_plain_text(ask, curator, text_of, add_text):
    added = await add_text(HOSTILE)
    found = text_of(await ask(curator, "quotes", article=f"#{added.article.id}"))
    number = found.partition("-# #")[2].partition(" ")[0]
    text = text_of(await ask(curator, "quotations hide", quotation=number))
    assert "@everyone" not in text
    assert "](http://evil" not in text
