"""What a person asks of noise and durations, and how the durations follow."""
