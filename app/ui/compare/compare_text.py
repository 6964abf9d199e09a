"""What the comparison of takes says in words: in its readout, its legend and to a screen reader."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from PySide6.QtCore import QObject

from app.comparison.common_axis import hertz
from app.comparison.comparison import Comparison, Figures
from app.takes.lab_take import LabTake

_GAP = "    "
_FEW = 4
_NONE = "–"


class CompareText(QObject):
    """Sentences about a comparison."""

    def name(self, take: LabTake) -> str:
        """As short as can be."""
        return f"{take.number} ★" if take.starred else str(take.number)

    def figures(self, take: LabTake, figures: Figures) -> str:
        """A take in a few numbers."""
        title = self.tr("Take %1, starred") if take.starred else self.tr("Take %1")
        words = f"{title.replace('%1', str(take.number))}: {figures.seconds:.2f} s"
        pitch = figures.pitch
        if pitch is None:
            return ", ".join((words, self.tr("pitch not yet known")))
        if not pitch.voiced:
            return ", ".join((words, self.tr("unvoiced")))
        values = (
            self.tr("median pitch %1 Hz, from %2 to %3 Hz, liveliness %4 semitones")
            .replace("%1", f"{pitch.median:.0f}")
            .replace("%2", f"{pitch.lowest:.0f}")
            .replace("%3", f"{pitch.highest:.0f}")
            .replace("%4", f"{pitch.spread:.1f}")
        )
        return ", ".join((words, values))

    def description(self, comparison: Comparison) -> str:
        """All of it, for a screen reader."""
        parts = [self.figures(t, comparison.figures[t.number]) for t in comparison.chosen]
        return ". ".join((*parts, self.longest_difference(comparison))).strip()

    def longest_difference(self, comparison: Comparison) -> str:
        """Which phoneme differs most in length; "" with one take."""
        if len(comparison.chosen) < 2 or not comparison.phonemes:
            return ""
        rows = [comparison.milliseconds(take) for take in comparison.chosen]
        apart = [max(column) - min(column) for column in zip(*rows, strict=True)]
        index = apart.index(max(apart))
        return (
            self.tr("Durations differ most at %1, by %2 ms")
            .replace("%1", self.phoneme(comparison, index))
            .replace("%2", f"{apart[index]:.0f}")
        )

    def phoneme(self, comparison: Comparison, index: int) -> str:
        """A phoneme with its word."""
        phoneme = comparison.phonemes[index]
        words = comparison.chosen[0].outline.utterance.words
        inside = (w.text for w in words if w.token_start <= phoneme.token_start < w.token_stop)
        label = f"/{phoneme.label}/" if phoneme.label else self.tr("gap")
        return " ".join((label, *inside))

    def notes(self, comparison: Comparison, surplus: int, left_out: Sequence[LabTake]) -> str:
        """What has to be known of what is drawn; `surplus` chosen takes are too many."""
        notes = []
        drawn = len(comparison.chosen)
        if surplus:
            words = self.tr("Showing the first %1 of %2 takes.")
            notes.append(words.replace("%1", str(drawn)).replace("%2", str(drawn + surplus)))
        if left_out:
            words = self.tr("Only takes of the same sentence can be overlaid. Left out: %1.")
            notes.append(words.replace("%1", ", ".join(str(take.number) for take in left_out)))
        if drawn == 1:
            words = self.tr(
                "Take %1 against the mean of all %2 takes. Select more takes to compare them."
            )
            words = words.replace("%1", str(comparison.chosen[0].number))
            notes.append(words.replace("%2", str(len(comparison.everything))))
        elif not comparison.axis.aligned:
            words = self.tr("Phonemes and words follow the timing of take %1.")
            notes.append(words.replace("%1", str(comparison.chosen[0].number)))
        return " ".join(notes)

    def difference(self, comparison: Comparison, rms: float) -> str:
        """What the picture of a difference shows."""
        first, second = (str(take.number) for take in comparison.chosen)
        words = self.tr("Take %1 minus take %2: %3 dB apart (root mean square, without silence)")
        words = words.replace("%1", second).replace("%2", first)
        return words.replace("%3", f"{rms:.1f}")

    def no_difference(self, comparison: Comparison, unlike: bool) -> str:
        """Why there is no such picture."""
        if len(comparison.chosen) != 2:
            return self.tr("Select exactly two takes to see where their sound differs")
        words = self.tr("Waiting for the audio of takes %1 and %2…")
        if unlike:
            words = self.tr("The spectrograms of takes %1 and %2 have different scales")
        first, second = (str(take.number) for take in comparison.chosen)
        return words.replace("%1", first).replace("%2", second)

    # -- the readout ---------------------------------------------------------------------------

    def idle(self, comparison: Comparison) -> str:
        """While nothing is pointed at."""
        how = self.tr(
            "Point or use the arrow keys to read values. Scroll or press + and − to zoom."
        )
        if not comparison.axis.aligned or len(comparison.everything) < 2:
            return how
        grey = self.tr("Grey: mean ± standard deviation of all %1 takes.")
        return f"{grey.replace('%1', str(len(comparison.everything)))} {how}"

    def durations(self, comparison: Comparison, place: float) -> str:
        """How long what is spoken at a place lasts in each take."""
        values = {}
        for take in comparison.chosen:
            reading = comparison.read(take, place)
            if reading is not None:
                label = self._own_label(comparison, reading.phoneme)
                values[take.number] = f"{label}{reading.milliseconds:.0f}"
        parts = [self._where(comparison, place), *_with_unit(values, "ms")]
        index = comparison.phoneme_at(place)
        if comparison.axis.aligned and index is not None:
            spread = comparison.duration_spread
            mean, sd = spread.mean[index], spread.sd[index]
            if math.isfinite(sd):
                parts.append(self._mean(comparison, f"{mean:.0f} ± {sd:.0f} ms"))
        return _GAP.join(parts)

    def pitch(self, comparison: Comparison, place: float) -> str:
        """The pitch of each take at a place."""
        values = {}
        for take in comparison.chosen:
            reading = comparison.read(take, place)
            if reading is not None:
                label = self._own_label(comparison, reading.phoneme)
                hz = f"{reading.hz:.0f}" if math.isfinite(reading.hz) else _NONE
                values[take.number] = f"{label}{hz}"
        parts = [self._where(comparison, place), *_with_unit(values, "Hz")]
        if comparison.axis.aligned and comparison.sounds:
            mean, sd = comparison.pitch_spread_at(place)
            if math.isfinite(sd):
                words = self.tr("%1 Hz ± %2 semitones").replace("%1", f"{hertz(mean):.0f}")
                parts.append(self._mean(comparison, words.replace("%2", f"{sd:.1f}")))
        return _GAP.join(parts)

    def spectrum(
        self, comparison: Comparison, place: float, reading: tuple[float, float | None] | None
    ) -> str:
        """How much stronger or weaker the second take is, in decibels and at a frequency."""
        parts = [self._where(comparison, place)]
        if reading is not None:
            decibels, hz = reading
            words = (
                self.tr("take %1 is %2 dB stronger than take %3")
                if decibels >= 0
                else self.tr("take %1 is %2 dB weaker than take %3")
            )
            first, second = (str(take.number) for take in comparison.chosen)
            words = words.replace("%1", second).replace("%3", first)
            at = self.tr("averaged over all bands") if hz is None else f"{hz:.0f} Hz"
            parts += [at, words.replace("%2", f"{abs(decibels):.1f}")]
        return _GAP.join(parts)

    def _where(self, comparison: Comparison, place: float) -> str:
        if not comparison.axis.aligned:
            return f"{place:.2f} s"
        index = comparison.phoneme_at(place)
        return "" if index is None else self.phoneme(comparison, index)

    def _own_label(self, comparison: Comparison, index: int) -> str:
        """By time the takes are at different phonemes, and each says at which."""
        if comparison.axis.aligned:
            return ""
        label = comparison.phonemes[index].label
        return f"/{label}/ " if label else ""

    def _mean(self, comparison: Comparison, value: str) -> str:
        words = self.tr("all %1: %2").replace("%1", str(len(comparison.everything)))
        return words.replace("%2", value)


def _with_unit(values: Mapping[int, str], unit: str) -> list[str]:
    """Values by their takes' numbers; of many only the last one tells the unit, to save room."""
    known = [number for number, value in values.items() if not value.endswith(_NONE)]
    with_unit = known if len(values) <= _FEW else known[-1:]
    return [
        f"{number}: {value} {unit}" if number in with_unit else f"{number}: {value}"
        for number, value in values.items()
    ]
