"""What servers call a feed, kept apart from the parsers so that the bot need not load them."""

from __future__ import annotations

from typing import Final

# What a server may say a feed is; many say text/html or text/plain.
KINDS: Final = frozenset(
    {
        "application/rss+xml",
        "application/atom+xml",
        "application/feed+json",
        "application/json",
        "application/rdf+xml",
        "application/xml",
        "application/xhtml+xml",
        "application/octet-stream",
        "text/xml",
        "text/x-opml",
        "text/x-opml+xml",
        "text/html",
        "text/plain",
    }
)
