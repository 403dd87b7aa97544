"""The commands of `python -m store`; each module holds one kind of work."""
