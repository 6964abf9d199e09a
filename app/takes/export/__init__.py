"""Many takes to files."""
