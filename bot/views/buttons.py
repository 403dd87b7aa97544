"""Every kind of button and menu of ours; all are registered at start, so that old ones work."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.views.asking import Ask
from bot.views.choose import Pick
from bot.views.compare import ComparePage
from bot.views.connections import ConnectionsPage
from bot.views.context import ContextSelect
from bot.views.curation import MergeButton, NeverMind, SplitMenu
from bot.views.follow import ResumeButton, UnfollowSelect
from bot.views.ledger import AuditPage, FeedsPage, ShelfPage
from bot.views.pages import PageButton, jump_form
from bot.views.privacy import Forget
from bot.views.quotes import QuotesPage
from bot.views.reread import UndoReadings
from bot.views.search import SearchPage
from bot.views.takeback import TakeBack
from bot.views.timeline import Numbers, NumbersPage
from bot.views.trending import TrendingPage
from bot.views.undo import Undo, UndoMany

if TYPE_CHECKING:
    from discord import ui

    from bot.views.forms import FormKind


def all_buttons() -> list[type[ui.DynamicItem[Any]]]:
    """Return the classes to register with the client."""
    return [
        QuotesPage,
        SearchPage,
        ContextSelect,
        Pick,
        Ask,
        Undo,
        UndoMany,
        AuditPage,
        FeedsPage,
        ShelfPage,
        TakeBack,
        UndoReadings,
        MergeButton,
        SplitMenu,
        NeverMind,
        UnfollowSelect,
        ResumeButton,
        Forget,
        Numbers,
        NumbersPage,
        ConnectionsPage,
        ComparePage,
        TrendingPage,
    ]


def jump_forms() -> list[FormKind]:
    """Return the forms that ask for a page, one for each kind of list."""
    return [jump_form(kind) for kind in all_buttons() if issubclass(kind, PageButton)]
