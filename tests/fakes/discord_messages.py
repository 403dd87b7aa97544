"""Limits on messages and modals that Discord enforces but its description does not express.

Source: Discord's developer documentation (Message Resource, Components Reference), and what
the real service answers.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Json = dict[str, Any]

IS_COMPONENTS_V2 = 1 << 15
MAX_CONTENT = 2000
MAX_EMBEDS_TOTAL = 6000
MAX_V2_TEXT = 4000
MAX_V2_COMPONENTS = 40
MAX_ROWS = 5
MAX_NONCE = 25
MAX_TITLE = 45  # of a modal
MAX_LABEL = 45  # of a field in a modal

_ACTION_ROW, _BUTTON, _TEXT_DISPLAY = 1, 2, 10
_SELECTS = {3, 5, 6, 7, 8}
_LINK, _PREMIUM = 5, 6  # button styles without a custom_id
_CONTENTS = ("content", "embeds", "components", "attachments", "sticker_ids", "poll")


def problems(message: Json, *, is_new: bool = False) -> Iterator[str]:
    """Say what Discord would refuse in a message, new or edited."""
    if is_new and not any(message.get(part) for part in _CONTENTS):
        yield "an empty message"
    yield from _text_problems(message)
    components = message.get("components") or []
    if (message.get("flags") or 0) & IS_COMPONENTS_V2:
        yield from _v2_problems(message, components)
    else:
        yield from _classic_problems(components)
    yield from _component_problems(list(walk(components)))
    yield from _mention_problems(message)


def modal_problems(modal: Json) -> Iterator[str]:
    """Say what Discord would refuse in a modal."""
    if len(modal.get("title", "")) > MAX_TITLE:
        yield f"modal title of {len(modal['title'])} characters, at most {MAX_TITLE}"
    parts = list(walk(modal.get("components", [])))
    for part in parts:
        label = part.get("label")
        if isinstance(label, str) and part["type"] != _BUTTON and len(label) > MAX_LABEL:
            yield f"modal label of {len(label)} characters, at most {MAX_LABEL}"
    yield from _repeated_ids(parts)


def walk(components: Iterable[Json]) -> Iterator[Json]:
    """Yield every component, however deep."""
    for component in components:
        yield component
        yield from walk(component.get("components") or [])
        yield from walk(
            component[slot] for slot in ("accessory", "component") if component.get(slot)
        )


def _text_problems(message: Json) -> Iterator[str]:
    content = message.get("content") or ""
    if len(content) > MAX_CONTENT:
        yield f"content of {len(content)} characters, at most {MAX_CONTENT}"
    total = sum(_embed_size(embed) for embed in message.get("embeds") or [])
    if total > MAX_EMBEDS_TOTAL:
        yield f"embeds of {total} characters together, at most {MAX_EMBEDS_TOTAL}"
    nonce = str(message.get("nonce") or "")
    if len(nonce) > MAX_NONCE:
        yield f"nonce of {len(nonce)} characters, at most {MAX_NONCE}"


def _embed_size(embed: Json) -> int:
    fields = embed.get("fields") or []
    texts = [
        embed.get("title"),
        embed.get("description"),
        (embed.get("footer") or {}).get("text"),
        (embed.get("author") or {}).get("name"),
        *(field[part] for field in fields for part in ("name", "value")),
    ]
    return sum(len(text) for text in texts if text)


def _v2_problems(message: Json, components: list[Json]) -> Iterator[str]:
    for part in ("content", "embeds", "poll", "sticker_ids"):
        if message.get(part):
            yield f"{part} beside Components V2"
    parts = list(walk(components))
    if len(parts) > MAX_V2_COMPONENTS:
        yield f"{len(parts)} components, nested ones counted, at most {MAX_V2_COMPONENTS}"
    text = sum(len(part.get("content", "")) for part in parts if part["type"] == _TEXT_DISPLAY)
    if text > MAX_V2_TEXT:
        yield f"text displays of {text} characters together, at most {MAX_V2_TEXT}"


def _classic_problems(components: list[Json]) -> Iterator[str]:
    if any(part["type"] != _ACTION_ROW for part in components):
        yield "a component of version 2 without the flag for it"
    elif len(components) > MAX_ROWS:
        yield f"{len(components)} action rows, at most {MAX_ROWS}"


def _component_problems(parts: list[Json]) -> Iterator[str]:
    yield from _repeated_ids(parts)
    for part in parts:
        if part["type"] == _BUTTON:
            yield from _button_problems(part)
        elif part["type"] in _SELECTS:
            yield from _select_problems(part)
        elif part["type"] == _ACTION_ROW:
            yield from _row_problems(part)


def _repeated_ids(parts: list[Json]) -> Iterator[str]:
    counts = Counter(part["custom_id"] for part in parts if part.get("custom_id"))
    for custom_id, count in counts.items():
        if count > 1:
            yield f"custom_id {custom_id!r} {count} times"


def _button_problems(button: Json) -> Iterator[str]:
    style = button.get("style")
    if style == _LINK and not (button.get("url") or "").startswith(
        ("https://", "http://", "discord://")
    ):
        yield "a link button without a web address"
    if style == _LINK and button.get("custom_id"):
        yield "a link button with a custom_id"
    if style not in {_LINK, _PREMIUM} and not button.get("custom_id"):
        yield "a button without custom_id"
    if style != _PREMIUM and not (button.get("label") or button.get("emoji")):
        yield "a button without label and emoji"


def _select_problems(select: Json) -> Iterator[str]:
    values = [option["value"] for option in select.get("options") or []]
    if len(set(values)) < len(values):
        yield "a select with one value twice"
    fewest, most = select.get("min_values", 1), select.get("max_values", 1)
    if fewest is not None and most is not None and fewest > most:
        yield f"a select that asks for at least {fewest} and at most {most} values"


def _row_problems(row: Json) -> Iterator[str]:
    kinds = [part["type"] for part in row.get("components") or []]
    if len(kinds) > 1 and any(kind in _SELECTS for kind in kinds):
        yield "a select that shares its action row"


def _mention_problems(message: Json) -> Iterator[str]:
    allowed = message.get("allowed_mentions") or {}
    for kind in ("users", "roles"):
        if allowed.get(kind) and kind in (allowed.get("parse") or []):
            yield f"allowed_mentions names {kind} and allows all of them"
