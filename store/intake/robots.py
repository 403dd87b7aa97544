"""robots.txt → may this address be fetched, and how fast.

One job: these rules, as RFC 9309 tells them; protego reads the file. Fetching it is fetch.py's
work.
"""

from __future__ import annotations

import re
from typing import Final

from protego import Protego

PRODUCT: Final = "OnRecord"  # the name a site's owner uses for us in robots.txt
LARGEST: Final = 500 * 1024  # bytes that are read; RFC 9309, section 2.5: at least so much
_LONGEST_PAUSE_S: Final = 10.0  # more would keep the reader waiting for one page
# protego gives each agent of a group a copy of each of its rules, so that a small file with many
# of both fills any memory. Others than we and "*" do not concern us: they become one.
_AGENT: Final = re.compile(
    r"^[ \t]*user[- ]?agent[ \t]*:?[ \t]*([^#\r\n]*)", re.IGNORECASE | re.MULTILINE
)


class Rules:
    """What one site's robots.txt says to us."""

    def __init__(self, found: Protego, *, is_known: bool = True) -> None:
        self._found = found
        self.is_known = is_known  # False: the site failed to tell, and nothing is allowed
        self.pause_s = min(found.crawl_delay(PRODUCT) or 0.0, _LONGEST_PAUSE_S)

    def allows(self, url: str) -> bool:
        """Tell whether we may fetch an address of that site."""
        return bool(self._found.can_fetch(url, PRODUCT))


def read_rules(body: bytes) -> Rules:
    """Read the file's first LARGEST bytes; what is no rule is passed over."""
    text = body[:LARGEST].decode("utf-8", "replace")
    return Rules(Protego.parse(_AGENT.sub(_only_ours, text.removeprefix("\ufeff"))))


def rules_for_status(status: int) -> Rules:
    """What an answer without the file means: none there, all allowed; a failure, nothing is.

    Source:
        RFC 9309, sections 2.3.1.3 and 2.3.1.4.
    """
    is_failing = status >= 500  # noqa: PLR2004 — a server's error
    text = "User-agent: *\nDisallow: /" if is_failing else ""
    return Rules(Protego.parse(text), is_known=not is_failing)


def _only_ours(line: re.Match[str]) -> str:
    # RFC 9309, section 2.2.1: the name is all up to the first sign it cannot hold.
    name = re.match(r"[A-Za-z_-]+|\*", line[1].strip())
    is_ours = name is not None and name[0].casefold() in {"*", PRODUCT.casefold()}
    return f"User-agent: {name[0] if name and is_ours else 'somebody-else'}"
