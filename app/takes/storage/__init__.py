"""Takes and presets on disk."""
