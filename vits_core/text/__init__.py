"""The text front-end: sentences, phonemes, token ids."""

from vits_core.text.frontend import FrontendConfig, TextFrontend

__all__ = ["FrontendConfig", "TextFrontend"]
