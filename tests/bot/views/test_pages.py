"""Turning the pages of a list: onwards, to an end, to a number, and after a restart."""

import pytest
from simcord.components import walk_components

from bot.views.pages import Turning, heading, n_pages, page_number, turning_at, turning_of
from store.records import Page, PageKey


@pytest.mark.parametrize(("total", "pages"), [(0, 1), (1, 1), (5, 1), (6, 2), (11, 3)])
def test_a_list_has_as_many_pages_as_it_needs(total, pages):
    assert n_pages(total) == pages


@pytest.mark.parametrize(("first", "page"), [(0, 1), (1, 1), (5, 1), (6, 2), (11, 3)])
def test_a_page_is_numbered_by_its_first_item(first, page):
    assert page_number(first) == page


def test_a_page_out_of_step_is_the_last_when_nothing_follows():
    """After something new arrived above it, the last page of eleven begins with the twelfth."""
    turning = turning_of(Page((1,), 16, first=12, previous=PageKey("2026-01-01", 1)))
    assert (turning.page, turning.n_pages, turning.on) == (4, 4, None)


def test_a_list_of_one_page_leads_nowhere():
    assert turning_at(1, 1) == Turning(1, 1)


def test_a_heading_tells_how_many_in_which_order_and_which_page():
    assert heading("Quotes", "7 quotations", "newest first", turning_at(2, 2)) == (
        "### Quotes\n-# 7 quotations, newest first · page 2 of 2"
    )
    assert heading("Quotes", "1 quotation", "newest first", turning_at(1, 1)) == (
        "### Quotes\n-# 1 quotation, newest first"
    )


@pytest.fixture
def jump():
    """Presses the button with the page's number and types another."""

    async def jump(actor, message, typed):
        label = next(
            part["label"]
            for part in walk_components(message.components)
            if " / " in part.get("label", "")
        )
        form = await actor.click(message, label=label)
        fields = walk_components(form.modal["components"])
        field = next(part["custom_id"] for part in fields if part.get("custom_id"))
        return await actor.submit_modal(form, {field: typed})

    return jump


def pages_of(text):
    return text.partition(" · page ")[2].partition("\n")[0]


@pytest.mark.model
@pytest.mark.parametrize("asked", [{}, {"query": "Ukraine"}], ids=["quotes", "search"])
async def test_a_list_jumps_to_both_ends_and_to_a_number(ask, member, text_of, jump, asked):
    answer = await ask(member, "search" if asked else "quotes", **asked)
    first = text_of(answer)
    last = pages_of(first).split()[-1]
    await member.click(answer.response, label="Last »")
    end = text_of(answer)
    assert pages_of(end) == f"{last} of {last}"
    await member.click(answer.response, label="« First")
    assert text_of(answer) == first
    await jump(member, answer.response, "2")
    assert pages_of(text_of(answer)) == f"2 of {last}"
    await jump(member, answer.response, "9999")
    assert text_of(answer) == end


@pytest.mark.model
async def test_the_pages_that_are_jumped_to_are_those_walked_through(ask, member, text_of, jump):
    answer = await ask(member, "quotes")
    walked = [text_of(answer)]
    for _ in range(2):
        await member.click(answer.response, label="Older →")
        walked.append(text_of(answer))
    for number, text in enumerate(walked, start=1):
        await jump(member, answer.response, str(number))
        assert text_of(answer) == text


@pytest.mark.model
@pytest.mark.parametrize("typed", ["0", "-3", "two", "²", "1.5"])
async def test_what_is_no_page_is_refused_privately(ask, member, text_of, jump, typed):
    answer = await ask(member, "quotes")
    refusal = await jump(member, answer.response, typed)
    assert refusal.ephemeral
    assert f"`{typed}` is not a page of this list, which has " in text_of(refusal)
    assert "page 1 of " in text_of(answer)


@pytest.mark.model
async def test_somebody_else_jumps_in_a_copy_of_their_own(ask, member, curator, text_of, jump):
    answer = await ask(member, "quotes")
    copy = await jump(curator, answer.response, "2")
    assert copy.ephemeral
    assert "page 2 of " in text_of(copy)
    assert "page 1 of " in text_of(answer)


@pytest.mark.model
async def test_a_jump_works_after_a_restart(ask, member, text_of, jump, restart):
    answer = await ask(member, "quotes")
    await restart()
    await jump(member, answer.response, "3")
    assert "page 3 of " in text_of(answer)
