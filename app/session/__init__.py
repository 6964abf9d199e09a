"""What is spoken and how: voice, settings, requests, timeline."""
