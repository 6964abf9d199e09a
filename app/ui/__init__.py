"""The widgets, one a file. They show what they are told and ask by signals; no torch."""
