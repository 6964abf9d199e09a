"""Names of the command line's commands; light, as the window's start reads it too."""

COMMANDS = ("say", "takes", "retake", "convert", "bench", "train")
