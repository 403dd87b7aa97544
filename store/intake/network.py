"""How the network is reached: the guard on every socket, and names looked up off the loop.

One job: no connection but to a public address. Whoever fetches cannot leave the guard out, since
sessions are made here only.
"""

from __future__ import annotations

import asyncio
import socket
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult

from store.intake.addresses import is_public

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Mapping

# Bytes that a server may have sent before we look. What comes at once is taken apart at once: the
# usual 256 kB of one-byte chunks or "103 Early Hints" hold the loop up for 22 and 36 ms, these
# for 13 and 28; with half of it, pages from the other side of the world come noticeably slower.
_RECEIVED: Final = 64 * 1024
_LOOK_UPS: Final = 16  # a name server that does not answer holds a thread for many seconds


@dataclass(frozen=True, slots=True)
class Network:
    """How the network is reached; tests hand in their own."""

    allow: Callable[[str], bool] = is_public
    resolver: AbstractResolver | None = None


class Guard:
    """Makes the sockets of one fetch, and none to an address that is not public."""

    def __init__(self, allow: Callable[[str], bool]) -> None:
        self._allow = allow
        self.refused: list[str] = []

    def __call__(self, info: aiohttp.AddrInfoType) -> socket.socket:
        """Make a socket for the address it is about to connect to.

        Raises:
            OSError: the address is refused.
        """
        family, kind, protocol, _, peer = info
        address = str(peer[0])
        if not self._allow(address):
            self.refused.append(address)
            raise OSError(f"{address} is refused")
        made = socket.socket(family, kind, protocol)
        made.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _RECEIVED)
        return made


class Names(AbstractResolver):
    """Looks names up in threads of its own.

    The loop's own threads also open corpora; a few names whose servers do not answer would keep
    all of those busy.
    """

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(_LOOK_UPS, thread_name_prefix="names")

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """Return the addresses of a name; errors as `socket.getaddrinfo`."""
        return await asyncio.get_running_loop().run_in_executor(
            self._threads, _look_up, host, port, family
        )

    async def close(self) -> None:
        """Keep the threads: they serve every fetch, and end with the process."""


@asynccontextmanager
async def session(
    guard: Guard, resolver: AbstractResolver, headers: Mapping[str, str]
) -> AsyncIterator[aiohttp.ClientSession]:
    """Open a session of its own for each fetch: no cookie or connection outlives it."""
    connector = aiohttp.TCPConnector(
        socket_factory=guard, resolver=resolver, use_dns_cache=False, force_close=True
    )
    async with aiohttp.ClientSession(
        connector=connector,
        cookie_jar=aiohttp.DummyCookieJar(),
        headers=headers,
        trust_env=False,  # a proxy would connect where the guard cannot look
        timeout=aiohttp.ClientTimeout(total=None),  # one limit for all hops stands in fetch.py
    ) as opened:
        yield opened


def _look_up(host: str, port: int, family: socket.AddressFamily) -> list[ResolveResult]:
    return [
        ResolveResult(
            hostname=host,
            host=str(peer[0]),
            port=int(peer[1]),
            family=kin,
            proto=protocol,
            flags=socket.AI_NUMERICHOST | socket.AI_NUMERICSERV,
        )
        for kin, _, protocol, _, peer in socket.getaddrinfo(
            host, port, family=family, type=socket.SOCK_STREAM
        )
    ]
