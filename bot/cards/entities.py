"""An entity's profile as a card.

One job: who or what this is, how it is written, how often and when it is named, what it said
and what was said about it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord import ui

from bot.cards.bars import bars
from bot.cards.limits import MAX_TEXT
from bot.cards.quotations import Card, in_short
from bot.cards.sources import counted, day, span_of_days
from bot.cards.text import shown
from store.names import words
from store.records import EntityType

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from store.records import Counted, EntityProfile, EntityRef, Role, StoredQuotation

COLOUR = 0x5865F2
KINDS = {
    EntityType.PERSON: "person",
    EntityType.ORG: "organisation",
    EntityType.GPE: "country, state or city",
    EntityType.LOC: "region or landmark",
    EntityType.NORP: "nationality or group",
    EntityType.FAC: "building or facility",
    EntityType.EVENT: "event",
    EntityType.PRODUCT: "weapon, vehicle or product",
}

_MAX_NAME = 100
_MAX_ALIASES = 6
_MAX_ROLES = 4
_MAX_COMPANIONS = 8
_STEM = 4  # letters that "China's" and "Chinese" share
_SMALL_WORDS = frozenset(("a", "an", "the", "of", "for", "to", "at", "in", "and", "u", "s"))
_OTHER_OFFICE = frozenset(  # the beginnings of former, deputy, assistant …: another office
    word[:_STEM] for word in ("former", "then", "ex", "vice", "deputy", "assistant", "acting")
)
_MAX_BRIEF = 180
_MAX_TITLE = 70


def profile(entity: EntityProfile) -> Card:
    """The whole profile, within what one message holds."""
    container: Card = ui.Container(accent_colour=COLOUR)
    container.add_item(ui.TextDisplay(_heading(entity)))
    facts = _facts(entity)
    if facts:
        container.add_item(ui.TextDisplay(facts))
    room = MAX_TEXT - container.content_length()
    name = shown(entity.ref.name, _MAX_NAME)
    for title, quotations in (
        (f"Said by {name}", entity.quotations_by),
        (f"Said about {name}", entity.quotations_about),
    ):
        _add_latest(container, title, quotations, room // 2)
    return container


def named(refs: Sequence[Counted[EntityRef]], limit: int) -> str:
    """Names with how often, most frequent first: Vladimir Putin (9) · Ukraine (7)."""
    return " · ".join(f"{shown(r.item.name, _MAX_NAME)} ({r.count:,})" for r in refs[:limit])


def _heading(entity: EntityProfile) -> str:
    lines = [f"### {shown(entity.ref.name, _MAX_NAME)}", f"-# {KINDS[entity.ref.type]}"]
    counts = [
        counted(entity.n_mentions, "mention"),
        counted(entity.n_articles, "article"),
        f"{counted(entity.n_quotations_by, 'quotation')} by",
        f"{entity.n_quotations_about:,} about",
    ]
    lines.append(" · ".join(f"**{c.split()[0]}** {c.partition(' ')[2]}" for c in counts))
    return "\n".join(lines)


def _facts(entity: EntityProfile) -> str:
    aliases = [a for a in entity.aliases if a.item != entity.ref.name][:_MAX_ALIASES]
    also = " · ".join(_alias(alias) for alias in aliases)
    facts = [
        ("Also written", also),
        ("In the words of articles", _roles(entity.roles)),
        ("First and last seen", span_of_days(entity.first_on, entity.last_on)),
        ("Over time", _over_time(entity.mentions_by_day)),
        ("Often named with", named(entity.companions, _MAX_COMPANIONS)),
    ]
    return "\n".join(f"**{name}**  {value}" for name, value in facts if value)


def _alias(alias: Counted[str]) -> str:
    """A written form and how often it is used; one that curators added may never be."""
    form = shown(alias.item, _MAX_NAME)
    return f"{form} ({alias.count:,})" if alias.count else form


def _roles(roles: Sequence[Role]) -> str:
    return " · ".join(shown(role.text, _MAX_NAME) for role in telling(roles)[:_MAX_ROLES])


def telling(roles: Sequence[Role]) -> list[Role]:
    """The roles that say something of their own, in their order.

    "President" says nothing beside "Chinese President", nor does "China's President"; "director"
    does beside "deputy director".
    """
    stems = [_stems(role.text) for role in roles]
    kept: list[int] = []
    for i, own in enumerate(stems):
        is_less = any(own < other and not (other - own) & _OTHER_OFFICE for other in stems)
        if not is_less and all(own != stems[k] for k in kept):
            kept.append(i)
    return [roles[i] for i in kept]


def _stems(text: str) -> frozenset[str]:
    """The first letters of the words of a role: enough to tell China's from another's."""
    return frozenset(word[:_STEM] for word in words(text) if word not in _SMALL_WORDS)


def _over_time(by_day: Sequence[tuple[date, int]]) -> str:
    """A bar chart of one line, from the first day named to the last."""
    if len(by_day) < 2:  # noqa: PLR2004  # one day makes no course
        return ""
    first, last = by_day[0][0], by_day[-1][0]
    counts = [0] * ((last - first).days + 1)
    for when, count in by_day:
        counts[(when - first).days] += count
    peak = max(by_day, key=lambda counted: counted[1])[0]
    return f"`{bars(counts)}` most on {day(peak)}"


def _add_latest(
    container: Card, title: str, quotations: Sequence[StoredQuotation], room: int
) -> None:
    """As many of the quotations as there is room for; long addresses may leave out some."""
    text = f"**{title}**, latest first"
    left = room - len(text)
    texts = []
    for quotation in quotations:
        entry = in_short(quotation, words=_MAX_BRIEF, title=_MAX_TITLE)
        left -= len(entry) + 1
        if left < 0:
            break
        texts.append(entry)
    for position, entry in enumerate(texts):
        container.add_item(ui.Separator(visible=position == 0))
        container.add_item(ui.TextDisplay(entry if position else f"{text}\n{entry}"))
