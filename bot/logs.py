"""Logging: one line an event, times in UTC, secrets and article text kept out.

Events are written as `log.info("article added", extra={...})`-free plain lines with
`key=value` pairs, so that they can be searched with grep. No line holds article text, what a
member typed, or the token; a token that slips into a message or traceback is blotted out.
"""

from __future__ import annotations

import logging
import re
import sys
import time
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from collections.abc import Iterable

_BLOT = "[secret]"

# A bot token, wherever it stands, and the tokens Discord puts into the addresses of
# interactions and webhooks (each lets its finder speak as the bot for 15 minutes).
_TOKENS = re.compile(
    r"[\w-]{17,}\.[\w-]{5,}\.[\w-]{20,}"
    r"|(?<=/webhooks/)\d+/[\w-]{20,}|(?<=/interactions/)\d+/[\w-]{20,}"
)


class SecretFilter(logging.Filter):
    """Blot out secrets in a record before anything formats it."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        super().__init__()
        self._secrets = tuple(secret for secret in secrets if secret)

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the record's message and traceback; never drop it."""
        record.msg, record.args = self.blot(record.getMessage()), None
        if record.exc_info and not record.exc_text:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = self.blot(record.exc_text)
        return True

    def blot(self, text: str) -> str:
        """Return the text without the secrets."""
        for secret in self._secrets:
            text = text.replace(secret, _BLOT)
        return _TOKENS.sub(_BLOT, text)


def set_up_logs(level: str, *, secrets: Iterable[str] = (), stream: TextIO | None = None) -> None:
    """Send the log to standard error (or `stream`), without the secrets.

    discord.py and APScheduler speak at INFO of every reconnect and job run: they are kept at
    WARNING unless DEBUG is asked for.
    """
    handler = logging.StreamHandler(stream or sys.stderr)
    formatter = logging.Formatter(
        "%(asctime)sZ %(levelname)-7s %(name)s: %(message)s", "%Y-%m-%dT%H:%M:%S"
    )
    formatter.converter = time.gmtime
    handler.setFormatter(formatter)
    handler.addFilter(SecretFilter(secrets))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    libraries = logging.DEBUG if level == "DEBUG" else logging.WARNING
    for name in ("discord", "apscheduler", "aiohttp", "asyncio"):
        logging.getLogger(name).setLevel(libraries)
    logging.getLogger("discord.http").setLevel(logging.WARNING)  # its DEBUG prints whole bodies
    logging.getLogger("discord.gateway").setLevel(logging.WARNING)
