"""Changes to entities, as cards: what a change would do, and what it did."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.cards.notices import ASKING, DONE, notice
from bot.cards.sources import counted, titled
from bot.cards.text import label, shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.cards.quotations import Card
    from store.records import ArticleRef, Curated, EntityName, EntityProfile, EntityRef

_MAX_NAME = 80
_MAX_NAMES = 8
_KINDS = {
    "PERSON": "person",
    "ORG": "organisation",
    "GPE": "place",
    "LOC": "place",
    "NORP": "people of a kind",
    "FAC": "facility",
    "EVENT": "event",
    "PRODUCT": "product",
}


def merge_question(
    keep: EntityProfile,
    keep_names: Sequence[EntityName],
    other: EntityProfile,
    other_names: Sequence[EntityName],
) -> Card:
    """What merging two would do, before it is done."""
    lines = [*_whole(keep, keep_names), "", *_whole(other, other_names), ""]
    if keep.ref.type is not other.ref.type:
        lines.append(
            f"⚠️ One is {_a_kind(keep.ref)}, the other {_a_kind(other.ref)}: are they really one?"
        )
    lines += [
        (
            f"They become one, number {keep.ref.id}, with every name, quotation and count of both;"
            " articles to come that use one of these names mean it too."
        ),
        "-# The first one's name stays, unless it is short; `/entities rename` chooses another.",
    ]
    return notice("Merge these two?", lines, colour=ASKING)


def split_question(
    profile: EntityProfile, names: Sequence[EntityName], article: ArticleRef | None
) -> Card:
    """What an entity is called, before some of it is split off."""
    lines = [*_whole(profile, ()), ""]
    if article is None:
        lines.append("Choose the names that mean **somebody else**; at least one has to stay.")
    else:
        lines.append(f"Choose the names that mean **somebody else** in {titled(article)}.")
    lines += [f"- {shown(name.form, _MAX_NAME)} · {_used(name)}" for name in names[:25]]
    return notice(f"Split {_name(profile.ref)}?", lines, colour=ASKING)


def one_name_only(ref: EntityRef) -> Card:
    """Why there are no names to choose from, and what to do about two of the very same name."""
    lines = [
        "There are no names to choose from: no article calls them anything else in full.",
        "If an article means somebody else by that very name, choose it with `article:`.",
    ]
    return notice(f"Only one name is known of {_name(ref)}", lines)


def merged(done: Curated, other: str) -> Card:
    """That two are one now."""
    lines = [
        (
            f"**{shown(other, _MAX_NAME)}** is now part of **{_name(done.entity)}**"
            f" (#{done.entity.id}), {_told(done)}."
        ),
        "-# This stays so when articles are read again, and for articles to come.",
    ]
    return notice("Merged", lines, colour=DONE)


def split_off(done: Curated, forms: Sequence[str]) -> Card:
    """That some names are somebody else now."""
    names = " · ".join(shown(form, _MAX_NAME) for form in forms[:_MAX_NAMES])
    new = ", ".join(f"**{_name(one)}** (#{one.id})" for one in done.others)
    lines = [
        (
            f"{names} no longer means **{_name(done.entity)}** (#{done.entity.id}) but {new},"
            f" {_told(done)}."
        ),
        "-# This stays so when articles are read again, and for articles to come.",
    ]
    return notice("Split", lines, colour=DONE)


def renamed(done: Curated, before: str, name: str | None) -> Card:
    """What an entity is called now."""
    why = "as the articles call it" if name is None else "also when you search for it"
    lines = [f"{shown(before, _MAX_NAME)} → **{_name(done.entity)}**, {why}."]
    return notice("Renamed", lines, colour=DONE)


def alias_added(done: Curated, alias: str) -> Card:
    """That an entity goes by another name too."""
    lines = [
        f"**{shown(alias, _MAX_NAME)}** means **{_name(done.entity)}** now, {_told(done)}.",
        "-# Articles to come that use it in full mean it too.",
    ]
    return notice("Name added", lines, colour=DONE)


def form_entry(name: EntityName) -> tuple[str, str]:
    """Label and description of a name in a menu."""
    return label(name.form, 100), label(_used(name), 100)


def _whole(profile: EntityProfile, names: Sequence[EntityName]) -> list[str]:
    spoken = counted(profile.n_quotations_by, "quotation")
    lines = [
        f"**{_name(profile.ref)}** (#{profile.ref.id}, {_kind(profile.ref)})",
        (
            f"-# {counted(profile.n_mentions, 'mention')} in"
            f" {counted(profile.n_articles, 'article')} · {spoken}"
        ),
    ]
    if [name.form for name in names] not in ([], [profile.ref.name]):
        called = " · ".join(shown(name.form, _MAX_NAME) for name in names[:_MAX_NAMES])
        more = f" and {len(names) - _MAX_NAMES} more" if len(names) > _MAX_NAMES else ""
        lines.append(f"-# called {called}{more}")
    return lines


def _used(name: EntityName) -> str:
    if name.is_alias and not name.n_articles:
        return "added by a curator"
    return f"in {counted(name.n_articles, 'article')}"


def _told(done: Curated) -> str:
    if not done.n_articles:
        return "in no article so far"
    return f"in {counted(done.n_articles, 'article')}"


def _name(ref: EntityRef) -> str:
    return shown(ref.name, _MAX_NAME)


def _kind(ref: EntityRef) -> str:
    return _KINDS[ref.type.value]


def _a_kind(ref: EntityRef) -> str:
    kind = _kind(ref)
    return f"an {kind}" if kind[0] in "aeio" else f"a {kind}"
