"""`python -m bot`: run, demo, sync, doctor.

Exit status: 0 done, 1 it did not work, 2 wrong usage or settings.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import os
import sys
from typing import TYPE_CHECKING

import aiohttp
import discord
from dotenv import load_dotenv

from bot.app import create_bot, keep_what_is_loaded
from bot.doctor import examine, refusal
from bot.errors import SettingsError
from bot.logs import set_up_logs
from bot.settings import Settings
from bot.signals import until_stopped

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Mapping, Sequence

    from bot.client import OnRecord

    _Work = Callable[[OnRecord, str], Coroutine[object, object, None]]

_OK, _FAILED, _WRONG = 0, 1, 2

_COMMANDS = {
    "run": "connect to Discord and stay there",
    "demo": "the real bot in a simulated Discord, in the browser; needs no token",
    "sync": "tell Discord the commands again, even if they did not change",
    "doctor": "check settings, folder, model, corpus files and the token",
}


def main(argv: Sequence[str], env: Mapping[str, str]) -> int:
    """Do what the command line asks; return the exit status."""
    asked = _parser().parse_args(argv)
    try:
        settings = Settings.from_env(env, needs_token=asked.command in {"run", "sync"})
    except SettingsError as error:
        _complain("These settings need attention:", *error.problems)
        return _WRONG
    set_up_logs(settings.log_level, secrets=[settings.discord_token or ""])
    if asked.command == "demo":
        return _demo(settings, is_browser_wanted=not asked.no_browser)
    if asked.command == "doctor":
        return asyncio.run(_doctor(settings))
    connect = _run if asked.command == "run" else _sync
    return asyncio.run(_connected(settings, connect))


def start(argv: Sequence[str], env_file: str | None = None) -> int:
    """Do what the command line asks, with the settings in .env; real ones win over those."""
    try:
        load_dotenv(env_file, encoding="utf-8-sig")  # Windows' editors may begin it with a mark
    except (OSError, ValueError) as error:  # ValueError: not UTF-8, or a null in a value
        why = error.strerror if isinstance(error, OSError) else "it is no UTF-8 text"
        _complain(f".env cannot be read ({why}): save it again as plain text in UTF-8")
        return _WRONG
    return main(argv, os.environ)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bot", description="On Record, a Discord bot.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, what in _COMMANDS.items():
        command = commands.add_parser(name, help=what, description=what)
        if name == "demo":
            command.add_argument("--no-browser", action="store_true", help="print the address only")
    return parser


def _demo(settings: Settings, *, is_browser_wanted: bool) -> int:
    # A visitor should read the address, not a log; simcord first tries out a bare client.
    logging.getLogger("bot").setLevel(logging.WARNING)
    logging.getLogger("discord").setLevel(logging.ERROR)
    try:
        from bot.demo import demo  # noqa: PLC0415 — its simulated Discord is an extra
    except ImportError as error:
        install = "make install, or pip install --require-hashes -r constraints.txt"
        _complain(f"The demo needs more than is installed here ({error}): {install}")
        return _WRONG
    return asyncio.run(demo(settings, is_browser_wanted=is_browser_wanted))


async def _doctor(settings: Settings) -> int:
    is_good = True
    async for finding in examine(settings):
        print(finding, flush=True)  # noqa: T201 — what was asked for
        is_good = is_good and finding.is_good
    return _OK if is_good else _FAILED


async def _connected(settings: Settings, work: _Work) -> int:
    """Do the work with a bot of our own, and leave nothing behind."""
    bot = create_bot(settings)
    try:
        await until_stopped(work(bot, settings.discord_token or ""))
    except (discord.HTTPException, discord.LoginFailure, aiohttp.ClientError, OSError) as error:
        _complain(f"Discord: {refusal(error)}")
        return _FAILED
    finally:
        await bot.close()
    return _OK


async def _run(bot: OnRecord, token: str) -> None:
    keep_what_is_loaded()
    await bot.start(token)


async def _sync(bot: OnRecord, token: str) -> None:
    bot.tree.forget()
    await bot.login(token)  # syncs, as every start does


def _complain(*lines: str) -> None:
    for line in lines:
        print(line, file=sys.stderr)  # noqa: T201 — a command line's way to speak


if __name__ == "__main__":
    sys.exit(start(sys.argv[1:]))
