"""Everything that changes a corpus; one function is one transaction."""
