"""Lines of the script to files, in the background of the window."""
