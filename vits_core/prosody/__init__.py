"""What a person asks of noise and durations; plain data, without torch."""
