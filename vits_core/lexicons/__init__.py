"""Files of pronunciations: our own, tables, W3C PLS, and VOICEVOX's."""
