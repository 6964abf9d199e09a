"""Mel spectrograms, pitch, loudness, and audio files."""
