"""Bodies of pictures as glTF and arrays: what a reader of its own finds in the files."""

from __future__ import annotations

import io
import json
import struct
from typing import Any

import numpy as np
import pytest
import torch

from generators import coding
from generators.codec.decoder import Decoder
from generators.media.gltf import quaternions
from generators.subjects.body import recording as made
from generators.subjects.body.recording import MeshError, Recording
from generators.subjects.body.skin import Body, rotations
from generators.subjects.body.template import template
from sei.errors import SeigenError
from tests.command import call

TALK = "tests/data/mesh_talk.266"
KINDS = {5126: "<f4", 5121: "u1", 5125: "<u4"}
WIDTHS = {"SCALAR": 1, "VEC3": 3, "VEC4": 4, "MAT4": 16}


class Glb:
    """A reader of binary glTF, by its specification and not by what writes it."""

    def __init__(self, data: bytes) -> None:
        magic, version, length = struct.unpack_from("<4sII", data)
        assert (magic, version, length) == (b"glTF", 2, len(data))
        size, kind = struct.unpack_from("<I4s", data, 12)
        assert kind == b"JSON" and size % 4 == 0
        self.json: dict[str, Any] = json.loads(data[20 : 20 + size])
        rest, kind = struct.unpack_from("<I4s", data, 20 + size)
        assert kind == b"BIN\0" and 28 + size + rest == len(data)
        self.binary = data[28 + size :]
        assert self.json["buffers"] == [{"byteLength": rest}] and self.json["asset"]["version"] == "2.0"

    def array(self, accessor: int) -> np.ndarray:
        it = self.json["accessors"][accessor]
        view = self.json["bufferViews"][it["bufferView"]]
        kind, width = np.dtype(KINDS[it["componentType"]]), WIDTHS[it["type"]]
        assert view["byteOffset"] % 4 == 0
        assert view["byteLength"] == it["count"] * width * kind.itemsize
        assert view["byteOffset"] + view["byteLength"] <= len(self.binary)
        found = np.frombuffer(self.binary, kind, it["count"] * width, view["byteOffset"])
        found = found.reshape(it["count"], width)
        if "min" in it:
            assert np.array_equal(found.min(0), np.float32(it["min"]))
            assert np.array_equal(found.max(0), np.float32(it["max"]))
        return found

    def vertices(self, picture: int) -> np.ndarray:
        """What a viewer draws at the time of a picture: skinning as glTF has it."""
        mesh, skin = self.json["meshes"][0], self.json["skins"][0]
        (primitive,), nodes = mesh["primitives"], [dict(n) for n in self.json["nodes"]]
        weights = np.array(mesh.get("weights", []))
        (animation,) = self.json["animations"]
        for channel in animation["channels"]:
            sampler = animation["samplers"][channel["sampler"]]
            count = len(self.array(sampler["input"]))
            values = self.array(sampler["output"]).reshape(count, -1)[picture]
            if channel["target"]["path"] == "weights":
                weights = values
            else:
                nodes[channel["target"]["node"]][channel["target"]["path"]] = values
        whole: dict[int, np.ndarray] = {}

        def place(node: int, above: np.ndarray) -> None:
            x, y, z, w = nodes[node].get("rotation", (0, 0, 0, 1))
            own = np.eye(4)
            own[:3, :3] = [
                [1 - 2 * (y * y + z * z), 2 * (x * y - z * w), 2 * (x * z + y * w)],
                [2 * (x * y + z * w), 1 - 2 * (x * x + z * z), 2 * (y * z - x * w)],
                [2 * (x * z - y * w), 2 * (y * z + x * w), 1 - 2 * (x * x + y * y)],
            ]
            own[:3, 3] = nodes[node].get("translation", (0, 0, 0))
            whole[node] = above @ own
            for child in nodes[node].get("children", ()):
                place(child, whole[node])

        for root in self.json["scenes"][0]["nodes"]:
            place(root, np.eye(4))
        back = self.array(skin["inverseBindMatrices"]).reshape(-1, 4, 4).transpose(0, 2, 1)
        moved = np.stack([whole[n] for n in skin["joints"]]) @ back
        at = self.array(primitive["attributes"]["POSITION"]).astype(float)
        for weight, target in zip(weights, primitive.get("targets", ()), strict=True):
            at = at + weight * self.array(target["POSITION"])
        bones = self.array(primitive["attributes"]["JOINTS_0"])
        shares = self.array(primitive["attributes"]["WEIGHTS_0"])
        assert np.abs(shares.sum(1) - 1).max() < 1e-5 and (bones[shares == 0] == 0).all()
        mixed = np.einsum("vk,vkab->vab", shares, moved[bones])
        found: np.ndarray = (mixed @ np.pad(at, ((0, 0), (0, 1)), constant_values=1)[..., None])[:, :3, 0]
        return found


def recorded(*, grows: bool = False, count: int = 5) -> tuple[Recording, np.ndarray, Body]:
    """Somebody who moves, and the vertices (n, v, 3); with ``grows`` of another shape at the end."""
    random, body = torch.Generator().manual_seed(1), Body(template("small"))
    it, true = Recording(), []
    for i in range(count):
        turns = 0.6 * torch.randn(1, 24, 3, generator=random)
        shape = torch.linspace(-1, 1, 10)[None] * (2.0 if grows and i >= 3 else 1.0)
        posed = body.pose(rotations(turns), torch.tensor([[0.1 * i, 0.2, 3.0]]), shape)
        it.add(i / 25, body, posed)
        true.append(body.vertices(posed)[0].numpy())
    return it, np.stack(true), body


def saved(it: Recording, suffix: str) -> bytes:
    out = io.BytesIO()
    it.save(out, suffix)
    return out.getvalue()


@pytest.mark.parametrize("grows", [False, True])
def test_a_viewer_sees_the_vertices_of_every_picture(grows):
    it, true, body = recorded(grows=grows)
    glb = Glb(saved(it, ".glb"))
    for picture, wanted in enumerate(true):
        seen = glb.vertices(picture)
        assert np.abs(seen - wanted * (1, -1, -1)).max() < 1e-5
    (primitive,) = glb.json["meshes"][0]["primitives"]
    assert ("targets" in primitive) == grows
    triangles = glb.array(primitive["indices"]).reshape(-1, 3)
    a, b, c = (seen[triangles[:, i]] for i in range(3))
    assert len(triangles) == len(body.triangles)
    assert np.einsum("ij,ij->i", a, np.cross(b, c)).sum() > 0  # its volume: triangles face outward
    times = glb.array(glb.json["animations"][0]["samplers"][0]["input"])
    assert np.allclose(times[:, 0], np.arange(5) / 25)


def test_arrays_hold_the_same(monkeypatch):
    monkeypatch.setattr(made, "PART", 2)
    it, true, body = recorded(grows=True)
    with np.load(io.BytesIO(saved(it, ".npz")), allow_pickle=False) as found:
        assert set(found.files) == {"vertices", "triangles", "joints", "times"}
        assert np.abs(found["vertices"] - true).max() < 1e-6 and found["vertices"].dtype == np.float32
        assert np.array_equal(found["triangles"], body.triangles)
        assert np.allclose(found["times"], np.arange(5) / 25) and found["joints"].shape == (5, 24, 3)


def test_quaternions_go_the_short_way():
    turns = rotations(
        torch.tensor([[0.0, 0, a] for a in np.linspace(0, 12, 60)], dtype=torch.float64)
    ).numpy()
    found = quaternions(turns)
    assert np.abs(np.linalg.norm(found, axis=1) - 1).max() < 1e-12
    assert (found[1:] * found[:-1]).sum(1).min() > 0.99
    random = rotations(3 * torch.randn(200, 3, dtype=torch.float64)).numpy()
    x, y, z, w = quaternions(random).T
    assert np.allclose(random[:, 0, 1], 2 * (x * y - z * w)) and np.allclose(
        random[:, 2, 2], 1 - 2 * (x * x + y * y)
    )


def test_nothing_to_write_and_too_much_are_refused(monkeypatch):
    with pytest.raises(MeshError, match="no picture shows a body"):
        saved(Recording(), ".glb")
    monkeypatch.setattr(made, "MAX_MESHES", 3)
    with pytest.raises(MeshError, match="more than 3 pictures"):
        recorded()


def test_who_knows_no_body_says_so(tmp_path, capsys):
    with pytest.raises(SeigenError, match="mesh knows no body"):
        next(iter(Decoder(TALK, device="cpu", meshes=True)))
    with pytest.raises(SeigenError, match=r"written as \.glb or \.npz"):
        coding.decode(TALK, vertices=tmp_path / "a.obj")
    with pytest.raises(SeigenError, match="no such folder"):
        coding.decode(TALK, vertices=tmp_path / "not" / "a.glb")
    assert call("decode", TALK, "--vertices", tmp_path / "a.glb") == 1
    assert "knows no body" in capsys.readouterr().err and not list(tmp_path.iterdir())
    assert call("decode", TALK) == 2 and "--vertices" in capsys.readouterr().err
