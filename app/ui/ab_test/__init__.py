"""Two takes heard in turns, also blind."""
