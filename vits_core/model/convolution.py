"""Convolutions over time, computed as channels-last 2-D convolutions of height 1.

On a CPU oneDNN has faster kernels for that layout, with equal results up to rounding. Parameters
keep the shapes of `nn.Conv1d`, so checkpoints do too.

Inside, sound is [B, C, 1, T] in channels-last order; `to_channels_last` and `from_image` convert.

For inference `pack` prepares a second copy of the weights, for a CPU (`onednn_convolution.py`) or
for CUDA (`cuda_convolution.py`); gradients and changed weights need the plain one: `unpack`.
"""

from __future__ import annotations

from typing import TypeVar

import torch
from torch import Tensor, nn
from torch.nn import functional

from vits_core.model.backends.cuda_convolution import CudaConvolution
from vits_core.model.backends.onednn_convolution import PackedConvolution

Prepared = TypeVar("Prepared", PackedConvolution, CudaConvolution)


def to_channels_last(x: Tensor) -> Tensor:
    """[B, C, T] -> [B, C, 1, T], channels last."""
    return x.unsqueeze(2).contiguous(memory_format=torch.channels_last)


def from_image(x: Tensor) -> Tensor:
    """[B, C, 1, T] -> [B, C, T]."""
    return x.squeeze(2)


class TimeConvolution(nn.Conv1d):
    """`nn.Conv1d` with stride 1 whose output is as long as its input."""

    def __init__(
        self, channels: int, out_channels: int, kernel_size: int, dilation: int = 1,
        bias: bool = True,
    ) -> None:  # fmt: skip
        self.radius = (kernel_size - 1) * dilation // 2
        """Steps that the kernel reaches to either side."""
        super().__init__(
            channels, out_channels, kernel_size, dilation=dilation, padding=self.radius, bias=bias
        )
        self.packed: PackedConvolution | CudaConvolution | None = None

    def forward(self, x: Tensor, slope: float | None = None) -> Tensor:
        """[B, C, 1, T] -> [B, C_out, 1, T], through a leaky ReLU where a slope is given."""
        if self.packed is None:
            y = self.plain(x)
            return y if slope is None else functional.leaky_relu(y, slope)
        return self.packed(x, slope)

    def plain(self, x: Tensor, *, padded: bool = True) -> Tensor:
        """The convolution by torch's general operator."""
        padding = (0, self.radius if padded else 0)
        dilation = (1, self.dilation[0])
        weight = self.weight.unsqueeze(2)
        return functional.conv2d(x, weight, self.bias, padding=padding, dilation=dilation)

    def plus(self, x: Tensor, other: Tensor) -> Tensor:
        """The convolution of `x`, plus `other` [B, C_out, 1, T]."""
        return other + self.plain(x) if self.packed is None else self.packed.plus(x, other)

    def plus_activated(self, x: Tensor, other: Tensor, slope: float) -> tuple[Tensor, Tensor]:
        """`plus`, and the leaky ReLU of it."""
        if isinstance(self.packed, CudaConvolution):
            return self.packed.plus_activated(x, slope, other)
        y = self.plus(x, other)
        return y, functional.leaky_relu(y, slope)

    def add_to(self, total: Tensor, other: Tensor, x: Tensor) -> Tensor:
        """`total` and `other` [B, C_out, 1, T] plus the convolution of `x`."""
        if isinstance(self.packed, CudaConvolution):
            return self.packed.plus(x, total, other)
        total = total + other
        return total + self.plain(x) if self.packed is None else self.packed.add_to(total, x)

    def pack(self, dtype: torch.dtype, device: str) -> None:
        """Prepare for inference in `dtype` on that kind of device, "cpu" or "cuda"."""
        if device == "cuda":
            self.packed = self.prepared(CudaConvolution, dtype)
        else:
            self.packed = self.prepared(PackedConvolution, dtype)

    def prepared(
        self, kind: type[Prepared], dtype: torch.dtype, rows: slice = slice(None)
    ) -> Prepared:
        """The convolution for a device, or these output channels of it alone."""
        return kind(
            self.weight[rows],
            None if self.bias is None else self.bias[rows],
            padding=self.radius,
            dilation=self.dilation[0],
            dtype=dtype,
        )

    def unpack(self) -> None:
        self.packed = None


class TimeUpsampling(nn.ConvTranspose1d):
    """`nn.ConvTranspose1d` that makes `rate` samples of each."""

    def __init__(self, channels: int, out_channels: int, kernel_size: int, rate: int) -> None:
        self.rate = rate
        self.crop = (kernel_size - rate) // 2
        super().__init__(channels, out_channels, kernel_size, rate, self.crop)
        self.packed: PackedConvolution | CudaConvolution | None = None

    def forward(self, x: Tensor, output_size: list[int] | None = None) -> Tensor:  # noqa: ARG002
        """[B, C, 1, T] -> [B, C_out, 1, T * rate]."""
        if self.packed is None:
            weight, stride, padding = self.weight.unsqueeze(2), (1, self.rate), (0, self.crop)
            return functional.conv_transpose2d(x, weight, self.bias, stride, padding)
        if isinstance(self.packed, CudaConvolution):
            return self._interleaved(self.packed(x))
        phases = self.packed(x)  # [B, rate * C_out, 1, T + taps - 1]
        length = x.shape[3] * self.rate
        return self._interleaved(phases)[..., self.crop : self.crop + length]

    def activated(self, x: Tensor, slope: float) -> tuple[Tensor, Tensor]:
        """The upsampled `x`, and the leaky ReLU of it."""
        if isinstance(self.packed, CudaConvolution):
            y, active = self.packed.plus_activated(x, slope)
            return self._interleaved(y), self._interleaved(active)
        y = self(x)
        return y, functional.leaky_relu(y, slope)

    def reach(self, samples: int) -> int:
        """Inputs on either side that outputs up to `samples` beyond the input's span depend on."""
        before = (samples + self.kernel_size[0] - 1 - self.crop) // self.rate
        after = (samples + self.crop - 1 + self.rate) // self.rate
        return max(before, after)

    def pack(self, dtype: torch.dtype, device: str) -> None:
        """Prepare for inference in `dtype` on that kind of device, "cpu" or "cuda".

        An ordinary convolution then computes all `rate` phases of a step at once.
        """
        prepared = self._for_cuda if device == "cuda" else self._for_cpu
        self.packed = prepared(dtype)

    def unpack(self) -> None:
        self.packed = None

    def _for_cpu(self, dtype: torch.dtype) -> PackedConvolution:
        """Its filter for phase j has the taps j, j + rate, j + 2 rate … of the transposed one, the
        last first. The samples cropped from either end are computed, too."""
        taps = -(-self.kernel_size[0] // self.rate)
        missing = taps * self.rate - self.kernel_size[0]
        weight = functional.pad(self.weight.detach(), (0, missing))  # [C, C_out, taps * rate]
        weight = weight.view(self.in_channels, self.out_channels, taps, self.rate).flip(2)
        weight = weight.permute(3, 1, 0, 2).reshape(-1, self.in_channels, taps)
        return PackedConvolution(
            weight, self._repeated_bias(), padding=taps - 1, dilation=1, dtype=dtype
        )

    def _for_cuda(self, dtype: torch.dtype) -> CudaConvolution:
        """Its filter for phase j has the taps of the transposed one that reach sample j of a step,
        from as many steps before as after it: some are zero, but nothing has to be cropped, and
        what follows sees whole tensors. cuDNN's transposed convolutions of sixteen bits take up to
        twenty times as long as all else of the decoder."""
        taps = -(-self.kernel_size[0] // self.rate)
        radius = max(taps - 1, (self.rate - 1 + self.crop) // self.rate)
        filters = self.weight.new_zeros(
            self.rate, self.out_channels, self.in_channels, 2 * radius + 1
        )
        for phase in range(self.rate):
            steps, tap = divmod(phase + self.crop, self.rate)
            for number, k in enumerate(range(tap, self.kernel_size[0], self.rate)):
                filters[phase, :, :, radius + steps - number] = self.weight.detach()[:, :, k].T
        return CudaConvolution(
            filters.flatten(0, 1), self._repeated_bias(), padding=radius, dilation=1, dtype=dtype
        )

    def _repeated_bias(self) -> Tensor | None:
        return None if self.bias is None else self.bias.detach().repeat(self.rate)

    def _interleaved(self, phases: Tensor) -> Tensor:
        """[B, rate * C_out, 1, T] -> [B, C_out, 1, T * rate]; in channels-last order the phases of
        a step lie behind each other, so that only the shape changes."""
        batch, _, _, steps = phases.shape
        y = phases.permute(0, 2, 3, 1).reshape(batch, 1, steps * self.rate, self.out_channels)
        return y.permute(0, 3, 1, 2)
