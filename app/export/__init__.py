"""What of a script goes into which files, and how these are written; no Qt."""
