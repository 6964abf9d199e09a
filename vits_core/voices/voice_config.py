"""Everything about a voice but its weights."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from vits_core.model.config import (
    DecoderConfig,
    DurationPredictorConfig,
    FlowConfig,
    ModelConfig,
    PosteriorEncoderConfig,
    TextEncoderConfig,
)
from vits_core.records import ProsodySettings
from vits_core.text.frontend import FrontendConfig
from vits_core.voices.field_types import check_types


@dataclass(frozen=True, slots=True)
class VoiceConfig:
    """A voice: its sizes, its audio, its text front-end, its speakers and usual settings."""

    name: str
    model: ModelConfig
    frontend: FrontendConfig
    sample_rate: int
    """Hz."""
    speakers: Mapping[str, int] = field(default_factory=dict)
    """Name -> id, in the order of the ids; empty for a voice with one speaker."""
    defaults: ProsodySettings = field(default_factory=ProsodySettings)
    posterior_encoder: PosteriorEncoderConfig | None = None
    """Sizes of the posterior encoder, with which a voice converts recordings; its weights are kept
    apart from those that speak. None for a voice without one."""

    def __post_init__(self) -> None:
        check_types(self, VoiceConfig)
        # Files and the cache have them in any order; the first one is the default, with id 0.
        in_order = sorted(self.speakers.items(), key=lambda speaker: (speaker[1], speaker[0]))
        object.__setattr__(self, "speakers", dict(in_order))

    @property
    def converts(self) -> bool:
        """Whether the voice can give a recording of one of its speakers the voice of another."""
        return self.posterior_encoder is not None and self.model.num_speakers > 1

    def to_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> VoiceConfig:
        """Inverse of `to_json`; raises ValueError, KeyError or TypeError on anything else: a
        `FieldTypeError` for a field of another type."""
        data = json.loads(text)
        model = data["model"]
        posterior = data.get("posterior_encoder")
        decoder = {key: _tuples(value) for key, value in model["decoder"].items()}
        check_types(data["defaults"], Mapping[str, float], "defaults")  # it compares them
        return cls(
            name=data["name"],
            model=ModelConfig(
                **{
                    **model,
                    "text_encoder": TextEncoderConfig(**model["text_encoder"]),
                    "duration_predictor": DurationPredictorConfig(**model["duration_predictor"]),
                    "flow": FlowConfig(**model["flow"]),
                    "decoder": DecoderConfig(**decoder),
                }
            ),
            frontend=FrontendConfig.from_json(data["frontend"]),
            sample_rate=data["sample_rate"],
            speakers=data["speakers"],
            defaults=ProsodySettings(**data["defaults"]),
            posterior_encoder=None if posterior is None else PosteriorEncoderConfig(**posterior),
        )


def _tuples(value: Any) -> Any:
    return tuple(_tuples(item) for item in value) if isinstance(value, list) else value
