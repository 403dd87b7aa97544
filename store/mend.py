"""What curators mend, and taking it back: one function, one transaction, one line of the audit log.

A quotation gets its right speaker or is taken out, an article its right title and date. Each
change counts the article anew, so that lists, search and roll-ups agree with it, and is kept
when the article is read again (store/ingest.py).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from store import rereading
from store.database import transaction
from store.errors import (
    ChangeNotFoundError,
    ChangeOverlaidError,
    ChangeTooOldError,
    EntityNotFoundError,
)
from store.queries.articles import get_article_row
from store.queries.audit import get_change, latest_change
from store.queries.entity_names import entity_now
from store.queries.guild import chosen_setting
from store.queries.quotations import quotation_of_any_state
from store.queries.readings import fixed_quotations, get_kept_reading
from store.records import DigestDays, DigestPlan, MendedArticle, MendedQuotation, TakenBack
from store.relink import counted_anew
from store.writes import articles, audit, digests, feeds, fixes, guild, quotations

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from sqlite_utils import Database

    from store.records import ArticleFacts, AuditEntry, SpeakerChoice

    Apply = Callable[[Database, AuditEntry, int | None, datetime], int | None]

_FEED_ACTIONS = ("feed.add", "feed.remove", "feed.restore", "feed.pause", "feed.resume")
_DIGEST_ACTIONS = ("digest.schedule", "digest.change", "digest.remove", "digest.restore")
_FIX, _HIDE, _SHOW, _EDIT = "quotation.fix", "quotation.hide", "quotation.show", "article.edit"


def fix_speaker(
    db: Database, quotation_id: int, choice: SpeakerChoice, *, by: int | None, now: datetime
) -> MendedQuotation:
    """Say who speaks a quotation; no later reading of the article changes that.

    Raises:
        QuotationNotFoundError: there is none by that number, or its article was removed.
        EntityNotFoundError: there is no such entity.
        DatabaseError: the file cannot be written; nothing was changed.
    """
    with transaction(db):
        speaker_id = None if choice.entity_id is None else entity_now(db, choice.entity_id).id
        article_id = fixes.article_of(db, quotation_id)
        before = fixes.speaker_state(db, quotation_id)
        after = fixes.chosen_state(db, speaker_id, choice.words)
        change_id = _set_speaker(
            db, article_id, quotation_id, before=before, after=after, by=by, now=now
        )
    return MendedQuotation(change_id, quotation_of_any_state(db, quotation_id), before["speaker"])


def hide_quotation(
    db: Database, quotation_id: int, *, by: int | None, now: datetime
) -> MendedQuotation:
    """Say that something is no quotation: it leaves every answer, also after a new reading.

    Raises:
        QuotationNotFoundError: there is none by that number, or its article was removed.
        DatabaseError: the file cannot be written; nothing was changed.
    """
    with transaction(db):
        article_id = fixes.article_of(db, quotation_id)
        is_new = not fixes.is_hidden(db, quotation_id)
        if is_new:
            change_id = _set_hidden(db, article_id, quotation_id, hidden=True, by=by, now=now)
        else:
            change_id = latest_change(db, f"quotation:{quotation_id}", (_HIDE, _SHOW)) or 0
    quotation = quotation_of_any_state(db, quotation_id)
    return MendedQuotation(change_id, quotation, quotation.speaker_label, is_new=is_new)


def edit_article(
    db: Database, article_id: int, facts: ArticleFacts, *, by: int | None, now: datetime
) -> MendedArticle:
    """Write over an article's title, byline, publisher and date; a new date is a curator's.

    Its quotations and everything counted by day move with the date.

    Raises:
        ArticleNotFoundError: there is none by that number, or it was removed.
        DatabaseError: the file cannot be written; nothing was changed.
    """
    with transaction(db):
        get_article_row(db, article_id)
        before = articles.facts_state(db, article_id)
        after = articles.edited_state(before, facts)
        change_id = None
        if after != before:
            change_id = _set_facts(db, article_id, before=before, after=after, by=by, now=now)
    return MendedArticle(
        change_id,
        get_article_row(db, article_id),
        articles.facts_of(before),
        articles.facts_of(after),
    )


def take_back(db: Database, change_id: int, *, by: int | None, now: datetime) -> TakenBack:
    """Undo a curator's change; that is a change of its own, and can be taken back too.

    Raises:
        ChangeNotFoundError: there is none by that number, or it is of a kind not undone here.
        ChangeOverlaidError: the same was changed again since.
        ChangeTooOldError: what was before is not kept any more.
        QuotationNotFoundError, ArticleNotFoundError: what was changed is gone.
        DatabaseError: the file cannot be written; nothing was changed.
    """
    entry = get_change(db, change_id)
    apply = _TAKE_BACK.get(entry.action)
    if apply is None:
        raise ChangeNotFoundError(change_id)
    done = apply(db, entry, by, now)
    return TakenBack(get_change(db, done or change_id))


def _take_back_speaker(db: Database, entry: AuditEntry, by: int | None, now: datetime) -> int:
    quotation_id = _number(entry)
    with transaction(db):
        article_id = fixes.article_of(db, quotation_id)
        before = fixes.speaker_state(db, quotation_id)
        after = _as_now(db, entry.before or {})
        is_same = fixes.is_same_speaker(before, _as_now(db, entry.after or {}))
        _refuse_unless(db, entry, is_same=is_same)
        return _set_speaker(
            db, article_id, quotation_id, before=before, after=after, by=by, now=now
        )


def _as_now(db: Database, state: Mapping[str, Any]) -> dict[str, Any]:
    """A speaker's state, where their entity became part of another since."""
    if state["speaker_id"] is None:
        return dict(state)
    try:
        ref = entity_now(db, state["speaker_id"])
    except EntityNotFoundError:  # no article mentions them any more; the words still say who
        return dict(state)
    return {**state, "speaker_id": ref.id, "speaker": ref.name}


def _take_back_hiding(db: Database, entry: AuditEntry, by: int | None, now: datetime) -> int:
    quotation_id = _number(entry)
    hidden = entry.action == _HIDE
    with transaction(db):
        article_id = fixes.article_of(db, quotation_id)
        _refuse_unless(db, entry, is_same=fixes.is_hidden(db, quotation_id) is hidden)
        return _set_hidden(db, article_id, quotation_id, hidden=not hidden, by=by, now=now)


def _take_back_facts(db: Database, entry: AuditEntry, by: int | None, now: datetime) -> int:
    article_id = _number(entry)
    with transaction(db):
        get_article_row(db, article_id)
        before = articles.facts_state(db, article_id)
        _refuse_unless(db, entry, is_same=before == entry.after)
        return _set_facts(db, article_id, before=before, after=entry.before or {}, by=by, now=now)


def _take_back_reading(db: Database, entry: AuditEntry, by: int | None, now: datetime) -> int:
    """Put the former reading of an article back, with the numbers its quotations had."""
    article_id = _number(entry)
    with transaction(db):
        get_article_row(db, article_id)
        later = latest_change(db, entry.subject, (entry.action,))
        _refuse_unless(db, entry, is_same=later == entry.id)
        packed = get_kept_reading(db, article_id, entry.id)
        if packed is None:
            raise ChangeTooOldError(entry.id)
        former = rereading.unpacked(db, article_id, packed)
        # The speakers that a curator had set are kept beside a reading, not in it: where that
        # was taken back meanwhile, nothing tells whom the former reading would have named.
        unfixed = former.fixed - fixed_quotations(db, article_id)
        if unfixed:
            later = latest_change(db, f"quotation:{min(unfixed)}", (_FIX,))
            raise ChangeOverlaidError(entry.id, later or entry.id)
        done = rereading.replace_reading(
            db,
            article_id,
            former.annotated,
            numbers=former.numbers,
            undoes=entry.id,
            by=by,
            now=now,
        )
        return done.change_id


def _take_back_setting(
    db: Database, entry: AuditEntry, by: int | None, now: datetime
) -> int | None:
    key = entry.subject.partition(":")[2]
    before, after = ((facts or {}).get(key) for facts in (entry.before, entry.after))
    _refuse_unless(db, entry, is_same=chosen_setting(db, key) == after)
    return guild.set_setting(db, key, None if before is None else str(before), by=by, now=now)


def _take_back_feed(db: Database, entry: AuditEntry, by: int | None, now: datetime) -> int | None:
    feed_id = _number(entry)
    before = latest_change(db, entry.subject, _FEED_ACTIONS)
    if entry.action in {"feed.add", "feed.restore"}:
        feeds.remove_feed(db, feed_id, by=by, now=now)
    elif entry.action == "feed.remove":
        feeds.restore_feed(db, feed_id, by=by, now=now)
    elif entry.action == "feed.pause":
        feeds.resume_feed(db, feed_id, by=by, now=now)
    else:
        feeds.pause_feed(db, feed_id, reason=None, by=by, now=now)
    done = latest_change(db, entry.subject, _FEED_ACTIONS)
    _refuse_unless(db, entry, is_same=done != before)
    return done


def _take_back_digest(db: Database, entry: AuditEntry, by: int | None, now: datetime) -> int:
    digest_id, latest = _number(entry), latest_change(db, entry.subject, _DIGEST_ACTIONS)
    _refuse_unless(db, entry, is_same=latest == entry.id)
    if entry.action == "digest.remove":
        return digests.restore_digest(db, digest_id, by=by, now=now)
    if entry.action == "digest.change":
        return digests.change_digest(db, digest_id, _plan(entry.before or {}), by=by, now=now)
    return digests.remove_digest(db, digest_id, by=by, now=now)


def _plan(facts: Mapping[str, Any]) -> DigestPlan:
    """A digest's plan as the audit log holds it."""
    return DigestPlan(
        **{**facts, "days": DigestDays(facts["days"]), "names": tuple(facts["names"])}
    )


def _refuse_unless(db: Database, entry: AuditEntry, *, is_same: bool) -> None:
    """Refuse to take back what is no longer as the change left it.

    Raises:
        ChangeOverlaidError: it is not.
    """
    if not is_same:
        actions: tuple[str, ...] = (
            (_HIDE, _SHOW) if entry.action in {_HIDE, _SHOW} else (entry.action,)
        )
        for kind in (_FEED_ACTIONS, _DIGEST_ACTIONS):
            actions = kind if entry.action in kind else actions
        later = latest_change(db, entry.subject, actions)
        raise ChangeOverlaidError(entry.id, later or entry.id)


_TAKE_BACK: dict[str, Apply] = {
    _FIX: _take_back_speaker,
    _HIDE: _take_back_hiding,
    _SHOW: _take_back_hiding,
    _EDIT: _take_back_facts,
    rereading.ACTION: _take_back_reading,
    "setting.set": _take_back_setting,
    **dict.fromkeys(_FEED_ACTIONS, _take_back_feed),
    **dict.fromkeys(_DIGEST_ACTIONS, _take_back_digest),
}


def _set_speaker(  # noqa: PLR0913 — the facts of a change
    db: Database,
    article_id: int,
    quotation_id: int,
    *,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    by: int | None,
    now: datetime,
) -> int:
    with counted_anew(db, article_id):
        fixes.set_speaker(db, quotation_id, after)
    subject = f"quotation:{quotation_id}"
    return audit.record(db, _FIX, subject, by=by, before=before, after=after, now=now)


def _set_hidden(  # noqa: PLR0913 — the facts of a change
    db: Database,
    article_id: int,
    quotation_id: int,
    *,
    hidden: bool,
    by: int | None,
    now: datetime,
) -> int:
    with counted_anew(db, article_id):
        fixes.set_hidden(db, quotation_id, hidden=hidden, now=now)
    words = quotation_of_any_state(db, quotation_id)
    return audit.record(
        db,
        _HIDE if hidden else _SHOW,
        f"quotation:{quotation_id}",
        by=by,
        before={"hidden": not hidden},
        after={"hidden": hidden, "words": words.content},
        now=now,
    )


def _set_facts(  # noqa: PLR0913 — the facts of a change
    db: Database,
    article_id: int,
    *,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    by: int | None,
    now: datetime,
) -> int:
    with counted_anew(db, article_id):
        articles.set_facts(db, article_id, after)
        quotations.move_days(db, article_id)
    subject = f"article:{article_id}"
    return audit.record(db, _EDIT, subject, by=by, before=before, after=after, now=now)


def _number(entry: AuditEntry) -> int:
    return int(entry.subject.partition(":")[2])
