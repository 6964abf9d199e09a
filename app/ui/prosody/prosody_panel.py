"""How a text is spoken: three settings of the noise and tempo, and the two seeds."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.ui.actions.action import Action
from app.ui.actions.window_actions import WindowActions
from app.ui.prosody.preset_button import PresetButton
from app.ui.prosody.prosody_slider import ProsodySlider, SliderScale
from app.ui.prosody.seed_field import SeedField, another_seed
from app.ui.widgets.icons import Icons
from app.ui.widgets.theme import GRID
from vits_core.records import ProsodySettings

LOWEST_SPEED = 0.5
HIGHEST_SPEED = 2.0


class ProsodyPanel(QScrollArea):
    """Expressiveness, rhythm variation and speed, with a seed each for rhythm and expression."""

    settings_changed = Signal(ProsodySettings)  # the user moved a slider; comes while it moves
    seeds_changed = Signal(int, int)  # the user changed one: rhythm seed, expression seed
    locks_changed = Signal(bool, bool)  # the user changed one: rhythm locked, expression locked
    live_toggled = Signal(bool)  # whether every change is to be heard at once
    collapse_requested = Signal()  # the panel is in the way

    def __init__(self, actions: WindowActions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # its fields come into view by themselves
        self.setObjectName("prosodyPanel")
        self.setAccessibleName(self.tr("Prosody"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._settings = ProsodySettings()
        self._expressiveness = ProsodySlider(self._expressiveness_scale())
        self._rhythm = ProsodySlider(self._rhythm_scale())
        self._speed = ProsodySlider(self._speed_scale())
        self._rhythm_seed = SeedField(
            "rhythmSeed",
            self.tr("Rhythm seed"),
            self.tr(
                "The same number always gives the same rhythm (seed of the duration "
                "predictor's noise)"
            ),
            actions[Action.RHYTHM_SEED],
        )
        self._expression_seed = SeedField(
            "expressionSeed",
            self.tr("Expression seed"),
            self.tr("The same number always gives the same intonation (seed of the prior's noise)"),
            actions[Action.EXPRESSION_SEED],
        )
        self.presets = PresetButton()
        self._live = self._build_live()
        self._icons = Icons(self)
        self._collapse = self._build_collapse()
        self._seeds_header = self._build_seeds_header()
        self._seeds = QWidget()
        self._lay_out()
        self._connect()
        self.set_defaults(self._settings)
        self.set_settings(self._settings)

    # -- values in and out ---------------------------------------------------------------------

    def settings(self) -> ProsodySettings:
        return self._settings

    def set_settings(self, settings: ProsodySettings) -> None:
        """Show settings without telling anyone."""
        self._settings = settings
        self._expressiveness.set_value(settings.noise_scale)
        self._rhythm.set_value(settings.duration_noise_scale)
        self._speed.set_value(1.0 / settings.length_scale)
        self.presets.set_settings(settings)

    def set_defaults(self, settings: ProsodySettings) -> None:
        """What a reset goes back to: the voice's own settings."""
        self._defaults = settings
        self._expressiveness.set_default(settings.noise_scale)
        self._rhythm.set_default(settings.duration_noise_scale)
        self._speed.set_default(1.0 / settings.length_scale)

    def seeds(self) -> tuple[int, int]:
        """Rhythm seed, expression seed."""
        return self._rhythm_seed.seed, self._expression_seed.seed

    def set_seeds(self, rhythm: int, expression: int) -> None:
        """Show seeds without telling anyone."""
        self._rhythm_seed.set_seed(rhythm)
        self._expression_seed.set_seed(expression)

    def locks(self) -> tuple[bool, bool]:
        """Whether the rhythm seed and the expression seed are locked."""
        return self._rhythm_seed.locked, self._expression_seed.locked

    def set_locks(self, rhythm: bool, expression: bool) -> None:
        """Lock or unlock without telling anyone."""
        self._rhythm_seed.set_locked(rhythm)
        self._expression_seed.set_locked(expression)

    def live(self) -> bool:
        return self._live.isChecked()

    def set_live(self, live: bool) -> None:
        """Switch without telling anyone."""
        self._live.blockSignals(True)
        self._live.setChecked(live)
        self._live.blockSignals(False)

    def shows_seeds(self) -> bool:
        return not self._seeds.isHidden()

    def show_seeds(self, shown: bool) -> None:
        """Unfold the seeds, or fold them away."""
        self._seeds.setVisible(shown)
        self._icons.put(
            self._seeds_header, "mdi6.chevron-down" if shown else "mdi6.chevron-right", "muted"
        )

    def take_focus(self) -> None:
        """Put the keyboard on the button that folds the panel away."""
        self._collapse.setFocus()

    # -- what the menus and the New take button ask for ----------------------------------------

    @Slot()
    def reset(self) -> None:
        """Take the voice's own settings for all three, as the user's own change."""
        if self._settings != self._defaults:
            self.set_settings(self._defaults)
            self.settings_changed.emit(self._defaults)

    @Slot()
    def renew_unlocked_seeds(self) -> bool:
        """New seeds for those that are not locked, told once; false when both are locked."""
        before = self.seeds()
        rhythm_locked, expression_locked = self.locks()
        self.set_seeds(
            before[0] if rhythm_locked else another_seed(before[0]),
            before[1] if expression_locked else another_seed(before[1]),
        )
        if self.seeds() == before:
            return False
        self.seeds_changed.emit(*self.seeds())
        return True

    # -- slots ---------------------------------------------------------------------------------

    @Slot()
    def _on_slider_moved(self) -> None:
        moved = self.sender()
        old = self._settings
        self._settings = ProsodySettings(
            self._expressiveness.value if moved is self._expressiveness else old.noise_scale,
            self._rhythm.value if moved is self._rhythm else old.duration_noise_scale,
            1.0 / self._speed.value if moved is self._speed else old.length_scale,
        )
        self.settings_changed.emit(self._settings)

    @Slot()
    def _on_seed_changed(self) -> None:
        self.seeds_changed.emit(*self.seeds())

    @Slot()
    def _on_lock_toggled(self) -> None:
        self.locks_changed.emit(*self.locks())

    @Slot()
    def _on_seeds_clicked(self) -> None:
        self.show_seeds(not self.shows_seeds())

    # -- building ------------------------------------------------------------------------------

    def _connect(self) -> None:
        self._collapse.clicked.connect(self.collapse_requested)
        self._seeds_header.clicked.connect(self._on_seeds_clicked)
        for slider in (self._expressiveness, self._rhythm, self._speed):
            slider.value_changed.connect(self._on_slider_moved)
        for seed in (self._rhythm_seed, self._expression_seed):
            seed.seed_changed.connect(self._on_seed_changed)
            seed.lock_toggled.connect(self._on_lock_toggled)
        self._live.toggled.connect(self.live_toggled)

    def _expressiveness_scale(self) -> SliderScale:
        return SliderScale(
            "expressiveness", self.tr("Expressiveness"), 0.0, 1.5, 0.1,
            self.tr("flat"), self.tr("lively"),
            self.tr(
                "How far the intonation strays from the voice's average; high values "
"sound rough (noise scale). Double-click to reset to the voice's default."
            ),
        )  # fmt: skip

    def _rhythm_scale(self) -> SliderScale:
        return SliderScale(
            "rhythmVariation", self.tr("Rhythm variation"), 0.0, 1.5, 0.1,
            self.tr("even"), self.tr("varied"),
            self.tr(
                "How far the length of each sound strays from the average; this also "
"affects the tempo slightly (duration noise scale). Double-click to "
"reset to the voice's default."
            ),
        )  # fmt: skip

    def _speed_scale(self) -> SliderScale:
        return SliderScale(
            "speed", self.tr("Speed"), LOWEST_SPEED, HIGHEST_SPEED, 0.05,
            self.tr("slower"), self.tr("faster"),
            self.tr(
                "How fast the voice speaks; 2.00× takes half the time (inverse of the "
"length scale). Double-click to reset to the voice's default."
            ),
            suffix=self.tr("×"),
        )  # fmt: skip

    def _build_live(self) -> QCheckBox:
        box = QCheckBox(self.tr("Live"))
        box.setObjectName("liveBox")
        box.setAccessibleName(self.tr("Live"))
        box.setToolTip(self.tr("Speak again whenever a slider or seed changes"))
        return box

    def _build_collapse(self) -> QToolButton:
        button = QToolButton()
        button.setObjectName("prosodyCollapseButton")
        button.setAccessibleName(self.tr("Hide the prosody panel"))
        button.setToolTip(button.accessibleName())
        self._icons.put(button, "mdi6.chevron-double-right", "muted")
        return button

    def _build_seeds_header(self) -> QToolButton:
        button = QToolButton()
        button.setObjectName("seedsHeaderButton")
        button.setText(self.tr("Seeds"))
        button.setAccessibleName(self.tr("Seeds"))
        button.setToolTip(self.tr("Show or hide the seeds of rhythm and expression"))
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._icons.put(button, "mdi6.chevron-down", "muted")
        return button

    def _lay_out(self) -> None:
        heading = QLabel(self.tr("Prosody"))
        heading.setProperty("role", "heading")
        top = QHBoxLayout()
        top.addWidget(heading, 1)
        top.addWidget(self.presets)
        top.addWidget(self._live)
        top.addWidget(self._collapse)
        inside = QWidget()
        inside.setObjectName("prosodyPanelInside")
        layout = QVBoxLayout(inside)
        layout.setContentsMargins(2 * GRID, GRID // 2, GRID, GRID // 2)
        layout.setSpacing(GRID)
        layout.addLayout(top)
        for part in (self._expressiveness, self._rhythm, self._speed):
            layout.addWidget(part)
        layout.addWidget(self._seeds_header, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self._seeds)
        below = QVBoxLayout(self._seeds)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(GRID)
        seeds = (self._rhythm_seed, self._expression_seed)
        for seed in seeds:
            seed.set_label_width(max(each.label_width() for each in seeds))
            below.addWidget(seed)
        layout.addStretch(1)
        self.setWidget(inside)
        self._inside = inside

    def minimumSizeHint(self) -> QSize:
        # A scroll area may be narrower than what is in it; this one scrolls down only.
        bar = self.verticalScrollBar().sizeHint().width()
        wide = self._inside.minimumSizeHint().width() + bar
        return QSize(wide, super().minimumSizeHint().height())
