"""Voices in other projects' files, each family read into one config and state dict."""
