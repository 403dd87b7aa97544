"""Everything the bot itself raises on purpose (the store's own tree is in store/errors.py).

BotError
├─ SettingsError            every bad setting at once         problems
├─ NotPermittedError        the permission that is missing    permission
├─ NotReadyError            something is still starting       what
├─ UpgradingError           a record of an earlier version    -
├─ BusyError                a lane did not answer in time     what, waited_s
├─ TooSlowError             a text took too long to read      waited_s
├─ WorkerLostError          the reading process died twice    -
├─ NotInServerError         asked outside a server            -
├─ CooldownError            a member asked too much at once   ready_at
├─ OptionError              an option that cannot be read     option, given, expected
└─ DigestError              a digest could not be posted      guild_id, reason

An error carries facts as attributes; the sentence a Discord user reads is made in
bot/messages.py.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime


class BotError(Exception):
    """Anything the bot refuses or cannot do."""


class SettingsError(BotError):
    """The settings cannot be used; `problems` names every one of them, a line each."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__(tuple(problems))
        self.problems = tuple(problems)

    def __str__(self) -> str:
        return "\n".join(self.problems)


class NotPermittedError(BotError):
    """The asker lacks a permission; `permission` says which, in words."""

    def __init__(self, permission: str) -> None:
        super().__init__(permission)
        self.permission = permission

    def __str__(self) -> str:
        return f"needs {self.permission}"


class NotReadyError(BotError):
    """Something needed is still being prepared; asking again in a moment helps."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what

    def __str__(self) -> str:
        return f"{self.what} is not ready yet"


class UpgradingError(BotError):
    """An earlier version made the server's record, and it is not up to date yet."""

    def __str__(self) -> str:
        return "the record is being brought up to date"


class BusyError(BotError):
    """A lane did not get to the request in time."""

    def __init__(self, what: str, waited_s: float) -> None:
        super().__init__(what, waited_s)
        self.what = what
        self.waited_s = waited_s

    def __str__(self) -> str:
        return f"{self.what} did not answer within {self.waited_s:g} s"


class TooSlowError(BotError):
    """Reading one text took so long that it was given up."""

    def __init__(self, waited_s: float) -> None:
        super().__init__(waited_s)
        self.waited_s = waited_s

    def __str__(self) -> str:
        return f"given up after {self.waited_s:g} s"


class WorkerLostError(BotError):
    """The process that reads articles died, and died again on the second try."""

    def __str__(self) -> str:
        return "the reading process died twice on the same text"


class NotInServerError(BotError):
    """A question about a server's corpus came from outside any server."""

    def __str__(self) -> str:
        return "there is no server to look up"


class CooldownError(BotError):
    """A member asked for more than one may in a while; `ready_at` is when they may again."""

    def __init__(self, ready_at: datetime) -> None:
        super().__init__(ready_at)
        self.ready_at = ready_at

    def __str__(self) -> str:
        return f"not before {self.ready_at.isoformat()}"


class OptionError(BotError):
    """What was typed into an option cannot be understood."""

    def __init__(self, option: str, given: str, expected: str) -> None:
        super().__init__(option, given, expected)
        self.option = option
        self.given = given
        self.expected = expected

    def __str__(self) -> str:
        return f"{self.option}: {self.given!r} is not {self.expected}"


class DigestError(BotError):
    """A digest could not be posted."""

    def __init__(self, guild_id: int, reason: str) -> None:
        super().__init__(guild_id, reason)
        self.guild_id = guild_id
        self.reason = reason

    def __str__(self) -> str:
        return f"server {self.guild_id}: {self.reason}"
