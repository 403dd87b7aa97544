"""Records made by hand, and hostile ones made by Hypothesis."""

from __future__ import annotations

from datetime import UTC, date, datetime

from hypothesis import settings
from hypothesis import strategies as st

from store.records import (
    ArticleProfile,
    ArticleRef,
    ArticleRow,
    Counted,
    DateOrigin,
    Dropped,
    DropReason,
    EntityProfile,
    EntityRef,
    EntityType,
    QuotationKind,
    Role,
    Span,
    StoredQuotation,
)

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)

# The machine may be busy: no property is about how long one example takes.
unhurried = settings(deadline=None, max_examples=40)

# What articles and people may hold that Discord would act upon, or that breaks a layout.
HOSTILE = [
    "@everyone", "@here", "<@123456789012345678>", "<@&123456789012345678>", "<#123456789012345>",
    "[click](http://evil.example)", "[a](javascript:alert(1))", "](http://evil.example)", "[", "]",
    "**bold**", "__under__", "*it*", "_it_", "~~gone~~", "||hidden||", "`code`", "```\nfence\n```",
    "# heading", "\n# heading", "\n## h", "\n-# small", "\n- item", "\n* item", "\n1. one", "\n> q",
    "\n>>> all", "\n---\n", "\n===\n", "<t:1700000000:R>", "<:smile:123456789012345678>", ":smile:",
    "</quotes:123456789012345678>", "<id:guide>", "https://evil.example/x_y_z", "http://a.b",
    "<https://evil.example>", "discord.gg/abc", "&amp;", "&#x40;everyone", "\\", "\\\\", "\u202e",
    "\u200b", "\u200d", "\x00", "\ud800", "\ue000", "\ue001", "\u2028", "\r\n", "\t", "    code",
    "e" + "\u0301" * 40, "\U000e0041", "😀", "…", "“words”", " plain words ", "a" * 300, " ",
    "\n\n\n",
]  # fmt: skip

hostile_text = st.one_of(
    st.lists(st.one_of(st.sampled_from(HOSTILE), st.text(max_size=12)), max_size=25).map("".join),
    st.text(max_size=300),
    st.sampled_from(HOSTILE).map(lambda text: text * 30),
)
small_counts = st.integers(0, 10**12)
days = st.none() | st.dates()


def make_article(**changes):
    values = {
        "id": 1,
        "title": "Ministers meet over the harbour",
        "url": "https://news.example/harbour",
        "publisher": "Harbour Gazette",
        "published_on": date(2022, 9, 15),
        "date_origin": DateOrigin.METADATA,
        "added_at": NOW,
    }
    return ArticleRef(**(values | changes))


def make_quotation(context="He said: “The harbour stays open,” on Monday.", **changes):
    """A quotation whose words are what stands in the first pair of curly marks."""
    start, end = context.index("“") + 1, context.index("”")
    cue = context.find("said")
    values = {
        "id": 12,
        "article": make_article(),
        "kind": QuotationKind.DIRECT,
        "content": context[start:end],
        "context": context,
        "content_start": start,
        "content_end": end,
        "quoted": (Span(start, end),),
        "cue": Span(cue, cue + 4) if cue >= 0 else None,
        "speaker_span": None,
        "speaker": EntityRef(3, "Ada Verne", EntityType.PERSON),
        "speaker_label": "Ada Verne",
        "rule": "by hand",
    }
    return StoredQuotation(**(values | changes))


articles = st.builds(
    ArticleRef,
    id=st.integers(1, 2**53),
    title=hostile_text,
    url=st.none() | hostile_text | hostile_text.map(lambda text: "https://news.example/" + text),
    publisher=st.none() | hostile_text,
    published_on=days,
    date_origin=st.sampled_from(DateOrigin),
    added_at=st.just(NOW),
)
entities = st.builds(
    EntityRef, id=st.integers(1, 2**53), name=hostile_text, type=st.sampled_from(EntityType)
)


@st.composite
def quotations(draw):
    context = draw(hostile_text)
    cuts = sorted(draw(st.lists(st.integers(0, len(context)), min_size=6, max_size=6)))
    start, end = cuts[1], cuts[4]
    return StoredQuotation(
        id=draw(st.integers(1, 2**53)),
        article=draw(articles),
        kind=draw(st.sampled_from(QuotationKind)),
        content=context[start:end],
        context=context,
        content_start=start,
        content_end=end,
        quoted=draw(st.sampled_from([(), (Span(cuts[2], cuts[3]),), (Span(start, end),)])),
        cue=draw(st.sampled_from([None, Span(cuts[0], cuts[1]), Span(cuts[4], cuts[5])])),
        speaker_span=None,
        speaker=draw(st.none() | entities),
        speaker_label=draw(st.none() | hostile_text),
        rule="drawn",
        copies=draw(small_counts),
    )


def counted(items, size=12):
    return st.lists(st.builds(Counted, items, small_counts), max_size=size).map(tuple)


dropped = st.lists(
    st.builds(Dropped, text=hostile_text, reason=st.sampled_from(DropReason)), max_size=20
).map(tuple)
rows = st.builds(
    ArticleRow,
    ref=articles,
    byline=st.none() | hostile_text,
    n_words=small_counts,
    n_quotations=small_counts,
    added_by=st.none(),
    removed_at=st.none(),
)
article_profiles = st.builds(
    ArticleProfile,
    row=rows,
    summary=hostile_text,
    date_note=st.none() | hostile_text,
    copy_of=st.none() | articles,
    people=counted(entities),
    others=counted(entities),
    quotations=st.lists(quotations(), max_size=5).map(tuple),
    dropped=dropped,
)
profiles = st.builds(
    EntityProfile,
    ref=entities,
    aliases=counted(hostile_text),
    roles=st.lists(
        st.builds(Role, text=hostile_text, count=small_counts, first_on=days, last_on=days),
        max_size=8,
    ).map(tuple),
    first_on=days,
    last_on=days,
    n_mentions=small_counts,
    n_articles=small_counts,
    n_quotations_by=small_counts,
    n_quotations_about=small_counts,
    mentions_by_day=st.dictionaries(st.dates(), st.integers(1, 10**6), max_size=40).map(
        lambda counts: tuple(sorted(counts.items()))
    ),
    quotations_by=st.lists(quotations(), max_size=3).map(tuple),
    quotations_about=st.lists(quotations(), max_size=3).map(tuple),
    companions=counted(entities, 10),
)
