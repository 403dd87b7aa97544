"""Asking feeds in time."""
