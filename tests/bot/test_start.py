"""The bot starts without spaCy in its process, and leaves no process behind."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

PROBE = Path(__file__).parents[2] / "benchmarks" / "start_probe.py"

pytestmark = [pytest.mark.model, pytest.mark.crash]


@pytest.fixture(scope="module")
def started(tmp_path_factory):
    """What the start of the real bot, in a process of its own, cost."""
    command = [sys.executable, PROBE, tmp_path_factory.mktemp("corpora")]
    done = subprocess.run(  # noqa: S603 - our own script
        command, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return json.loads(done.stdout)


def test_no_heavy_library_is_loaded_in_the_bots_process(started):
    assert started["loaded"] == []


def test_the_reading_process_is_gone_with_the_bot(started):
    with pytest.raises(ProcessLookupError):
        os.kill(started["worker_pid"], 0)


def test_the_bot_needs_far_less_memory_than_the_reading_process(started):
    assert started["bot_mb"] < started["worker_mb"]
