"""The avatar file: a person as Gaussians on the body template, one for each of its triangles.

    magic "SGV" and version 1                          4 bytes
    template: 0 small, 1 middle                        1
    template's digest, see `digest`                    8
    body shape, ten numbers                            40, float32, little endian
    range of each of the 14 columns, lowest, highest   112, float32, little endian
    columns that are differences, a bit each           2, little endian
    columns, one after the other, a byte per number    deflated, to the end

The columns are offset (3, metres, from the middle of the rest triangle), spread (3, natural logarithm of
metres along the axes), turn (4, a quaternion w, x, y, z), opacity (1, before the logistic function) and
colour (3, 0..1), each in steps of its range. A file holds no names, no counts and no code: how many Gaussians
there are is the template's matter, and a file of another template is refused. Any file is somebody else's.
"""

from __future__ import annotations

import hashlib
import struct
import zlib
from dataclasses import dataclass
from functools import cache

import numpy as np

from generators.subjects.body.template import SHAPES, SIZES, template
from generators.weights.adapter import LIMIT, AdapterError

COLUMNS = {"offset": (3, 8), "spread": (3, 6), "turn": (4, 7), "opacity": (1, 6), "colour": (3, 8)}
"""Numbers per Gaussian, and bits of each."""
RANGES = {
    "offset": (-0.5, 0.5),
    "spread": (-9.3, -2.3),
    "turn": (-1.0, 1.0),
    "opacity": (-8.0, 8.0),
    "colour": (0.0, 1.0),
}
"""What a file may hold: a spread is 0.1 mm to 10 cm."""
MOST_SHAPE = 16.0
_MAGIC = b"SGV\x01"
_HEAD = struct.Struct("<4sB8s10f28fH")
_BITS = np.concatenate([[bits] * count for count, bits in COLUMNS.values()])
_STEPS = (2**_BITS - 1).astype(np.float64)
_NAMES = [name for name, (count, _) in COLUMNS.items() for _ in range(count)]


class AvatarError(AdapterError):
    """An avatar that is none, is too large, holds what no avatar holds, or is of another template."""


@dataclass(frozen=True)
class Avatar:
    """A person as read from a file, or to be written.

    size     of the template
    shape    (10,)
    columns  float64 (triangles, 14), see the module
    """

    size: str
    shape: np.ndarray
    columns: np.ndarray

    def part(self, name: str) -> np.ndarray:
        """Return the columns called offset, spread, turn, opacity or colour, (triangles, numbers)."""
        at = _NAMES.index(name)
        return self.columns[:, at : at + COLUMNS[name][0]]


@cache
def digest(size: str) -> bytes:
    """Compute what tells templates apart: 8 bytes of triangles, rest vertices and weights."""
    it = template(size)
    found = hashlib.sha256(it.triangles.astype("<i8").tobytes())
    for values in (it.vertices, it.vertex_shapes, it.weights):
        found.update(np.round(values * 1e5).astype("<i8").tobytes())
    return found.digest()[:8]


def joined(size: str, shape: np.ndarray, **parts: np.ndarray) -> Avatar:
    """Make an avatar of its parts by name, each (triangles, numbers), cut off at their ranges."""
    columns = [np.clip(np.asarray(parts[name], np.float64), *RANGES[name]) for name in COLUMNS]
    return Avatar(size, np.asarray(shape, np.float64), np.concatenate(columns, axis=1))


def pack(avatar: Avatar) -> bytes:
    """Pack an avatar; what comes back from `unpack` is in steps of the columns' ranges. Raises AvatarError
    where it takes more than `LIMIT` bytes."""
    columns = avatar.columns
    low = columns.min(0).astype("<f4").astype(np.float64)
    high = np.maximum(columns.max(0).astype("<f4").astype(np.float64), low)
    span = np.where(high > low, high - low, 1.0)
    whole = np.clip(np.round((columns - low) / span * _STEPS), 0, _STEPS).astype(np.uint8)
    chosen, differences = [], 0
    for i, column in enumerate(whole.T):
        steps = np.diff(column, prepend=np.uint8(0))
        if len(_deflated(steps.tobytes())) < len(_deflated(column.tobytes())):
            differences |= 1 << i
            column = steps
        chosen.append(column.tobytes())
    ranges = np.stack([low, high], 1).ravel()
    head = _HEAD.pack(
        _MAGIC, SIZES.index(avatar.size), digest(avatar.size), *avatar.shape, *ranges, differences
    )
    data = head + _deflated(b"".join(chosen))
    if len(data) > LIMIT:
        raise AvatarError(f"an avatar of {len(data)} bytes, allowed: {LIMIT}")
    return data


def unpack(data: bytes) -> Avatar:
    """Read an avatar from anywhere. Raises AvatarError."""
    if len(data) > LIMIT:
        raise AvatarError(f"an avatar of {len(data)} bytes, allowed: {LIMIT}")
    if data[:3] != _MAGIC[:3]:
        raise AvatarError("not an avatar")
    if data[3:4] != _MAGIC[3:]:
        raise AvatarError(f"an avatar of version {data[3] if len(data) > 3 else 'none'}, known: {_MAGIC[3]}")
    if len(data) < _HEAD.size:
        raise AvatarError(f"the avatar ends after {len(data)} bytes")
    _, number, owner, *rest = _HEAD.unpack_from(data)
    if number >= len(SIZES) or owner != digest(SIZES[number]):
        raise AvatarError("the avatar belongs to another body template")
    shape, ranges, differences = np.array(rest[:SHAPES]), np.array(rest[SHAPES:-1]), int(rest[-1])
    if not (np.abs(shape) <= MOST_SHAPE).all():
        raise AvatarError(f"an avatar's shape reaches {_worst(shape):g}, allowed: {MOST_SHAPE:g}")
    low, high = ranges.reshape(-1, 2).T
    for name, a, b in zip(_NAMES, low, high, strict=True):
        least, most = RANGES[name]
        if not least - 1e-4 <= a <= b <= most + 1e-4:
            raise AvatarError(f"an avatar's {name} of {a:g}..{b:g}, allowed: {least:g}..{most:g}")
    whole = _inflated(data[_HEAD.size :], len(template(SIZES[number]).triangles))
    for i in range(len(_NAMES)):
        if differences >> i & 1:
            whole[i] = np.cumsum(whole[i], dtype=np.uint8)
    if (whole.max(1) > _STEPS).any():
        raise AvatarError("the avatar is damaged: a number beyond its range")
    return Avatar(SIZES[number], shape, low + (high - low) * whole.T / _STEPS)


def _worst(values: np.ndarray) -> float:
    return float(values[np.argmax(np.where(np.isnan(values), np.inf, np.abs(values)))])


def _deflated(data: bytes) -> bytes:
    coder = zlib.compressobj(9, zlib.DEFLATED, -15, 9)
    return coder.compress(data) + coder.flush()


def _inflated(data: bytes, count: int) -> np.ndarray:
    """The columns, uint8 (14, count)."""
    wanted = count * len(_NAMES)
    inflate = zlib.decompressobj(-15)
    try:
        raw = inflate.decompress(data, wanted + 1)
    except zlib.error as error:
        raise AvatarError(f"the avatar is damaged ({error})") from None
    if len(raw) != wanted or not inflate.eof or inflate.unused_data:
        raise AvatarError(f"the avatar is damaged: not {count} Gaussians")
    return np.frombuffer(raw, np.uint8).reshape(len(_NAMES), count).copy()
