"""Discord; holds no SQL and no spaCy."""
