"""One cog a file: the slash-commands."""
