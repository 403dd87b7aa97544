"""A server's settings as a card: what was chosen, and what of it no longer works."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.cards.notices import ASKING, notice

if TYPE_CHECKING:
    from datetime import datetime

    from bot.cards.quotations import Card
    from store.records import GuildSettings

# Discord hides curators' commands from everybody who may not manage the server, whatever role
# the server chose: only its administrators can show them to others.
HIDDEN_FROM_ROLE = (
    "Discord shows curators' commands only to those who may manage the server: to show them to the"
    " role, open *Server Settings → Integrations*, choose me, and add the role there."
)


def settings_card(
    settings: GuildSettings,
    now: datetime,
    *,
    is_role_deleted: bool = False,
    channel_problem: str | None = None,
) -> Card:
    """Every setting, and how to change it; `now` in the server's own time zone."""
    lines = [
        f"**Time zone**  {settings.timezone} (now {now:%H:%M})",
        f"**Curators**  {_curators(settings, is_deleted=is_role_deleted)}",
        f"**Log channel**  {_log_channel(settings, channel_problem)}",
        "-# `/settings timezone`, `curator-role` and `log-channel` change them.",
    ]
    return notice("Settings of this server", lines, colour=ASKING)


def _curators(settings: GuildSettings, *, is_deleted: bool) -> str:
    if settings.curator_role_id is None:
        return "everybody who may manage the server"
    if is_deleted:
        return "⚠️ the chosen role was deleted: only those who may manage the server"
    return f"everybody who may manage the server, and <@&{settings.curator_role_id}>"


def _log_channel(settings: GuildSettings, problem: str | None) -> str:
    if settings.log_channel_id is None:
        return "none: the server's owner is told in a direct message"
    if problem is not None:
        return f"⚠️ {problem}: the server's owner is told instead"
    return f"<#{settings.log_channel_id}>"
