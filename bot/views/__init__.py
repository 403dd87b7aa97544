"""Buttons, confirmations and forms."""
