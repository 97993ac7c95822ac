"""Writes an animated mesh as binary glTF 2.0: a skin, its joints moved, and shapes that are mixed in.

Places are as the rest of the package has them (x right, y down, z away from the viewer); a root node turns
the joints by half a turn about x, for glTF's y is up and its z towards the viewer.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

import numpy as np

FLOAT, BYTE, INT = 5126, 5121, 5125
_KINDS: dict[int, str] = {FLOAT: "<f4", BYTE: "u1", INT: "<u4"}
_ARRAY, _ELEMENTS = 34962, 34963
_NAMES = {(): "SCALAR", (3,): "VEC3", (4,): "VEC4", (4, 4): "MAT4"}


@dataclass(frozen=True)
class Skinned:
    """A mesh at rest, and how it is moved.

    places     (v, 3) in metres
    triangles  (t, 3), counter-clockwise as seen from outside
    bones      (v, 4), joints that each vertex follows; shares (v, 4), how much, rows sum to 1
    names      of the joints; parents of them, -1 for the first
    joints     (j, 3): where they are at rest
    shapes     (k, v, 3): what may be added to the places, k may be 0
    times      (n,) in seconds, rising
    turns      (n, j, 3, 3): joints against the picture
    moves      (n, j, 3): where the joints come to lie
    mixed      (n, k): how much of each shape
    """

    places: np.ndarray
    triangles: np.ndarray
    bones: np.ndarray
    shares: np.ndarray
    names: Sequence[str]
    parents: Sequence[int]
    joints: np.ndarray
    shapes: np.ndarray
    times: np.ndarray
    turns: np.ndarray
    moves: np.ndarray
    mixed: np.ndarray


class _Buffer:
    """The file's numbers, and what says where they lie."""

    def __init__(self) -> None:
        self.data = bytearray()
        self.views: list[dict[str, Any]] = []
        self.accessors: list[dict[str, Any]] = []

    def add(
        self,
        values: np.ndarray,
        kind: int,
        *,
        target: int | None = None,
        bounds: bool = False,
        flat: bool = False,
    ) -> int:
        """Add an array, a row per element (``flat``: a number); returns its accessor."""
        values = np.ascontiguousarray(values, _KINDS[kind])
        self.data += bytes(-len(self.data) % 4)
        view = {"buffer": 0, "byteOffset": len(self.data), "byteLength": values.nbytes}
        self.data += values.tobytes()
        self.views.append(view if target is None else {**view, "target": target})
        shape = () if flat else values.shape[1:]
        accessor: dict[str, Any] = {
            "bufferView": len(self.views) - 1,
            "componentType": kind,
            "count": values.size if flat else len(values),
            "type": _NAMES[shape],
        }
        if bounds:
            low, high = values.min(0), values.max(0)
            accessor |= {"min": np.atleast_1d(low).tolist(), "max": np.atleast_1d(high).tolist()}
        self.accessors.append(accessor)
        return len(self.accessors) - 1


def write_glb(file: BinaryIO, it: Skinned, generator: str) -> None:
    """Write a mesh that moves; ``generator``: who made it."""
    buffer = _Buffer()
    attributes = {
        "POSITION": buffer.add(it.places, FLOAT, target=_ARRAY, bounds=True),
        "JOINTS_0": buffer.add(it.bones, BYTE, target=_ARRAY),
        "WEIGHTS_0": buffer.add(it.shares, FLOAT, target=_ARRAY),
    }
    primitive: dict[str, Any] = {
        "attributes": attributes,
        "indices": buffer.add(it.triangles.ravel(), INT, target=_ELEMENTS),
        "mode": 4,
        "material": 0,
    }
    mesh: dict[str, Any] = {"primitives": [primitive]}
    if len(it.shapes):
        primitive["targets"] = [
            {"POSITION": buffer.add(s, FLOAT, target=_ARRAY, bounds=True)} for s in it.shapes
        ]
        mesh |= {
            "weights": it.mixed[0].tolist(),
            "extras": {"targetNames": [f"shape[{k}]" for k in range(len(it.shapes))]},
        }
    back = np.tile(np.eye(4), (len(it.joints), 1, 1))
    back[:, :3, 3] = -it.joints
    # Matrices lie column by column.
    inverse = buffer.add(back.transpose(0, 2, 1), FLOAT)
    channels, samplers = _animated(buffer, it)
    material = {"pbrMetallicRoughness": {"metallicFactor": 0, "roughnessFactor": 0.9}}
    content = {
        "asset": {"version": "2.0", "generator": generator},
        "scene": 0,
        "scenes": [{"nodes": [0, 1]}],
        "nodes": _nodes(it),
        "meshes": [mesh],
        "materials": [material],
        "skins": [{"inverseBindMatrices": inverse, "joints": list(range(2, 2 + len(it.joints)))}],
        "animations": [{"channels": channels, "samplers": samplers}],
        "accessors": buffer.accessors,
        "bufferViews": buffer.views,
        "buffers": [{"byteLength": len(buffer.data) + -len(buffer.data) % 4}],
    }
    text = json.dumps(content, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 4)
    binary = bytes(buffer.data) + bytes(-len(buffer.data) % 4)
    file.write(struct.pack("<4sII", b"glTF", 2, 28 + len(text) + len(binary)))
    file.write(struct.pack("<I4s", len(text), b"JSON") + text)
    file.write(struct.pack("<I4s", len(binary), b"BIN\0") + binary)


def _nodes(it: Skinned) -> list[dict[str, Any]]:
    """Root, mesh, then the joints as they are first."""
    turns, moves = _local(it)
    first = it.parents.index(-1) + 2
    nodes: list[dict[str, Any]] = [
        {"name": "world", "rotation": [1, 0, 0, 0], "children": [first]},
        {"name": "body", "mesh": 0, "skin": 0},
    ]
    for j, name in enumerate(it.names):
        below = [k + 2 for k, parent in enumerate(it.parents) if parent == j]
        place = {"translation": moves[0, j].tolist(), "rotation": turns[0, j].tolist()}
        nodes.append({"name": name, **place, **({"children": below} if below else {})})
    return nodes


def _local(it: Skinned) -> tuple[np.ndarray, np.ndarray]:
    """Quaternions (n, j, 4) and places (n, j, 3) of the joints against their parents."""
    parents = np.array([max(p, 0) for p in it.parents])
    turned = it.turns[:, parents].mT @ it.turns
    moved = (it.turns[:, parents].mT @ (it.moves - it.moves[:, parents])[..., None])[..., 0]
    top = it.parents.index(-1)
    turned[:, top], moved[:, top] = it.turns[:, top], it.moves[:, top]
    return quaternions(turned), moved


def quaternions(turns: np.ndarray) -> np.ndarray:
    """Turn rotations (n, ..., 3, 3) into quaternions (n, ..., 4), x, y, z, w, of length 1; along n each is
    the nearer one of the two to that before."""
    m = turns.reshape(-1, 3, 3)
    xx, yy, zz = m[:, 0, 0], m[:, 1, 1], m[:, 2, 2]
    # Of four ways to compute it the one that divides by the largest number.
    squares = np.stack([1 + xx - yy - zz, 1 - xx + yy - zz, 1 - xx - yy + zz, 1 + xx + yy + zz], 1)
    a, b, c = m[:, 2, 1] - m[:, 1, 2], m[:, 0, 2] - m[:, 2, 0], m[:, 1, 0] - m[:, 0, 1]
    d, e, f = m[:, 0, 1] + m[:, 1, 0], m[:, 0, 2] + m[:, 2, 0], m[:, 1, 2] + m[:, 2, 1]
    ways = np.stack(
        [
            np.stack([squares[:, 0], d, e, a], 1),
            np.stack([d, squares[:, 1], f, b], 1),
            np.stack([e, f, squares[:, 2], c], 1),
            np.stack([a, b, c, squares[:, 3]], 1),
        ],
        1,
    )
    found = ways[np.arange(len(m)), squares.argmax(1)]
    found = (found / np.linalg.norm(found, axis=1, keepdims=True)).reshape(*turns.shape[:-2], 4)
    for i in range(1, len(found)):
        found[i] *= np.where((found[i] * found[i - 1]).sum(-1, keepdims=True) < 0, -1, 1)
    out: np.ndarray = found
    return out


def _animated(buffer: _Buffer, it: Skinned) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Channels and samplers: what moves when."""
    turns, moves = _local(it)
    times = buffer.add(it.times[:, None], FLOAT, bounds=True, flat=True)
    channels: list[dict[str, Any]] = []
    samplers: list[dict[str, Any]] = []

    def moved(node: int, path: str, values: int, interpolation: str) -> None:
        channels.append({"sampler": len(samplers), "target": {"node": node, "path": path}})
        samplers.append({"input": times, "output": values, "interpolation": interpolation})

    for j in range(len(it.names)):
        moved(j + 2, "rotation", buffer.add(turns[:, j], FLOAT), "LINEAR")
        still = not np.ptp(moves[:, j], axis=0).max() > 1e-6
        if not still:
            moved(j + 2, "translation", buffer.add(moves[:, j], FLOAT), "LINEAR")
    if len(it.shapes):
        moved(1, "weights", buffer.add(it.mixed.ravel()[:, None], FLOAT, flat=True), "STEP")
    return channels, samplers
