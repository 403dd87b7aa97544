"""`/entities`: curators mend who is who, see first what will happen, and take it back."""

import pytest
from simcord.components import walk_components

pytestmark = pytest.mark.model

SPEECH = """\
Ada Verne opened the new harbour on Tuesday in front of a large crowd of people.

“The harbour stays open to every ship that needs it,” Mayor Verne-Klein said. Mayor Verne-Klein
has led the town since March.

“We will not sell it,” Ada Verne said after the meeting.
"""


@pytest.fixture
def head_of(ask, member, text_of):
    """The first line of a profile, as members see it."""

    async def head_of(name):
        return text_of(await ask(member, "entity", name=name)).partition("\n")[0]

    return head_of


@pytest.fixture
def n_changes(bot, guild):
    async def n_changes():
        return (await bot.corpus.desk.changes(guild.id, kind="entity", limit=1)).total

    return n_changes


def menu_of(answer):
    parts = walk_components(answer.response.components)
    return next(part for part in parts if part.get("options"))


# ------------------------------------------------------------------ merge


@pytest.mark.usefixtures("two_johnsons")
async def test_a_merge_is_shown_before_it_is_done_and_taken_back_after(
    ask, curator, text_of, labels_of, head_of, n_changes, restart
):
    answer = await ask(curator, "entities merge", keep="Boris Johnson", other="Linda Johnson")
    text = text_of(answer)
    assert answer.ephemeral
    assert text.startswith("### Merge these two?\n**Boris Johnson** (#")
    assert "1 quotation" in text
    assert await n_changes() == 0
    assert labels_of(answer.response) == ["Merge", "Never mind"]
    await restart()
    await curator.click(answer.response, label="Merge")
    assert text_of(answer).startswith(
        "### Merged\n**Linda Johnson** is now part of **Boris Johnson**"
    )
    assert await head_of("Linda Johnson") == "### Boris Johnson"
    await restart()
    await curator.click(answer.response, label="Undo")
    assert text_of(answer).startswith("### Taken back")
    assert await head_of("Linda Johnson") == "### Linda Johnson"
    await curator.click(answer.response, label="Undo this too")
    assert "taken back: what it took back holds again" in text_of(answer)
    assert await head_of("Linda Johnson") == "### Boris Johnson"
    assert "holds again" in text_of(await ask(curator, "audit", kind="entity"))


@pytest.mark.usefixtures("two_johnsons")
async def test_a_merge_can_be_left(ask, curator, text_of, n_changes):
    answer = await ask(curator, "entities merge", keep="Boris Johnson", other="Linda Johnson")
    await curator.click(answer.response, label="Never mind")
    assert text_of(answer) == "### Nothing was changed"
    assert await n_changes() == 0


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"keep": "Xi Jinping", "other": "xi"}, "Xi Jinping"),
        ({"keep": "Xi Jinping", "other": "Nobody In Particular"}, "Nobody and nothing"),
        ({"keep": "Xi Jimping", "other": "Putin"}, "Did you mean `Xi Jinping`"),
    ],
    ids=["one", "unknown", "mistyped"],
)
async def test_what_cannot_be_merged_is_told(ask, curator, text_of, n_changes, options, told):
    answer = await ask(curator, "entities merge", **options)
    assert told in text_of(answer)
    assert "Merge these two?" not in text_of(answer)
    assert await n_changes() == 0


@pytest.mark.usefixtures("two_johnsons")
async def test_a_second_press_says_that_they_are_one_already(ask, curator, text_of, n_changes):
    first = await ask(curator, "entities merge", keep="Boris Johnson", other="Linda Johnson")
    second = await ask(curator, "entities merge", keep="Boris Johnson", other="Linda Johnson")
    await curator.click(first.response, label="Merge")
    refused = await curator.click(second.response, label="Merge")
    assert "Boris Johnson" in text_of(refused)
    assert await n_changes() == 1


async def test_a_person_and_a_place_are_pointed_out(ask, curator, text_of):
    answer = await ask(curator, "entities merge", keep="Xi Jinping", other="China")
    assert "⚠️ One is a person, the other a place" in text_of(answer)


@pytest.mark.usefixtures("two_johnsons")
async def test_only_curators_press(ask, curator, archivist, text_of, n_changes, let_in):
    await let_in("entities", archivist)
    names = {"keep": "Boris Johnson", "other": "Linda Johnson"}
    answer = await ask(archivist, "entities merge", **names)
    await ask(curator, "settings curator-role")
    refused = await archivist.click(answer.response, label="Merge")
    assert text_of(refused) == "You need Manage Server for that."
    assert await n_changes() == 0


# ------------------------------------------------------------------ split


async def test_names_are_split_off_and_taken_back(
    ask, curator, text_of, add_text, head_of, restart
):
    await add_text(SPEECH, title="Harbour opens")
    await ask_and_press(ask, curator, "Xi Jinping", "Ada Verne")
    answer = await ask(curator, "entities split", name="Xi Jinping")
    text = text_of(answer)
    assert text.startswith("### Split Xi Jinping?")
    assert "at least one has to stay" in text
    menu = menu_of(answer)
    assert "Ada Verne" in [option["value"] for option in menu["options"]]
    assert menu["max_values"] == len(menu["options"]) - 1
    await restart()
    await curator.select(answer.response, ["Ada Verne"], custom_id=menu["custom_id"])
    assert text_of(answer).startswith("### Split\nAda Verne no longer means **Xi Jinping**")
    assert await head_of("Ada Verne") == "### Ada Verne"
    await curator.click(answer.response, label="Undo")
    assert await head_of("Ada Verne") == "### Xi Jinping"


async def ask_and_press(ask, curator, keep, other):
    answer = await ask(curator, "entities merge", keep=keep, other=other)
    await curator.click(answer.response, label="Merge")


async def test_one_name_cannot_be_split_without_an_article(ask, curator, text_of, two_johnsons):
    answer = await ask(curator, "entities split", name="Linda Johnson")
    assert text_of(answer).startswith("### Only one name is known of Linda Johnson")
    number = f"#{two_johnsons.article.id}"
    answer = await ask(curator, "entities split", name="Linda Johnson", article=number)
    assert "Budget talks in the town hall" in text_of(answer)


async def test_one_article_may_mean_somebody_else(ask, curator, text_of):
    answer = await ask(curator, "entities split", name="Xi Jinping", article="#1")
    menu = menu_of(answer)
    await curator.select(answer.response, ["Xi Jinping"], custom_id=menu["custom_id"])
    assert text_of(answer).startswith("### Split\nXi Jinping no longer means **Xi Jinping**")


# ------------------------------------------------------------------ rename, alias, undo


async def test_a_name_is_chosen_and_taken_back(ask, curator, text_of, head_of):
    answer = await ask(curator, "entities rename", name="Xi Jinping", to="Chairman Xi")
    assert text_of(answer).startswith("### Renamed\nXi Jinping → **Chairman Xi**")
    assert await head_of("Xi Jinping") == "### Chairman Xi"
    assert await head_of("chairman xi") == "### Chairman Xi"
    await curator.click(answer.response, label="Undo")
    assert await head_of("Xi Jinping") == "### Xi Jinping"


async def test_a_name_left_out_is_the_articles(ask, curator, text_of, head_of):
    await ask(curator, "entities rename", name="Xi Jinping", to="Chairman Xi")
    answer = await ask(curator, "entities rename", name="Chairman Xi")
    assert "→ **Xi Jinping**, as the articles call it." in text_of(answer)
    assert await head_of("Xi") == "### Xi Jinping"


async def test_a_name_that_is_there_already_is_no_change(ask, curator, text_of):
    for to in ({}, {"to": "Chairman Xi"}, {"to": "Chairman  Xi"}):
        told = text_of(await ask(curator, "entities rename", name="Xi Jinping", **to))
        assert ("is called so already" in told) == (to != {"to": "Chairman Xi"})
    audit = await ask(curator, "audit")
    assert text_of(audit).count("renamed to") == 1


async def test_an_alias_finds_and_is_taken_back(ask, curator, text_of, head_of):
    answer = await ask(curator, "entities alias", name="Xi Jinping", alias="The helmsman")
    assert text_of(answer).startswith("### Name added\n**The helmsman** means **Xi Jinping** now")
    assert await head_of("the helmsman") == "### Xi Jinping"
    await curator.click(answer.response, label="Undo")
    assert (await head_of("the helmsman")).startswith("### Nobody")


@pytest.mark.parametrize(
    ("command", "options", "told"),
    [
        ("entities rename", {"to": "Vladimir Putin"}, "merge them"),
        ("entities rename", {"to": "…"}, "cannot be a name"),
        ("entities rename", {"to": "x" * 101}, "cannot be a name"),
        ("entities alias", {"alias": "Vladimir Putin"}, "merge them"),
        ("entities alias", {"alias": "  \u200b "}, "cannot be a name"),
    ],
)
async def test_a_name_that_is_taken_or_none_is_refused(
    ask, curator, text_of, n_changes, command, options, told
):
    answer = await ask(curator, command, name="Xi Jinping", **options)
    assert told in text_of(answer)
    assert await n_changes() == 0


async def test_a_change_is_taken_back_by_its_number(ask, curator, channel, text_of, head_of):
    await ask(curator, "entities rename", name="Xi Jinping", to="Chairman Xi")
    found = await curator.autocomplete(channel, "entities undo", "change", "")
    assert found[0]["name"].endswith("· Xi Jinping renamed to Chairman Xi")
    answer = await ask(curator, "entities undo", change=found[0]["value"])
    assert text_of(answer).startswith("### Taken back")
    assert await head_of("Xi Jinping") == "### Xi Jinping"
    again = await ask(curator, "entities undo", change=found[0]["value"])
    assert "undone already" in text_of(again)


@pytest.mark.parametrize(("given", "told"), [("999", "no change number 999"), ("x", "`/audit`")])
async def test_a_change_that_is_not_there_is_refused(ask, curator, text_of, given, told):
    assert told in text_of(await ask(curator, "entities undo", change=given))


async def test_an_earlier_change_waits_for_the_later_one(ask, curator, text_of):
    first = await ask(curator, "entities rename", name="Xi Jinping", to="Chairman Xi")
    await ask(curator, "entities rename", name="Chairman Xi", to="President Xi Jinping")
    refused = await curator.click(first.response, label="Undo")
    assert "was made later and concerns the same" in text_of(refused)


async def test_the_audit_tells_changes_of_names_in_words(ask, curator, text_of):
    await ask(curator, "entities rename", name="Xi Jinping", to="**Chairman** Xi")
    text = text_of(await ask(curator, "audit", kind="entity"))
    assert "Xi Jinping renamed to \\*\\*Chairman\\*\\* Xi" in text
    assert "state" not in text
