"""From a voice's files to a model with exactly their weights."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import torch
from torch.overrides import TorchFunctionMode

from vits_core.errors import VoiceError
from vits_core.formats.families import Origin, origin_of
from vits_core.model.posterior_encoder import PosteriorEncoder
from vits_core.model.vits import Vits
from vits_core.voices.voice_cache import POSTERIOR, Imported, cached_import, cached_posterior
from vits_core.voices.voice_config import VoiceConfig


def read_voice(path: Path) -> Imported:
    """Config and weights of what speaks, from the cache where the files were read before.

    Raises `VoiceError` for files that are missing, damaged or of another kind.
    """
    origin = origin_of(path)
    if not all(file.is_file() for file in origin.files):
        origin.read()  # says which is missing
    try:
        return cached_import(origin.files, lambda: _checked(origin))
    except OSError as error:
        raise _unreadable(path, error) from error


def read_posterior_encoder(path: Path) -> PosteriorEncoder:
    """The posterior encoder of a voice that has one.

    Raises `VoiceError` where the voice's files are gone or have none.
    """
    origin = origin_of(path)
    try:
        config, state = cached_posterior(origin.files, lambda: _checked(origin))
    except OSError as error:
        raise _unreadable(path, error) from error
    if config.posterior_encoder is None:
        raise VoiceError("The voice has no posterior encoder", where=str(path))
    with _NoInitialisation():
        encoder = _posterior_encoder(config)
    own = {name.removeprefix(POSTERIOR): tensor for name, tensor in state.items()}
    encoder.load_state_dict(own, strict=True, assign=True)
    return encoder.eval().requires_grad_(False)


def model_with(config: VoiceConfig, state: dict[str, torch.Tensor]) -> Vits:
    """The model with exactly these weights."""
    with _NoInitialisation():
        model = Vits(config.model)
    model.load_state_dict(state, strict=True, assign=True)
    return model.requires_grad_(False)


def _posterior_encoder(config: VoiceConfig) -> PosteriorEncoder:
    assert config.posterior_encoder is not None
    model = config.model
    return PosteriorEncoder(
        config.posterior_encoder,
        model.latent_channels,
        model.text_encoder.hidden_channels,
        model.speaker_channels,
    )


def _checked(origin: Origin) -> Imported:
    """Read a voice and check that its weights are those of the model that its sizes describe.

    The meta device allocates nothing, so sizes that a damaged file claims cost no memory.
    """
    config, state = origin.read()
    whole = dataclasses.replace(config.model, posterior_encoder=config.posterior_encoder)
    with torch.device("meta"), _NoInitialisation():
        expected = Vits(whole).state_dict()
    missing = sorted(expected.keys() - state.keys())
    unexpected = sorted(state.keys() - expected.keys())
    wrong = sorted(
        name for name in expected.keys() & state.keys() if expected[name].shape != state[name].shape
    )
    for names, what in (
        (missing, "lacks"),
        (unexpected, "has the unknown"),
        (wrong, "has the wrong size for"),
    ):
        if names:
            raise VoiceError(
                f"The voice file is not a VITS voice of a known shape: it {what} "
                f"{', '.join(names[:4])}{' …' if len(names) > 4 else ''}",
                where=str(origin.path),
                remedy="Choose another voice.",
            )
    return config, state


def _unreadable(path: Path, error: OSError) -> VoiceError:
    return VoiceError(
        "The voice file cannot be read",
        where=str(path),
        remedy=f"The system says: {error.strerror or error}.",
    )


class _NoInitialisation(TorchFunctionMode):
    """Leaves new parameters as they are: drawing 16 million random numbers takes longer than
    reading the weights that replace them, and would move the caller's own generator on."""

    def __torch_function__(
        self, func: Any, types: Any, args: tuple[Any, ...] = (), kwargs: Any = None
    ) -> Any:
        kwargs = kwargs or {}
        initialises = getattr(func, "__module__", "") == "torch.nn.init"
        if initialises or func in (torch.Tensor.normal_, torch.Tensor.uniform_):
            return kwargs["tensor"] if "tensor" in kwargs else args[0]
        return func(*args, **kwargs)
