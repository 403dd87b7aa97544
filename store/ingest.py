"""The one road in: a raw article becomes an annotated one, and an annotated one is stored.

`prepare` uses the processor only and runs in another process than the bot's; `commit` and its
kin use the database only. What changes an article changes its names' linking and the roll-ups in
the same transaction, which is why removing and restoring stand here too.
"""

from __future__ import annotations

import gc
from contextlib import suppress
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING

from store import arrivals, relink, rereading, versions
from store.database import transaction
from store.errors import AnnotationError, DatabaseError, DuplicateArticleError, IntakeError
from store.gist import with_gist
from store.queries.articles import article_of_any_state, clean_article
from store.queries.entities import people_of
from store.queries.versions import get_first, get_text, list_family
from store.records import Added, Reread
from store.sketches import sketch_of
from store.tally import Tally
from store.writes import articles, audit, quotations, upkeep

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from spacy.language import Language
    from sqlite_utils import Database

    from store.records import AnnotatedArticle, ArticleRef, CleanArticle, RawArticle

# The bot's own process stores articles but never reads them, and must not pay the seconds and
# the memory that spaCy and the cleaner's libraries cost: they are imported where they are used.


def prepare(nlp: Language, raw: RawArticle) -> AnnotatedArticle:
    """Clean and annotate one article.

    Raises:
        NotAnArticleError: there is no usable text in it.
        UnsupportedLanguageError: it is not in English.
    """
    from store.annotate import pipeline  # noqa: PLC0415 — see above
    from store.clean import clean  # noqa: PLC0415 — see above

    return with_gist(next(pipeline.annotate(nlp, [clean(raw)])))


def prepare_many(
    nlp: Language, raws: Iterable[RawArticle], *, batch_size: int | None = None
) -> Iterator[AnnotatedArticle | IntakeError]:
    """Clean and annotate articles, in order; one that cannot be read gives its error instead.

    As many are parsed together as the pipeline likes, unless `batch_size` tells.
    """
    from store.annotate import pipeline  # noqa: PLC0415 — see above

    waiting, batch_size = iter(raws), batch_size or pipeline.BATCH
    while batch := [clean_or_error(raw) for raw in islice(waiting, batch_size)]:
        readable = [item for item in batch if not isinstance(item, IntakeError)]
        annotated = iter(pipeline.annotate(nlp, readable, batch_size=batch_size))
        for item in batch:
            yield item if isinstance(item, IntakeError) else with_gist(next(annotated))


def prepare_in_worker(model: str, raw: RawArticle) -> AnnotatedArticle:
    """Clean and annotate one article in a process that keeps its model; errors as `prepare`."""
    return prepare(_model(model), raw)


def annotate_in_worker(model: str, stored: CleanArticle) -> AnnotatedArticle:
    """Annotate an article again as the cleaner left it, in a process that keeps its model."""
    from store.annotate import pipeline  # noqa: PLC0415 — see above

    return with_gist(next(pipeline.annotate(_model(model), [stored])))


def annotate_many_in_worker(model: str, cleaned: Sequence[CleanArticle]) -> list[AnnotatedArticle]:
    """Annotate clean articles in a process that keeps its model, loaded when the first comes."""
    from store.annotate import pipeline  # noqa: PLC0415 — see above

    annotated = pipeline.annotate(_model(model), cleaned) if cleaned else ()
    return [with_gist(one) for one in annotated]


def warm_up(model: str) -> None:
    """Load the model into this process, and everything that the first article would load."""
    from store.records import RawArticle  # noqa: PLC0415 — the type checker's import is not ours

    prepare(_model(model), RawArticle("The minister said on Monday that the talks would go on."))


def commit(
    db: Database,
    annotated: AnnotatedArticle,
    *,
    added_by: int | None,
    is_asked_for: bool = True,
    now: datetime,
) -> Added:
    """Store an article with all that was found in it, or nothing.

    Args:
        db: the corpus.
        annotated: the article.
        added_by: the member who adds it, if it is one.
        is_asked_for: False when it only comes along, as in a feed: then what a curator removed
            stays removed.
        now: when it is added.

    Raises:
        DuplicateArticleError: its address or its text is in the record already.
        DatabaseLockedError: somebody else is writing.
        DatabaseError: the file cannot be written.
    """
    (stored,) = commit_many(db, [annotated], added_by=added_by, is_asked_for=is_asked_for, now=now)
    if isinstance(stored, DuplicateArticleError):
        raise stored
    return _added(db, stored, annotated)


def commit_many(
    db: Database,
    many: Sequence[AnnotatedArticle],
    *,
    added_by: int | None,
    is_asked_for: bool = True,
    now: datetime,
) -> list[int | DuplicateArticleError]:
    """Store articles in one transaction; return the number of each, or which one it repeats.

    Raises:
        DatabaseLockedError: somebody else is writing; nothing was stored.
        DatabaseError: the file cannot be written; nothing was stored.
    """
    if not many:
        return []
    stored: list[int | DuplicateArticleError] = []
    with transaction(db):
        for annotated in many:
            try:
                article = annotated.article
                if not is_asked_for:
                    articles.refuse_removed(db, article)
                stored.append(articles.insert_article(db, article, added_by=added_by, now=now))
            except DuplicateArticleError as error:  # raised before anything of it is written
                stored.append(error)
        numbered = zip(stored, many, strict=True)
        new = [(number, one) for number, one in numbered if isinstance(number, int)]
        firsts = arrivals.enter(db, new)
        for article_id, annotated in new:
            _log_added(db, article_id, annotated, firsts.get(article_id), by=added_by, now=now)
    if new and (pages := upkeep.pages_to_join(new[0][0] - 1, new[-1][0])):
        with suppress(DatabaseError):  # the articles are stored; it can wait for the next time
            upkeep.join_pieces(db, pages)
    return stored


def remove_article(db: Database, article_id: int, *, by: int | None, now: datetime) -> ArticleRef:
    """Take an article out of every list, count and name; nothing of it is deleted.

    Raises:
        ArticleNotFoundError: there is none by that number, or it is removed already.
        DatabaseError: the file cannot be written; nothing was changed.
    """
    with transaction(db):
        later = versions.later_than(db, article_id)
        articles.set_removed(db, article_id, now=now)
        tally = Tally()
        concerned = relink.take_out(db, [article_id, *later], tally)
        quotations.hide_removed(db, article_id, now=now)
        versions.arrange(db, list_family(db, article_id), later)
        relink.put_in(db, later, tally, concerned)
        ref = article_of_any_state(db, article_id)
        _log(db, "article.remove", article_id, by=by, before={"title": ref.title}, now=now)
    return ref


def restore_article(db: Database, article_id: int, *, by: int | None, now: datetime) -> ArticleRef:
    """Put a removed article back, with the numbers its quotations had.

    Raises:
        ArticleNotFoundError: there is no removed article by that number.
        DuplicateArticleError: the same article was added again in the meantime.
        DatabaseError: the file cannot be written; nothing was changed.
    """
    with transaction(db):
        articles.set_restored(db, article_id)
        family = versions.find_family(db, article_id, sketch_of(get_text(db, article_id)))
        later, tally = versions.later_than(db, article_id, family), Tally()
        concerned = relink.take_out(db, later, tally)
        versions.arrange(db, family, [article_id, *later])
        relink.put_in(db, [article_id, *later], tally, concerned)
        ref = article_of_any_state(db, article_id)
        _log(db, "article.restore", article_id, by=by, after={"title": ref.title}, now=now)
    return ref


def recommit(
    db: Database,
    article_id: int,
    annotated: AnnotatedArticle,
    *,
    by: int | None,
    now: datetime,
) -> Reread:
    """Replace what was found in a stored article by a new reading of the same text.

    A quotation found again keeps its number; what curators fixed or hid stays so. A curator can
    take it back for a day (store/mend.py).

    Raises:
        ArticleNotFoundError: there is none by that number, or it was removed.
        AnnotationError: the reading is of another text.
        DatabaseError: the file cannot be written; nothing was changed.
    """
    with transaction(db):
        stored = clean_article(db, article_id)
        if stored.text != annotated.article.text:
            raise AnnotationError(stored.title)
        numbers = quotations.match_numbers(db, article_id, annotated.quotations)
        done = rereading.replace_reading(db, article_id, annotated, numbers=numbers, by=by, now=now)
    added = _added(db, article_id, annotated)
    return Reread(done.change_id, added, done.before, done.after)


@cache
def _model(name: str) -> Language:
    from store.annotate import pipeline  # noqa: PLC0415 — see above

    nlp = pipeline.load(name)
    gc.freeze()  # a model is never garbage: looking through it takes a twentieth of the time
    return nlp


def clean_or_error(raw: RawArticle) -> CleanArticle | IntakeError:
    """Clean one article, or return what is wrong with it."""
    from store.clean import clean  # noqa: PLC0415 — see above

    try:
        return clean(raw)
    except IntakeError as error:
        return error


def as_it_is(raw: RawArticle) -> CleanArticle:
    """Take one article with nothing cleaned away."""
    from store.clean import keep_verbatim  # noqa: PLC0415 — see above

    return keep_verbatim(raw)


def _log_added(  # noqa: PLR0913 — one argument per fact
    db: Database,
    article_id: int,
    annotated: AnnotatedArticle,
    copy_of: int | None,
    *,
    by: int | None,
    now: datetime,
) -> None:
    after: dict[str, object] = {"title": annotated.article.title, "url": annotated.article.url}
    if copy_of is not None:
        after["copy_of"] = copy_of
    _log(db, "article.add", article_id, by=by, after=after, now=now)


def _log(  # noqa: PLR0913 — one argument per fact
    db: Database,
    action: str,
    article_id: int,
    *,
    by: int | None,
    before: Mapping[str, object] | None = None,
    after: Mapping[str, object] | None = None,
    now: datetime,
) -> None:
    subject = f"article:{article_id}"
    audit.record(db, action, subject, by=by, before=before, after=after, now=now)


def _added(db: Database, article_id: int, annotated: AnnotatedArticle) -> Added:
    first = get_first(db, article_id)
    return Added(
        article=article_of_any_state(db, article_id),
        n_quotations=len(annotated.quotations),
        n_attributed=sum(q.speaker_label is not None for q in annotated.quotations),
        n_entities=len(annotated.entities),
        people=people_of(db, article_id),
        dropped=annotated.article.dropped,
        date_note=annotated.article.date_note,
        copy_of=None if first is None else article_of_any_state(db, first),
    )
