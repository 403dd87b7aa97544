"""Discord's HTTP API, as far as a digest needs it, on loopback: for discord.py's real client.

It knows one bot in one server, keeps the messages it is sent, tells a repeated post by its
nonce for a few minutes as Discord does (`enforce_nonce`), and answers whatever failure a test
asks for: before the message is stored, after it, or as a rate limit.

    async with DiscordServer(clock) as discord:
        discord.add_channel(10, "news")
        discord.fail("POST", "/messages", status=503, times=1)
"""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Self

from aiohttp import web

BOT_ID = 1
GUILD_ID = 900
OWNER_ID = 2
NONCE_WINDOW = timedelta(minutes=5)  # longer than the bot relies on
TEXT, ANNOUNCEMENT, PUBLIC_THREAD, FORUM = 0, 5, 11, 15
EPOCH_MS = 1_420_070_400_000  # of Discord's ids: the first second of 2015
ALL_PERMISSIONS = str((1 << 53) - 1)


@dataclass
class Failure:
    """What is answered instead of success, `times` times."""

    method: str
    part: str
    status: int
    code: int = 0
    times: int = 1
    is_stored: bool = False  # the message arrives all the same
    retry_after: float = 0.05
    is_dropped: bool = False  # the connection ends without an answer


@dataclass
class DiscordServer:
    """The server; use it as an asynchronous context manager."""

    clock: Any = lambda: datetime.now(UTC)
    nonce_window: timedelta = NONCE_WINDOW
    channels: dict[int, dict[str, Any]] = field(default_factory=dict)
    messages: dict[int, list[dict[str, Any]]] = field(default_factory=dict)
    requests: list[tuple[str, str, Any]] = field(default_factory=list)
    uploads: list[tuple[str, bytes]] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    base: str = ""
    _nonces: dict[tuple[int, str], tuple[datetime, dict[str, Any]]] = field(default_factory=dict)
    _last_id: int = 0

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_route("*", "/api/v10/{path:.*}", self._answer)
        self._runner = web.AppRunner(app, shutdown_timeout=1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        host, port = self._runner.addresses[0][:2]
        self.base = f"http://{host}:{port}/api/v10"
        return self

    async def __aexit__(self, *error: object) -> None:
        await self._runner.cleanup()

    # -------------------------------------------------------------- for the test

    def add_channel(self, channel_id: int, name: str, kind: int = TEXT, **more: Any) -> None:
        """Open a channel, a thread (with `parent_id`) or a forum."""
        self.channels[channel_id] = {
            "id": str(channel_id),
            "guild_id": str(GUILD_ID),
            "type": kind,
            "name": name,
            "position": 0,
            "permission_overwrites": [],
            "nsfw": False,
            "parent_id": None,
            "available_tags": [],
            **more,
        }
        self.messages[channel_id] = []

    def fail(self, method: str, part: str, *, status: int, **more: Any) -> None:
        """Answer the next requests whose path ends in `part` with a failure."""
        self.failures.append(Failure(method, part, status, **more))

    def guild(self, guild_id: int = GUILD_ID) -> dict[str, Any]:
        """Return a server as the gateway would describe it to the bot."""
        mine = [c for c in self.channels.values() if c.get("guild_id") == str(guild_id)]
        everyone = {"id": str(guild_id), "name": "@everyone", "permissions": ALL_PERMISSIONS}
        shape = {"color": 0, "colors": {"primary_color": 0}, "position": 0, "hoist": False}
        kind = {"managed": False, "mentionable": False, "flags": 0}
        return {
            "id": str(guild_id),
            "name": "The Newsroom",
            "owner_id": str(OWNER_ID),
            "roles": [{**everyone, **shape, **kind}],
            "channels": [c for c in mine if c["type"] != PUBLIC_THREAD],
            "threads": [c for c in mine if c["type"] == PUBLIC_THREAD],
            "members": [{"user": self.bot(), "roles": [], "joined_at": None, "flags": 0}],
            "emojis": [],
            "features": [],
            "verification_level": 0,
            "premium_tier": 0,
            "nsfw_level": 0,
            "member_count": 1,
        }

    @staticmethod
    def bot() -> dict[str, Any]:
        """Return the bot's own user."""
        names = {"username": "On Record", "discriminator": "0", "global_name": None}
        return {"id": str(BOT_ID), "avatar": None, "bot": True, **names}

    def posts(self, channel_id: int) -> list[str]:
        """Return the words of every message in a channel, oldest first."""
        return [words(message) for message in self.messages[channel_id]]

    # -------------------------------------------------------------- answering

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        path = f"/{request.match_info['path']}"
        body = await self._body(request)
        self.requests.append((request.method, path, body))
        failure = self._failure(request.method, path)
        if failure is not None and not failure.is_stored:
            return self._refuse(request, failure)
        try:
            found = self._route(request.method, path.split("/")[1:], dict(request.query), body)
        except KeyError:
            return _json({"message": "Unknown Channel", "code": 10003}, 404)
        if failure is not None:
            return self._refuse(request, failure)
        return _json(found)

    async def _body(self, request: web.Request) -> Any:
        if request.content_type == "application/json":
            return await request.json()
        if not request.content_type.startswith("multipart/"):
            return None
        payload = None
        part: Any
        async for part in await request.multipart():
            if part.name == "payload_json":
                payload = json.loads(await part.text())
            else:
                self.uploads.append((part.filename or "", bytes(await part.read())))
        return payload

    def _failure(self, method: str, path: str) -> Failure | None:
        for failure in self.failures:
            if failure.times > 0 and failure.method == method and path.endswith(failure.part):
                failure.times -= 1
                return failure
        return None

    @staticmethod
    def _refuse(request: web.Request, failure: Failure) -> web.StreamResponse:
        if failure.is_dropped:
            if request.transport is not None:
                request.transport.close()
            raise asyncio.CancelledError
        body: dict[str, Any] = {"message": "no", "code": failure.code}
        if failure.status == 429:
            body |= {"retry_after": failure.retry_after, "global": False}
        return _json(body, failure.status)

    def _route(  # noqa: C901, PLR0911 - one route a case
        self, method: str, path: list[str], query: dict[str, str], body: Any
    ) -> Any:
        match method, path:
            case "GET", ["users", "@me"]:
                return {**self.bot(), "verified": True, "mfa_enabled": False}
            case "GET", ["users", number]:
                return {**self.bot(), "id": number, "bot": False}
            case "GET", ["guilds", _, "members", number]:
                user = {**self.bot(), "id": number, "bot": False}
                return {"user": user, "roles": [], "joined_at": None, "flags": 0}
            case "POST", ["users", "@me", "channels"]:
                return self._direct_messages(int(body["recipient_id"]))
            case "GET", ["oauth2", "applications", "@me"]:
                return self._application()
            case "GET", ["channels", number]:
                return self.channels[int(number)]
            case "GET", ["channels", number, "messages"]:
                return self._history(int(number), query)
            case "POST", ["channels", number, "messages"]:
                return self._create(int(number), body)
            case "POST", ["channels", number, "threads"]:
                return self._create_forum_post(int(number), body)
            case "GET", ["guilds", _, "threads", "active"]:
                threads = [c for c in self.channels.values() if c["type"] == PUBLIC_THREAD]
                return {"threads": threads, "members": []}
            case "GET", ["channels", _, "threads", "archived", "public"]:
                return {"threads": [], "members": [], "has_more": False}
        raise KeyError(path)

    def _application(self) -> dict[str, Any]:
        words = {"name": "On Record", "icon": None, "description": "", "verify_key": ""}
        rights = {"bot_public": True, "bot_require_code_grant": False, "flags": 0}
        return {"id": str(BOT_ID), "owner": self.bot(), **words, **rights}

    def _direct_messages(self, user_id: int) -> dict[str, Any]:
        channel_id = 10**6 + user_id
        self.messages.setdefault(channel_id, [])
        self.channels.setdefault(channel_id, {"id": str(channel_id), "type": 1})
        return {
            "id": str(channel_id),
            "type": 1,
            "recipients": [{**self.bot(), "id": str(user_id)}],
        }

    def _history(self, channel_id: int, query: dict[str, str]) -> list[dict[str, Any]]:
        """Return messages as Discord does: newest first, without their nonces."""
        found = self.messages[channel_id]
        limit = int(query.get("limit", 50))
        if "before" in query:
            found = [m for m in found if int(m["id"]) < int(query["before"])]
        if "after" in query:  # the oldest after it, still newest first
            later = [m for m in found if int(m["id"]) > int(query["after"])]
            return later[:limit][::-1]
        return found[-limit:][::-1]

    def _create(self, channel_id: int, body: dict[str, Any]) -> dict[str, Any]:
        now = self.clock()
        nonce = str(body.get("nonce"))
        if body.get("enforce_nonce"):
            known = self._nonces.get((channel_id, nonce))
            if known is not None and abs(now - known[0]) < self.nonce_window:
                return {**known[1], "nonce": nonce}
        message = self._message(channel_id, body, now)
        self.messages[channel_id].append(message)
        self._nonces[channel_id, nonce] = (now, message)
        return {**message, "nonce": nonce}

    def _create_forum_post(self, forum_id: int, body: dict[str, Any]) -> dict[str, Any]:
        thread_id = self._new_id(self.clock())
        told = {"archived": False, "auto_archive_duration": 1440, "locked": False}
        told["archive_timestamp"] = self.clock().isoformat()
        self.add_channel(
            thread_id,
            body["name"],
            PUBLIC_THREAD,
            parent_id=str(self.channels[forum_id]["id"]),
            owner_id=str(BOT_ID),
            message_count=0,
            member_count=1,
            thread_metadata=told,
        )
        message = self._message(thread_id, body["message"], self.clock())
        self.messages[thread_id].append({**message, "id": str(thread_id)})
        self.messages[forum_id].append(message)
        return {**self.channels[thread_id], "message": {**message, "id": str(thread_id)}}

    def _message(self, channel_id: int, body: dict[str, Any], now: datetime) -> dict[str, Any]:
        empty: dict[str, Any] = {"mentions": [], "mention_roles": [], "embeds": []}
        facts = {"tts": False, "mention_everyone": False, "pinned": False, "type": 0}
        return {
            "id": str(self._new_id(now)),
            "channel_id": str(channel_id),
            "author": self.bot(),
            "content": body.get("content") or "",
            "components": body.get("components") or [],
            "flags": body.get("flags") or 0,
            "timestamp": now.isoformat(),
            "edited_timestamp": None,
            "attachments": [],
            **empty,
            **facts,
        }

    def _new_id(self, now: datetime) -> int:
        wanted = (int(now.timestamp() * 1000) - EPOCH_MS) << 22
        self._last_id = max(wanted, self._last_id + 1)
        return self._last_id


def words(message: dict[str, Any]) -> str:
    """Return all the text of a message, card and content."""
    return "\n".join(text for text in (message["content"], *_texts(message["components"])) if text)


def _texts(components: list[dict[str, Any]]) -> list[str]:
    found: list[str] = []
    for component in components:
        found += [component["content"]] if "content" in component else []
        found += _texts(component.get("components", []))
    return found


def _json(body: Any, status: int = 200) -> web.Response:
    # discord.py wants exactly this type, and takes a 429 without Via for a ban by Cloudflare.
    headers = {"Content-Type": "application/json", "Via": "1.1 loopback"}
    return web.Response(body=json.dumps(body).encode(), status=status, headers=headers)
