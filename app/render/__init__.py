"""A table of lines to audio files: what each row becomes, and who makes it."""
