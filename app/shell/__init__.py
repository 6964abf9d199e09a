"""Builds the window and what is behind it, connects them, and keeps the session on disk."""
