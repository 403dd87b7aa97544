"""`/connections`: a picture of who is named with whom, and the list."""

import pytest
from simcord.components import walk_components

from tests.fakes.pictures import opened

pytestmark = pytest.mark.model

HOSTILE = "@everyone **[x](http://evil.example)** ||y||"
PEOPLE = {f"Person {letter}ling": (f"Person {letter}ling", "PERSON") for letter in "ABCDEFGHIJKLMN"}


@pytest.fixture
async def crowd(put):
    """Fourteen people in one paragraph; two of them in a second."""
    await put(" and ".join(PEOPLE) + " met.\nPerson Aling and Person Bling stayed.", PEOPLE)


@pytest.mark.usefixtures("crowd")
async def test_a_picture_and_the_list(env, ask, member, text_of, labels_of):
    answer = await ask(member, "connections", name="Person Aling")
    assert not answer.ephemeral
    text = text_of(answer)
    assert text.startswith(
        "### Named together with Person Aling\n"
        "-# 13 names, by paragraphs that name both · page 1 of 2\n"
        "1. **Person Bling** · 2 paragraphs · person\n2. **Person "
    )
    (attachment,) = answer.response.attachments
    assert opened(env.backend.cdn.get(attachment.url)).size == (800, 620)
    (gallery,) = [p for p in walk_components(answer.response.components) if p.get("type") == 12]
    assert gallery["items"][0]["description"].startswith("Who is named in the same paragraphs as ")
    assert labels_of(answer.response)[-3:][0] == "With Person Bling"


@pytest.mark.usefixtures("crowd")
async def test_pages_keep_the_picture_also_after_a_restart(
    ask, member, text_of, labels_of, restart
):
    answer = await ask(member, "connections", name="Person Aling")
    await restart()
    further = await member.click(answer.response, label="More →")
    assert "page 2 of 2" in text_of(further)
    assert labels_of(answer.response)[2:]  # the names to go on with stand under each page
    assert all(label.startswith("With ") for label in labels_of(answer.response)[2:])
    assert text_of(further).count("paragraph ·") == 3
    assert "\n11. **" in text_of(further)
    assert len(further.response.attachments) == 1


@pytest.mark.usefixtures("crowd")
async def test_somebody_elses_page_is_a_private_copy_with_its_picture(
    env, guild, ask, member, text_of
):
    other = guild.add_member(env.create_user("other"))
    answer = await ask(member, "connections", name="Person Aling")
    further = await other.click(answer.response, label="More →")
    assert further.ephemeral
    assert "page 2 of 2" in text_of(further)
    assert (
        len(
            further.followups[-1].attachments if further.followups else further.response.attachments
        )
        == 1
    )


@pytest.mark.usefixtures("crowd")
async def test_one_name_leads_to_the_next(ask, member, text_of, restart):
    answer = await ask(member, "connections", name="Person Aling")
    await restart()
    further = await member.click(answer.response, label="With Person Bling")
    assert text_of(further).startswith("### Named together with Person Bling\n")


async def test_somebody_alone_is_told_so_privately(ask, member, text_of, put):
    await put("Ada Verne slept.", {"Ada Verne": ("Ada Verne", "PERSON")})
    answer = await ask(member, "connections", name="Ada Verne")
    assert answer.ephemeral
    assert text_of(answer).startswith("### Nobody is named in the same paragraphs as Ada Verne\n")


@pytest.mark.usefixtures("two_johnsons")
async def test_two_people_of_one_name_are_asked_about(ask, member, text_of, put, restart):
    names = {"Boris Johnson": ("Boris Johnson", "PERSON"), "Xi": ("Xi Jinping", "PERSON")}
    await put("Boris Johnson met Xi.", names)
    answer = await ask(member, "connections", name="Johnson")
    assert answer.ephemeral
    await restart()
    chosen = await member.click(answer.response, label="Boris Johnson (person)")
    assert text_of(chosen).startswith("### Named together with Boris Johnson\n")
    assert len(chosen.followups[-1].attachments) == 1


async def test_a_name_nobody_has_gets_the_nearest(ask, member, labels_of):
    answer = await ask(member, "connections", name="Vladmir Putni")
    assert answer.ephemeral
    assert "Vladimir Putin" in labels_of(answer.response)


async def test_hostile_names_are_only_text(ask, member, text_of, put):
    await put(
        f"{HOSTILE} met Ada Verne.",
        {HOSTILE: (HOSTILE, "ORG"), "Ada Verne": ("Ada Verne", "PERSON")},
    )
    for name in (HOSTILE, "Ada Verne"):
        answer = await ask(member, "connections", name=name)
        assert "@everyone" not in text_of(answer)
        assert "[x](" not in text_of(answer)
        assert len(answer.response.attachments) == 1


@pytest.mark.usefixtures("crowd")
@pytest.mark.parametrize("permission", ["attach_files", "embed_links"])
async def test_without_a_permission_the_list_stands_alone(
    channel_without, member, text_of, permission
):
    answer = await member.slash(channel_without(permission), "connections", name="Person Aling")
    assert not answer.response.attachments
    assert "1. **Person Bling** · 2 paragraphs" in text_of(answer)
    assert f"No picture: I may not {permission.replace('_', ' ')} here." in text_of(answer)
    further = await member.click(answer.response, label="More →")
    assert not further.response.attachments


@pytest.mark.usefixtures("crowd")
async def test_names_complete(member, channel):
    choices = await member.autocomplete(channel, "connections", "name", "person a")
    assert "Person Aling" in [choice["value"] for choice in choices]
