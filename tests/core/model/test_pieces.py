"""Flow and decoder give the same piece by piece as at once, at every length of the pieces."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor

from tests.core.model_shapes import (
    HIGH_QUALITY,
    SMALL,
    SMALL_MANY_SPEAKERS,
    X_LOW_QUALITY,
    random_model,
)
from vits_core.model import decoder as decoder_module
from vits_core.model.backends.onednn_convolution import can_pack
from vits_core.model.config import ModelConfig
from vits_core.model.decoder import Margins
from vits_core.model.flow import FlowStream
from vits_core.model.vits import Vits

pytestmark = pytest.mark.slow

CPU = torch.device("cpu")
FRAMES = 61  # no piece divides it
SIZES = [*range(1, 14), 32]
BOUND = 1e-5
CONFIGS = pytest.mark.parametrize(
    "config", [SMALL, SMALL_MANY_SPEAKERS, HIGH_QUALITY, X_LOW_QUALITY]
)
PACKED = pytest.mark.parametrize("packed", [False, True], ids=["plain", "packed"])


def _model(config: ModelConfig, packed: bool) -> tuple[Vits, Tensor | None]:
    model = random_model(config)
    if packed:
        model.prepare(CPU, torch.float32)
    return model, model.speaker_vector(torch.tensor([1]))


@pytest.fixture(autouse=True)
def _inference() -> object:
    with torch.inference_mode():
        yield


@CONFIGS
@PACKED
@pytest.mark.parametrize("frames", [1, 2, 3, 17, FRAMES])
def test_the_flow_in_pieces_is_the_whole_flow(
    config: ModelConfig, packed: bool, frames: int
) -> None:
    model, speaker = _model(config, packed)
    z_p = torch.randn(1, config.latent_channels, frames, generator=torch.Generator().manual_seed(1))
    whole = model.latent(z_p, None, speaker)
    bound = BOUND * float(whole.abs().max())
    for size in sorted({*(size for size in SIZES if size < frames), frames, 100}):
        stream = FlowStream(model.flow, frames, speaker)
        pieces: list[Tensor] = []
        pushed = 0
        while sum(piece.shape[2] for piece in pieces) < frames:
            piece = stream.piece(z_p[:, :, pushed : pushed + size], size)
            for index in range(stream.steps):
                piece = stream.step(index, piece)
            pieces.append(stream.result(piece))
            pushed += size
        joined = torch.cat(pieces, dim=2)
        assert joined.shape == whole.shape
        assert float((joined - whole).abs().max()) < bound, size


@CONFIGS
@pytest.mark.parametrize("frames", [1, 2, 7, FRAMES])
def test_stages_slice_by_slice_are_the_whole_stages(
    config: ModelConfig, frames: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    model, speaker = _model(config, packed=True)
    z = torch.randn(2, config.latent_channels, frames, generator=torch.Generator().manual_seed(3))
    whole = model.decode(z, speaker)
    for slice_bytes in (10_000, 30_000, 100_000):
        monkeypatch.setattr(decoder_module, "SLICE_BYTES", slice_bytes)
        sliced = model.decode(z, speaker)
        assert sliced.shape == whole.shape
        assert float((sliced - whole).abs().max()) < BOUND, slice_bytes


@CONFIGS
@PACKED
def test_the_decoder_in_pieces_is_the_whole_decoder(config: ModelConfig, packed: bool) -> None:
    model, speaker = _model(config, packed)
    z = torch.randn(1, config.latent_channels, FRAMES, generator=torch.Generator().manual_seed(2))
    whole = model.decode(z, speaker)
    reach, hop = model.decoder.reach, config.hop_length
    seen = set()
    for size in [*SIZES, FRAMES]:
        for start in range(0, FRAMES, size):
            stop = min(start + size, FRAMES)
            before, after = min(start, reach), min(FRAMES - stop, reach)
            if (stop - start, before, after) in seen:
                continue  # inside, one place is like the other
            seen.add((stop - start, before, after))
            part = z[:, :, start - before : stop + after]
            piece = model.decode(part, speaker, Margins(before, after))
            expected = whole[:, start * hop : stop * hop]
            assert piece.shape == expected.shape
            assert float((piece - expected).abs().max()) < BOUND, (size, start)


@CONFIGS
def test_the_reaches_are_what_matters_and_no_less(config: ModelConfig) -> None:
    """A change of one frame is felt up to the reach, and not beyond."""
    model, speaker = _model(config, packed=False)
    model = model.double()
    speaker = None if speaker is None else speaker.double()
    length = 2 * (model.flow.reach + model.decoder.reach) + 1
    middle = length // 2
    before = torch.randn(1, config.latent_channels, length, dtype=torch.float64)
    after = before.clone()
    after[:, :, middle] += 1.0
    for what, reach, hop in (
        (lambda x: model.latent(x, None, speaker), model.flow.reach, 1),
        (lambda x: model.decode(x, speaker).unsqueeze(1), model.decoder.reach, config.hop_length),
    ):
        changed = (what(before) - what(after)).abs().amax(dim=1)[0].nonzero().flatten()
        first, last = int(changed[0]) // hop, int(changed[-1]) // hop
        assert middle - reach <= first <= middle - reach + 1
        assert middle + reach - 1 <= last <= middle + reach


@CONFIGS
def test_packed_weights_give_what_the_plain_ones_give(config: ModelConfig) -> None:
    model, speaker = _model(config, packed=False)
    z_p = torch.randn(1, config.latent_channels, FRAMES)
    ids = torch.arange(1, 30).unsqueeze(0)
    results = []
    for prepare in (lambda: None, lambda: model.prepare(CPU, torch.float32), model.unpack):
        prepare()
        z = model.latent(z_p, None, speaker)
        results.append((model.encode(ids).hidden, z, model.decode(z, speaker)))
    for plain, packed, again in zip(*results, strict=True):
        torch.testing.assert_close(packed, plain, rtol=1e-5, atol=1e-5)
        assert torch.equal(again, plain)


@pytest.mark.skipif(not can_pack(torch.bfloat16), reason="needs a CPU that rounds to bfloat16")
def test_the_stages_in_sixteen_bits_come_near_and_go_back() -> None:
    model, _ = _model(X_LOW_QUALITY, packed=True)
    z = torch.randn(1, X_LOW_QUALITY.latent_channels, FRAMES)
    exact = model.decode(z, None)
    model.prepare(CPU, torch.bfloat16)
    rounded = model.decode(z, None)
    assert rounded.dtype == torch.float32
    noise = (exact - rounded).square().mean() / exact.square().mean()
    assert 1e-7 < noise < 1e-2
    model.prepare(CPU, torch.float32)
    assert torch.equal(model.decode(z, None), exact)


def test_a_type_that_this_cpu_cannot_compute_in_is_refused_and_changes_nothing() -> None:
    model, _ = _model(X_LOW_QUALITY, packed=True)
    z = torch.randn(1, X_LOW_QUALITY.latent_channels, FRAMES)
    before = model.decode(z, None)
    lacking = [d for d in (torch.bfloat16, torch.float16, torch.float64) if not can_pack(d)]
    assert torch.float64 in lacking  # no CPU's oneDNN has it
    for dtype in lacking:
        with pytest.raises(ValueError, match=str(dtype)):
            model.prepare(CPU, dtype)
        assert torch.equal(model.decode(z, None), before)
