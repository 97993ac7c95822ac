"""Adapters: small changes of a generator's weights, made for one sender (`generators.training.personalise`).

An adapter changes the layers that paint: the residual blocks after the warp, the way back to full size, the
last convolution. A tensor W changes by rms(W) times

    dense     a number for every element, where there are few (norms, biases)
    low rank  A (B0 + B) of a few ranks, where B0 are fixed signs (Hu et al., 2021, start from random numbers,
              which would have to be sent)

All numbers are whole multiples of one step and zero before tuning, and most stay zero, so they are sent as
deflated bytes. The changes are added to the weights once: a changed generator is as fast as before.

    magic "SGA" and version 1                          4 bytes
    rank                                               1
    step                                               4, float32, big endian
    generator it belongs to                            8, first bytes of a SHA-256, see `generator_digest`
    system's name                                      1 + n, length and ASCII
    numbers in steps, int8, tensor by tensor           deflated, to the end

It holds no names and no shapes: those are the generator's own, and another generator refuses it.
"""

from __future__ import annotations

import hashlib
import math
import struct
import zlib
from base64 import urlsafe_b64encode
from dataclasses import dataclass

import numpy as np
import torch
from torch import nn

from generators.networks.config import Config
from generators.weights.files import Weights
from sei.errors import SeigenError

LIMIT = 100_000
"""Bytes of an adapter."""


class AdapterError(SeigenError):
    """An adapter that is none, is too large, or belongs to another generator."""


def identity(data: bytes) -> str:
    """Return what a stream names an adapter by: 8 characters of base64url of its SHA-256."""
    return urlsafe_b64encode(hashlib.sha256(data).digest()[:6]).decode()


MAX_RANK = 16
_MAGIC = b"SGA\x01"
_HEAD = struct.Struct(">4sBf8sB")
_DEFLATE = (zlib.Z_HUFFMAN_ONLY, zlib.Z_RLE, zlib.Z_DEFAULT_STRATEGY)


@dataclass(frozen=True)
class AdapterPart:
    """How one tensor changes. ``rank`` 0: dense. ``unit``: what a number of 1 adds to an element."""

    name: str
    shape: tuple[int, ...]
    unit: float
    rank: int

    @property
    def count(self) -> int:
        """Numbers that say how."""
        if not self.rank:
            return math.prod(self.shape)
        return self.rank * (self.shape[0] + math.prod(self.shape[1:]))

    def change(self, numbers: torch.Tensor) -> torch.Tensor:
        """Compute what is added to the tensor."""
        if not self.rank:
            return (self.unit * numbers).reshape(self.shape)
        rows = self.shape[0]
        left, right = numbers.split((self.rank * rows, numbers.numel() - self.rank * rows))
        signs = _signs(self.name, right.numel()).to(numbers)
        low = left.reshape(rows, self.rank) @ (signs + right).reshape(self.rank, -1)
        return (self.unit * low).reshape(self.shape)


def _signs(name: str, count: int) -> torch.Tensor:
    """Signs that are the same everywhere, of a tensor's name."""
    bits = np.unpackbits(np.frombuffer(hashlib.shake_256(name.encode()).digest(-(-count // 8)), np.uint8))
    return torch.from_numpy(bits[:count].astype(np.float32) * 2 - 1)


def painting(config: Config) -> tuple[str, ...]:
    """Return the beginnings of the names of the tensors that paint what the motion left."""
    if config.family.dims == 3:
        return "flatten.", "mix.", "hint.", "painter."
    late = (f"trunk.res.{i}." for i in range(config.early, config.generator[3]))
    return (*late, "trunk.hint.", "trunk.up.", "trunk.last.", "trunk.final.")


def layout(generation: nn.Module, config: Config, rank: int) -> list[AdapterPart]:
    """List the tensors of a generator (not fused) that an adapter of a rank changes, in order."""
    wanted, parts = painting(config), []
    tensors = dict(generation.named_parameters())
    for name, value in tensors.items():
        if not name.startswith(wanted) or ".gate." in name:
            continue
        stem, _, leaf = name.rpartition(".")
        owner = stem.rpartition(".")[2]
        if leaf == "bias":
            if f"{stem.rpartition('.')[0]}.norm.bias" in tensors and owner != "norm":
                continue  # the norm after it takes it out
            # A bias is as large as what it is added to.
            weight = tensors[f"{stem}.weight"]
            unit = _rms(weight) * math.sqrt(weight[0].numel())
        else:
            unit = _rms(value)
        rows, columns = value.shape[0] if value.dim() else 1, value[0].numel() if value.dim() else 1
        low = value.dim() > 1 and rank * (rows + columns) < value.numel()
        parts.append(AdapterPart(name, tuple(value.shape), unit, rank if low else 0))
    return parts


def _rms(x: torch.Tensor) -> float:
    return float(x.detach().double().square().mean().sqrt())


def generator_digest(weights: Weights) -> bytes:
    """Compute what tells generators apart: 8 bytes of all tensors as float32, of their names and of the
    system's."""
    digest = hashlib.sha256(weights.name.encode())
    for name, value in sorted(weights.generation.state_dict().items()):
        if not name.endswith("num_batches_tracked"):
            digest.update(f"{name} {tuple(value.shape)}".encode())
            digest.update(value.detach().cpu().float().contiguous().numpy().astype("<f4").tobytes())
    return digest.digest()[:8]


def pack(weights: Weights, rank: int, step: float, numbers: np.ndarray) -> bytes:
    """Pack an adapter of numbers in whole steps, -127..127."""
    name, values = weights.name.encode("ascii"), numbers.astype(np.int8).tobytes()
    ways = []
    for strategy in _DEFLATE:
        coder = zlib.compressobj(9, zlib.DEFLATED, -15, 9, strategy)
        ways.append(coder.compress(values) + coder.flush())
    head = _HEAD.pack(_MAGIC, rank, step, generator_digest(weights), len(name))
    return head + name + min(ways, key=len)


def unpack(data: bytes, weights: Weights) -> dict[str, torch.Tensor]:
    """Unpack what an adapter from anywhere adds to tensors of a generator that is not fused. Raises
    AdapterError."""
    if len(data) > LIMIT:
        raise AdapterError(f"an adapter of {len(data)} bytes, allowed: {LIMIT}")
    if len(data) < _HEAD.size or not data.startswith(_MAGIC):
        raise AdapterError("not an adapter")
    _, rank, step, owner, length = _HEAD.unpack_from(data)
    name = data[_HEAD.size : _HEAD.size + length].decode("ascii", "replace")
    # What it belongs to is known before anything is unpacked.
    if owner != generator_digest(weights):
        raise AdapterError(
            f"the adapter belongs to other weights ({name!r:.40}), not to these of {weights.name}"
        )
    if rank > MAX_RANK or not 0 < step <= 1:
        raise AdapterError(f"an adapter of rank {rank} and step {step:g}")
    parts = layout(weights.generation, weights.config, rank)
    count = sum(part.count for part in parts)
    inflate = zlib.decompressobj(-15)
    try:
        raw = inflate.decompress(data[_HEAD.size + length :], count + 1)
    except zlib.error as error:
        raise AdapterError(f"the adapter is damaged ({error})") from None
    if len(raw) != count or not inflate.eof or inflate.unused_data:
        raise AdapterError(f"the adapter is damaged: not {count} numbers")
    numbers = torch.from_numpy(np.frombuffer(raw, np.int8).astype(np.float32)) * step
    rows = numbers.split([part.count for part in parts])
    return {part.name: part.change(row) for part, row in zip(parts, rows, strict=True)}


@torch.no_grad()
def adapt(weights: Weights, data: bytes) -> None:
    """Change a generator that is not fused, in place. Raises AdapterError, and has changed nothing then."""
    changes = unpack(data, weights)
    tensors = dict(weights.generation.named_parameters())
    for name, change in changes.items():
        tensors[name].add_(change.to(tensors[name]))
