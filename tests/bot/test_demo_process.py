"""bot/demo.py as a process: its address, its browser, and that nothing stays behind."""

import contextlib
import os
import select
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
STOP_S = 30

pytestmark = [pytest.mark.model, pytest.mark.crash]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """One folder for all demos: the starter articles are read once."""
    return tmp_path_factory.mktemp("corpora")


@pytest.fixture
def browser(tmp_path):
    """A browser that only notes which address it was asked to open."""
    opened = tmp_path / "opened"
    script = tmp_path / "browser"
    script.write_text(f'#!/bin/sh\necho "$1" > {opened}\n')
    script.chmod(0o755)
    return {"BROWSER": str(script), "DISPLAY": ":99"}, opened


@contextlib.contextmanager
def running_demo(folder, *options, **environment):
    """The demo, up to the line that holds its address, and what it said until then."""
    unset = {"DISPLAY": "", "WAYLAND_DISPLAY": "", "DISCORD_TOKEN": "", "WORKER_NICE": "0"}
    with subprocess.Popen(  # noqa: S603 - our own module
        [sys.executable, "-m", "bot", "demo", *options],
        cwd=ROOT,
        env={**os.environ, **unset, "CORPORA_DIR": str(folder), **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        said = []
        try:
            for line in process.stdout:
                said.append(line)
                if "http://127.0.0.1:" in line:
                    break
            yield process, "".join(said)
        finally:
            process.kill()


def children(process):
    """Descriptors of the process's children; each turns readable when its process ends."""
    pids = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    return [os.pidfd_open(int(pid)) for pid in pids]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["SIGINT", "SIGTERM"])
def test_a_signal_ends_the_demo_and_every_process_it_started(folder, number):
    with running_demo(folder) as (process, _):
        descriptors = children(process)
        process.send_signal(number)
        rest = process.stdout.read()
        assert process.wait(STOP_S) == 0
    assert "Three things to try" in rest
    assert "Traceback" not in rest
    for descriptor in descriptors:
        assert select.select([descriptor], [], [], STOP_S)[0], "a process was left behind"
        os.close(descriptor)


@pytest.mark.enable_socket
def test_a_taken_port_is_no_obstacle(folder):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with running_demo(folder, DEMO_PORT=str(port)) as (process, said):
            process.send_signal(signal.SIGTERM)
            assert process.wait(STOP_S) == 0
    assert f"Port {port} is taken" in said
    assert f"127.0.0.1:{port}" not in said


def test_a_browser_is_opened_where_there_is_a_display(folder, browser):
    environment, opened = browser
    with running_demo(folder, **environment) as (process, said):
        while not opened.exists() or not opened.read_text():
            assert process.poll() is None
        process.send_signal(signal.SIGTERM)
        assert process.wait(STOP_S) == 0
    assert opened.read_text().strip() in said


def test_no_browser_is_opened_when_none_is_wanted(folder, browser):
    environment, opened = browser
    with running_demo(folder, "--no-browser", **environment) as (process, _):
        process.send_signal(signal.SIGTERM)
        assert process.wait(STOP_S) == 0
    assert not opened.exists()
