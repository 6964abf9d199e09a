"""When each sentence, word and phoneme of a sound is heard, and the files that tell it."""
