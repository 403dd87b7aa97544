"""This process in the place of one that reads: nothing is spawned, the model is loaded once."""

from concurrent.futures import Future


class Here:
    """Does each task at once, as store/process.py would in a process of its own."""

    pid = None

    def submit(self, fn, *args):
        done = Future()
        try:
            done.set_result(fn(*args))
        except BaseException as error:  # noqa: BLE001 — as an executor does
            done.set_exception(error)
        return done

    def kill(self):
        """Nothing is running."""

    def end(self):
        """Nothing is running."""
