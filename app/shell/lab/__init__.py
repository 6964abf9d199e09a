"""The prosody lab put together: one controller for each part of the window."""
