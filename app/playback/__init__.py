"""From samples to the sound device."""
