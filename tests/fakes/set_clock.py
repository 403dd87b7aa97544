"""A clock that is set by hand."""

from datetime import timedelta


class SetClock:
    """Tells the moment it was set to."""

    def __init__(self, now):
        self.now = now

    def __call__(self):
        return self.now

    def advance(self, **how_much):
        self.now += timedelta(**how_much)
