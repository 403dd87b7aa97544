"""The request check finds what Discord would refuse, and passes what it accepts."""

from __future__ import annotations

import pytest
from simcord.types import HttpLogEntry

from tests.fakes.discord_rules import validate

V2 = 1 << 15
NONE = {"parse": []}


def sent(method, path, body):
    return validate([HttpLogEntry(method, path, {}, body, None)])


def message(**body):
    return sent("POST", "/channels/1/messages", {"allowed_mentions": NONE, **body})


def text(content):
    return {"type": 10, "content": content}


def button(custom_id, **more):
    return {"type": 2, "style": 1, "label": "More", "custom_id": custom_id, **more}


def row(*parts):
    return {"type": 1, "components": list(parts)}


def autocomplete(n, name="Xi Jinping"):
    choices = [{"name": name, "value": f"v{i}"} for i in range(n)]
    return sent("POST", "/interactions/1/t/callback", {"type": 8, "data": {"choices": choices}})


def commands(**changes):
    command = {"type": 1, "name": "quotes", "description": "Who said what", "options": []}
    return sent("PUT", "/applications/1/commands", [{**command, **changes}])


def option(**changes):
    return {"type": 3, "name": "speaker", "description": "Who said it", **changes}


@pytest.mark.parametrize(
    "problems",
    [
        pytest.param(message(content="x" * 2000), id="the longest content"),
        pytest.param(message(flags=V2, components=[text("x" * 4000)]), id="the longest V2 text"),
        pytest.param(
            message(flags=V2, components=[{"type": 17, "components": [text("x")] * 39}]),
            id="40 components",
        ),
        pytest.param(message(components=[row(button("a"), button("b"))]), id="two buttons"),
        pytest.param(
            message(content="x", attachments=[{"id": 0, "filename": "a.png"}]), id="an upload"
        ),
        pytest.param(autocomplete(25), id="25 choices"),
        pytest.param(autocomplete(0), id="no choices"),
        pytest.param(commands(description="x" * 100), id="the longest description"),
        pytest.param(commands(default_member_permissions="32"), id="permissions as text"),
        pytest.param(sent("POST", "/interactions/1/t/callback", {"type": 5}), id="deferred"),
        pytest.param(sent("GET", "/channels/1/messages", None), id="a read"),
    ],
)
def test_discord_accepts(problems):
    assert problems == []


@pytest.mark.parametrize(
    ("problems", "named"),
    [
        pytest.param(autocomplete(26), "too long", id="26 choices"),
        pytest.param(autocomplete(1, name="x" * 101), "too long", id="a choice of 101"),
        pytest.param(commands(description="x" * 101), "too long", id="a description of 101"),
        pytest.param(commands(description=""), "no description", id="no description"),
        pytest.param(commands(name="Quotes"), "lower-case", id="a capital in a name"),
        pytest.param(commands(name="who said"), "lower-case", id="a space in a name"),
        pytest.param(
            commands(options=[option(), option(name="about", required=True)]),
            "after an optional",
            id="required after optional",
        ),
        pytest.param(
            commands(options=[option(choices=[{"name": "a", "value": "a"}], autocomplete=True)]),
            "choices and autocomplete",
            id="choices and autocomplete",
        ),
        pytest.param(
            commands(options=[option(), option()]), "option name twice", id="an option twice"
        ),
        pytest.param(
            commands(
                options=[
                    option(
                        choices=[{"name": f"{n} {'x' * 90}", "value": "y" * 400} for n in range(25)]
                    )
                ]
            ),
            "at most 8000",
            id="a huge command",
        ),
        pytest.param(message(content="x" * 2001), "at most 2000", id="content of 2001"),
        pytest.param(message(content=""), "empty message", id="nothing to show"),
        pytest.param(
            message(embeds=[{"description": "x" * 3001}] * 2), "at most 6000", id="embeds of 6002"
        ),
        pytest.param(
            message(flags=V2, components=[text("x" * 2000), text("x" * 2001)]),
            "at most 4000",
            id="V2 text of 4001",
        ),
        pytest.param(
            message(flags=V2, components=[{"type": 17, "components": [text("x")] * 40}]),
            "41 components",
            id="41 components",
        ),
        pytest.param(
            message(components=[row(button("a"), button("a"))]), "'a' 2 times", id="an id twice"
        ),
        pytest.param(message(components=[row(button("x" * 101))]), "too long", id="an id of 101"),
        pytest.param(
            message(components=[row(button("a", label="x" * 81))]), "too long", id="a label of 81"
        ),
        pytest.param(
            message(components=[row({"type": 2, "style": 5, "label": "x", "url": "javascript:x"})]),
            "web address",
            id="a link that is none",
        ),
        pytest.param(message(components=[text("x")]), "without the flag", id="V2 without its flag"),
        pytest.param(
            message(flags=V2, content="x", components=[text("x")]),
            "beside Components V2",
            id="content beside V2",
        ),
        pytest.param(message(content="x", nonce="n" * 26), "nonce", id="a nonce of 26"),
        pytest.param(
            message(content="x", allowed_mentions={"parse": ["roles"], "roles": ["1"]}),
            "allows all of them",
            id="roles named and allowed",
        ),
        pytest.param(
            sent("POST", "/channels/1/threads", {"name": "x" * 101, "message": {"content": "x"}}),
            "too long",
            id="a forum title of 101",
        ),
        pytest.param(
            sent("POST", "/channels/1/invites", {"max_age": 1}), "no rule", id="an unknown route"
        ),
    ],
)
def test_discord_refuses(problems, named):
    assert problems
    assert named in "\n".join(problems)
