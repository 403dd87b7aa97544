"""What Discord would refuse: every request checked against its own description.

One job: requests in, problems out. The description (discord_schema.json) is Discord's; the
limits it does not express are functions here, each named for what it finds. Nothing here
knows of our bot.
"""

from __future__ import annotations

import json
import re
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from jsonschema import Draft202012Validator

from tests.fakes import discord_commands, discord_messages

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from jsonschema.exceptions import ValidationError

_SCHEMA_FILE = Path(__file__).with_name("discord_schema.json")


class Request(Protocol):
    """One request as simcord records it."""

    method: str
    path: str
    json: Any


class _Route(NamedTuple):
    method: str
    path: re.Pattern[str]
    schema: str
    limits: Callable[[Any], Iterator[str]]


def validate(requests: Iterable[Request]) -> list[str]:
    """List what Discord would refuse in these requests, and why; empty when all are right."""
    return [
        f"{request.method} {request.path}: {problem}"
        for request in requests
        for problem in _problems(request)
    ]


def _problems(request: Request) -> Iterator[str]:
    if request.method in {"GET", "DELETE"} or request.json is None:
        return
    route = _find_route(request)
    if route is None:
        yield "no rule for this route: add it to tests/fakes/discord_rules.py"
        return
    body = _as_the_description_types_it(request.json)
    yield from _schema_problems(_INTERACTION_KINDS.get(_kind(route, body), route.schema), body)
    yield from route.limits(request.json)


def _find_route(request: Request) -> _Route | None:
    matches = (r for r in _ROUTES if r.method == request.method and r.path.match(request.path))
    return next(matches, None)


# ------------------------------------------------------------------ Discord's own description


def _schema_problems(name: str, body: Any) -> Iterator[str]:
    many = name.endswith("[]")
    for index, item in enumerate(body if many else [body]):
        for error in _validator(name.removesuffix("[]")).iter_errors(item):
            cause = _cause(error)
            where = f"[{index}]" * many + cause.json_path
            yield f"{where}: {_shortened(cause.message)}"


def _cause(error: ValidationError) -> ValidationError:
    """Follow alternatives down to what is wrong in the one that was meant."""
    while error.context:
        error = min(_alternatives(error), key=_distance)[0]
    return error


def _distance(alternative: list[ValidationError]) -> int:
    """Count what is wrong in an alternative; one of another component's type is far off."""
    return sum(
        min(map(_distance, _alternatives(error)))
        if error.context
        else 1000 * _is_another_thing(error) + 1
        for error in alternative
    )


def _is_another_thing(error: ValidationError) -> bool:
    path = error.relative_path
    return path[-1] == "type" if path else error.validator in {"type", "not"}


def _alternatives(error: ValidationError) -> list[list[ValidationError]]:
    by_branch = groupby(error.context or (), key=lambda inner: inner.relative_schema_path[0])
    return [list(errors) for _, errors in by_branch]


def _shortened(message: str) -> str:
    return message if len(message) <= 200 else f"{message[:100]} … {message[-100:]}"


@cache
def _validator(name: str) -> Draft202012Validator:
    schema = json.loads(_SCHEMA_FILE.read_text(encoding="utf-8"))
    return Draft202012Validator({**schema, "$ref": f"#/$defs/{name}"})


def _as_the_description_types_it(body: Any) -> Any:
    """Undo what Discord accepts though it differs: numbers sent as text, and text as numbers."""
    if isinstance(body, list):
        return [_as_the_description_types_it(item) for item in body]
    if not isinstance(body, dict):
        return body
    typed = {key: _as_the_description_types_it(value) for key, value in body.items()}
    if isinstance(typed.get("default_member_permissions"), str):
        typed["default_member_permissions"] = int(typed["default_member_permissions"])
    for attachment in typed.get("attachments") or []:
        attachment["id"] = str(attachment["id"])  # discord.py numbers the files it uploads
    mentions = typed.get("allowed_mentions")
    if isinstance(mentions, dict) and "roles" in mentions:
        mentions["roles"] = [str(role) for role in mentions["roles"]]  # and sends ids as numbers
    if "recipient_id" in typed:
        typed["recipient_id"] = str(typed["recipient_id"])
    return typed


# ------------------------------------------------------------------ what is sent where


def _kind(route: _Route, body: Any) -> int | None:
    return body.get("type") if route.schema == "interaction" else None


_INTERACTION_KINDS: dict[int | None, str] = {
    4: "CreateMessageInteractionCallbackRequest",
    5: "CreateMessageInteractionCallbackRequest",
    6: "UpdateMessageInteractionCallbackRequest",
    7: "UpdateMessageInteractionCallbackRequest",
    8: "ApplicationCommandAutocompleteCallbackRequest",
    9: "ModalInteractionCallbackRequest",
}


def _interaction_limits(body: Any) -> Iterator[str]:
    data = body.get("data") or {}
    if body["type"] == 4:
        yield from discord_messages.problems(data, is_new=True)
    elif body["type"] == 7:
        yield from discord_messages.problems(data)
    elif body["type"] == 9:
        yield from discord_messages.modal_problems(data)


def _new_message_limits(body: Any) -> Iterator[str]:
    return discord_messages.problems(body, is_new=True)


def _thread_limits(body: Any) -> Iterator[str]:
    if "message" in body:  # a forum post brings its first message
        yield from discord_messages.problems(body["message"], is_new=True)


def _no_limits(_body: Any) -> Iterator[str]:
    return iter(())


def _route(
    method: str, path: str, schema: str, limits: Callable[[Any], Iterator[str]] = _no_limits
) -> _Route:
    return _Route(method, re.compile(re.sub(r"\{\w+\}", "[^/]+", path) + "$"), schema, limits)


_ROUTES = (
    _route("POST", "/interactions/{id}/{token}/callback", "interaction", _interaction_limits),
    _route("POST", "/webhooks/{id}/{token}", "IncomingWebhookRequestPartial", _new_message_limits),
    _route(
        "PATCH",
        "/webhooks/{id}/{token}/messages/{id}",
        "IncomingWebhookUpdateRequestPartial",
        discord_messages.problems,
    ),
    _route("POST", "/channels/{id}/messages", "MessageCreateRequest", _new_message_limits),
    _route(
        "PATCH",
        "/channels/{id}/messages/{id}",
        "MessageEditRequestPartial",
        discord_messages.problems,
    ),
    _route("POST", "/channels/{id}/threads", "CreateForumThreadRequest", _thread_limits),
    _route("POST", "/channels/{id}/messages/{id}/threads", "CreateTextThreadWithMessageRequest"),
    _route("POST", "/users/@me/channels", "CreatePrivateChannelRequest"),
    _route(
        "PUT",
        "/applications/{id}/commands",
        "ApplicationCommandUpdateRequest[]",
        discord_commands.problems,
    ),
    _route(
        "PUT",
        "/applications/{id}/guilds/{id}/commands",
        "ApplicationCommandUpdateRequest[]",
        discord_commands.problems,
    ),
)
