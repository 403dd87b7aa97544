"""An address → the bytes behind it, within limits; the one asynchronous file of the store.

One job: fetching. Every address is checked before a byte is sent: its form here, and the
number the socket is about to connect to in `_Guard`, on every hop, so that neither a
redirect nor a name that resolves differently the second time reaches an inner network.
"""

from __future__ import annotations

import asyncio
import socket
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

import aiohttp
from yarl import URL

from store.errors import FetchError
from store.intake.addresses import is_public
from store.intake.page import FetchedPage

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from aiohttp.abc import AbstractResolver

USER_AGENT: Final = "OnRecord/0.1 (reads news articles that people ask it to keep; not a crawler)"

_TYPES: Final = frozenset({"text/html", "application/xhtml+xml", "text/plain"})
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_CHUNK: Final = 64 * 1024
_HEADERS: Final = {
    "User-Agent": USER_AGENT,
    "Accept": "text/html, application/xhtml+xml, text/plain;q=0.8",
    "Accept-Language": "en",
    "Accept-Encoding": "gzip, deflate",
}
# What an answer means to somebody who wants an article; other codes are told as they are.
_MEANINGS: Final = {
    401: "the page asks for a login",
    402: "the page is behind a paywall",
    403: "the site refuses to show it to a bot",
    404: "there is no such page",
    410: "the page was taken down",
    429: "the site asks to come back later",
    451: "the page is withheld for legal reasons",
}


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of a stranger's server we put up with."""

    max_bytes: int = 5 * 1024 * 1024  # after decompression; news pages are 0.1 to 2 MB
    total_s: float = 20.0  # all hops together
    max_redirects: int = 5
    ports: frozenset[int] | None = field(default=frozenset({80, 443}))  # None: any


@dataclass(frozen=True, slots=True)
class Network:
    """How the network is reached; tests hand in their own."""

    allow: Callable[[str], bool] = is_public
    resolver: AbstractResolver | None = None


class _Guard:
    """Makes the sockets of one fetch, and none to an address that is not public."""

    def __init__(self, allow: Callable[[str], bool]) -> None:
        self._allow = allow
        self.refused: list[str] = []

    def __call__(self, info: aiohttp.AddrInfoType) -> socket.socket:
        family, kind, protocol, _, peer = info
        address = str(peer[0])
        if not self._allow(address):
            self.refused.append(address)
            raise OSError(f"{address} is refused")
        return socket.socket(family, kind, protocol)


async def fetch(
    url: str, *, limits: Limits = Limits(), network: Network = Network()
) -> FetchedPage:
    """Fetch one page.

    Raises:
        FetchError: refused, unreachable, too large, too slow, or no text; names the reason.
    """
    guard = _Guard(network.allow)
    try:
        async with asyncio.timeout(limits.total_s), _session(guard, network.resolver) as session:
            return await _follow(session, url, limits)
    except TimeoutError as error:
        raise FetchError(url, f"no answer within {limits.total_s:g} seconds") from error
    except aiohttp.ClientError as error:
        raise FetchError(url, _reason(error, guard)) from error
    except ValueError as error:  # from yarl: the address, or one it redirects to
        raise FetchError(url, "is not a web address") from error
    except OSError as error:
        raise FetchError(url, "cannot be reached") from error


def fetch_now(url: str) -> FetchedPage:
    """Fetch one page from where no event loop runs (the command line)."""
    return asyncio.run(fetch(url))


@asynccontextmanager
async def _session(
    guard: _Guard, resolver: AbstractResolver | None
) -> AsyncIterator[aiohttp.ClientSession]:
    """Open a session of its own for each fetch: no cookie or connection outlives it."""
    connector = aiohttp.TCPConnector(
        socket_factory=guard, resolver=resolver, use_dns_cache=False, force_close=True
    )
    async with aiohttp.ClientSession(
        connector=connector,
        cookie_jar=aiohttp.DummyCookieJar(),
        headers=_HEADERS,
        trust_env=False,  # a proxy would connect where the guard cannot look
        timeout=aiohttp.ClientTimeout(total=None),  # one limit for all hops stands in `fetch`
    ) as session:
        yield session


async def _follow(session: aiohttp.ClientSession, asked: str, limits: Limits) -> FetchedPage:
    """Ask for a page and follow its redirects by hand, checking each address."""
    url = _checked(asked, asked, limits)
    for _ in range(limits.max_redirects + 1):
        async with session.get(url, allow_redirects=False) as answer:
            target = answer.headers.get("Location")
            if answer.status not in _REDIRECTS or not target:
                return await _read(answer, asked, limits)
            url = _checked(str(url.join(URL(target))), asked, limits)
    raise FetchError(asked, f"redirected more than {limits.max_redirects} times")


def _checked(url: str, asked: str, limits: Limits) -> URL:
    """Return the address if its form is one we go to."""
    try:
        address = URL(url)
        port = address.port
    except ValueError as error:
        raise FetchError(asked, "is not a web address") from error
    if address.scheme not in {"http", "https"} or not address.host:
        raise FetchError(asked, "only http and https addresses can be fetched")
    if address.user is not None or address.password is not None:
        raise FetchError(asked, "addresses with a user name or password are refused")
    if limits.ports is not None and port not in limits.ports:
        raise FetchError(asked, f"port {port} is refused")
    return address.with_fragment(None)


async def _read(answer: aiohttp.ClientResponse, asked: str, limits: Limits) -> FetchedPage:
    """Read an answer's body, counting what comes out of decompression."""
    if answer.status != HTTPStatus.OK:
        said = _MEANINGS.get(answer.status, f"the server answered {answer.status}")
        raise FetchError(asked, said)
    if answer.content_type not in _TYPES:
        raise FetchError(asked, f"it is {answer.content_type}, not a page of text")
    body = bytearray()
    async for chunk in answer.content.iter_chunked(_CHUNK):
        body += chunk
        if len(body) > limits.max_bytes:
            raise FetchError(asked, f"it is larger than {limits.max_bytes / 1024**2:g} MB")
    return FetchedPage(
        url=asked,
        final_url=str(answer.url),
        content_type=answer.content_type,
        charset=answer.charset,
        body=bytes(body),
    )


# The first class that fits names the reason: subclasses stand before their bases.
_REASONS: Final = (
    (aiohttp.ClientConnectorDNSError, "there is no such site"),
    (aiohttp.ClientSSLError, "its certificate cannot be trusted"),
    (aiohttp.ClientConnectorError, "cannot be reached"),
    (aiohttp.ClientPayloadError, "the answer broke off or is damaged"),
    (aiohttp.InvalidURL, "is not a web address"),
    (aiohttp.ServerDisconnectedError, "the server hung up"),
)


def _reason(error: aiohttp.ClientError, guard: _Guard) -> str:
    """Say what went wrong, for somebody who pasted a link."""
    if guard.refused and isinstance(error, aiohttp.ClientConnectorError):
        return f"refused: {guard.refused[-1]} is not a public address"
    fitting = (reason for kind, reason in _REASONS if isinstance(error, kind))
    return next(fitting, f"the server's answer cannot be read ({type(error).__name__})")
