"""Where bodies were in a clip's pictures, written as animated glTF (.glb) or as arrays (.npz)."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import numpy as np
import torch

from generators.media.gltf import Skinned, write_glb
from generators.subjects.body.skin import Body, Posed
from generators.subjects.body.template import JOINTS, PARENTS
from sei.errors import SeigenError
from sei.version import VERSION

SUFFIXES = (".glb", ".npz")
MAX_MESHES = 1 << 16
"""Pictures whose meshes are written: 43 minutes at 25 per second."""
PART = 64  # pictures whose vertices are computed at once


class MeshError(SeigenError):
    """Meshes that cannot be written."""


class Recording:
    """Bodies of pictures, one a picture, in the order of their times."""

    def __init__(self) -> None:
        self._body: Body | None = None
        self._times: list[float] = []
        self._rows: list[tuple[np.ndarray, ...]] = []

    def __len__(self) -> int:
        return len(self._times)

    def add(self, time: float, body: Body, posed: Posed) -> None:
        """Add the first body of ``posed`` at a time in seconds, later than those before. Raises MeshError
        beyond `MAX_MESHES`, and for a body of another template."""
        if len(self) >= MAX_MESHES:
            raise MeshError(f"meshes of more than {MAX_MESHES} pictures")
        if self._body is not None and len(self._body.rest) != len(body.rest):
            raise MeshError("bodies of two templates in one stream")
        self._body = body
        self._times.append(time)
        parts = (posed.turns, posed.moves, posed.joints, posed.shape)
        self._rows.append(tuple(v[0].detach().cpu().numpy() for v in parts))

    def save(self, file: BinaryIO, suffix: str) -> None:
        """Write all of it: ``.glb``, or ``.npz`` with ``vertices`` (n, v, 3) float32 in metres from the
        camera, ``triangles`` (t, 3), ``joints`` (n, 24, 3), ``times`` (n,) in seconds. Raises MeshError where
        there is nothing."""
        if self._body is None:
            raise MeshError("no picture shows a body: there are no vertices to write")
        if suffix == ".npz":
            self._arrays(file, self._body)
        else:
            write_glb(file, self._skinned(self._body), f"seigen {VERSION}")

    def _columns(self) -> list[np.ndarray]:
        return [np.stack(values).astype(np.float64) for values in zip(*self._rows, strict=True)]

    def _skinned(self, body: Body) -> Skinned:
        turns, moves, _, shape = self._columns()
        first = torch.from_numpy(shape[0]).to(body.rest)
        rest = (body.rest + torch.einsum("k,kvc->vc", first, body.shapes)).cpu().numpy()
        joints = body.rest_joints + torch.einsum("k,kjc->jc", first, body.joint_shapes)
        bound = joints.cpu().double().numpy()
        changes = bool(np.ptp(shape, axis=0).any())
        weights = body.weights.cpu().numpy()
        bones = np.argsort(-weights, axis=1, kind="stable")[:, :4]
        shares = np.take_along_axis(weights, bones, 1)
        # glTF wants unused ones to name no joint, and rows that sum to 1.
        bones = np.where(shares > 0, bones, 0)
        return Skinned(
            rest,
            # Those of the template are clockwise.
            body.triangles.cpu().numpy()[:, [0, 2, 1]],
            bones,
            shares / shares.sum(1, keepdims=True),
            JOINTS,
            PARENTS,
            bound,
            body.shapes.cpu().numpy() if changes else np.zeros((0, *rest.shape)),
            np.array(self._times),
            turns,
            moves + (turns @ bound[..., None])[..., 0],
            shape - shape[0] if changes else np.zeros((len(shape), 0)),
        )

    def _arrays(self, file: BinaryIO, body: Body) -> None:
        """Vertices are computed part by part: a clip's are gigabytes."""
        turns, moves, joints, shape = self._columns()
        small = {
            "triangles": body.triangles.cpu().numpy().astype(np.int32),
            "joints": joints.astype(np.float32),
            "times": np.array(self._times),
        }
        with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
            with archive.open("vertices.npy", "w", force_zip64=True) as member:
                head = {"descr": "<f4", "fortran_order": False, "shape": (len(self), len(body.rest), 3)}
                np.lib.format.write_array_header_1_0(member, head)
                for part in self._vertices(body, turns, moves, joints, shape):
                    member.write(part.astype("<f4").tobytes())
            for name, values in small.items():
                with archive.open(f"{name}.npy", "w") as member:
                    np.lib.format.write_array(member, values, allow_pickle=False)

    def _vertices(self, body: Body, *columns: np.ndarray) -> Iterator[np.ndarray]:
        for start in range(0, len(self), PART):
            rows = [torch.from_numpy(c[start : start + PART]).to(body.rest) for c in columns]
            turns, moves, joints, shape = rows
            yield body.vertices(Posed(turns, moves, joints, shape)).cpu().numpy()


def suffix_of(path: str) -> str:
    """Return the suffix that says how meshes are written. Raises MeshError for others."""
    suffix = Path(path).suffix.lower()
    if suffix not in SUFFIXES:
        raise MeshError(f"{path}: meshes are written as {' or '.join(SUFFIXES)}")
    return suffix
