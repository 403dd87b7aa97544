"""The corpus: articles in, quotations and entities found, kept in SQLite and read back.

Knows nothing of Discord, the event loop or the environment.
"""
