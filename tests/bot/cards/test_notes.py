"""What the cards of articles, names and counts tell, and what they leave out."""

from dataclasses import replace
from datetime import date

from discord import ui

from bot.cards.articles import added, article_card, cleaned_away
from bot.cards.corpus import corpus_card
from bot.cards.entities import profile
from bot.cards.help import example
from store.records import (
    Added,
    ArticleProfile,
    ArticleRow,
    CorpusStats,
    Counted,
    Dropped,
    DropReason,
    EntityProfile,
    EntityRef,
    EntityType,
)
from tests.bot.cards.by_hand import make_article, make_quotation

ADA = EntityRef(3, "Ada Verne", EntityType.PERSON)
PORT = EntityRef(4, "Port Authority", EntityType.ORG)
PROFILE = EntityProfile(
    ref=ADA,
    aliases=(Counted("Ada Verne", 4), Counted("Mayor Verne", 2)),
    roles=(),
    first_on=date(2022, 9, 15),
    last_on=date(2022, 9, 18),
    n_mentions=9,
    n_articles=1,
    n_quotations_by=1,
    n_quotations_about=0,
    mentions_by_day=((date(2022, 9, 15), 1), (date(2022, 9, 18), 8)),
    quotations_by=(make_quotation(),),
    quotations_about=(),
    companions=(Counted(PORT, 2),),
)
ARTICLE = ArticleProfile(
    row=ArticleRow(make_article(), "Tom Reed", 640, 1, None, None),
    summary="The council met.",
    date_note=None,
    copy_of=None,
    people=(Counted(ADA, 4),),
    others=(),
    quotations=(make_quotation(),),
    dropped=(),
)
ADDED = Added(make_article(), 3, 2, 5, (ADA,), (), None)
EMPTY = CorpusStats(0, 0, 0, 0, 0, 0, 0, 0, None, None, None, 4096, (), ())


def text_of(container):
    texts = [item.content for item in container.walk_children() if isinstance(item, ui.TextDisplay)]
    return "\n".join(texts)


def test_a_profile_counts_in_words():
    text = text_of(profile(PROFILE))
    assert "**9** mentions · **1** article · **1** quotation by · **0** about" in text
    assert "**Also written**  Mayor Verne (2)" in text
    assert "**Often named with**  Port Authority (2)" in text


def test_a_profile_shows_when_somebody_was_named():
    text = text_of(profile(PROFILE))
    assert "15 September 2022 to 18 September 2022" in text
    assert "`▂··█` most on 18 September 2022" in text


def test_a_profile_of_one_day_has_no_course():
    text = text_of(profile(replace(PROFILE, mentions_by_day=((date(2022, 9, 15), 9),))))
    assert "Over time" not in text


def test_a_profile_leaves_out_what_is_not_known():
    text = text_of(profile(PROFILE))
    assert "In the words of articles" not in text
    assert "Said about" not in text


def test_an_article_tells_its_people_and_quotations():
    text = text_of(article_card(ARTICLE))
    assert "-# Tom Reed · Harbour Gazette · 15 September 2022" in text
    assert "**People**  Ada Verne (4)" in text
    assert "- **Ada Verne** *said*: “The harbour stays open,” · #12" in text
    assert "Cleaned away" not in text


def test_a_doubtful_date_and_a_copy_are_told():
    doubtful = replace(
        ARTICLE, date_note="The text tells of 2021.", copy_of=make_article(title="B")
    )
    text = text_of(article_card(doubtful))
    assert "⚠️ The text tells of 2021." in text
    assert "A version of [B](" in text


def test_what_was_cleaned_away_is_told_with_the_reasons():
    lines = [Dropped("Leave a Reply", DropReason.FURNITURE)] * 8
    text = cleaned_away([*lines, Dropped("AFP", DropReason.CREDIT)])
    assert text.startswith("**Cleaned away**  9 lines: page furniture (8), agency credit\n")
    assert text.endswith("-# and 3 more")


def test_an_added_article_counts_quotations_by_nobody():
    assert "**3 quotations**, 1 by nobody named · **5 names** · **1 person**" in text_of(
        added(ADDED)
    )


def test_an_added_copy_says_of_what():
    text = text_of(added(replace(ADDED, copy_of=make_article(title="The first"))))
    assert "A version of [The first]" in text


def test_an_empty_corpus_has_a_card_too():
    text = text_of(corpus_card(EMPTY))
    assert text.startswith("### There is no article in this server's record yet\n")
    assert "`/articles add`" in text


def test_an_example_is_typed_as_it_is_shown():
    assert example("quotes", speaker="Ada_Verne*") == "`/quotes speaker:Ada_Verne*`"
    assert example("quotes", speaker="a`b") == "`/quotes speaker:a'b`"
