"""Lines of the script to files."""
