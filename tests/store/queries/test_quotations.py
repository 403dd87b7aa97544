"""Quotations listed, filtered, paged, and shown with what stands around them."""

from datetime import UTC, date, datetime, timedelta

import pytest

from store import ingest
from store.errors import QuotationNotFoundError
from store.queries.entities import find_entity
from store.queries.quotations import get_quotation, list_quotations, random_quotation
from store.records import PageKey, QuotationFilter, QuotationKind
from tests.fakes.articles import article

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
XI = ("Xi Jinping", "PERSON")
PUTIN = ("Vladimir Putin", "PERSON")
NAMES = {"Xi": XI, "Putin": PUTIN}


def add(db, text, said, *, kind="direct", day=1, **metadata):
    annotated = article(
        text, names=NAMES, said=said, kind=kind, published_on=date(2026, 1, day), **metadata
    )
    return ingest.commit(db, annotated, added_by=None, now=NOW).article.id


@pytest.fixture
def filled(db):
    """Twelve quotations on six days, two articles a day."""
    for n in range(12):
        speaker, other = ("Xi", "Putin") if n % 2 else ("Putin", "Xi")
        words = f"peace talks with {other} number {n}" if n % 3 else f"grain deal number {n}"
        kind = ("direct", "mixed", "indirect")[n % 3]
        add(db, f"Report {n}. {speaker} said {words}.", {words: speaker}, kind=kind, day=1 + n // 2)
    return db


def walk(db, where, *, limit):
    """All pages, following `next` to the end."""
    page = list_quotations(db, where, limit=limit)
    pages = [page]
    while page.next:
        page = list_quotations(db, where, after=page.next, limit=limit)
        pages.append(page)
    return pages


def test_the_newest_day_comes_first_and_then_the_newest_number(filled):
    items = list_quotations(filled, QuotationFilter(), limit=50).items
    assert [item.id for item in items] == list(range(12, 0, -1))


def test_an_older_article_added_later_stands_where_its_day_is(filled):
    add(filled, "Old news. Xi said long ago.", {"long ago": "Xi"}, day=1)
    items = list_quotations(filled, QuotationFilter(), limit=50).items
    assert [item.id for item in items] == [*range(12, 2, -1), 13, 2, 1]


@pytest.mark.parametrize("limit", [1, 5, 12, 20])
def test_pages_hold_everything_once_and_know_their_place(filled, limit):
    pages = walk(filled, QuotationFilter(), limit=limit)
    assert [item.id for page in pages for item in page.items] == list(range(12, 0, -1))
    assert [page.first for page in pages] == list(range(1, 13, limit))
    assert {page.total for page in pages} == {12}
    assert pages[0].previous is None


@pytest.mark.parametrize("limit", [1, 5, 12, 20])
def test_a_page_by_number_is_the_page_walked_to(filled, limit):
    pages = walk(filled, QuotationFilter(), limit=limit)
    for number, page in enumerate(pages, start=1):
        assert list_quotations(filled, QuotationFilter(), number=number, limit=limit) == page
    beyond = list_quotations(filled, QuotationFilter(), number=len(pages) + 9, limit=limit)
    assert beyond == pages[-1]


@pytest.mark.parametrize("limit", [1, 5, 12])
def test_the_page_before_is_the_page_one_came_from(filled, limit):
    pages = walk(filled, QuotationFilter(), limit=limit)
    back = pages[-1]
    for page in reversed(pages[:-1]):
        back = list_quotations(filled, QuotationFilter(), before=back.previous, limit=limit)
        assert back == page


def test_a_page_stays_where_it_is_when_something_new_arrives(filled):
    second = list_quotations(filled, QuotationFilter(), limit=5).next
    before = list_quotations(filled, QuotationFilter(), after=second, limit=5)
    add(filled, "News. Xi said brand new.", {"brand new": "Xi"}, day=28)
    after = list_quotations(filled, QuotationFilter(), after=second, limit=5)
    assert (after.items, after.first) == (before.items, before.first + 1)


def test_beyond_the_end_is_an_empty_page(filled):
    page = list_quotations(filled, QuotationFilter(), after=PageKey("2000-01-01", 1))
    assert (page.items, page.first, page.total) == ((), 0, 12)


EVERYTHING = range(1, 13)  # quotation n stands in article n; n - 1 chose its words
FILTERS = {
    "speaker": (lambda xi: {"speaker": xi}, [n for n in EVERYTHING if (n - 1) % 2]),
    "about": (
        lambda xi: {"about": xi},
        [n for n in EVERYTHING if (n - 1) % 3 and not (n - 1) % 2],
    ),
    "containing": (lambda _: {"containing": "grain"}, [1, 4, 7, 10]),
    "containing the beginning of a word": (lambda _: {"containing": "deal num"}, [1, 4, 7, 10]),
    "kind": (lambda _: {"kind": QuotationKind.MIXED}, [2, 5, 8, 11]),
    "since": (lambda _: {"since": date(2026, 1, 6)}, [11, 12]),
    "until": (lambda _: {"until": date(2026, 1, 1)}, [1, 2]),
    "article": (lambda _: {"article": 5}, [5]),
    "speaker and words": (lambda xi: {"speaker": xi, "containing": "grain"}, [4, 10]),
    "about and words": (lambda xi: {"about": xi, "containing": "peace"}, [3, 5, 9, 11]),
    "speaker and about": (lambda xi: {"speaker": xi, "about": xi}, []),
    "speaker, kind and days": (
        lambda xi: {
            "speaker": xi,
            "kind": QuotationKind.DIRECT,
            "since": date(2026, 1, 2),
            "until": date(2026, 1, 3),
        },
        [4],
    ),
    "article and another's words": (lambda _: {"article": 5, "containing": "grain"}, []),
    "nobody": (lambda _: {"speaker": 999}, []),
    "only marks": (lambda _: {"containing": "😀 ?!"}, []),
    "nothing typed": (lambda _: {"containing": " "}, []),
}


@pytest.mark.parametrize(("where", "numbers"), FILTERS.values(), ids=FILTERS)
def test_every_filter_finds_what_it_says(filled, where, numbers):
    asked = QuotationFilter(**where(find_entity(filled, "Xi").id))
    pages = walk(filled, asked, limit=3)
    assert [item.id for page in pages for item in page.items] == numbers[::-1]
    assert {page.total for page in pages} == {len(numbers)}


def test_words_of_the_speakers_name_are_not_words_of_the_quotation(filled):
    assert list_quotations(filled, QuotationFilter(containing="Vladimir")).total == 0


def test_a_role_without_a_name_is_a_speaker_too(db):
    add(db, "“No comment,” a Pentagon spokesman said.", {"No comment,": "Pentagon spokesman"})
    page = list_quotations(db, QuotationFilter(speaker_label="pentagon  Spokesman"))
    assert [(item.speaker, item.speaker_label) for item in page.items] == [
        (None, "Pentagon spokesman")
    ]


def test_nobody_is_made_up_when_the_speaker_cannot_be_told(db):
    add(db, "“No comment,” came the answer.", {"No comment,": None})
    (item,) = list_quotations(db, QuotationFilter()).items
    assert (item.speaker, item.speaker_label, item.speaker_span) == (None, None, None)


@pytest.mark.parametrize("pick", [0.0, 0.3, 0.999999999999])
def test_a_random_quotation_fits_the_filter_wherever_it_is_picked(filled, pick):
    xi = find_entity(filled, "Xi")
    assert random_quotation(filled, QuotationFilter(speaker=xi.id), pick=pick).speaker == xi


def test_every_quotation_can_be_picked(filled):
    picks = [random_quotation(filled, QuotationFilter(), pick=n / 12) for n in range(12)]
    assert sorted(pick.id for pick in picks) == list(EVERYTHING)


def test_nothing_is_picked_where_nothing_fits(filled):
    for where in (QuotationFilter(speaker=999), QuotationFilter(containing="?")):
        assert random_quotation(filled, where, pick=0.5) is None


@pytest.mark.parametrize("number", [0, -1, 999, 2**70])
def test_a_number_that_is_nobodys_is_named(filled, number):
    with pytest.raises(QuotationNotFoundError) as refused:
        get_quotation(filled, number)
    assert refused.value.quotation_id == number


def context_of(db, text, words, speaker="Xi"):
    number = add(db, text, {words: speaker})
    (item,) = list_quotations(db, QuotationFilter(article=number)).items
    assert item.context[item.content_start : item.content_end] == item.content == words
    for span in item.quoted:
        assert item.context[span.start : span.end] == words
    if item.speaker_span:
        assert item.context[item.speaker_span.start : item.speaker_span.end] == speaker
    return item.context


LONG = "It was the first visit in more than ten years, officials noted, and the last for a while. "


def test_the_context_is_the_paragraph(db):
    paragraph = f"{LONG}“Peace now,” Xi said."
    assert context_of(db, f"First.\n{paragraph}\nLast.", "Peace now,") == paragraph


def test_a_paragraph_that_tells_nothing_shows_its_neighbours(db):
    text = "Early.\nXi spoke in Moscow.\n\n“Peace now.”\n\nThe hall was full.\nLate."
    context = context_of(db, text, "Peace now.", None)
    assert context == "Xi spoke in Moscow.\n\n“Peace now.”\n\nThe hall was full."


def test_the_context_reaches_to_the_speaker(db):
    text = f"Xi spoke in Moscow.\n{LONG}\n{LONG}“Peace now.”\nLast."
    assert context_of(db, text, "Peace now.") == text.removesuffix("\nLast.")


def test_the_context_of_an_endless_paragraph_is_cut_at_words(db):
    text = f"Xi spoke. {'word ' * 50_000}“Peace now.” {'more ' * 50_000}"
    context = context_of(db, text, "Peace now.")
    assert len(context) < 3100
    assert context.startswith("word ")
    assert context.endswith("more")


def test_a_quotation_that_is_the_whole_article_has_no_other_context(db):
    assert context_of(db, "Peace now", "Peace now", None) == "Peace now"


def test_the_day_of_an_undated_article_is_when_it_was_added(db):
    annotated = article("Xi said peace.", names=NAMES, said={"peace": "Xi"})
    ingest.commit(db, annotated, added_by=None, now=NOW - timedelta(days=3))
    assert list_quotations(db, QuotationFilter(since=date(2026, 2, 27))).total == 1
    assert list_quotations(db, QuotationFilter(until=date(2026, 2, 26))).total == 0
