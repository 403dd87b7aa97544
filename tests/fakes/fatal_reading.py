"""`read_task` as it is, but some files end or hold up the process that opens them."""

import os
import sys
import time

from bot.clock import utc_now
from store import bulk
from store.cli.app import run
from store.cli.outside import Outside
from store.process import OwnProcess


def read_task(model, task):
    """Read a task; a file named "fatal" kills the process, one named "stuck" never ends."""
    for path in task.paths:
        if "fatal" in path.name:
            os._exit(9)
        if "stuck" in path.name:
            time.sleep(600)
    return bulk.read_task(model, task)


class Fatal(OwnProcess):
    """A real process in which some files are fatal."""

    def submit(self, _fn, model, task):
        return super().submit(read_task, model, task)


if __name__ == "__main__":  # the command line with such processes
    sys.exit(run(Outside(now=utc_now, environ=os.environ, fetch=None, process=Fatal)))
