"""Speech to files, what it was made from, and made again from that; saving what changes."""
