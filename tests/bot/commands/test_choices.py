"""What completes while somebody types."""

import pytest

from bot.cards.limits import MAX_CHOICE, MAX_CHOICES
from bot.commands.choices import article_choices, name_choices
from store.records import EntityRef, EntityType
from tests.bot.cards.by_hand import make_article


def refs(*names):
    return [EntityRef(number, name, EntityType.PERSON) for number, name in enumerate(names, 1)]


def test_a_name_stands_for_itself():
    (choice,) = name_choices(refs("Ada Verne"))
    assert (choice.name, choice.value) == ("Ada Verne", "Ada Verne")


def test_names_that_are_not_unique_carry_their_number():
    values = [choice.value for choice in name_choices(refs("Ada Verne", "ada verne", "Tom Reed"))]
    assert values == ["Ada Verne (#1)", "ada verne (#2)", "Tom Reed"]


def test_an_overlong_name_is_cut_and_carries_its_number():
    (choice,) = name_choices(refs("word " * 40))
    assert len(choice.name) <= MAX_CHOICE
    assert choice.value.endswith("… (#1)")


def test_there_are_never_too_many_choices():
    assert len(name_choices(refs(*(f"Name {n}" for n in range(40))))) == MAX_CHOICES
    assert len(article_choices([make_article(id=n) for n in range(1, 40)])) == MAX_CHOICES


def test_an_article_is_shown_with_its_date_and_sent_by_its_number():
    (choice,) = article_choices([make_article(id=7, title="The harbour " * 20)])
    assert choice.name.endswith("… · 15 September 2022")
    assert len(choice.name) <= MAX_CHOICE
    assert choice.value == "(#7)"


@pytest.mark.model
async def test_nothing_typed_offers_who_is_quoted_most(channel, member):
    choices = await member.autocomplete(channel, "quotes", "speaker", "")
    assert 5 <= len(choices) <= MAX_CHOICES
    assert "Jake Sullivan" in [choice["name"] for choice in choices][:3]


@pytest.mark.model
async def test_a_few_letters_find_a_name_and_its_quotations(channel, member, text_of):
    choices = await member.autocomplete(channel, "quotes", "speaker", "xi")
    answer = await member.slash(channel, "quotes", speaker=choices[0]["value"])
    assert text_of(answer).startswith("### Quotations by **Xi Jinping**")


@pytest.mark.model
async def test_a_completed_article_is_found(channel, member, text_of):
    choices = await member.autocomplete(channel, "article", "title", "white house")
    answer = await member.slash(channel, "article", title=choices[0]["value"])
    assert text_of(answer).startswith("### The White House")
