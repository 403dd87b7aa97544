"""The audit log as lines: who changed what, when, and what it was before."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from discord.utils import format_dt

from bot.cards.limits import cut
from bot.cards.text import shown
from store.records import FORGOTTEN

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from store.records import AuditEntry

# Kinds of things that are changed, and what a curator calls them.
KINDS = {
    "article": "articles",
    "quotation": "quotations",
    "entity": "names",
    "feed": "feeds",
    "digest": "digests",
    "setting": "settings",
}

_MAX_ENTRY = 420
_MAX_VALUE = 90
_MAX_FACTS = 8
_DONE = {
    "article.add": "added",
    "article.remove": "removed",
    "article.restore": "restored",
    "article.reannotate": "read again",
    "article.edit": "edited",
    "entity.merge": "merged with another",
    "entity.split": "split",
    "entity.rename": "renamed",
    "entity.alias": "given another name",
    "entity.undo": "change taken back",
    "quotation.fix": "speaker mended",
    "quotation.hide": "hidden",
    "quotation.show": "shown again",
    "feed.add": "added",
    "feed.remove": "removed",
    "feed.restore": "followed again",
    "feed.pause": "paused",
    "feed.resume": "resumed",
    "setting.set": "changed",
    "digest.schedule": "scheduled",
    "digest.change": "changed",
    "digest.pause": "paused",
    "digest.resume": "resumed",
    "digest.remove": "removed",
    "digest.restore": "scheduled again",
}
# What is kept to take a change back, and says nothing to a reader.
_UNTOLD = {"speaker_id", "name_id", "speaker_start", "speaker_end", "rule", "is_fixed"}
_KIND_WORDS = {"entity": "name"}
_SETTINGS = {
    "timezone": "time zone",
    "curator_role_id": "curator role",
    "log_channel_id": "log channel",
}
# What a setting is while nobody chose it.
_UNCHOSEN = {
    "timezone": "UTC",
    "curator_role_id": "no role",
    "log_channel_id": "no channel",
}
_WORDS = {"channel_id": "channel", "role_id": "role", "entities": "names", "copy_of": "version of"}
# Settings that hold a number of Discord's, and how Discord shows what it stands for.
_NUMBERS = {
    "curator_role_id": "<@&{}>",
    "log_channel_id": "<#{}>",
    "channel_id": "<#{}>",
    "role_id": "<@&{}>",
}


def what_changed(entry: AuditEntry) -> str:
    """One change in a few words, without markdown: Xi merged into Xi Jinping."""
    return _told(entry.action, entry.before or {}, entry.after or {}) or _thing_done(entry)


def audit_entry(entry: AuditEntry) -> str:
    """One change, in two or three lines."""
    title = _thing_done(entry)
    if entry.action.startswith("entity."):
        facts: list[str] = [shown(_sentence(what_changed(entry)), 2 * _MAX_VALUE)]
    elif entry.action == "setting.set":
        facts = [_chosen(entry)]
    else:
        facts = list(_facts(entry.before or {}, entry.after or {}))
    lines = [
        f"**{shown(title, _MAX_VALUE)}**",
        f"-# {_who(entry.by_user)} · {format_dt(entry.at, 'f')} · change {entry.id}",
        *facts,
    ]
    return cut("\n".join(lines), _MAX_ENTRY)


def _told(action: str, before: Mapping[str, object], after: Mapping[str, object]) -> str | None:
    """What a change of names was, or None where it is of another kind."""
    who = str(before.get("entity") or before.get("name") or "")
    if action == "entity.merge":
        return f"{before.get('other')} merged into {who}"
    if action == "entity.split":
        names = after.get("names")
        listed = ", ".join(map(str, names)) if isinstance(names, list) else ""
        return f"{listed} split off {who}"
    if action == "entity.rename":
        return f"{who} renamed to {after.get('name') or 'what articles call it'}"
    if action == "entity.alias":
        return f"{who} also called {after.get('alias')}"
    if action == "entity.undo":
        return _taken_back(who, before, after)
    return None


def _taken_back(who: str, before: Mapping[str, object], after: Mapping[str, object]) -> str:
    action, told = str(after.get("action")), f"change {after.get('undoes')} taken back"
    if action == "entity.undo":
        return f"{told}: what it took back holds again"
    undone = _told(action, before, after) if who else None
    return f"{told}: {undone}" if undone else told


def _who(user_id: int | None) -> str:
    if user_id is None:
        return "On Record"
    return "somebody who asked to be forgotten" if user_id == FORGOTTEN else f"<@{user_id}>"


def _thing_done(entry: AuditEntry) -> str:
    kind, _, which = entry.subject.partition(":")
    before = entry.before or {}
    name = before.get("entity") or before.get("name")
    if kind == "setting":
        thing = _SETTINGS.get(which, which.replace("_", " "))
    elif kind == "entity" and isinstance(name, str):
        thing = name
    else:
        thing = f"{_KIND_WORDS.get(kind, kind)} {which}"
    done = _DONE.get(entry.action) or entry.action.partition(".")[2].replace("_", " ")
    if "undoes" in (entry.after or {}):
        done = "change taken back"
    return _sentence(f"{thing}: {done}")


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}"


def _chosen(entry: AuditEntry) -> str:
    """What a setting was, and what it is."""
    key = entry.subject.partition(":")[2]
    was, is_now = (
        _UNCHOSEN.get(key, "nothing") if facts is None else _value(key, facts.get(key))
        for facts in (entry.before, entry.after)
    )
    return f"{was} → {is_now}"


def _facts(before: Mapping[str, object], after: Mapping[str, object]) -> Iterator[str]:
    """What changed, a line each: before → after."""
    names = list(dict.fromkeys([*before, *after]))
    told = [name for name in names if name not in _UNTOLD]
    changed = [name for name in told if before.get(name) != after.get(name)]
    for name in changed[:_MAX_FACTS]:
        old, new = _value(name, before.get(name)), _value(name, after.get(name))
        words = _SETTINGS.get(name) or _WORDS.get(name) or name.replace("_", " ")
        if name == "undoes":
            yield f"takes back change {new}"
        elif name not in before:
            yield new if name == "title" else f"{words}: {new}"
        elif name not in after:
            yield f"{words}: {old} → nothing"
        else:
            yield f"{words}: {old} → {new}"
    if len(changed) > _MAX_FACTS:
        yield f"-# and {len(changed) - _MAX_FACTS} more"


def _value(name: str, value: object) -> str:
    if value is None:
        return "nothing"
    if name in _NUMBERS and str(value).isdecimal():
        return _NUMBERS[name].format(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return shown(" ".join(text.split()), _MAX_VALUE) or "nothing"
