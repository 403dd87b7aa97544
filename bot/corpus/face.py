"""The async face of the store: every method's first argument is the server that asks.

Reads run on reader threads, writes in the file's own queue, reading a text in the worker
process, and fetching on the event loop. Which file is a server's is known here and in files.py
only.
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, Protocol, TypeVar

from bot.corpus.charts import Charts
from bot.corpus.curation import Curation
from bot.corpus.desk import Desk
from bot.corpus.digests import Digests
from bot.corpus.export import Exports
from bot.corpus.feeds import Feeds
from bot.corpus.files import Files
from bot.corpus.follows import Follows
from bot.corpus.health import problem_of
from bot.corpus.intake import Intake
from bot.corpus.lanes import Lanes
from bot.corpus.lists import Lists
from bot.corpus.privacy import Privacy
from bot.corpus.trends import Trends
from bot.corpus.turns import Turns
from bot.corpus.upgrades import Upgrades
from bot.corpus.worker import Worker
from store import ingest, verify
from store.errors import DatabaseMissingError
from store.names import completed
from store.queries import articles, counts, entities, guild, profiles, quotations, search
from store.writes import articles as article_writes
from store.writes import guild as guild_writes

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping
    from concurrent.futures import Executor
    from datetime import date
    from pathlib import Path

    from bot.clock import Clock
    from bot.settings import Settings
    from store.intake.page import FetchedPage
    from store.records import (
        Added,
        ArticleProfile,
        ArticleRef,
        ArticleRow,
        CheckedText,
        CorpusStats,
        EntityProfile,
        EntityRef,
        GuildSettings,
        Page,
        PageKey,
        QuotationFilter,
        RawArticle,
        SearchResult,
        StoredQuotation,
    )

    class Fetch(Protocol):
        """What gets a page from the network (store/intake/fetch.py)."""

        def __call__(
            self,
            url: str,
            *,
            kinds: frozenset[str] = ...,
            headers: Mapping[str, str] | None = None,
        ) -> Awaitable[FetchedPage]:
            """Return one page; `kinds` are the content types wanted, `headers` more to send."""


P = ParamSpec("P")
R = TypeVar("R")


# How long a text may wait for those of other servers; with the reading itself still inside the 15
# minutes that Discord keeps an interaction open.
_TURN_S = 240.0


class Corpus:
    """Every server's corpus."""

    def __init__(
        self,
        settings: Settings,
        *,
        clock: Clock,
        fetch: Fetch,
        executor: Executor | None = None,
        pick: Callable[[], float] = random.random,
    ) -> None:
        self._clock = clock
        self._fetch = fetch
        self._pick = pick
        self._lanes = Lanes(readers=settings.reader_threads, read_timeout_s=settings.read_timeout_s)
        self._worker = Worker(
            settings.spacy_model,
            executor=executor,
            nice=settings.worker_nice,
            timeout_s=settings.article_timeout_s,
        )
        self._upgrades = Upgrades(executor=executor, nice=settings.worker_nice)
        self._files = Files(settings, self._lanes, self._worker, self._upgrades, clock)
        self.exports = Exports(self._files)
        self.digests = Digests(self, settings.corpora_dir, clock)
        self.follows = Follows(self, clock)
        self.lists = Lists(self, clock)
        self.privacy = Privacy(self, self.lists)
        self.trends = Trends(self, clock)
        self.curation = Curation(self, clock)
        self.charts = Charts(executor=executor, nice=settings.worker_nice)
        self._turns = Turns(patience_s=_TURN_S)
        self.intake = Intake(self, self._worker, self._turns)
        self.desk = Desk(self, self._worker, self._turns, clock)
        self.feeds = Feeds(self, self._worker, self._turns, fetch, clock=clock, pick=pick)

    # -------------------------------------------------------------- lanes

    async def read(
        self,
        guild_id: int,
        fn: Callable[Concatenate[Any, P], R],
        /,
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> R:
        """Return `fn(db, …)` from a reader thread; used inside bot/corpus/ only."""
        return await self._on_file(
            guild_id, lambda path: self._lanes.read(path, fn, *args, **kwargs)
        )

    async def write(
        self,
        guild_id: int,
        fn: Callable[Concatenate[Any, P], R],
        /,
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> R:
        """Return `fn(db, …)` from the file's writer queue; used inside bot/corpus/ only."""
        try:
            return await self._on_file(
                guild_id, lambda path: self._lanes.write(path, fn, *args, **kwargs)
            )
        finally:
            self.follows.touched(guild_id)

    async def _on_file(self, guild_id: int, use: Callable[[Path], Awaitable[R]]) -> R:
        try:
            return await use(await self._files.ready(guild_id))
        except DatabaseMissingError:  # deleted while we ran: the server begins anew
            self._files.forget(guild_id)
            return await use(await self._files.ready(guild_id))

    # -------------------------------------------------------------- quotations

    async def quotations(  # noqa: PLR0913 — what is asked, and which page of it
        self,
        guild_id: int,
        where: QuotationFilter,
        *,
        after: PageKey | None = None,
        before: PageKey | None = None,
        number: int = 1,
        limit: int = 5,
    ) -> Page[StoredQuotation]:
        """One page of quotations, newest first."""
        return await self.read(
            guild_id,
            quotations.list_quotations,
            where,
            after=after,
            before=before,
            number=number,
            limit=limit,
        )

    async def quotation(self, guild_id: int, quotation_id: int) -> StoredQuotation:
        """One quotation by its number.

        Raises:
            QuotationNotFoundError: there is none, or its article was removed.
        """
        return await self.read(guild_id, quotations.get_quotation, quotation_id)

    async def random_quotation(
        self, guild_id: int, where: QuotationFilter
    ) -> StoredQuotation | None:
        """Any quotation that fits, or None when none does."""
        return await self.read(guild_id, quotations.random_quotation, where, pick=self._pick())

    async def check(self, guild_id: int, text: str) -> CheckedText:
        """What the record shows of the quotations that a text claims."""
        return await self.read(guild_id, verify.verify, text)

    # -------------------------------------------------------------- entities

    async def entity(self, guild_id: int, name: str) -> EntityRef:
        """Whoever or whatever goes by a name.

        Raises:
            EntityNotFoundError: nobody does.
            AmbiguousEntityError: several do.
        """
        return await self.read(guild_id, entities.find_entity, name)

    async def speaker(self, guild_id: int, name: str) -> EntityRef | str:
        """Whoever is quoted under a name, or a role without a name as the record has it.

        Raises:
            EntityNotFoundError: nobody is.
            AmbiguousEntityError: several are.
        """
        return await self.read(guild_id, entities.find_speaker, name)

    async def profile(self, guild_id: int, entity_id: int) -> EntityProfile:
        """What the record knows of an entity."""
        return await self.read(guild_id, profiles.get_profile, entity_id)

    async def complete_names(
        self, guild_id: int, prefix: str, *, speakers_only: bool = False
    ) -> list[EntityRef]:
        """Names that begin like, or resemble, what was typed; most mentioned first."""
        return await self.read(
            guild_id, entities.complete_names, prefix, speakers_only=speakers_only
        )

    # -------------------------------------------------------------- articles and search

    async def find_article(self, guild_id: int, asked: str) -> ArticleRef:
        """Find the article that a number or title means.

        Raises:
            ArticleNotFoundError: none does.
        """
        return await self.read(guild_id, articles.find_article, asked)

    async def article(self, guild_id: int, article_id: int) -> ArticleProfile:
        """Everything `/article` shows.

        Raises:
            ArticleNotFoundError: there is no such article.
        """
        return await self.read(guild_id, articles.get_article, article_id)

    async def articles(
        self,
        guild_id: int,
        *,
        after: PageKey | None = None,
        before: PageKey | None = None,
        limit: int = 10,
    ) -> Page[ArticleRow]:
        """One page of articles, newest first."""
        return await self.read(
            guild_id, articles.list_articles, after=after, before=before, limit=limit
        )

    async def complete_articles(self, guild_id: int, prefix: str) -> list[ArticleRef]:
        """Articles whose title holds what was typed, newest first."""
        return await self.read(guild_id, articles.complete_articles, prefix)

    async def search(
        self,
        guild_id: int,
        query: str,
        *,
        since: date | None = None,
        until: date | None = None,
        page: int = 1,
    ) -> SearchResult:
        """Articles and quotations that hold the words, best first."""
        return await self.read(
            guild_id,
            search.search,
            query,
            since=since,
            until=until,
            page=page,
        )

    # -------------------------------------------------------------- the server's own

    async def stats(self, guild_id: int) -> CorpusStats:
        """Counts of the corpus."""
        return await self.read(guild_id, counts.get_stats)

    async def settings(self, guild_id: int) -> GuildSettings:
        """What the server chose."""
        return await self.read(guild_id, guild.get_settings)

    async def set_setting(
        self, guild_id: int, key: str, value: str | int | None, *, by: int
    ) -> int | None:
        """Change one of the server's settings; None goes back to what it is unchosen.

        Returns:
            The number of the change, or None where it was so already.
        """
        now = self._clock()
        return await self.write(guild_id, guild_writes.set_setting, key, value, by=by, now=now)

    # -------------------------------------------------------------- changes

    async def add(self, guild_id: int, raw: RawArticle, *, by: int) -> Added:
        """Read, annotate and store an article.

        Raises:
            IntakeError: it cannot be used.
            DuplicateArticleError: it is in the record already.
            BotError: the reading process is busy, too slow, or died twice.
        """
        async with self._turns.take(guild_id):
            annotated = await self._worker.prepare(raw)
        return await self.write(guild_id, ingest.commit, annotated, added_by=by, now=self._clock())

    async def add_url(self, guild_id: int, url: str, *, by: int) -> Added:
        """Fetch, read, annotate and store the article at an address.

        Raises:
            FetchError: the address is refused, or cannot be fetched.
            IntakeError: there is no article we can use.
            DuplicateArticleError: it is in the record already.
            BotError: the reading process is busy, too slow, or died twice.
        """
        address = completed(url)
        await self.read(guild_id, article_writes.refuse_address, address)  # and nothing is fetched
        page = await self._fetch(address)
        async with self._turns.take(guild_id):
            annotated = await self._worker.prepare_page(page)
        return await self.write(guild_id, ingest.commit, annotated, added_by=by, now=self._clock())

    async def remove_article(self, guild_id: int, article_id: int, *, by: int) -> ArticleRef:
        """Take an article out of the record; it can be put back.

        Raises:
            ArticleNotFoundError: there is no such article.
        """
        return await self.write(
            guild_id, ingest.remove_article, article_id, by=by, now=self._clock()
        )

    async def restore_article(self, guild_id: int, article_id: int, *, by: int) -> ArticleRef:
        """Put a removed article back, with its old number and its quotations' numbers.

        Raises:
            ArticleNotFoundError: there is no such article.
            DuplicateArticleError: it was not removed, or the same text was added again meanwhile.
        """
        await self.read(guild_id, articles.refuse_on_record, article_id)
        return await self.write(
            guild_id, ingest.restore_article, article_id, by=by, now=self._clock()
        )

    # -------------------------------------------------------------- life

    async def health(self, guild_id: int) -> str | None:
        """What is wrong with a server's file, in a line, or None when it is sound."""
        return await problem_of(await self._files.ready(guild_id))

    def warm_up(self) -> None:
        """Start the reading and the drawing process, without waiting for them."""
        self._worker.warm_up()
        self.charts.warm_up()

    async def warm(self) -> int | None:
        """Wait until the reading process is warm; return its process id, if it has one."""
        return await self._worker.warm()

    async def starter(self) -> Path:
        """Return the starter corpus, built first when it is not there."""
        return await self._files.starter()

    async def make(self, guild_id: int) -> None:
        """Make a server's corpus from the starter articles, unless it has one."""
        await self._files.starter()
        await self._files.ready(guild_id, patience_s=None)

    async def stop_reading(self) -> None:
        """End the reading process; whoever waits for it is told that it is not there."""
        await self._worker.close()

    async def close(self) -> None:
        """Finish the writes under way, and end every thread and process."""
        await self.lists.close()
        await self._files.close()
        await self._upgrades.close()
        await self._worker.close()
        await self.charts.close()
        await self._lanes.close()
