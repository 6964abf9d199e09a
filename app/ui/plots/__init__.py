"""Waveform, mel spectrogram, phonemes and words on one time axis."""
