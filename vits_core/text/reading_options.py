"""How a text is read."""

from __future__ import annotations

from dataclasses import dataclass, replace

from vits_core.text.pronunciations import NO_PRONUNCIATIONS, Pronunciations
from vits_core.text.scripts import Foreign


@dataclass(frozen=True, slots=True)
class ReadingOptions:
    """What a person decides about how a text is read; the voice decides the rest."""

    foreign: Foreign = Foreign.SPELL
    """What becomes of writing systems that the voice's language does not have."""
    rewrite: bool = True
    """Numbers, dates, amounts and the like are read as people say them; otherwise as espeak-ng
    does."""
    pronunciations: Pronunciations = NO_PRONUNCIATIONS
    """How a person wants words said, whatever else is decided."""

    def for_text(self, text: str, language: str) -> ReadingOptions:
        """The same without words of the dictionary that are not in `text`."""
        if not self.pronunciations:
            return self
        return replace(self, pronunciations=self.pronunciations.of(text, language))


AS_SPOKEN = ReadingOptions()
"""Everything is read, in the way that people say it."""
