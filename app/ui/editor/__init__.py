"""The text, and what of it is being spoken."""
