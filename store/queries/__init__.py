"""Everything that reads a corpus; records out, never rows."""
