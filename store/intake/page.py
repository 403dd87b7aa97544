"""What came back from an address.

One job: the shape that fetch.py hands to read.py, so that reading needs no network library.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FetchedPage:
    """A page as a server sent it, before anybody looked inside."""

    url: str  # as asked for
    final_url: str  # after redirects
    content_type: str  # lower case, without parameters
    charset: str | None  # as the server said
    body: bytes  # decompressed
    etag: str | None = None  # what to ask with, whether it has changed
    last_modified: str | None = None  # likewise
    is_unchanged: bool = False  # the server said so, and sent no body
