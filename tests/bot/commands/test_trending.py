"""`/trending`: who rose and who fell, with counts that promise no more than they are."""

from datetime import date, timedelta

import pytest

pytestmark = pytest.mark.model

TODAY = date(2026, 3, 2)
VERNE, OKAFOR, MARSH = (
    ("Ada Verne", "PERSON"),
    ("Boris Okafor", "PERSON"),
    ("Linda Marsh", "PERSON"),
)
HOSTILE = "@everyone **[x](http://evil.example)** ||y||"


@pytest.fixture
async def changing_town(put):
    """Two weeks of ten articles: Ada Verne only in the first, Boris Okafor in the second."""
    for n in range(10):
        day = timedelta(days=n % 7)
        await put("Ada Verne spoke.", {"Ada Verne": VERNE}, TODAY - timedelta(days=7) - day)
        await put("Boris Okafor spoke.", {"Boris Okafor": OKAFOR}, TODAY - day)


@pytest.mark.usefixtures("changing_town")
async def test_who_rose_and_who_fell(ask, member, text_of, labels_of):
    answer = await ask(member, "trending")
    assert not answer.ephemeral
    text = text_of(answer)
    assert text.startswith(
        "### Who rose and who fell, 24 February 2026 to 2 March 2026\n"
        "-# 10 articles, against 10 from 17 February 2026 to 23 February 2026 · "
    )
    assert "**Rose**\n- **Boris Okafor** · 10 of 10, before 0 of 10 · at least " in text
    assert "**Fell**\n- **Ada Verne** · 0 of 10, before 10 of 10 · at most " in text
    assert labels_of(answer.response) == ["Boris Okafor over time", "Ada Verne over time"]
    further = await member.click(answer.response, label="Ada Verne over time")
    assert "**Ada Verne**  10 mentions" in text_of(further)


async def test_four_after_two_is_no_headline(ask, member, text_of, put):
    for n in range(10):
        names = {"Ada Verne": VERNE} if n < 2 else {}
        await put("Ada Verne spoke." if names else "It rained.", names, TODAY - timedelta(days=8))
        names = {"Ada Verne": VERNE} if n < 4 else {}
        await put("Ada Verne spoke." if names else "It rained.", names, TODAY)
    text = text_of(await ask(member, "trending"))
    assert "Nobody rose or fell by more than chance may bring about." in text
    assert "**More, which may be chance**\n- **Ada Verne** · 4 of 10, before 2 of 10" in text
    assert "times as often" not in text


@pytest.mark.usefixtures("changing_town")
async def test_an_old_record_is_counted_from_its_newest_article(ask, member, text_of, clock):
    clock.now = clock.now.replace(year=2027)
    text = text_of(await ask(member, "trending", days=7))
    assert text.startswith("### Who rose and who fell, 24 February 2026 to 2 March 2026\n")
    assert "counted back from the newest article" in text


@pytest.mark.usefixtures("changing_town")
async def test_undated_articles_are_told(ask, member, text_of):
    assert "undated articles left out" in text_of(await ask(member, "trending"))


async def test_nothing_to_compare_leads_to_days_that_can_be(
    ask, member, text_of, labels_of, put, restart
):
    await put("Ada Verne spoke.", {"Ada Verne": VERNE}, TODAY)
    await put("Boris Okafor spoke.", {"Boris Okafor": OKAFOR}, TODAY - timedelta(days=20))
    answer = await ask(member, "trending", days=3)
    assert answer.ephemeral
    assert text_of(answer).startswith("### Nothing to compare: no dated articles in")
    assert labels_of(answer.response) == ["14 days", "365 days"]
    await restart()
    further = await member.click(answer.response, label="14 days")
    assert "- **Ada Verne** · 1 of 1, before 0 of 1" in text_of(further)


async def test_a_record_with_one_dated_article_says_what_it_has(ask, member, text_of):
    answer = await ask(member, "trending")
    assert answer.ephemeral
    assert "The articles here are from **22 November 2024**." in text_of(answer)


async def test_many_names_have_pages_that_outlive_a_restart(ask, member, text_of, put, restart):
    people = {
        f"Person {letter}ling": (f"Person {letter}ling", "PERSON") for letter in "ABCDEFGHIJKL"
    }
    for n in range(12):
        words = " ".join(f"{name} spoke." for name in people)
        await put(words, people, TODAY - timedelta(days=n % 7))
        await put("It rained.", {}, TODAY - timedelta(days=7 + n % 7))
    answer = await ask(member, "trending")
    assert "page 1 of 3" in text_of(answer)
    assert text_of(answer).count("\n- **") == 5
    await restart()
    further = await member.click(answer.response, label="Last »")
    assert "page 3 of 3" in text_of(further)
    assert text_of(further).count("\n- **") == 2


async def test_hostile_names_are_only_text(ask, member, text_of, put):
    for n in range(10):
        await put(f"{HOSTILE} spoke.", {HOSTILE: (HOSTILE, "ORG")}, TODAY)
        await put("It rained.", {}, TODAY - timedelta(days=7 + n % 7))
    text = text_of(await ask(member, "trending"))
    assert "10 of 10, before 0 of 10" in text
    assert "@everyone" not in text
    assert "[x](" not in text


@pytest.mark.usefixtures("changing_town")
@pytest.mark.parametrize("permission", ["attach_files", "embed_links"])
async def test_it_is_text_and_needs_no_permission(channel_without, member, text_of, permission):
    answer = await member.slash(channel_without(permission), "trending")
    assert "**Rose**" in text_of(answer)
