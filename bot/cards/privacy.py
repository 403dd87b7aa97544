"""What is kept about a member, as a card and as a file."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

from bot.cards.notices import ASKING, DONE, notice
from bot.cards.sources import counted
from bot.cards.text import shown

if TYPE_CHECKING:
    from bot.cards.quotations import Card
    from store.records import KeptAbout

_MAX_NAMES = 25
_MAX_NAME = 60
_ELSEWHERE = (
    "-# Only this server's record is meant: other servers have records of their own. My operator's"
    " log notes who used which command and when, not what was asked; it is no part of the record."
)


def kept_card(kept: KeptAbout, *, has_file: bool) -> Card:
    """Everything that is kept about a member, counted; the rest is in the file beside it."""
    lines = list(_lines(kept)) or ["Nothing."]
    if not kept.is_nothing:
        lines.append("")
        lines.append(
            "Everything in full is in the file below."
            if has_file
            else "I may not attach files here: ask in another channel for everything in full."
        )
        lines.append("`/privacy forget-me` deletes or unlinks it.")
    return notice("What this server's record keeps about you", [*lines, _ELSEWHERE], colour=ASKING)


def as_file(kept: KeptAbout, *, user_id: int, guild_id: int) -> bytes:
    """Everything that is kept, as JSON: the record's own words for it."""
    content = {"server": guild_id, "user": user_id, **asdict(kept)}
    return json.dumps(content, ensure_ascii=False, indent=2, default=str).encode()


def forget_card(kept: KeptAbout) -> Card:
    """What forgetting would do, before it is done."""
    if kept.is_nothing:
        return notice("This server's record keeps nothing about you", [_ELSEWHERE])
    lines = [
        "**Deleted**: whom you follow, and what I wrote to you about it.",
        (
            "**Kept without your name**: articles you added, and what you changed as a curator. The"
            " audit log then says *somebody who asked to be forgotten*. It cannot be undone."
        ),
        "",
        *_lines(kept),
        "",
        _ELSEWHERE,
    ]
    return notice("Forget you?", lines, colour=ASKING)


def forgotten_card() -> Card:
    """That it is done."""
    lines = ["Your follows are gone, and your name is off everything you added or changed here."]
    return notice("This server's record has forgotten you", [*lines, _ELSEWHERE], colour=DONE)


def spared_card() -> Card:
    """That nothing was done."""
    return notice("Nothing was changed")


def _lines(kept: KeptAbout) -> list[str]:
    follows = kept.following.follows
    names = ", ".join(shown(follow.entity.name, _MAX_NAME) for follow in follows[:_MAX_NAMES])
    facts = (
        (len(follows), f"{counted(len(follows), 'follow')}: {names}"),
        (
            len(kept.letters),
            (
                f"{counted(len(kept.letters), 'direct message')} about them, of the last 30 days:"
                " when, and which articles they were about"
            ),
        ),
        (len(kept.articles), f"{counted(len(kept.articles), 'article')} added by you"),
        (
            len(kept.changes),
            f"{counted(len(kept.changes), 'change')} by you in the audit log",
        ),
        (len(kept.digest_ids), f"{counted(len(kept.digest_ids), 'digest')} scheduled by you"),
        (
            kept.n_saved_lists,
            (
                f"{counted(kept.n_saved_lists, 'question')} of yours or about you behind buttons,"
                " for 30 days"
            ),
        ),
    )
    return [f"- {text}" for count, text in facts if count]
