"""How the script is spoken: speaker, settings and seeds, by the voice that is there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import QCoreApplication, QObject, Signal, Slot

from app.document.document import Line
from app.document.line_request import USUAL_READING, LineRequest, line_request
from app.document.slots import LineFit
from app.session.line_voices import LineVoices
from app.session.script import Script
from app.session.voice_session import VoiceSession
from app.synthesis.requests import VoiceInfo
from vits_core.records import ProsodySettings
from vits_core.text.reading_options import ReadingOptions
from vits_core.text.scripts import Foreign


class DeliverySession(VoiceSession):
    """Says how each line is to be spoken; what is changed of it is changed in the script."""

    # The script's speaker, settings or seeds are others now.
    delivery_changed = Signal()

    def __init__(self, script: Script, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._script = script
        self._delivery = script.document.delivery
        self.line_voices = LineVoices(script, self, self)
        self.fits: Mapping[int, LineFit] = {}
        """How lines are spoken in their slots, by their ids."""
        self.foreign: Foreign | None = None
        """What becomes of writing systems that the voice's language does not have; None until
        somebody said so."""
        self._as_written = False
        script.changed.connect(self._on_script_changed)

    @property
    def settings(self) -> ProsodySettings:
        """Of the script; the voice's own where nobody chose others."""
        return self._script.document.delivery.prosody(self._defaults)

    @property
    def seeds(self) -> tuple[int, int]:
        """Rhythm seed and expression seed of the script."""
        delivery = self._script.document.delivery
        return delivery.rhythm_seed or 0, delivery.expression_seed or 0

    @property
    def speaker(self) -> str | None:
        """Name of the script's speaker, the voice's first where it has no such one; None where it
        has none at all, and while there is no voice."""
        speakers = () if self.voice is None else self.voice.speakers
        name = self._script.document.delivery.speaker
        return name if name in speakers else next(iter(speakers), None)

    @property
    def reading(self) -> ReadingOptions:
        """How texts are read."""
        foreign = self.foreign or Foreign.SKIP
        return replace(USUAL_READING, foreign=foreign, rewrite=not self._as_written)

    def line_request(self, line: Line, *, fitted: bool = True) -> LineRequest:
        """A line as the worker is asked for it: its own delivery over the script's; and as long as
        its slot wants it, or as it is by itself."""
        main, voice, own = self.voice, self.voice_of(line), line.delivery.voice
        if own is None or (voice is not None and main is not None and voice.source == main.source):
            own = None
        return line_request(
            self._script.document,
            line,
            voice="" if voice is None else voice.source,
            speakers=() if voice is None else voice.speakers,
            defaults=ProsodySettings() if voice is None else voice.defaults,
            reading=self.reading,
            fit=self.fits.get(line.id) if fitted else None,
            own_voice=own,
            rate=None if own is None or main is None else main.sample_rate,
        )

    def voice_of(self, line: Line) -> VoiceInfo | None:
        """The voice that speaks a line; None while that is not loaded, or where it cannot be."""
        own = line.delivery.voice
        return self.voice if own is None else self.line_voices.info(own)

    def voice_by_file(self, path: str) -> VoiceInfo | None:
        """The voice of a file, as far as the script speaks with it."""
        if self.voice is not None and self.voice.source == path:
            return self.voice
        return self.line_voices.by_file(path)

    def own_file(self, voice: VoiceInfo) -> str | None:
        """How the worker is asked for a voice: by its file, unless it is the script's."""
        main = self.voice
        return None if main is not None and main.source == voice.source else voice.source

    def lead(self, lines: Sequence[Line]) -> int:
        """Samples of silence before these lines: until the first slot of the script, where they
        begin with its first line."""
        if self.voice is None or not self.fits or lines[0].id != self._script.document.lines[0].id:
            return 0
        starts = (self.fits[line.id].start for line in lines if line.id in self.fits)
        hop = self.voice.hop_length
        return round((next(starts, None) or 0.0) * self.voice.sample_rate / hop) * hop

    def set_foreign(self, foreign: Foreign) -> None:
        """Leave text in such writing systems out from now on, or spell it."""
        self.foreign = foreign
        self.delivery_changed.emit()

    @Slot(bool)
    def set_as_written(self, as_written: bool) -> None:
        """Leave numbers, dates and the like to espeak-ng from now on, or read them as people do."""
        if as_written != self._as_written:
            self._as_written = as_written
            self.delivery_changed.emit()

    @Slot(object)
    def set_settings(self, settings: ProsodySettings) -> None:
        """Speak so from now on; at once when live."""
        self.take_up(settings, self.seeds)

    @Slot(int, int)
    def set_seeds(self, rhythm: int, expression: int) -> None:
        """Use these seeds from now on; at once when live."""
        self.take_up(self.settings, (rhythm, expression))

    def take_up(
        self, settings: ProsodySettings, seeds: tuple[int, int], what: str | None = None
    ) -> None:
        """Speak so from now on, at once when live; `what` names the change, to be undone."""
        before = self._script.document.delivery
        delivery = replace(
            before.with_prosody(settings, self._defaults),
            rhythm_seed=seeds[0],
            expression_seed=seeds[1],
        )
        self._script.deliver(delivery, what or self._name_of(delivery.differing(before)))

    def set_speaker(self, name: str | None) -> None:
        """Speak as this speaker from now on; at once when live."""
        translate = QCoreApplication.translate
        delivery = replace(self._script.document.delivery, speaker=name)
        self._script.deliver(delivery, translate("DeliverySession", "Change speaker"))

    @property
    def _defaults(self) -> ProsodySettings:
        return ProsodySettings() if self.voice is None else self.voice.defaults

    def _name_of(self, changed: frozenset[str]) -> str:
        translate = QCoreApplication.translate  # in a base class, `tr` would ask for the child's
        names = {
            "noise_scale": translate("DeliverySession", "Change expressiveness"),
            "duration_noise_scale": translate("DeliverySession", "Change rhythm variation"),
            "length_scale": translate("DeliverySession", "Change speed"),
            "rhythm_seed": translate("DeliverySession", "Change rhythm seed"),
            "expression_seed": translate("DeliverySession", "Change expression seed"),
        }
        if len(changed) == 1:
            return names[next(iter(changed))]
        if changed <= {"rhythm_seed", "expression_seed"}:
            return translate("DeliverySession", "Change seeds")
        return translate("DeliverySession", "Change settings")

    @Slot()
    def _on_script_changed(self) -> None:
        delivery = self._script.document.delivery
        if delivery != self._delivery:
            self._delivery = delivery
            self.delivery_changed.emit()
