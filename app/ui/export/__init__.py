"""What is written to files, and how it went."""
