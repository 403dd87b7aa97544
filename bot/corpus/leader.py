"""Whether this process looks after the servers of its folder, or another one does.

One job: the lease of store/leader.py, held from a thread under a name of this process's own.
"""

from __future__ import annotations

import asyncio
import logging
import os
import secrets
import socket
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from store import leader
from store.errors import DatabaseError

if TYPE_CHECKING:
    from pathlib import Path

    from bot.clock import Clock

log = logging.getLogger(__name__)

# More than two looks of half a minute, so that one late look loses nothing; and short enough
# that a successor, at its next look, comes within the two minutes of Discord's nonce window.
LEASE = timedelta(seconds=75)
FILE = "leader.sqlite"


class Leader:
    """This process's part in choosing one of those that share a folder."""

    def __init__(self, folder: Path, clock: Clock) -> None:
        self._path = folder / FILE
        self._clock = clock
        self._name = f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(8)}"
        self._leads: bool | None = None

    @property
    def is_leading(self) -> bool:
        """Whether this process had the lease when it last asked."""
        return bool(self._leads)

    async def leads(self) -> bool:
        """Take or renew the lease; False while another process has it, or it cannot be had."""
        try:
            leads = await asyncio.to_thread(
                partial(leader.hold, self._path, self._name, lease=LEASE, now=self._clock())
            )
        except DatabaseError as error:
            log.warning("the lease cannot be had: %s", error)
            leads = False
        if leads is not self._leads:
            log.info("%s", "this process posts" if leads else "another process posts")
        self._leads = leads
        return leads

    async def release(self) -> None:
        """Give the lease back, so that another process need not wait for its end."""
        if self._leads:
            self._leads = None
            try:
                await asyncio.to_thread(leader.release, self._path, self._name)
            except DatabaseError as error:
                log.warning("the lease could not be given back: %s", error)
