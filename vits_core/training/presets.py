"""Named sets of sizes and settings to train with."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from vits_core.model.config import (
    DecoderConfig,
    DurationPredictorConfig,
    FlowConfig,
    ModelConfig,
    PosteriorEncoderConfig,
    TextEncoderConfig,
)
from vits_core.training.corpus import Corpus
from vits_core.training.settings import OptimizerSettings, TrainingSettings

SPEAKER_CHANNELS = 256
"""Of a model for several speakers (paper section 3.1)."""


@dataclass(frozen=True, slots=True)
class Preset:
    """A model without its vocabulary and speakers, and how it is trained."""

    name: str
    description: str
    """One line for a list."""
    model: ModelConfig
    """Its symbols and speakers are those of no corpus yet."""
    sample_rate: int = 22_050
    """Hz that the sizes are meant for."""
    posterior_encoder: PosteriorEncoderConfig = field(default_factory=PosteriorEncoderConfig)
    discriminator_narrowing: int = 1
    """What the discriminators' channels are divided by."""
    settings: TrainingSettings = field(default_factory=TrainingSettings)

    def model_for(self, corpus: Corpus) -> ModelConfig:
        """The model with a corpus's symbols and speakers, and all that training needs."""
        speakers = len(corpus.speakers)
        model = replace(
            self.model,
            text_encoder=replace(self.model.text_encoder, num_symbols=corpus.num_symbols),
            num_speakers=max(1, speakers),
            speaker_channels=SPEAKER_CHANNELS if speakers > 1 else 0,
        )
        return model.with_training_parts(self.posterior_encoder)


PAPER = Preset(
    "paper",
    "the paper's configuration, 28 million parameters; a GPU and some days",
    ModelConfig(TextEncoderConfig(num_symbols=0)),
)

_PIPER_DECODER = DecoderConfig(
    channels=256,
    upsample_rates=(8, 8, 4),
    upsample_kernels=(16, 16, 8),
    paired_convolutions=False,
    resblock_kernels=(3, 5, 7),
    resblock_dilations=((1, 2), (2, 6), (3, 12)),
)

MEDIUM = Preset(
    "medium",
    "Piper's medium quality, 16 million parameters, speaks on any computer; a GPU and a day",
    ModelConfig(TextEncoderConfig(num_symbols=0), decoder=_PIPER_DECODER),
    settings=TrainingSettings(batch_size=32),
)

SMALL = Preset(
    "small",
    "16 kHz, 3 million parameters; for trying things out, also without a GPU",
    ModelConfig(
        TextEncoderConfig(num_symbols=0, hidden_channels=96, filter_channels=384, layers=3),
        duration_predictor=DurationPredictorConfig(filter_channels=96),
        flow=FlowConfig(wavenet_layers=2),
        decoder=replace(_PIPER_DECODER, channels=128),
        latent_channels=96,
    ),
    sample_rate=16_000,
    posterior_encoder=PosteriorEncoderConfig(wavenet_layers=6),
    discriminator_narrowing=8,
    settings=TrainingSettings(
        steps=20_000,
        batch_size=12,
        segment_samples=4096,
        optimizer=OptimizerSettings(learning_rate=4e-4),
        validation_interval=250,
        logging_interval=10,
    ),
)

MINUTE = Preset(
    "minute",
    "a toy that nobody could understand, but shows within a minute that everything works",
    ModelConfig(
        TextEncoderConfig(num_symbols=0, hidden_channels=16, filter_channels=32, layers=2),
        duration_predictor=DurationPredictorConfig(filter_channels=16, separable_layers=2),
        flow=FlowConfig(couplings=2, wavenet_layers=2),
        decoder=replace(
            _PIPER_DECODER,
            channels=16,
            resblock_kernels=(3, 5),
            resblock_dilations=((1, 2), (2, 6)),
        ),
        latent_channels=8,
    ),
    sample_rate=16_000,
    posterior_encoder=PosteriorEncoderConfig(wavenet_layers=2),
    discriminator_narrowing=32,
    settings=TrainingSettings(
        steps=60,
        batch_size=4,
        segment_samples=2048,
        validation_interval=30,
        logging_interval=10,
        spoken_samples=1,
    ),
)

PRESETS = {preset.name: preset for preset in (SMALL, MEDIUM, PAPER, MINUTE)}
