"""Telling followers what is new, once."""
