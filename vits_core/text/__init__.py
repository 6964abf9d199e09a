"""The text front-end: sentences, phonemes, token ids."""
