"""The slash-commands, a family a file; this page lists them all.

A command is given its corpus and clock in its constructor. A button is made anew by discord.py
from its `custom_id`, even after a restart, and so reads `interaction.client.corpus`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.commands import (
    admin_doctor,
    admin_export,
    admin_server,
    article_forms,
    articles,
    check,
    corpus,
    entities,
    follow,
    help,  # noqa: A004  # a command's name
    privacy,
    quotes,
    search,
    trends,
)
from bot.commands.admin_articles import AdminArticles
from bot.commands.admin_digest import AdminDigest
from bot.commands.admin_entities import AdminEntities
from bot.commands.admin_feeds import AdminFeeds
from bot.commands.admin_quotations import AdminQuotations
from bot.commands.admin_reading import linked_menu
from bot.views import buttons

if TYPE_CHECKING:
    from discord import app_commands, ui

    from bot.clock import Clock
    from bot.corpus import Corpus
    from bot.views.forms import FormKind

    AnyCommand = app_commands.Command[Any, ..., Any] | app_commands.Group | app_commands.ContextMenu


def all_commands(record: Corpus, clock: Clock) -> list[AnyCommand]:
    """Return every command of the bot, ready to be added to a tree."""
    return [
        *quotes.commands(record, clock),
        *check.commands(record),
        *entities.commands(record),
        *search.commands(record, clock),
        *articles.commands(record),
        *trends.commands(record, clock),
        *corpus.commands(record),
        *follow.commands(record),
        *privacy.commands(record),
        *help.commands(record),
        AdminArticles(record, clock),
        linked_menu(record),
        AdminDigest(record, clock),
        AdminQuotations(record),
        AdminEntities(record),
        AdminFeeds(record),
        *admin_server.commands(record, clock),
        *admin_export.commands(record, clock),
        *admin_doctor.commands(record),
    ]


def all_buttons() -> list[type[ui.DynamicItem[Any]]]:
    """Return every kind of button that outlives a restart."""
    return buttons.all_buttons()


def all_forms(record: Corpus, clock: Clock) -> list[FormKind]:
    """Return every kind of form; one that was opened before a restart can be handed in after it."""
    return [*article_forms.forms(record, clock), *buttons.jump_forms()]
