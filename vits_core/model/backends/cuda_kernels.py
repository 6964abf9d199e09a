"""Kernels for a CUDA device: what follows a convolution, in one pass over memory, and noise.

torch adds a bias in one pass, activates in a second and adds in a third, and on channels-last
tensors it adds biases slowly: two thirds of the decoder's time went there. These kernels are
compiled by NVRTC, which comes with torch, when they are first used: a tenth of a second. Where that
fails, and on tensors that they are not for, the functions use torch's operators.
"""

from __future__ import annotations

import ctypes
import functools
import logging
from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional

_log = logging.getLogger(__name__)

_SOURCE = r"""
typedef unsigned short half;  // without NVIDIA's headers, which not every machine has

__device__ float number(float v) { return v; }
__device__ float number(half v)
{ float f; asm("cvt.f32.f16 %0, %1;" : "=f"(f) : "h"(v)); return f; }
__device__ void put(float &to, float f) { to = f; }
__device__ void put(half &to, float f) { asm("cvt.rn.f16.f32 %0, %1;" : "=h"(to) : "f"(f)); }
__device__ float sigmoid(float v) { return 1.0f / (1.0f + expf(-v)); }

template <typename T> struct __align__(16) Pack { T lane[16 / sizeof(T)]; };

template <typename T> __device__ void finish(
    Pack<T> *y, const float *bias, const Pack<T> *first, const Pack<T> *second, Pack<T> *active,
    int others, int keep_sum, int activate, double slope, int channels, int packs)
{
    const int lanes = 16 / sizeof(T);
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= packs) return;
    int channel = (i % (channels / lanes)) * lanes;
    Pack<T> sum = y[i], a, b, bent;
    if (others > 0) a = first[i];
    if (others > 1) b = second[i];
    for (int k = 0; k < lanes; k++) {
        float v = number(sum.lane[k]) + bias[channel + k];
        if (others > 0) v += number(a.lane[k]);
        if (others > 1) v += number(b.lane[k]);
        put(sum.lane[k], v);
        put(bent.lane[k], v < 0.0f ? v * (float) slope : v);
    }
    if (keep_sum) y[i] = sum;
    if (activate) active[i] = bent;
}

#define FINISH(name, T) extern "C" __global__ void name( \
    Pack<T> *y, const float *bias, const Pack<T> *first, const Pack<T> *second, Pack<T> *active, \
    int others, int keep_sum, int activate, double slope, int channels, int packs) \
{ finish<T>(y, bias, first, second, active, others, keep_sum, activate, slope, channels, packs); }
FINISH(finish_float, float)
FINISH(finish_half, half)

extern "C" __global__ void gate(  // h [B * T, 2 C], condition [B, 2 C] -> out [B * T, C]
    const Pack<float> *h, const float *bias, const float *condition, Pack<float> *out,
    int conditioned, int steps, int channels, int packs)
{
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= packs) return;
    int width = channels / 4, row = i / width, column = i % width;
    Pack<float> t = h[row * 2 * width + column], s = h[row * 2 * width + width + column], made;
    const float *more = condition + row / steps * 2 * channels;
    for (int k = 0; k < 4; k++) {
        int channel = column * 4 + k;
        float u = t.lane[k] + bias[channel], v = s.lane[k] + bias[channels + channel];
        if (conditioned) { u += more[channel]; v += more[channels + channel]; }
        made.lane[k] = tanhf(u) * sigmoid(v);
    }
    out[i] = made;
}

extern "C" __global__ void divide(  // h [B * T, 2 C], x and skip [B * T, C] -> two of [B * T, C]
    const Pack<float> *h, const float *bias, const Pack<float> *x, const Pack<float> *skip,
    Pack<float> *new_x, Pack<float> *new_skip, int skipped, int channels, int packs)
{
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= packs) return;
    int width = channels / 4, row = i / width, column = i % width;
    Pack<float> r = h[row * 2 * width + column], s = h[row * 2 * width + width + column];
    Pack<float> before = x[i], sum;
    if (skipped) sum = skip[i];
    for (int k = 0; k < 4; k++) {
        int channel = column * 4 + k;
        r.lane[k] += bias[channel] + before.lane[k];
        s.lane[k] += bias[channels + channel];
        if (skipped) s.lane[k] += sum.lane[k];
    }
    new_x[i] = r;
    new_skip[i] = s;
}

typedef unsigned long long word;

__device__ word philox(const word counter[4], word key_0, word key_1, int lane)
{   // Philox4x64-10 (Salmon et al. 2011), one of the four words of a block
    word c[4] = {counter[0], counter[1], counter[2], counter[3]};
    for (int round = 0; round < 10; round++) {
        word high_0 = __umul64hi(0xD2E7470EE14C6C93ull, c[0]), low_0 = 0xD2E7470EE14C6C93ull * c[0];
        word high_1 = __umul64hi(0xCA5A826395121157ull, c[2]), low_1 = 0xCA5A826395121157ull * c[2];
        c[0] = high_1 ^ c[1] ^ key_0;
        c[1] = low_1;
        c[2] = high_0 ^ c[3] ^ key_1;
        c[3] = low_0;
        key_0 += 0x9E3779B97F4A7C15ull;
        key_1 += 0xBB67AE8584CAA73Bull;
    }
    return c[lane];
}

extern "C" __global__ void normals(  // tokens, places [T], seeds [T_text] -> out [T, channels]
    const long long *tokens, const long long *places, const long long *seeds, float *out,
    int stream, int channels, int count)
{
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= count) return;
    int pairs = (channels + 1) / 2, frame = i / pairs, pair = i % pairs;
    word place = (word) places[frame] * pairs + pair, token = tokens[frame];
    word counter[4] = {place / 4 + 1, 0, token, 0};  // the generator counts before it draws
    word raw = philox(counter, seeds[token], stream, place % 4);
    double unit = 1.0 / 4294967296.0, angle = 6.283185307179586 * unit * (raw & 0xFFFFFFFFull);
    double radius = sqrt(-2.0 * log(((double) (raw >> 32) + 0.5) * unit));
    float *at = out + (long long) frame * channels + 2 * pair;
    at[0] = (float) (radius * cos(angle));
    if (2 * pair + 1 < channels) at[1] = (float) (radius * sin(angle));
}
"""
_PACK_BYTES = 16
_BLOCK = 256
_POINTER, _INT, _DOUBLE = ctypes.c_void_p, ctypes.c_int, ctypes.c_double
_FINISH = (*5 * (_POINTER,), *3 * (_INT,), _DOUBLE, _INT, _INT)
_KERNELS: dict[str, tuple[Any, ...]] = {
    "finish_float": _FINISH,
    "finish_half": _FINISH,
    "gate": (*4 * (_POINTER,), *4 * (_INT,)),
    "divide": (*6 * (_POINTER,), *3 * (_INT,)),
    "normals": (*4 * (_POINTER,), *3 * (_INT,)),
}
"""The types of their arguments; the last one is how many threads there are."""


def available(device: torch.device) -> bool:
    """Whether there are kernels for that device."""
    return device.type == "cuda" and _kernels(device) is not None


def finished(y: Tensor, bias: Tensor, *others: Tensor) -> Tensor:
    """`y` [B, C, 1, T] plus `bias` [C] plus up to two `others` like `y`; `y` is overwritten."""
    return _finish(y, bias, others, None, keep_sum=True)[0]


def activated(y: Tensor, bias: Tensor, slope: float) -> Tensor:
    """The leaky ReLU of `y` [B, C, 1, T] plus `bias` [C]; `y` is overwritten."""
    return _finish(y, bias, (), slope, keep_sum=False)[1]


def finished_and_activated(
    y: Tensor, bias: Tensor, slope: float, *others: Tensor
) -> tuple[Tensor, Tensor]:
    """`finished`, and the leaky ReLU of it."""
    return _finish(y, bias, others, slope, keep_sum=True)


def _finish(
    y: Tensor, bias: Tensor, others: Sequence[Tensor], slope: float | None, *, keep_sum: bool
) -> tuple[Tensor, Tensor]:
    others = [_laid_out(other) for other in others]
    kernels = _usable(y, *others)
    if kernels is None:
        total = y + bias.to(y.dtype).view(-1, 1, 1)
        for other in others:
            total = total + other
        return total, total if slope is None else functional.leaky_relu(total, slope)
    active = torch.empty_like(y) if slope is not None and keep_sum else y
    first, second = (*others, y, y)[:2]  # what is not there is not read
    packs = y.nbytes // _PACK_BYTES
    name = "finish_half" if y.dtype == torch.float16 else "finish_float"
    kernels[name](
        y, bias, first, second, active, len(others), int(keep_sum), int(slope is not None),
        slope or 0.0, y.shape[1], packs,
    )  # fmt: skip
    return y, active


def gated(h: Tensor, bias: Tensor, condition: Tensor | None) -> Tensor:
    """tanh of the first half of the channels times the sigmoid of the second.

    `h` [B, 2 C, 1, T], to which `bias` [2 C] and `condition` [B, 2 C, 1, 1] are added first ->
    [B, C, 1, T].
    """
    kernels = _usable(h, parts=2)
    if kernels is None or h.dtype != torch.float32:
        h = h + bias.view(-1, 1, 1)
        filtered, gate = (h if condition is None else h + condition).chunk(2, dim=1)
        return filtered.tanh() * gate.sigmoid()
    out = _half_of(h)
    packs = out.nbytes // _PACK_BYTES
    more = bias if condition is None else condition.contiguous()
    conditioned = int(condition is not None)
    kernels["gate"](h, bias, more, out, conditioned, h.shape[3], out.shape[1], packs)
    return out


def divided(h: Tensor, bias: Tensor, x: Tensor, skip: Tensor | None) -> tuple[Tensor, Tensor]:
    """`x` plus one half of the channels of `h` plus `bias`, and `skip` plus the other half.

    `h` [B, 2 C, 1, T], `bias` [2 C], `x` and `skip` [B, C, 1, T].
    """
    x, skip = _laid_out(x), None if skip is None else _laid_out(skip)
    kernels = _usable(h, x, *(() if skip is None else (skip,)), parts=2)
    if kernels is None or h.dtype != torch.float32:
        residual, more = (h + bias.view(-1, 1, 1)).chunk(2, dim=1)
        return x + residual, more if skip is None else skip + more
    new_x, new_skip = _half_of(h), _half_of(h)
    packs = new_x.nbytes // _PACK_BYTES
    kernels["divide"](
        h, bias, x, x if skip is None else skip, new_x, new_skip, int(skip is not None),
        new_x.shape[1], packs,
    )  # fmt: skip
    return new_x, new_skip


def philox_normals(
    tokens: Tensor, places: Tensor, seeds: Tensor, stream: int, channels: int
) -> Tensor:
    """Normal numbers for frames, [T, channels]: those of `keyed.py`.

    `tokens` [T] and `places` [T] tell of each frame whose it is and the how manieth of it, `seeds`
    [T_text] the seed of each token. Only where kernels are `available`.
    """
    kernels = _kernels(tokens.device)
    assert kernels is not None
    out = torch.empty(len(tokens), channels, device=tokens.device)
    count = len(tokens) * ((channels + 1) // 2)
    if count:
        kernels["normals"](tokens, places, seeds, out, stream, channels, count)
    return out


def _half_of(h: Tensor) -> Tensor:
    """Room for half of the channels of [B, 2 C, 1, T]."""
    batch, channels, _, steps = h.shape
    return h.new_empty(batch, 1, steps, channels // 2).permute(0, 3, 1, 2)


def _laid_out(x: Tensor) -> Tensor:
    return x.contiguous(memory_format=torch.channels_last)


def _usable(*tensors: Tensor, parts: int = 1) -> dict[str, _Kernel] | None:
    """The kernels, where they are for these tensors: whole packs of channels, densely laid out.

    `parts` is how many the channels are in.
    """
    first = tensors[0]
    if not first.is_cuda or first.dtype not in (torch.float32, torch.float16):
        return None
    if first.shape[1] * first.itemsize % (parts * _PACK_BYTES) or not first.numel():
        return None
    for tensor in tensors:
        dense = tensor.is_contiguous(memory_format=torch.channels_last)
        if not dense or tensor.dtype != first.dtype or tensor.data_ptr() % _PACK_BYTES:
            return None
    return _kernels(first.device)


class _Kernel:
    """A compiled kernel; called with its arguments, the last of which is the number of threads."""

    def __init__(
        self, compiled: Any, types: tuple[Any, ...], launch: Any, device: torch.device
    ) -> None:
        self._compiled = compiled
        self._types = types
        self._launch = launch
        self._index = torch.cuda.current_device() if device.index is None else device.index

    def __call__(self, *arguments: Tensor | float) -> None:
        values = [
            make(each.data_ptr() if isinstance(each, Tensor) else each)
            for make, each in zip(self._types, arguments, strict=True)
        ]
        pointers = (_POINTER * len(values))(*map(ctypes.addressof, values))
        grid = -(-int(arguments[-1]) // _BLOCK)
        stream = _POINTER(torch._C._cuda_getCurrentRawStream(self._index))
        with torch.cuda.device(self._index):
            result = self._launch(
                self._compiled.func, grid, 1, 1, _BLOCK, 1, 1, 0, stream, pointers, None
            )
        if result:
            raise RuntimeError(f"CUDA error {result} at the launch of a kernel")


@functools.cache
def _kernels(device: torch.device) -> dict[str, _Kernel] | None:
    """The compiled kernels; None where they cannot be had, which costs speed alone."""
    try:
        with torch.cuda.device(device):
            return _compiled(device)
    except (AttributeError, ImportError, OSError, RuntimeError) as error:
        _log.warning("the kernels for %s could not be compiled: %s", device, error)
        return None


def _compiled(device: torch.device) -> dict[str, _Kernel]:
    # torch.cuda._compile_kernel would do it, but it wants CUDA's headers, and to launch one of its
    # kernels takes eighty microseconds.
    from torch.cuda import _utils

    nvrtc: Any = _utils._get_nvrtc_library()

    def check(result: int) -> None:
        if result:
            size = ctypes.c_size_t()
            nvrtc.nvrtcGetProgramLogSize(program, ctypes.byref(size))
            log = ctypes.create_string_buffer(size.value + 1)
            nvrtc.nvrtcGetProgramLog(program, log)
            raise RuntimeError(f"NVRTC error {result}: {log.value.decode(errors='replace')}")

    program = ctypes.c_void_p()
    source = _SOURCE.encode()
    check(nvrtc.nvrtcCreateProgram(ctypes.byref(program), source, b"vits.cu", 0, None, None))
    try:
        major, minor = torch.cuda.get_device_capability(device)
        options = (ctypes.c_char_p * 1)(f"--gpu-architecture=sm_{major}{minor}".encode())
        check(nvrtc.nvrtcCompileProgram(program, 1, options))
        size = ctypes.c_size_t()
        check(nvrtc.nvrtcGetCUBINSize(program, ctypes.byref(size)))
        binary = ctypes.create_string_buffer(size.value)
        check(nvrtc.nvrtcGetCUBIN(program, binary))
    finally:
        nvrtc.nvrtcDestroyProgram(ctypes.byref(program))
    module: Any = _utils._cuda_load_module(binary.raw, list(_KERNELS))
    launch = _utils._get_gpu_runtime_library().cuLaunchKernel
    return {name: _Kernel(module[name], types, launch, device) for name, types in _KERNELS.items()}
