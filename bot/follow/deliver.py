"""One message to one follower: claimed, composed, sent, and marked; or recovered; or given up.

The order is that of a digest (bot/digest/post.py), and for the same reason: nothing is told
twice, whenever the process dies. A member who takes no direct messages, or left, is not written
to again until they say so.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from bot.errors import BotError
from bot.follow import inbox
from bot.follow.inbox import LeftError
from bot.sending import RefusedError, UnansweredError, UnreachableError
from bot.views.follow import draw_letter, mark_of
from store.errors import StoreError
from store.records import PostState, StopReason

if TYPE_CHECKING:
    import discord

    from bot.corpus import Corpus
    from store.records import FollowLetter, FollowNews

log = logging.getLogger(__name__)

_INTERRUPTED = "I was interrupted while sending it, and it is not among the direct messages"


class Deliverer:
    """Tells followers what is new."""

    def __init__(self, corpus: Corpus) -> None:
        self._follows = corpus.follows

    async def begin(self, guild: discord.Guild, news: FollowNews, upto_article_id: int) -> None:
        """Tell a member what is new up to an article."""
        letter = await self._follows.claim(guild.id, news, upto_article_id)
        if letter is not None:
            await self._deliver(guild, letter)

    async def again(self, guild: discord.Guild, old: FollowLetter) -> None:
        """Bring a message to its end that failed, or whose sender never came back."""
        letter = await self._follows.reclaim(guild.id, old)
        if letter is None:
            return  # another process has it
        if old.state is PostState.CLAIMED:
            await self._recover(guild, letter, heard=old.note)
        elif self._follows.is_given_up(letter):
            await self._follows.close(guild.id, letter, PostState.MISSED, note=old.note)
        else:
            await self._deliver(guild, letter)

    async def _recover(
        self, guild: discord.Guild, letter: FollowLetter, *, heard: str | None
    ) -> None:
        """Find out what became of an old claim."""
        try:
            member = await inbox.find_member(guild, letter.user_id)
            found = await inbox.search(
                member, mark_of(guild.id, letter), since=letter.first_tried_at
            )
        except UnansweredError as error:
            await self._follows.heard(guild.id, letter, note=heard or str(error))
        except LeftError:
            await self._follows.stop(guild.id, letter, StopReason.LEFT)
        except UnreachableError:
            await self._follows.stop(guild.id, letter, StopReason.CLOSED)
        else:
            await self._settle(guild, letter, found, heard=heard)

    async def _settle(
        self, guild: discord.Guild, letter: FollowLetter, found: int | None, *, heard: str | None
    ) -> None:
        if found is not None:
            await self._follows.sent(guild.id, letter, message_id=found)
        elif self._follows.is_nonce_known(letter):
            await self._deliver(guild, letter)  # Discord would notice a repetition
        elif heard:  # Discord failed to answer, and the message did not arrive
            await self._follows.close(guild.id, letter, PostState.FAILED, note=heard)
        else:
            await self._follows.close(guild.id, letter, PostState.UNCERTAIN, note=_INTERRUPTED)

    async def _deliver(self, guild: discord.Guild, letter: FollowLetter) -> None:
        close = self._follows.close
        try:
            member = await inbox.find_member(guild, letter.user_id)
            contents = await self._follows.contents(guild.id, letter)
        except LeftError:
            await self._follows.stop(guild.id, letter, StopReason.LEFT)
        except (UnansweredError, StoreError, BotError) as error:
            await self._not_yet(guild, letter, str(error))
        else:
            if not contents.quotations:  # removed since, or nobody is followed any more
                await close(guild.id, letter, PostState.SILENT)
                return
            await self._send(guild, letter, member, draw_letter(guild, letter, contents))

    async def _send(
        self,
        guild: discord.Guild,
        letter: FollowLetter,
        member: discord.Member,
        view: discord.ui.LayoutView,
    ) -> None:
        try:
            message_id = await inbox.send(member, view, nonce=letter.nonce)
        except UnreachableError as error:
            log.info("follower closed server=%d code=%s", guild.id, error.reason)
            await self._follows.stop(guild.id, letter, StopReason.CLOSED)
        except RefusedError as error:
            await self._follows.close(guild.id, letter, PostState.FAILED, note=str(error))
        except UnansweredError as error:
            await self._follows.heard(guild.id, letter, note=str(error))
        else:
            await self._follows.sent(guild.id, letter, message_id=message_id)
            log.info("follower told server=%d letter=%d", guild.id, letter.id)

    async def _not_yet(self, guild: discord.Guild, letter: FollowLetter, note: str) -> None:
        """Put off a message that this try did not send; an earlier try may have."""
        if letter.first_tried_at == letter.claimed_at:
            await self._follows.close(guild.id, letter, PostState.FAILED, note=note)
        else:
            await self._follows.heard(guild.id, letter, note=note)
