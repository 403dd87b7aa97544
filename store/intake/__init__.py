"""A submission → RawArticle: addresses, pages, files and pasted text."""
