"""The command tree: told to Discord only when it changed, and errors handed to one handler."""

from __future__ import annotations

import hashlib
import json
import logging
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import discord
from discord import app_commands

from bot.errors import CooldownError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.cooldowns import Cooldowns

log = logging.getLogger(__name__)


class Tree(app_commands.CommandTree[discord.Client]):
    """A command tree that remembers what Discord was told last."""

    def __init__(
        self,
        client: discord.Client,
        *,
        memory: Path,
        answer_error: Callable[[discord.Interaction, BaseException], Awaitable[None]],
        cooldowns: Cooldowns,
    ) -> None:
        super().__init__(client)
        self._cooldowns = cooldowns
        self._memory = memory
        self._answer_error = answer_error

    async def interaction_check(self, interaction: discord.Interaction, /) -> bool:
        """Let a command pass unless its asker asked very much lately; completions always pass."""
        command = interaction.command
        if interaction.type is discord.InteractionType.autocomplete or command is None:
            return True
        try:
            self._cooldowns.take(interaction.user.id, command.qualified_name)
        except CooldownError as error:
            await self._answer_error(interaction, error)
            return False
        return True

    async def on_error(
        self, interaction: discord.Interaction, error: app_commands.AppCommandError, /
    ) -> None:
        """Hand a command's error to the one handler."""
        await self._answer_error(interaction, error)

    def forget(self) -> None:
        """Make the next sync happen whatever Discord was told last."""
        self._memory.unlink(missing_ok=True)

    async def sync_if_changed(self) -> bool:
        """Tell Discord the commands, if they are not what it was told last.

        Discord allows 200 creations per server and day, and a sync takes a second: so the hash
        of what would be sent is kept per application, beside the corpora.

        Returns:
            Whether anything was sent.
        """
        application = str(self.client.application_id)
        remembered = _read(self._memory)
        found = await self.fingerprint()
        if remembered.get(application) == found:
            log.info("commands unchanged, not synced")
            return False
        sent = await self.sync()
        _write(self._memory, remembered | {application: found})
        log.info("commands synced n=%d", len(sent))
        return True

    async def fingerprint(self) -> str:
        """Return a hash of the payload that a sync would send."""
        payload = [command.to_dict(self) for command in self.get_commands()]
        text = json.dumps(payload, sort_keys=True, default=str)
        return hashlib.sha256(text.encode()).hexdigest()


def _read(memory: Path) -> dict[str, str]:
    """Return what was remembered; a missing or damaged file only costs one sync."""
    try:
        found = json.loads(memory.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    if not isinstance(found, dict):
        return {}
    return {str(key): str(value) for key, value in found.items()}


def _write(memory: Path, remembered: dict[str, str]) -> None:
    """Replace the file in one step, so that a crash leaves the old one or the new one."""
    memory.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=memory.parent, prefix=memory.name)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(remembered, file, indent=1, sort_keys=True)
        file.flush()
        os.fsync(file.fileno())
    Path(name).replace(memory)
