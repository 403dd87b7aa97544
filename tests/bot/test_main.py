"""bot/__main__.py: what an operator reads when something is wrong, and with which exit status."""

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import discord
import pytest

from bot.__main__ import main
from store.database import open_corpus

MADE_UP = "MTE4MjYwNjE1MDQ2NzI4NTA0Mg.GxYzAb.s0mE_tH1ng-th4t-looks-l1ke-a-s1gnature"

pytestmark = pytest.mark.usefixtures("logging_as_before")


@pytest.fixture
def environment(tmp_path):
    return {"CORPORA_DIR": str(tmp_path / "corpora")}


@pytest.fixture
def refusing_discord(monkeypatch):
    """A Discord on loopback that knows no token; discord.py is pointed at it."""

    class Refusing(BaseHTTPRequestHandler):
        def do_GET(self):
            body = json.dumps({"message": "401: Unauthorized", "code": 0}).encode()
            self.send_response(401)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Refusing)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    monkeypatch.setattr(discord.http.Route, "BASE", f"http://127.0.0.1:{server.server_port}")
    yield
    server.shutdown()
    thread.join()
    server.server_close()


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
@pytest.mark.usefixtures("refusing_discord")
@pytest.mark.parametrize("command", ["run", "sync"])
def test_a_refused_token_is_explained(environment, capsys, command):
    assert main([command], {**environment, "DISCORD_TOKEN": MADE_UP}) == 1
    said = capsys.readouterr().err
    assert "refused the token (401)" in said
    assert "Reset Token" in said
    assert MADE_UP not in said
    assert "Traceback" not in said


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
    assert main(["doctor"], environment) == 0
    said = capsys.readouterr().out
    assert "BAD" not in said
    assert "1.db: sound" in said
    assert "5 starter articles" in said
    assert "reads" in said


@pytest.mark.model
@pytest.mark.enable_socket
@pytest.mark.usefixtures("refusing_discord")
def test_the_doctor_names_everything_that_is_wrong(environment, capsys, tmp_path):
    (tmp_path / "corpora").mkdir()
    (tmp_path / "corpora" / "7.db").write_bytes(b"no database" * 100)
    (tmp_path / "seeds").mkdir()
    wrong = {"SEEDS_DIR": str(tmp_path / "seeds"), "DISCORD_TOKEN": MADE_UP}
    assert main(["doctor"], {**environment, **wrong}) == 1
    bad = [line for line in capsys.readouterr().out.splitlines() if line.startswith("BAD")]
    assert len(bad) == 3
    assert any("0 starter articles" in line for line in bad)
    assert any("7.db: not a corpus, or damaged" in line for line in bad)
    assert any("refused the token" in line for line in bad)
    assert not any(MADE_UP in line for line in bad)
