"""Sliders, seeds and presets."""
