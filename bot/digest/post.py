"""One due date of one digest: claimed, composed, sent, and marked; or recovered; or missed.

The order is what keeps a digest from being doubled or lost. The ledger's row is claimed before
anything is sent and marked afterwards. Whoever finds an old claim (a process died between the
two) first looks whether the post is there; if not, it is sent again with the same nonce while
Discord still tells repeats by it, and after that reported as uncertain and left alone. What
Discord surely refused is tried again, and what a curator must mend makes the digest wait.
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.cards.digest import digest_card, mark_of
from bot.cards.sources import day
from bot.digest import channels
from bot.digest.channels import Letter
from bot.errors import BotError
from bot.report import tell
from bot.sending import RefusedError, UnansweredError, UnreachableError
from bot.views.digest_picture import draw_for
from store.errors import StoreError
from store.records import DigestStep, PostState

if TYPE_CHECKING:
    from collections.abc import Sequence

    import discord

    from bot.charts import Picture
    from bot.corpus import Corpus
    from bot.places import Place
    from store.records import ComposedDigest, Digest, DigestJob, DigestPost, DigestStanding

log = logging.getLogger(__name__)

_LATE = "it was due more than 6 hours before I could post it"


class Poster:
    """Does what a server's digests want."""

    def __init__(self, client: discord.Client, corpus: Corpus) -> None:
        self.digests = corpus.digests
        self._client = client
        self._corpus = corpus
        # Said to wait, resumed, and not yet proved by a post: (server, digest).
        self._proving: set[tuple[int, int]] = set()
        # Drawing a card takes 2 ms of the event loop: many at once would be felt.
        self.drawing = asyncio.Lock()

    async def resume(self, guild: discord.Guild, standing: DigestStanding) -> bool:
        """Let a digest go on that paused itself, when its place can be posted to again.

        One that Discord refused although nothing seemed to be missing proves itself by its
        next try: only then is it said to go on.
        """
        digest = standing.digest
        try:
            await channels.find_place(self._client, guild, digest.channel_id)
        except (UnreachableError, UnansweredError):
            return False
        if not await self.digests.resume(guild.id, digest.id):
            return False
        self._proving.add((guild.id, digest.id))
        if not standing.open:
            await self.say_it_goes_on(guild, digest)
        return True

    async def miss(self, guild: discord.Guild, jobs: Sequence[DigestJob]) -> None:
        """Note that due dates of one digest were missed, and say so once.

        While a digest waits, it has said so, and says the rest when it goes on.
        """
        digest, last = jobs[0].digest, jobs[-1].post
        note = digest.pause_reason or (last and last.note) or _LATE
        missed = [job for job in jobs if await self.digests.miss(guild.id, job, note=note)]
        if missed and not digest.is_waiting:
            days = ", ".join(day(job.local_date) for job in missed)
            await self.tell(guild, digest, f"was not posted for {days}: {note}.")

    async def post(self, guild: discord.Guild, job: DigestJob) -> None:
        """Bring one due date to its end, or as far as it gets now."""
        place: Place | None = None
        try:
            place = await channels.find_place(self._client, guild, job.digest.channel_id)
        except UnansweredError:
            log.warning("channel not found yet server=%d digest=%d", guild.id, job.digest.id)
            return
        except UnreachableError as error:
            await self.wait(guild, job, error.reason)
            if job.step is not DigestStep.RECOVER:
                return
        post = await self.digests.claim(guild.id, job)
        if post is None:
            return  # settled, or another process has it
        run = _Run(self, guild, job, post)
        if place is None:
            await run.give_up("the channel cannot be searched for it")
        elif job.step is DigestStep.RECOVER:
            await run.recover(place)
        else:
            await run.begin(place)

    async def picture(self, place: Place, composed: ComposedDigest) -> Picture | None:
        """Draw what a digest shows of the last weeks, where and while that can be."""
        now = self.digests.now()
        return await draw_for(place, self._corpus.charts, composed, now=now)

    async def wait(self, guild: discord.Guild, job: DigestJob, reason: str) -> None:
        """Pause a digest until its place is mended; say so unless the last try did."""
        paused = await self.digests.pause(guild.id, job.digest.id, reason=reason)
        if paused and (job.post is None or job.post.note != reason):
            mended = "Its settings are kept, and it goes on by itself when that is mended."
            await self.tell(guild, job.digest, f"waits: {reason}. {mended}")

    async def say_it_goes_on(self, guild: discord.Guild, digest: Digest) -> None:
        """Take back the word that a digest waits, if it was said."""
        if (guild.id, digest.id) in self._proving:
            self._proving.discard((guild.id, digest.id))
            await self.tell(guild, digest, "goes on: its channel can be posted to again.")

    async def tell(self, guild: discord.Guild, digest: Digest, what: str) -> None:
        """Tell the server something about one digest."""
        where = f"Digest {digest.id} (<#{digest.channel_id}>, {digest.local_time})"
        await tell(self._client, self._corpus, guild, f"{where} {what}")


class _Run:
    """One claimed date on its way."""

    def __init__(
        self, poster: Poster, guild: discord.Guild, job: DigestJob, post: DigestPost
    ) -> None:
        self._poster = poster
        self._digests = poster.digests
        self._guild = guild
        self._job = job
        self._post = post
        self._mark = mark_of(job.digest.id, job.local_date)

    async def begin(self, place: Place) -> None:
        """Post a date that was never tried, or whose last try surely left nothing.

        A late one is looked for first: the ledger may be a backup that does not know it.
        """
        try:
            if self._digests.is_late(self._job) and await self._is_found(place):
                return
        except UnreachableError as error:
            log.warning("history unreadable server=%d: %s", self._guild.id, error.reason)
        except UnansweredError as error:
            await self._close(PostState.FAILED, str(error))
            return
        await self._deliver(place)

    async def recover(self, place: Place) -> None:
        """Find out what became of an old claim, and bring it to its end."""
        heard = self._job.post.note if self._job.post else None
        is_searched = True
        try:
            if await self._is_found(place):
                return
        except UnreachableError:
            is_searched = False
        except UnansweredError:
            if heard:  # the claim cleared it
                await self._digests.heard(self._guild.id, self._post, note=heard)
            return
        if is_searched and heard:
            await self._answer_failure(place, heard)
        elif self._may_repeat() and (is_searched or channels.knows_nonces(place)):
            await self._deliver(place)
        else:
            why = "it is not in the channel" if is_searched else "the channel cannot be searched"
            await self.give_up(why)

    async def give_up(self, why: str) -> None:
        """Leave a date alone that may or may not have been posted, and say so."""
        note = f"I was interrupted while posting it, and {why}"
        if await self._close(PostState.UNCERTAIN, note):
            what = f"may not have arrived for {day(self._job.local_date)}: {note}."
            await self._poster.tell(self._guild, self._job.digest, f"{what} It is not repeated.")

    def _may_repeat(self) -> bool:
        """Whether Discord would notice a repetition, and it is still wanted."""
        return (
            self._job.digest.paused_at is None
            and self._digests.is_nonce_known(self._post)
            and not self._digests.is_too_late(self._post)
        )

    async def _answer_failure(self, place: Place, heard: str) -> None:
        """Go on after Discord failed to answer, and the channel does not hold the post."""
        await self._close(PostState.FAILED, heard)
        job = replace(self._job, post=self._post)
        if self._digests.is_too_late(self._post):
            await self._poster.miss(self._guild, [job])
            return
        post = await self._digests.claim(self._guild.id, job)
        if post is not None:
            self._post = post
            await self._deliver(place)

    async def _is_found(self, place: Place) -> bool:
        """Mark the date as sent if its post is there already."""
        post = self._post
        found = await channels.search(
            place,
            self._mark,
            nonce=post.nonce,
            since=min(post.first_tried_at, post.due_at),
            until=post.claimed_at,
        )
        if found is None:
            return False
        composed = await self._digests.compose(self._guild.id, self._job, post)
        await self._sent(found, composed)
        return True

    async def _deliver(self, place: Place) -> None:
        digest = self._job.digest
        try:
            composed = await self._digests.compose(self._guild.id, self._job, self._post)
        except (StoreError, BotError) as error:
            await self._close(PostState.FAILED, f"the record cannot be read: {error}")
            return
        if _is_silent(composed, digest):
            await self._close(PostState.SILENT, None)
            return
        picture = await self._poster.picture(place, composed)
        async with self._poster.drawing:
            await asyncio.sleep(0)  # one card per turn of the loop
            card = digest_card(
                composed,
                footer=self._mark,
                role_id=digest.role_id,
                picture_alt=picture.alt if picture else None,
            )
        if not await self._is_still_ours():
            return
        png = picture.png if picture else None
        letter = Letter(card, self._mark, self._post.nonce, digest.role_id, png)
        try:
            message_id = await channels.send(place, letter)
        except UnreachableError as error:
            await self._close(PostState.FAILED, error.reason)
            await self._poster.wait(self._guild, self._job, error.reason)
        except RefusedError as error:
            await self._close(PostState.FAILED, str(error))
        except UnansweredError as error:
            await self._digests.heard(self._guild.id, self._post, note=str(error))
        else:
            await self._sent(message_id, composed)

    async def _is_still_ours(self) -> bool:
        """Whether the claim holds until the post is sent, renewed if this machine slept on it.

        When somebody else had it meanwhile, what became of that is found out after the lease.
        """
        if self._digests.is_ours(self._post):
            return True
        log.warning("claim too old server=%d digest=%d", self._guild.id, self._post.digest_id)
        mine = self._post
        renewed = await self._digests.claim(self._guild.id, self._job)
        if renewed is None or renewed.attempts != mine.attempts + 1:
            return False
        self._post = renewed
        if self._digests.is_too_late(renewed):
            await self._close(PostState.FAILED, _LATE)
            return False
        return True

    async def _sent(self, message_id: int, composed: ComposedDigest) -> None:
        await self._digests.sent(
            self._guild.id, self._post, message_id=message_id, shown=composed.shown
        )
        log.info("digest posted server=%d digest=%d", self._guild.id, self._post.digest_id)
        await self._poster.say_it_goes_on(self._guild, self._job.digest)

    async def _close(self, state: PostState, note: str | None) -> bool:
        return await self._digests.close(self._guild.id, self._post, state, note=note)


def _is_silent(composed: ComposedDigest, digest: Digest) -> bool:
    if not composed.is_empty:
        return False
    return not digest.post_when_empty or composed.from_the_record is None
