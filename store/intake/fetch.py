"""An address → the bytes behind it, within limits and with manners.

One job: fetching. Every address is checked before a byte is sent: its form here, and the
number the socket is about to connect to in network.py, on every hop, so that neither a
redirect nor a name that resolves differently the second time reaches an inner network. A site
is asked for one page at a time, and for none that its robots.txt keeps from us.
"""

from __future__ import annotations

import asyncio
import re
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from email.utils import parsedate_to_datetime
from html import unescape
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

import aiohttp
from yarl import URL

from store.errors import FetchError
from store.intake import robots
from store.intake.network import Guard, Names, Network, session
from store.intake.page import FetchedPage
from store.intake.sites import NotBeforeError, Sites, TooManyWaitingError
from store.names import forwarded, is_veiled

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping

    from multidict import CIMultiDictProxy

    from store.intake.sites import Site

_WHAT_WE_DO: Final = "reads news articles that people ask it to keep; not a crawler"

_MARKED_UP: Final = frozenset({"text/html", "application/xhtml+xml"})
PAGES: Final = _MARKED_UP | {"text/plain", "application/pdf", "application/x-pdf"}
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_CHUNK: Final = 64 * 1024
_HEADERS: Final = {
    "Accept": "text/html, application/xhtml+xml, text/plain;q=0.8, application/pdf;q=0.5",
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
    503: "the site asks to come back later",
}
_LONGEST_TARGET: Final = (
    2000  # letters, as of addresses in feeds; a name of 6,000 umlauts takes 16 ms to put into ASCII
)
# `<meta http-equiv=refresh content="0; url=…">`, at once; whatever waits is a page to be read.
_REFRESH: Final = re.compile(
    rb"<meta\s[^>]{0,200}?http-equiv\s*=\s*[\"']?refresh\b[^>]{0,200}?content\s*=\s*[\"']?"
    rb"\s*[0-2]\s*;\s*url\s*=\s*[\"']?([^\"'>\s]{1,2000})",
    re.IGNORECASE,
)
_LARGEST_REFRESH: Final = 4 * 1024
_BUSY: Final = frozenset({429, 503})
_BUSY_S: Final = 60.0  # where the site does not say when to come back
_LONGEST_AWAY_S: Final = 24 * 3600.0
_RULES_S: Final = 24 * 3600.0  # RFC 9309, section 2.4: not to be used for longer
_NO_RULES_S: Final = 600.0  # a site in trouble is asked for its rules again after this


def user_agent(contact: str | None = None) -> str:
    """Say who asks, and how whoever runs us can be reached."""
    reach = f"{contact}; " if contact else ""
    return f"{robots.PRODUCT}/0.1 ({reach}{_WHAT_WE_DO})"


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of a stranger's server we put up with."""

    max_bytes: int = 5 * 1024 * 1024  # after decompression; news pages are 0.1 to 2 MB
    total_s: float = 20.0  # all hops together
    robots_s: float = 8.0  # of these, for the site's robots.txt
    patience_s: float = 120.0  # waiting for other pages of the same site, not counted above
    max_redirects: int = 5
    ports: frozenset[int] | None = field(default=frozenset({80, 443}))  # None: any


class _Budget:
    """The seconds that are left for one fetch, waiting for a turn not counted."""

    def __init__(self, total_s: float) -> None:
        self._left = total_s

    @asynccontextmanager
    async def spending(self) -> AsyncIterator[None]:
        """Raise TimeoutError when nothing is left."""
        clock = asyncio.get_running_loop().time
        started = clock()
        try:
            async with asyncio.timeout(max(self._left, 0.0)):
                yield
        finally:
            self._left -= clock() - started


class Fetcher:
    """Fetches pages, remembering how each site wants to be treated."""

    def __init__(
        self,
        *,
        contact: str | None = None,
        limits: Limits | None = None,
        network: Network | None = None,
    ) -> None:
        """Prepare; nothing is connected.

        Args:
            contact: how site owners reach whoever runs us, told in the user agent.
            limits: what is put up with.
            network: how the network is reached; only tests have another than the real one.
        """
        self._limits = limits or Limits()
        self._network = network or Network()
        self._resolver = self._network.resolver or Names()
        self._headers = {**_HEADERS, "User-Agent": user_agent(contact)}
        self._sites = Sites()

    async def __call__(
        self,
        url: str,
        *,
        kinds: frozenset[str] = PAGES,
        headers: Mapping[str, str] | None = None,
    ) -> FetchedPage:
        """Fetch one page.

        Args:
            url: as somebody gave it.
            kinds: the content types that are wanted.
            headers: more to send, as "If-None-Match"; an answer "not modified" has no body.

        Raises:
            FetchError: refused, unreachable, too large, too slow, or no text; names the reason.
        """
        url = forwarded(url)
        guard = Guard(self._network.allow)
        sent = {**self._headers, **(headers or {})}
        try:
            async with session(guard, self._resolver, sent) as opened:
                return await _Fetch(opened, self._sites, self._limits, url, kinds).follow()
        except TimeoutError as error:
            raise FetchError(url, f"no answer within {self._limits.total_s:g} seconds") from error
        except TooManyWaitingError as error:
            raise FetchError(url, "too many pages of that site are being fetched") from error
        except NotBeforeError as error:
            raise FetchError(url, f"the site asks to come back in {_said(error.wait_s)}") from error
        except aiohttp.ClientError as error:
            raise FetchError(url, _reason(error, guard)) from error
        except ValueError as error:  # from yarl: the address, or one it redirects to
            raise FetchError(url, "is not a web address") from error
        except OSError as error:
            raise FetchError(url, "cannot be reached") from error

    def now(self, url: str) -> FetchedPage:
        """Fetch one page from where no event loop runs (the command line)."""
        return asyncio.run(self(url))


@dataclass(slots=True)
class _Fetch:
    """One fetch: its session, and what is left of its time."""

    session: aiohttp.ClientSession
    sites: Sites
    limits: Limits
    asked: str
    kinds: frozenset[str]
    budget: _Budget = field(init=False)

    def __post_init__(self) -> None:
        self.budget = _Budget(self.limits.total_s)

    async def follow(self) -> FetchedPage:
        """Ask for the page and follow its redirects by hand, checking each address."""
        url = _checked(self.asked, self.asked, self.limits)
        for _ in range(self.limits.max_redirects + 1):
            async with self.sites.turn(url, patience_s=self.limits.patience_s) as site:
                found = await self._ask(url, site)
            if isinstance(found, FetchedPage):
                return found
            url = found
        raise FetchError(self.asked, f"redirected more than {self.limits.max_redirects} times")

    async def _ask(self, url: URL, site: Site) -> FetchedPage | URL:
        """Ask one site for one page: its robots.txt first; return the page or where it went."""
        rules = await self._rules(url, site)
        if not await asyncio.to_thread(rules.allows, str(url)):
            why = "keeps it from bots" if rules.is_known else "cannot be read, so we keep off"
            raise FetchError(self.asked, f"the site's robots.txt {why}")
        async with self.budget.spending(), self.session.get(url, allow_redirects=False) as answer:
            target = answer.headers.get("Location")
            if answer.status in _REDIRECTS and target:
                return _joined(url, target, self.asked, self.limits)
            if answer.status in _BUSY:
                site.leave_alone(_wait_s(answer.headers))
            page = await _read(answer, self.asked, self.limits, self.kinds)
        target = _refreshed_to(page)
        return _joined(url, target, self.asked, self.limits) if target else page

    async def _rules(self, url: URL, site: Site) -> robots.Rules:
        """Return the site's rules, asked for once a day."""
        now = asyncio.get_running_loop().time()
        if site.rules is None or now >= site.rules_until:
            status, body = await self._robots_txt(url.with_path("/robots.txt").with_query(None))
            if status == HTTPStatus.OK:
                site.rules = await asyncio.to_thread(robots.read_rules, body)
            else:
                site.rules = robots.rules_for_status(status)
            site.rules_until = now + (_RULES_S if site.rules.is_known else _NO_RULES_S)
        return site.rules

    async def _robots_txt(self, url: URL) -> tuple[int, bytes]:
        """Return status and body; whatever fails but the connection counts as a server's error."""
        failed = int(HTTPStatus.INTERNAL_SERVER_ERROR), b""
        try:
            async with self.budget.spending(), asyncio.timeout(self.limits.robots_s):
                for _ in range(self.limits.max_redirects + 1):
                    async with self.session.get(url, allow_redirects=False) as answer:
                        target = answer.headers.get("Location")
                        if answer.status not in _REDIRECTS or not target:
                            return answer.status, await _first_bytes(answer, robots.LARGEST)
                        url = _joined(url, target, self.asked, self.limits)
        except (aiohttp.ClientConnectorError, aiohttp.InvalidURL):
            raise  # the page would fail alike, and its reason says more
        except (aiohttp.ClientError, TimeoutError):
            return failed
        return int(
            HTTPStatus.NOT_FOUND
        ), b""  # RFC 9309, section 2.3.1.2: led too far is unavailable


def _refreshed_to(page: FetchedPage) -> str | None:
    """Where a page leads that does nothing else, as those of shortened links do."""
    if page.content_type not in _MARKED_UP or len(page.body) > _LARGEST_REFRESH:
        return None
    found = _REFRESH.search(page.body)
    return unescape(found[1].decode("utf-8", "replace")) if found else None


def _joined(url: URL, target: str, asked: str, limits: Limits) -> URL:
    """Return where an address redirects to, if it is one we go to."""
    if len(target) > _LONGEST_TARGET:
        raise FetchError(asked, "it redirects to an address that is too long")
    return _checked(str(url.join(URL(target))), asked, limits)


def _checked(url: str, asked: str, limits: Limits) -> URL:
    """Return the address if its form is one we go to."""
    try:
        address = URL(url)
        port = address.port
    except ValueError as error:
        raise FetchError(asked, "is not a web address") from error
    if is_veiled(url):
        raise FetchError(asked, "Google News hides where it leads: give the article's own address")
    if address.scheme not in {"http", "https"} or not address.host:
        raise FetchError(asked, "only http and https addresses can be fetched")
    if address.user is not None or address.password is not None:
        raise FetchError(asked, "addresses with a user name or password are refused")
    if limits.ports is not None and port not in limits.ports:
        raise FetchError(asked, f"port {port} is refused")
    return address.with_fragment(None)


async def _read(
    answer: aiohttp.ClientResponse, asked: str, limits: Limits, kinds: frozenset[str]
) -> FetchedPage:
    """Read an answer's body, counting what comes out of decompression."""
    page = FetchedPage(
        url=asked,
        final_url=str(answer.url),
        content_type=answer.content_type,
        charset=answer.charset,
        body=b"",
        etag=answer.headers.get("ETag"),
        last_modified=answer.headers.get("Last-Modified"),
        is_unchanged=answer.status == HTTPStatus.NOT_MODIFIED,
    )
    if page.is_unchanged:
        return page
    if answer.status != HTTPStatus.OK:
        said = _MEANINGS.get(answer.status, f"the server answered {answer.status}")
        raise FetchError(asked, said)
    if answer.content_type not in kinds:
        raise FetchError(asked, f"it is {answer.content_type}, no page and no PDF file")
    body = await _first_bytes(answer, limits.max_bytes + 1)
    if len(body) > limits.max_bytes:
        raise FetchError(asked, f"it is larger than {limits.max_bytes / 1024**2:g} MB")
    return replace(page, body=body)


async def _first_bytes(answer: aiohttp.ClientResponse, n_most: int) -> bytes:
    body = bytearray()
    async for chunk in answer.content.iter_chunked(_CHUNK):
        body += chunk
        if len(body) >= n_most:
            break
        # What came already is unpacked without a pause: a bomb of 5 MB would hold up the loop.
        await asyncio.sleep(0)
    del body[n_most:]
    return bytes(body)


def _wait_s(headers: CIMultiDictProxy[str]) -> float:
    """Read when a site wants us back: seconds, or a date beside the date of its answer."""
    given = headers.get("Retry-After", "").strip()
    try:
        if given.isascii() and given.isdigit():
            wait_s = float(given)
        else:
            until, since = parsedate_to_datetime(given), parsedate_to_datetime(headers["Date"])
            wait_s = (until - since).total_seconds()
    except (ValueError, KeyError, TypeError, OverflowError):
        wait_s = _BUSY_S
    return min(max(wait_s, 1.0), _LONGEST_AWAY_S)


def _said(wait_s: float) -> str:
    minutes = round(wait_s / 60)
    if minutes > 90:  # noqa: PLR2004 — from there on, hours are easier to read
        return f"{round(minutes / 60)} hours"
    return f"{minutes} minutes" if minutes > 1 else "a minute"


# The first class that fits names the reason: subclasses stand before their bases.
_REASONS: Final = (
    (aiohttp.ClientConnectorDNSError, "there is no such site"),
    (aiohttp.ClientSSLError, "its certificate cannot be trusted"),
    (aiohttp.ClientConnectorError, "cannot be reached"),
    (aiohttp.ClientPayloadError, "the answer broke off or is damaged"),
    (aiohttp.InvalidURL, "is not a web address"),
    (aiohttp.ServerDisconnectedError, "the server hung up"),
)


def _reason(error: aiohttp.ClientError, guard: Guard) -> str:
    """Say what went wrong, for somebody who pasted a link."""
    if guard.refused and isinstance(error, aiohttp.ClientConnectorError):
        return f"refused: {guard.refused[-1]} is not a public address"
    fitting = (reason for kind, reason in _REASONS if isinstance(error, kind))
    return next(fitting, f"the server's answer cannot be read ({type(error).__name__})")
