"""Reads text from files of many formats: what is spoken, its headings, and what was left out."""
