"""bot/__main__.py: what an operator reads when something is wrong, and with which exit status."""

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import discord
import pytest

from bot.__main__ import main, start
from store.database import is_behind, open_corpus
from tests.fakes.old_corpus import make_old_corpus

MADE_UP = "MTE4MjYwNjE1MDQ2NzI4NTA0Mg.GxYzAb.s0mE_tH1ng-th4t-looks-l1ke-a-s1gnature"

RESET = MADE_UP.replace("s0mE", "0ld0")

pytestmark = pytest.mark.usefixtures("logging_as_before")


@pytest.fixture
def environment(tmp_path):
    return {"CORPORA_DIR": str(tmp_path / "corpora"), "WORKER_NICE": "0"}


ME = {"id": "900", "username": "On Record", "discriminator": "0", "avatar": None, "bot": True}
APPLICATION = {
    "id": "900",
    "name": "On Record",
    "icon": None,
    "description": "",
    "summary": "",
    "bot_public": True,
    "bot_require_code_grant": False,
    "verify_key": "",
    "owner": {**ME, "id": "1", "bot": False},
    "approximate_guild_count": 3,
}


class Discord(BaseHTTPRequestHandler):
    """A Discord on loopback that knows one token, and who asks."""

    protocol_version = "HTTP/1.1"
    told = None  # every list of commands it was told

    def answer(self, status, body):
        """Answer in Discord's JSON."""
        data = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def do_GET(self):
        if self.headers["Authorization"] != f"Bot {MADE_UP}":
            self.answer(401, {"message": "401: Unauthorized", "code": 0})
        else:
            self.answer(200, ME if self.path.endswith("/users/@me") else APPLICATION)

    def do_PUT(self):
        commands = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.told.append(commands)
        known = {"id": "5", "application_id": "900", "version": "1"}
        said = {"description": ""}  # of a message's command, which is sent without one
        self.answer(200, [{**said, **command, **known} for command in commands])

    def log_message(self, *_):
        """Say nothing."""


@pytest.fixture
def told(monkeypatch):
    """A Discord on loopback, and what it is told; discord.py is pointed at it."""
    told = []
    server = HTTPServer(("127.0.0.1", 0), type("Once", (Discord,), {"told": told}))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    monkeypatch.setattr(discord.http.Route, "BASE", f"http://127.0.0.1:{server.server_port}")
    yield told
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize("encoding", ["utf-16", "latin-1"])
def test_a_settings_file_that_is_no_utf8_is_told(tmp_path, capsys, encoding):
    """What PowerShell's > or an old editor writes."""
    (tmp_path / ".env").write_bytes("DISCORD_TOKEN=\nCORPORA_DIR=café\n".encode(encoding))
    assert start(["run"], str(tmp_path / ".env")) == 2
    assert "save it again as plain text in UTF-8" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["run", "sync"])
def test_without_a_token_it_says_what_to_do(environment, capsys, command):
    assert main([command], environment) == 2
    said = capsys.readouterr().err
    assert "DISCORD_TOKEN is not set" in said
    assert "discord.com/developers" in said


def test_every_wrong_setting_is_told(environment, capsys):
    assert main(["run"], {**environment, "LOG_LEVEL": "LOUD", "DEMO_PORT": "x"}) == 2
    said = capsys.readouterr().err
    assert all(name in said for name in ("DISCORD_TOKEN", "LOG_LEVEL", "DEMO_PORT"))


@pytest.mark.parametrize("asked", [[], ["fly"], ["run", "--fast"]])
def test_wrong_usage_is_shown(environment, capsys, asked):
    with pytest.raises(SystemExit) as ended:
        main(asked, environment)
    assert ended.value.code == 2
    assert "usage: python -m bot" in capsys.readouterr().err


@pytest.mark.enable_socket
@pytest.mark.usefixtures("told")
@pytest.mark.parametrize("command", ["run", "sync"])
def test_a_refused_token_is_explained(environment, capsys, command):
    assert main([command], {**environment, "DISCORD_TOKEN": RESET}) == 1
    said = capsys.readouterr().err
    assert "refused the token (401)" in said
    assert "Reset Token" in said
    assert RESET not in said
    assert "Traceback" not in said


@pytest.mark.enable_socket
def test_sync_tells_the_commands_each_time(environment, told):
    for _ in range(2):
        assert main(["sync"], {**environment, "DISCORD_TOKEN": MADE_UP}) == 0
    first, second = told
    assert first == second
    assert {"quotes", "entity", "articles", "digest"} <= {command["name"] for command in first}


@pytest.mark.enable_socket
@pytest.mark.model
@pytest.mark.usefixtures("told")
def test_the_doctor_says_who_discord_takes_the_bot_for(environment, capsys):
    assert main(["doctor"], {**environment, "DISCORD_TOKEN": MADE_UP}) == 0
    said = capsys.readouterr().out
    assert "Discord knows this bot as On Record (id 900)" in said
    assert "about 3 servers" in said


@pytest.mark.enable_socket
def test_an_unreachable_discord_is_explained(environment, capsys, monkeypatch):
    monkeypatch.setattr(discord.http.Route, "BASE", "http://127.0.0.1:9")
    assert main(["run"], {**environment, "DISCORD_TOKEN": MADE_UP}) == 1
    said = capsys.readouterr().err
    assert "cannot be reached" in said
    assert "Traceback" not in said


@pytest.mark.model
def test_the_doctor_finds_a_healthy_bot_healthy(environment, capsys, tmp_path):
    open_corpus(tmp_path / "corpora" / "1.db").close()
    make_old_corpus(tmp_path / "corpora" / "2.db")
    assert main(["doctor"], environment) == 0
    said = capsys.readouterr().out
    assert "BAD" not in said
    assert "1.db: sound" in said
    assert "2.db: sound; made by an earlier version" in said
    assert is_behind(tmp_path / "corpora" / "2.db")  # looking changes nothing
    assert "5 starter articles" in said
    assert "reads" in said


@pytest.mark.model
@pytest.mark.enable_socket
@pytest.mark.usefixtures("told")
def test_the_doctor_names_everything_that_is_wrong(environment, capsys, tmp_path):
    (tmp_path / "corpora").mkdir()
    (tmp_path / "corpora" / "7.db").write_bytes(b"no database" * 100)
    (tmp_path / "seeds").mkdir()
    wrong = {"SEEDS_DIR": str(tmp_path / "seeds"), "DISCORD_TOKEN": RESET}
    assert main(["doctor"], {**environment, **wrong}) == 1
    bad = [line for line in capsys.readouterr().out.splitlines() if line.startswith("BAD")]
    assert len(bad) == 3
    assert any("0 starter articles" in line for line in bad)
    assert any("7.db: not a corpus, or damaged" in line for line in bad)
    assert any("refused the token" in line for line in bad)
    assert not any(RESET in line for line in bad)
