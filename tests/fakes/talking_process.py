"""A script in a process of its own that says in lines where it is, to be killed on the way."""

import os
import select
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]
PATIENCE_S = 120


@contextmanager
def talking(script, *arguments):
    """The script in a process; it is killed at the end."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(  # noqa: S603 - our own script
        [sys.executable, script, *map(str, arguments)],
        bufsize=0,
        stdout=subprocess.PIPE,
        env=environment,
        cwd=ROOT,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def await_line(process, wanted, within_s=PATIENCE_S):
    """Whether the process says a line in time."""
    deadline = time.monotonic() + within_s
    while (left_s := deadline - time.monotonic()) > 0:
        if not select.select([process.stdout], [], [], left_s)[0]:
            return False
        line = process.stdout.readline().decode().strip()
        assert line, f"the process ended before it said {wanted!r}"
        if line == wanted:
            return True
    return False
