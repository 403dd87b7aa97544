"""Error → the sentence the user reads; pure text.

Whatever a user typed or an article said is shown as inline code, where Discord reads no
markdown, no mention and no link.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands

from bot import errors as bot_errors
from store import errors as store_errors

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from store.records import EntityRef

_SHOWN_CHARS = 90
_NAMES_SHOWN = 8
_URL_CHARS = 200


def explain(error: BaseException) -> str | None:
    """Return what to tell the user, or None when the error is not one we expect."""
    error = unwrap(error)
    for kind, sentence in _SENTENCES.items():
        if isinstance(error, kind):
            return sentence(error)
    return None


def told(error: BaseException) -> str:
    """Return what to tell the user of an error beside other things: its own words at worst."""
    return explain(error) or str(error)


def unexpected(error_id: str) -> str:
    """Return what to say of an error nobody expected; the id is in the log too."""
    return (
        "Something went wrong on my side, and it has been noted. "
        f"If it keeps happening, tell whoever runs me this number: `{error_id}`"
    )


def unwrap(error: BaseException) -> BaseException:
    """Return the error that a command, or an option's conversion, was wrapped around."""
    if isinstance(error, app_commands.CommandInvokeError):
        return error.original
    if isinstance(error, app_commands.TransformerError) and isinstance(
        error.__cause__, store_errors.StoreError | bot_errors.BotError
    ):
        return error.__cause__
    return error


def shown(text: object, *, most: int = _SHOWN_CHARS) -> str:
    """Return a text as inline code, cut to a length that is pleasant to read."""
    words = str(text).replace("`", "'").split()
    # What is not printed turns a line around, or hides in it.
    line = "".join(char for char in " ".join(words) if char.isprintable())
    if len(line) > most:
        line = line[: most - 1] + "…"
    return f"`{line or ' '}`"


def _names(names: Iterable[str]) -> str:
    listed = [shown(name) for name in names][:_NAMES_SHOWN]
    return ", ".join(listed)


# ------------------------------------------------------------------ what is not in the record


def _no_entity(error: store_errors.EntityNotFoundError) -> str:
    if not error.suggestions:
        return f"Nobody and nothing in this record is called {shown(error.name)}."
    return (
        f"Nobody and nothing in this record is called {shown(error.name)}. "
        f"Did you mean {_names(error.suggestions)}?"
    )


def _ambiguous(error: store_errors.AmbiguousEntityError) -> str:
    choices = _names(f"{one.name} (#{one.id})" for one in error.candidates)
    return f"{shown(error.name)} may be any of these; ask again with one of them: {choices}"


def _no_article(error: store_errors.ArticleNotFoundError) -> str:
    if not error.suggestions:
        return f"There is no article {shown(error.asked)} in this record."
    return (
        f"There is no article {shown(error.asked)} in this record. "
        f"Did you mean {_names(error.suggestions)}?"
    )


def _no_quotation(error: store_errors.QuotationNotFoundError) -> str:
    return f"There is no quotation number {error.quotation_id} in this record."


def _no_digest(error: store_errors.DigestNotFoundError) -> str:
    return f"There is no digest number {error.digest_id} in this server."


def _too_many_follows(error: store_errors.TooManyFollowsError) -> str:
    return (
        f"You follow {error.most} already, which is as many as I can keep for one member. "
        "`/follow list` shows them; take one out, and there is room again."
    )


def _no_feed(error: store_errors.FeedNotFoundError) -> str:
    return f"There is no feed number {error.feed_id} in this server; `/feeds list` shows them."


def _duplicate_feed(error: store_errors.DuplicateFeedError) -> str:
    return f"That feed is followed already, as number {error.feed_id}. Nothing was changed."


def _too_many_feeds(error: store_errors.TooManyFeedsError) -> str:
    return (
        f"This server follows {error.most} feeds already, which is as many as I can ask. "
        "`/feeds list` shows them; take one out, and there is room again."
    )


def _several_feeds(error: store_errors.SeveralFeedsError) -> str:
    listed = ", ".join(shown(url, most=_URL_CHARS) for url in error.others[:_NAMES_SHOWN])
    return f"{shown(error.url)} names several feeds. Add the one you mean: {listed}"


def _duplicate(error: store_errors.DuplicateArticleError) -> str:
    return (
        f"That article is in the record already, as number {error.article_id}: "
        f"{shown(error.title)}. Nothing was added."
    )


# ------------------------------------------------------------------ what curators decide


def _same_entity(error: store_errors.SameEntityError) -> str:
    return f"Both of them are {_numbered(error.entity)} already."


def _no_form(error: store_errors.FormNotFoundError) -> str:
    return (
        f"No article calls {_numbered(error.entity)} {shown(error.form)}. "
        f"It is called {_names(error.known)}."
    )


def _nothing_left(error: store_errors.NothingLeftError) -> str:
    return (
        f"Splitting needs some names or articles that leave and some that stay: "
        f"{_numbered(error.entity)} would not be two after that. Nothing was changed."
    )


def _name_taken(error: store_errors.NameTakenError) -> str:
    return (
        f"{shown(error.name)} is a name of {_numbered(error.holder)} already. If they are one, "
        "merge them; if not, say what tells them apart. Nothing was changed."
    )


def _already_called(error: store_errors.AlreadyCalledError) -> str:
    return (
        f"{_numbered(error.entity)} is called so already. Give the name to show as `to`. "
        "Nothing was changed."
    )


def _bad_name(error: store_errors.BadNameError) -> str:
    return (
        f"{shown(error.name)} cannot be a name: it needs a letter or a number, "
        "and may be a hundred characters long."
    )


def _no_change(error: store_errors.ChangeNotFoundError) -> str:
    return f"There is no change number {error.change_id} that can be taken back in this record."


def _too_old(error: store_errors.ChangeTooOldError) -> str:
    return (
        f"Change number {error.change_id} is too old to be taken back: "
        "what an article's former reading had found is kept for a day."
    )


def _undone(error: store_errors.ChangeUndoneError) -> str:
    return f"Change number {error.change_id} was undone already."


def _overlaid(error: store_errors.ChangeOverlaidError) -> str:
    return (
        f"Change number {error.later_id} was made later and concerns the same. "
        f"Undo that one first, then number {error.change_id}."
    )


def _curation(_: store_errors.CurationError) -> str:
    return "That cannot be changed so. Nothing was changed."


def _numbered(one: EntityRef) -> str:
    return shown(f"{one.name} (#{one.id})")


# ------------------------------------------------------------------ what could not be read


def _fetch(error: store_errors.FetchError) -> str:
    return f"I could not read {shown(error.url)}: {error.reason}. Nothing was added."


def _language(error: store_errors.UnsupportedLanguageError) -> str:
    return f"That text looks like {error.language}. I can read English only, so nothing was added."


def _intake(error: store_errors.IntakeError) -> str:
    return f"I could not use {shown(error.submission)}: {error.reason}. Nothing was added."


def _annotation(error: store_errors.AnnotationError) -> str:
    return f"I could not make sense of {shown(error.title)}. Nothing was added."


# ------------------------------------------------------------------ the file


def _database(error: store_errors.DatabaseError) -> str:
    return (
        f"This server's record {error.reason}. Nothing was changed; "
        "whoever runs me needs to look at it."
    )


def _locked(_: store_errors.DatabaseLockedError) -> str:
    return (
        "This server's record is being used by another program right now. "
        "Nothing was changed; please try again in a moment."
    )


def _newer(_: store_errors.DatabaseNewerError) -> str:
    return (
        "This server's record was made by a newer version of me. "
        "Nothing was changed; whoever runs me needs to install that version."
    )


def _full(_: store_errors.DatabaseFullError) -> str:
    return "There is no room left on the disk I keep the record on. Nothing was changed."


def _corrupt(_: store_errors.DatabaseCorruptError) -> str:
    return (
        "This server's record is damaged and I cannot read it. Nothing was changed; "
        "whoever runs me can put back a backup."
    )


# ------------------------------------------------------------------ the bot itself


def _not_permitted(error: bot_errors.NotPermittedError) -> str:
    return f"You need {error.permission} for that."


def _not_ready(error: bot_errors.NotReadyError) -> str:
    return f"I am still getting {error.what} ready. Please try again in a few seconds."


def _upgrading(_: bot_errors.UpgradingError) -> str:
    return (
        "I was updated, and am bringing this server's record up to date. Nothing is lost;"
        " a large record takes a minute or two. Please try again then."
    )


def _busy(_: bot_errors.BusyError) -> str:
    return "I am busy with other work right now. Please try again in a moment."


def _too_slow(_: bot_errors.TooSlowError) -> str:
    return "That text took me too long to read, so I gave it up. Nothing was added."


def _worker_lost(_: bot_errors.WorkerLostError) -> str:
    return "Reading that text failed twice. Nothing was added."


def _not_in_server(_: Exception) -> str:
    return "Each server has a record of its own: please ask me inside a server."


def _unreadable_option(error: bot_errors.OptionError) -> str:
    return f"`{error.option}`: {shown(error.given)} is not {error.expected}."


def _digest(error: bot_errors.DigestError) -> str:
    return f"The digest could not be posted: {error.reason}."


# ------------------------------------------------------------------ Discord


def _bot_lacks(error: app_commands.BotMissingPermissions) -> str:
    lacking = ", ".join(name.replace("_", " ") for name in error.missing_permissions)
    return f"I lack permissions here: {lacking}."


def _user_lacks(error: app_commands.MissingPermissions) -> str:
    lacking = ", ".join(name.replace("_", " ") for name in error.missing_permissions)
    return f"You need these permissions for that: {lacking}."


def _cooldown(error: bot_errors.CooldownError) -> str:
    when = discord.utils.format_dt(error.ready_at, "R")
    return f"That is a lot at once, and others ask too. I am yours again {when}."


def _option(error: app_commands.TransformerError) -> str:
    return f"I cannot use {shown(error.value)} for that option."


def _outdated(_: Exception) -> str:
    return "That command has changed since Discord last heard of it. Please try again in a minute."


def _forbidden(_: discord.Forbidden) -> str:
    return "Discord does not let me do that here: I may lack a permission in that channel."


# The first class that fits decides, so the narrower stand before the wider.
_SENTENCES: dict[type[BaseException], Callable[..., str]] = {
    store_errors.EntityNotFoundError: _no_entity,
    store_errors.AmbiguousEntityError: _ambiguous,
    store_errors.ArticleNotFoundError: _no_article,
    store_errors.QuotationNotFoundError: _no_quotation,
    store_errors.DigestNotFoundError: _no_digest,
    store_errors.TooManyFollowsError: _too_many_follows,
    store_errors.SameEntityError: _same_entity,
    store_errors.FormNotFoundError: _no_form,
    store_errors.NothingLeftError: _nothing_left,
    store_errors.NameTakenError: _name_taken,
    store_errors.AlreadyCalledError: _already_called,
    store_errors.BadNameError: _bad_name,
    store_errors.ChangeUndoneError: _undone,
    store_errors.ChangeTooOldError: _too_old,
    store_errors.ChangeNotFoundError: _no_change,
    store_errors.ChangeOverlaidError: _overlaid,
    store_errors.CurationError: _curation,
    store_errors.FeedNotFoundError: _no_feed,
    store_errors.DuplicateFeedError: _duplicate_feed,
    store_errors.TooManyFeedsError: _too_many_feeds,
    store_errors.SeveralFeedsError: _several_feeds,
    store_errors.DuplicateArticleError: _duplicate,
    store_errors.FetchError: _fetch,
    store_errors.UnsupportedLanguageError: _language,
    store_errors.IntakeError: _intake,
    store_errors.AnnotationError: _annotation,
    store_errors.DatabaseLockedError: _locked,
    store_errors.DatabaseNewerError: _newer,
    store_errors.DatabaseFullError: _full,
    store_errors.DatabaseCorruptError: _corrupt,
    store_errors.DatabaseError: _database,
    bot_errors.NotPermittedError: _not_permitted,
    bot_errors.NotReadyError: _not_ready,
    bot_errors.UpgradingError: _upgrading,
    bot_errors.BusyError: _busy,
    bot_errors.TooSlowError: _too_slow,
    bot_errors.WorkerLostError: _worker_lost,
    bot_errors.NotInServerError: _not_in_server,
    bot_errors.CooldownError: _cooldown,
    bot_errors.OptionError: _unreadable_option,
    bot_errors.DigestError: _digest,
    app_commands.NoPrivateMessage: _not_in_server,
    app_commands.BotMissingPermissions: _bot_lacks,
    app_commands.MissingPermissions: _user_lacks,
    app_commands.TransformerError: _option,
    app_commands.CommandNotFound: _outdated,
    app_commands.CommandSignatureMismatch: _outdated,
    discord.Forbidden: _forbidden,
}
