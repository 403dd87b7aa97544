"""When a digest is due, and one posting of it."""
