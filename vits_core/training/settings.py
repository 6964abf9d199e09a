"""How a voice is trained; the defaults are the reference's."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

Precision = Literal["float32", "bfloat16", "float16"]


@dataclass(frozen=True, slots=True)
class OptimizerSettings:
    """AdamW, for the model and for its discriminators alike."""

    learning_rate: float = 2e-4
    betas: tuple[float, float] = (0.8, 0.99)
    epsilon: float = 1e-9
    weight_decay: float = 0.01
    decay: float = 0.999875
    """Factor on the learning rate at each epoch's end."""

    def rate(self, epoch: int) -> float:
        """The learning rate of an epoch."""
        return self.learning_rate * self.decay**epoch


@dataclass(frozen=True, slots=True)
class LossWeights:
    """What each loss counts in the model's sum (paper section 2.3; HiFi-GAN section 2.3)."""

    mel: float = 45.0
    kl: float = 1.0
    duration: float = 1.0
    feature: float = 2.0
    adversarial: float = 1.0


@dataclass(frozen=True, slots=True)
class TrainingSettings:
    """Everything about a training but the model and the corpus."""

    steps: int = 500_000
    """Batches to train with, those before a stop included."""
    batch_size: int = 64
    """Clips of a step, all processes together."""
    segment_samples: int = 8192
    """Of each clip, that pass the decoder and the discriminators at a step."""
    seed: int = 1234
    optimizer: OptimizerSettings = field(default_factory=OptimizerSettings)
    losses: LossWeights = field(default_factory=LossWeights)
    precision: Precision = "float32"
    """16 bits where they do no harm; losses are computed in 32 in any case."""
    validation_interval: int = 1000
    """Steps between two looks at the clips that are held out."""
    logging_interval: int = 50
    """Steps between two points of a curve."""
    checkpoint_minutes: float = 10.0
    """Between two checkpoints; a killed training goes on from the last."""
    spoken_samples: int = 4
    """Clips held out whose texts are spoken for TensorBoard at each validation."""

    def to_json(self) -> dict[str, Any]:
        """Plain values."""
        return json.loads(json.dumps(asdict(self)))  # type: ignore[no-any-return]

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> TrainingSettings:
        """The inverse of `to_json`; raises KeyError or TypeError for anything else."""
        optimizer = dict(values["optimizer"])
        optimizer["betas"] = tuple(optimizer["betas"])
        return cls(
            **{
                **values,
                "optimizer": OptimizerSettings(**optimizer),
                "losses": LossWeights(**values["losses"]),
            }
        )
