"""`read_task` as it is, but some files end or hold up the process that opens them."""

import os
import time

from store import bulk


def read_task(model, task):
    """Read a task; a file named "fatal" kills the process, one named "stuck" never ends."""
    for path in task.paths:
        if "fatal" in path.name:
            os._exit(9)
        if "stuck" in path.name:
            time.sleep(600)
    return bulk.read_task(model, task)
