"""Digests as cards: the post itself, its preview, and the schedule in words.

One job: a composed digest in, one Components V2 message out, made for one glance on a phone.
The post and its preview come from the same function. The last line of a post bears its mark,
by which it is found again in a channel's history.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from discord import ButtonStyle, MediaGalleryItem, ui
from discord.utils import format_dt

from bot.cards.limits import MAX_TEXT, enforce, share
from bot.cards.quotations import in_brief, speaker_line
from bot.cards.sources import counted, dated, day, titled
from bot.cards.text import shown, web_address
from store.records import DigestDays

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from store.records import (
        ArticleRef,
        ArticleRow,
        ComposedDigest,
        Digest,
        DigestPlan,
        DigestStanding,
        EntityRef,
        Riser,
        StoredQuotation,
    )

_Parts: TypeAlias = "Sequence[ui.Section[ui.LayoutView] | ui.TextDisplay[ui.LayoutView]]"

PICTURE = "digest.png"
_ACCENT = 0x3D5A80
_MOST_OF_ONE = 240  # characters of one quotation: a digest is read at a glance
_LEAST_OF_ONE = 60
_MAX_TITLE = 60
_MAX_PUBLISHER = 40
_MAX_NAME = 60
_MOST_NAMED = 3
_NET = 100  # room kept for the marks around texts
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_LAST = {
    "sent": "posted",
    "silent": "nothing to say",
    "missed": "missed",
    "uncertain": "may not have arrived",
    "claimed": "being posted",
    "failed": "failed, will be tried again",
}


def digest_card(
    composed: ComposedDigest,
    *,
    footer: str,
    role_id: int | None = None,
    picture_alt: str | None = None,
) -> ui.LayoutView:
    """Return a digest as one message.

    Args:
        composed: what it says.
        footer: its last line; the mark of a post (`mark_of`), a word of explanation otherwise.
        role_id: the role to mention above it.
        picture_alt: its picture in words; None when no file called `PICTURE` comes with it.
    """
    view = ui.LayoutView(timeout=None)
    if role_id is not None:
        view.add_item(ui.TextDisplay(f"<@&{role_id}>"))
    head, tail = _head(composed), _tail(composed)
    used = sum(map(len, (head, *tail, footer))) + _NET
    box: ui.Container[ui.LayoutView] = ui.Container(ui.TextDisplay(head), accent_colour=_ACCENT)
    for parts in _quotations(composed, MAX_TEXT - used):
        box.add_item(ui.Separator(visible=False))
        for part in parts:
            box.add_item(part)
    for text in tail:
        box.add_item(ui.Separator()).add_item(ui.TextDisplay(text))
    if picture_alt is not None:
        shown_file = MediaGalleryItem(f"attachment://{PICTURE}", description=picture_alt)
        box.add_item(ui.MediaGallery(shown_file))
    box.add_item(ui.Separator(visible=False)).add_item(ui.TextDisplay(f"-# {footer}"))
    return enforce(view.add_item(box))


def mark_of(digest_id: int, local_date: date) -> str:
    """Return the line by which a post is told from every other."""
    return f"Digest {digest_id} · {_weekday(local_date)} {day(local_date)}"


def plan_in_words(plan: Digest | DigestPlan) -> str:
    """Say when and where: every Monday at 08:00 (Europe/Kyiv) in #news."""
    often = {
        DigestDays.DAILY: "every day",
        DigestDays.WEEKDAYS: "Monday to Friday",
        DigestDays.WEEKLY: f"every {WEEKDAYS[plan.weekday or 0]}",
    }[plan.days]
    return f"{often} at {plan.local_time} ({plan.timezone}) in <#{plan.channel_id}>"


def scope_in_words(digest: Digest) -> str:
    """Say whom it is about, after the plan; nothing when it is about everything."""
    return f", about {_named(digest.names)} only" if digest.names else ""


def _named(refs: Sequence[EntityRef]) -> str:
    """Return up to three names, and how many more."""
    names = [f"**{shown(ref.name, _MAX_NAME)}**" for ref in refs[:_MOST_NAMED]]
    if len(refs) > _MOST_NAMED:
        names.append(f"{len(refs) - _MOST_NAMED} more")
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last


def list_lines(standings: Sequence[DigestStanding], nexts: Sequence[datetime]) -> list[str]:
    """Return a paragraph for each scheduled digest: when, where, what happened last."""
    return [_line(s, at) for s, at in zip(standings, nexts, strict=True)]


def _line(standing: DigestStanding, next_at: datetime) -> str:
    digest = standing.digest
    line = f"**{digest.id}** · {plan_in_words(digest)}{scope_in_words(digest)}"
    if digest.role_id is not None:
        line += f", mentions <@&{digest.role_id}>"
    if not digest.post_when_empty:
        line += ", silent on empty days"
    if digest.is_waiting:
        line += f"\n-# Waiting: {digest.pause_reason}. It goes on by itself when that is mended."
    elif digest.paused_at is not None:
        line += "\n-# Paused by a curator; `/digest resume` lets it go on."
    else:
        line += f"\n-# Next {format_dt(next_at, 'F')} ({format_dt(next_at, 'R')})"
    if standing.last is not None:
        note = f" ({standing.last.note})" if standing.last.note else ""
        last = f"{day(standing.last.local_date)} {_LAST[standing.last.state]}{note}"
        line += f"\n-# Last: {last}"
    return line


def _head(composed: ComposedDigest) -> str:
    since = format_dt(composed.since, "f")
    about = f" about {_named(composed.names)}" if composed.names else ""
    if composed.is_empty:
        title, line = "From the record", f"Nothing new{about} since {since}."
        if composed.from_the_record is None:
            title = "Nothing new"
    else:
        title = "New on record"
        articles = counted(composed.n_articles, "article")
        quotations = counted(composed.n_quotations, "quotation")
        line = f"{articles} and {quotations}{about} since {since}"
    return f"## {title}\n{line}"


def _quotations(composed: ComposedDigest, room: int) -> list[_Parts]:
    quotations = list(composed.quotations)
    if composed.from_the_record is not None:
        quotations.append(composed.from_the_record)
    around = [_around(quotation) for quotation in quotations]
    words = share([_MOST_OF_ONE] * len(quotations), room - sum(map(len, around)))
    return [_quotation(q, size) for q, size in zip(quotations, words, strict=True)]


def _quotation(quotation: StoredQuotation, size: int) -> _Parts:
    """One quotation, with a button to its article when that has an address."""
    words = in_brief(quotation, max(size, _LEAST_OF_ONE))
    texts = f"{speaker_line(quotation)}\n> {words}", _source(quotation)
    address = web_address(quotation.article.url)
    if address is None:
        return [ui.TextDisplay(text) for text in texts]
    button: ui.Button[ui.LayoutView] = ui.Button(style=ButtonStyle.link, url=address, label="Read")
    return [ui.Section(*texts, accessory=button)]


def _around(quotation: StoredQuotation) -> str:
    return f"{speaker_line(quotation)}\n> \n{_source(quotation)}"


def _source(quotation: StoredQuotation) -> str:
    """The quotation's number, title and date; the button is the link."""
    article = quotation.article
    parts = [f"-# #{quotation.id}", shown(article.title, _MAX_TITLE), _when(article)]
    if web_address(article.url) is None and article.publisher:
        parts.insert(2, shown(" ".join(article.publisher.split()), _MAX_PUBLISHER))
    return " · ".join(parts)


def _when(article: ArticleRef) -> str:
    """Its date in few words; when it was added goes without saying in a digest."""
    return "undated" if article.published_on is None else dated(article)


def _tail(composed: ComposedDigest) -> list[str]:
    texts = []
    n_cited = len({quotation.article.id for quotation in composed.quotations})
    more = composed.n_articles - n_cited - len(composed.articles)
    lines = [_article(row) for row in composed.articles]
    if more > 0:
        lines.append(f"-# and {counted(more, 'more article', 'more articles')}: `/search`")
    if lines:
        heading = "Also new" if composed.quotations else "New articles"
        texts.append("\n".join([f"### {heading}", *lines]))
    if composed.risers:
        heading = "On the rise" if composed.n_before else "Named most"
        lines = [f"### {heading}", *(_riser(composed, riser) for riser in composed.risers)]
        texts.append("\n".join(lines))
    return texts


def _article(row: ArticleRow) -> str:
    line = f"- {titled(row.ref, limit=_MAX_TITLE)}"
    if row.ref.publisher:
        line += f" · {shown(' '.join(row.ref.publisher.split()), _MAX_PUBLISHER)}"
    return f"{line} · {_when(row.ref)}"


def _riser(composed: ComposedDigest, riser: Riser) -> str:
    """Say how many articles name somebody, and of how many: small numbers stay small."""
    line = f"- **{shown(riser.entity.name, _MAX_NAME)}** · {_of(riser.now, composed.n_compared)}"
    if composed.n_before:
        line += f", before {riser.before:,} of {composed.n_before:,}"
    return line


def _of(count: int, total: int) -> str:
    return f"{count:,} of {counted(total, 'article')}"


def _weekday(when: date) -> str:
    return WEEKDAYS[when.weekday()]
