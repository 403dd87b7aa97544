"""Articles as cards: one article, and what adding or removing one did."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from discord import ui
from discord.utils import format_dt

from bot.cards.entities import named
from bot.cards.notices import ASKING, DONE, GONE, notice
from bot.cards.quotations import Card, in_brief, speaker_line
from bot.cards.sources import cite, counted, dated, day, titled
from bot.cards.text import quoted, shown

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from store.records import (
        Added,
        ArticleProfile,
        ArticleRef,
        ArticleRow,
        Dropped,
        EntityRef,
        MendedArticle,
        Reread,
        StoredQuotation,
    )

COLOUR = 0x3A6EA5

_MAX_TITLE = 250  # in its own card, where there is room
_MAX_BYLINE = 100
_MAX_SUMMARY = 600
_MAX_NAMES = 8
_MAX_EDITED = 150
_MAX_NAME = 60
_MAX_BRIEF = 170
_MAX_DROPPED = 6
_MAX_TOLD = 8  # articles of an archive, and as many refusals: a card holds about 3,500 characters
_MAX_DROPPED_LINE = 90


def article_card(article: ArticleProfile) -> Card:
    """One article: source, summary, people, first quotations, and what was cleaned away."""
    container: Card = ui.Container(accent_colour=COLOUR)
    container.add_item(ui.TextDisplay(f"### {_title(article.row.ref)}\n{_about(article)}"))
    if article.summary.strip():
        container.add_item(ui.TextDisplay(quoted(shown(article.summary, _MAX_SUMMARY))))
    names = _names(article)
    if names:
        container.add_item(ui.TextDisplay(names))
    if article.quotations:
        container.add_item(ui.Separator())
        container.add_item(ui.TextDisplay(_first_quotations(article)))
    if article.dropped:
        container.add_item(ui.Separator())
        container.add_item(ui.TextDisplay(cleaned_away(article.dropped)))
    return container


def article_line(row: ArticleRow) -> str:
    """An article in a list, with its number and how much it holds."""
    words = f"{counted(row.n_words, 'word')} · {counted(row.n_quotations, 'quotation')}"
    return f"{cite(row.ref, is_title=True)}\n-# article {row.ref.id} · {words}"


def added(done: Added) -> Card:
    """What was read and found, so that a curator sees at once whether it was read rightly."""
    article = done.article
    lines = [
        f"**{titled(article)}**",
        f"-# {_publisher(article)}{dated(article)} · article {article.id}",
    ]
    if done.copy_of is not None:
        lines.append(f"⚠️ A version of {titled(done.copy_of)}: what it repeats is counted once.")
    if done.date_note:
        lines.append(f"⚠️ {shown(done.date_note, 300)}")
    lines += ["", _found(done)]
    if done.people:
        lines.append(f"**People**  {_people(done.people)}")
    if done.dropped:
        lines += ["", cleaned_away(done.dropped)]
    return notice("Article added", lines, colour=DONE)


def added_many(stored: Sequence[Added], refused: Sequence[str]) -> Card:
    """What became of the files of an archive; `refused` are sentences for its readers."""
    title = f"{counted(len(stored), 'article')} added"
    if refused:
        title += f", {len(refused)} not"
    lines = [
        f"- **{titled(done.article)}** · article {done.article.id}"
        f" · {counted(done.n_quotations, 'quotation')}"
        for done in stored[:_MAX_TOLD]
    ]
    if len(stored) > _MAX_TOLD:
        lines.append(f"-# and {len(stored) - _MAX_TOLD} more")
    lines += [f"⚠️ {sentence}" for sentence in refused[:_MAX_TOLD]]
    if len(refused) > _MAX_TOLD:
        lines.append(f"-# and {len(refused) - _MAX_TOLD} more that were not")
    return notice(title, lines, colour=DONE if stored else GONE)


def shelf_line(row: ArticleRow) -> str:
    """An article in the curators' list: its number, who added it, and whether it was removed."""
    who = f"<@{row.added_by}>" if row.added_by is not None else "On Record"
    words = f"{counted(row.n_words, 'word')} · {counted(row.n_quotations, 'quotation')}"
    # An undated article tells in its citation when it was added.
    when_added = f" {format_dt(row.ref.added_at, 'd')}" if row.ref.published_on else ""
    lines = [cite(row.ref, is_title=True)]
    lines.append(f"-# article {row.ref.id} · {words} · added{when_added} by {who}")
    if row.removed_at is not None:
        when = format_dt(row.removed_at, "R")
        lines.append(f"🗑️ removed {when} · `/articles restore number:{row.ref.id}`")
    return "\n".join(lines)


def reading_again(total: int) -> Card:
    """That articles are being read again."""
    lines = [f"{counted(total, 'article')}; this message will change while it goes on."]
    return notice("Reading articles again…", lines, colour=ASKING)


def read_again(done: Sequence[Reread], failed: Sequence[str]) -> Card:
    """That articles were read again, what is found now, and which could not be."""
    lines = []
    if len(done) == 1:
        lines.append(f"{cite(done[0].added.article, is_title=True)}")
    if done:
        lines += [_found_now(done), "-# What curators decided is as it was."]
    return notice(f"{counted(len(done), 'article')} read again", lines + _not(failed), colour=DONE)


def readings_taken_back(n_done: int, failed: Sequence[str]) -> Card:
    """That former readings are back, and which are not."""
    title = f"{counted(n_done, 'article')} as before the new reading"
    return notice(title, _not(failed), colour=DONE if n_done else GONE)


def removed_many(articles: Sequence[ArticleRef]) -> Card:
    """That several articles are out of every answer."""
    lines = _many(articles)
    return notice(f"{counted(len(articles), 'article')} removed", lines, colour=GONE)


def restored_many(articles: Sequence[ArticleRef]) -> Card:
    """That several articles are back as they were."""
    lines = _many(articles)
    return notice(f"{counted(len(articles), 'article')} restored", lines, colour=DONE)


def edited(done: MendedArticle) -> Card:
    """What an article is called now, and what was changed."""
    if done.change_id is None:
        return notice("Nothing was changed", [cite(done.row.ref, is_title=True)])
    was, is_now = done.before, done.after
    pairs = (
        ("Title", was.title, is_now.title),
        ("Date", _day_or_none(was.published_on), _day_or_none(is_now.published_on)),
        ("Byline", was.byline, is_now.byline),
        ("Publisher", was.publisher, is_now.publisher),
    )
    lines = [cite(done.row.ref, is_title=True), f"-# article {done.row.ref.id}", ""]
    lines += [
        f"**{name}**  {_or_none(before)} → {_or_none(after)}"
        for name, before, after in pairs
        if before != after
    ]
    if was.published_on != is_now.published_on:
        lines.append("-# Its quotations, and everything counted by day, moved with the date.")
    return notice("Article edited", lines, colour=DONE)


def removed(article: ArticleRef) -> Card:
    """That an article is out of every answer, and how to get it back."""
    lines = [
        f"**{titled(article)}** and its quotations are out of every answer.",
        f"-# `/articles restore number:{article.id}` brings it back, also later.",
    ]
    return notice("Article removed", lines, colour=GONE)


def restored(article: ArticleRef) -> Card:
    """That an article is back as it was."""
    lines = [f"**{titled(article)}** is on record again, with its quotations."]
    return notice("Article restored", lines, colour=DONE)


def cleaned_away(dropped: Sequence[Dropped]) -> str:
    """The lines that cleaning left out, with the reasons."""
    reasons = Counter(line.reason.value for line in dropped)
    why = ", ".join(
        f"{reason} ({count})" if count > 1 else reason for reason, count in reasons.items()
    )
    lines = [f"**Cleaned away**  {counted(len(dropped), 'line')}: {why}"]
    lines += [
        f"-# ~~{shown(' '.join(d.text.split()), _MAX_DROPPED_LINE)}~~"
        for d in dropped[:_MAX_DROPPED]
    ]
    if len(dropped) > _MAX_DROPPED:
        lines.append(f"-# and {len(dropped) - _MAX_DROPPED} more")
    return "\n".join(lines)


def _found_now(done: Sequence[Reread]) -> str:
    """How much is found now, and how much was found before where that differs."""
    pairs = (
        ("quotation", [(one.before.n_quotations, one.after.n_quotations) for one in done]),
        ("name", [(one.before.n_entities, one.after.n_entities) for one in done]),
    )
    told = []
    for noun, counts in pairs:
        before, after = (sum(side) for side in zip(*counts, strict=True))
        was = f" (before {before:,})" if before != after else ""
        told.append(f"**{counted(after, noun)}**{was}")
    return " · ".join(told)


def _not(failed: Sequence[str]) -> list[str]:
    lines = [f"⚠️ {sentence}" for sentence in failed[:_MAX_TOLD]]
    if len(failed) > _MAX_TOLD:
        lines.append(f"-# and {len(failed) - _MAX_TOLD} more that could not be")
    return lines


def _many(articles: Sequence[ArticleRef]) -> list[str]:
    lines = [f"- {titled(article)} · article {article.id}" for article in articles[:_MAX_TOLD]]
    if len(articles) > _MAX_TOLD:
        lines.append(f"-# and {len(articles) - _MAX_TOLD} more")
    return lines


def _day_or_none(when: date | None) -> str | None:
    return day(when) if when else None


def _or_none(text: str | None) -> str:
    return shown(text, _MAX_EDITED) if text else "nothing"


def _about(article: ArticleProfile) -> str:
    row = article.row
    byline = f"{shown(row.byline, _MAX_BYLINE)} · " if row.byline and row.byline.strip() else ""
    lines = [f"-# {byline}{_publisher(row.ref)}{dated(row.ref)}"]
    lines.append(
        f"-# {counted(row.n_words, 'word')} · {counted(row.n_quotations, 'quotation')}"
        f" · article {row.ref.id}"
    )
    if article.date_note:
        lines.append(f"⚠️ {shown(article.date_note, 300)}")
    if article.copy_of is not None:
        lines.append(f"A version of {titled(article.copy_of)}")
    return "\n".join(lines)


def _publisher(article: ArticleRef) -> str:
    name = shown(" ".join((article.publisher or "").split()), _MAX_NAME)
    return f"{name} · " if name else ""


def _names(article: ArticleProfile) -> str:
    rows = (("People", article.people), ("Also named", article.others))
    return "\n".join(f"**{title}**  {named(refs, _MAX_NAMES)}" for title, refs in rows if refs)


def _first_quotations(article: ArticleProfile) -> str:
    shown_here = len(article.quotations)
    count = article.row.n_quotations
    title = "Quotations" if count <= shown_here else f"First {shown_here} of {count} quotations"
    return "\n".join([f"**{title}**", *(_brief(q) for q in article.quotations)])


def _brief(quotation: StoredQuotation) -> str:
    return f"- {speaker_line(quotation)}: {in_brief(quotation, _MAX_BRIEF)} · #{quotation.id}"


def _found(done: Added) -> str:
    nobody = done.n_quotations - done.n_attributed
    named_part = f", {nobody} by nobody named" if nobody else ""
    return (
        f"**{counted(done.n_quotations, 'quotation')}**{named_part}"
        f" · **{counted(done.n_entities, 'name')}**"
        f" · **{counted(len(done.people), 'person', 'people')}**"
    )


def _people(people: Sequence[EntityRef]) -> str:
    shown_names = " · ".join(shown(p.name, _MAX_NAME) for p in people[:_MAX_NAMES])
    more = len(people) - _MAX_NAMES
    return f"{shown_names} and {more} more" if more > 0 else shown_names


def _title(article: ArticleRef) -> str:
    return titled(article, limit=_MAX_TITLE)
