"""Takes over one another: phonemes, pitch, spectrograms, figures."""
