"""`/compare`: what two people said on the same topic, side by side."""

from datetime import date, timedelta

import pytest

pytestmark = pytest.mark.model

NAMES = {
    "Verne": ("Ada Verne", "PERSON"),
    "Okafor": ("Boris Okafor", "PERSON"),
    "Marsh": ("Linda Marsh", "PERSON"),
    "Harbour Authority": ("Harbour Authority", "ORG"),
}
TOPICS = (
    ("library", "books"), ("stadium", "football"), ("theatre", "actors"), ("hospital", "nurses"),
    ("airport", "noise"), ("museum", "painting"), ("brewery", "barley"), ("prison", "guards"),
)  # fmt: skip
FIRST = date(2026, 2, 1)
HOSTILE = "@everyone must read [this](http://evil.example) and ||that|| about the old bridge now."


@pytest.fixture
def say(put):
    """Puts an article on record in which somebody is quoted."""

    async def say(speaker, words, n=0):
        text = f"“{words}” {speaker} said."
        used = {form: name for form, name in NAMES.items() if form in text}
        await put(
            text,
            used,
            FIRST + timedelta(days=n),
            said={words: speaker},
            url=f"https://gazette.example/{speaker.lower()}-{n}",
            title=f"{speaker} speaks, {n}",
        )

    return say


@pytest.fixture
async def town(say):
    await say("Verne", "The Harbour Authority must repair the old bridge before winter.", 1)
    await say("Okafor", "Nobody at the Harbour Authority was asked about this plan.", 2)
    await say("Verne", "I sleep well and I read a great deal of poetry.", 3)
    await say("Okafor", "Fishing quotas were never discussed in that meeting.", 4)


@pytest.mark.usefixtures("town")
async def test_both_sides_stand_beside_each_other_with_their_sources(
    ask, member, text_of, labels_of
):
    answer = await ask(member, "compare", first="Ada Verne", second="Boris Okafor")
    assert not answer.ephemeral
    text = text_of(answer)
    assert text.startswith("### Ada Verne and Boris Okafor\n-# 1 pair, nearest topics first\n")
    assert "-# Both speak of **Harbour Authority**\n**Ada Verne**" in text
    for n, who in ((1, "Verne"), (2, "Okafor")):
        assert f"[{who} speaks, {n}](https://gazette.example/{who.lower()}-{n})" in text
        assert f"{n + 1} February 2026" in text
    assert {"All by Ada Verne", "All by Boris Okafor"} <= set(labels_of(answer.response))


@pytest.mark.usefixtures("town")
async def test_each_quotation_can_be_read_in_its_context(ask, member, text_of):
    answer = await ask(member, "compare", first="Ada Verne", second="Boris Okafor")
    further = await member.select(answer.response, values=[_first_number(text_of(answer))])
    assert further.ephemeral
    assert "Report " in text_of(further)


def _first_number(text):
    return text.split("-# #")[1].split(" ")[0]


@pytest.mark.usefixtures("town")
@pytest.mark.parametrize("about", ["Harbour Authority", "harbour"])
async def test_a_topic_is_a_name_or_words(ask, member, text_of, about):
    answer = await ask(member, "compare", first="Verne", second="Okafor", about=about)
    text = text_of(answer)
    assert not answer.ephemeral
    assert text.startswith("### Ada Verne and Boris Okafor on ")
    assert "poetry" not in text
    assert "Fishing" not in text


@pytest.mark.usefixtures("town")
async def test_an_empty_side_leads_to_what_both_spoke_of(ask, member, text_of, labels_of, restart):
    answer = await ask(member, "compare", first="Verne", second="Okafor", about="quotas")
    assert answer.ephemeral
    text = text_of(answer)
    assert text.startswith("### Nothing to compare: Ada Verne and Boris Okafor on quotas\n")
    assert "**Ada Verne**  nothing on quotas\n**Boris Okafor**  1 quotation on quotas\n" in text
    assert labels_of(answer.response) == ["On Harbour Authority", "On anything"]
    await restart()
    further = await member.click(answer.response, label="On Harbour Authority")
    assert "on Harbour Authority\n-# 1 pair" in text_of(further)


@pytest.mark.usefixtures("town")
async def test_somebody_never_quoted_leads_to_others(ask, member, text_of, labels_of):
    answer = await ask(member, "compare", first="Ada Verne", second="Harbour Authority")
    assert answer.ephemeral
    assert "**Harbour Authority**  nothing" in text_of(answer)
    assert "Xi Jinping" in labels_of(answer.response)
    further = await member.click(answer.response, label="Xi Jinping")
    assert text_of(further).startswith("### Ada Verne and Xi Jinping\n")


async def test_many_pairs_have_pages_that_outlive_a_restart(ask, member, text_of, say, restart):
    for n, (topic, detail) in enumerate(TOPICS):
        await say("Verne", f"The {topic} and its {detail} will cost us dearly.", n)
        await say("Okafor", f"A {topic} without {detail} is no use to anyone.", n + 20)
    answer = await ask(member, "compare", first="Verne", second="Okafor")
    assert "8 pairs, nearest topics first · page 1 of 3" in text_of(answer)
    assert text_of(answer).count("Both speak of") == 3
    await restart()
    further = await member.click(answer.response, label="Last »")
    assert "page 3 of 3" in text_of(further)
    assert text_of(further).count("Both speak of") == 2


async def test_on_the_starter_articles_two_presidents_can_be_compared(ask, member, text_of):
    answer = await ask(member, "compare", first="Xi Jinping", second="Putin")
    assert not answer.ephemeral
    assert "**Xi Jinping**" in text_of(answer)
    assert "**Vladimir Putin**" in text_of(answer)


@pytest.mark.usefixtures("two_johnsons")
async def test_two_people_of_one_name_are_asked_about(ask, member, text_of, labels_of):
    answer = await ask(member, "compare", first="Linda Johnson", second="Johnson", about="bridge")
    assert answer.ephemeral
    assert "Boris Johnson (person)" in labels_of(answer.response)
    chosen = await member.click(answer.response, label="Boris Johnson (person)")
    assert text_of(chosen).startswith("### Linda Johnson and Boris Johnson on bridge\n")


@pytest.mark.usefixtures("town")
async def test_nobody_is_compared_with_himself(ask, member, text_of):
    answer = await ask(member, "compare", first="Ada Verne", second="Verne")
    assert answer.ephemeral
    assert "`second`: `Ada Verne` is not somebody else." in text_of(answer)


async def test_a_name_nobody_has_gets_the_nearest(ask, member, labels_of):
    answer = await ask(member, "compare", first="Xi Jinping", second="Vladmir Putni")
    assert answer.ephemeral
    assert "Vladimir Putin" in labels_of(answer.response)


@pytest.mark.usefixtures("town")
async def test_hostile_words_are_only_text(ask, member, text_of, say):
    await say("Marsh", HOSTILE, 9)
    for about in (None, "@everyone", '"; DROP TABLE articles --'):
        options = {"about": about} if about else {}
        answer = await ask(member, "compare", first="Marsh", second="Verne", **options)
        assert "@everyone" not in text_of(answer)
        assert "[this](" not in text_of(answer)


@pytest.mark.usefixtures("town")
@pytest.mark.parametrize("permission", ["attach_files", "embed_links"])
async def test_it_is_text_and_needs_no_permission(channel_without, member, text_of, permission):
    where = channel_without(permission)
    answer = await member.slash(where, "compare", first="Ada Verne", second="Boris Okafor")
    assert "Both speak of" in text_of(answer)


@pytest.mark.usefixtures("town")
async def test_names_complete(member, channel):
    for option in ("first", "second", "about"):
        choices = await member.autocomplete(channel, "compare", option, "ver")
        assert "Ada Verne" in [choice["value"] for choice in choices]
