"""The script view: a row for each line, to hear, edit, arrange and filter."""
