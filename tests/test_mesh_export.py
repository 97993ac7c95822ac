"""The mesh generator as ONNX: the pictures of onnxruntime are those of the decoder's generator."""

from __future__ import annotations

import numpy as np
import pytest

torch = pytest.importorskip("torch")
runtime = pytest.importorskip("onnxruntime", reason="the extra `export` is not installed")
pytest.importorskip("onnxscript", reason="the extra `export` is not installed")

from generators import registry  # noqa: E402
from generators.graphics.raster import rasterize  # noqa: E402
from generators.parameters.rotation import from_vector  # noqa: E402
from generators.parameters.rotation import nearest_rotations as by_svd  # noqa: E402
from generators.parameters.values import Parameters  # noqa: E402
from generators.systems.mesh.exported import BASE, PARTS, Generate, Prepare, nearest_rotations  # noqa: E402
from generators.systems.mesh.system import MeshBase, MeshSystem  # noqa: E402
from generators.systems.mesh.warp import MeshWarp  # noqa: E402
from sei.messages.generative_face_video import (  # noqa: E402
    COMPACT,
    EYES,
    LOCATION,
    MOUTH,
    ROTATION,
    TRANSLATION,
)
from tests.command import call  # noqa: E402

SIDE = 64
TYPES = dict(zip(PARTS, (ROTATION, TRANSLATION, LOCATION, MOUTH, EYES, COMPACT), strict=False))


def parameters(seed: int) -> Parameters:
    """A face that looks about, speaks and blinks, with the rounding of messages."""
    rng = np.random.default_rng(seed)
    matrices = {
        ROTATION: np.round(from_vector(rng.normal(0, 0.15, (1, 3))) * 128) / 128,
        TRANSLATION: rng.normal(0, 0.1, (1, 3, 1)),
        LOCATION: np.array([0.05, -0.1, 0.4]).reshape(1, 3, 1),
        MOUTH: rng.normal(0, 0.3, (1, 1, 6)),
        EYES: rng.uniform(0.05, 0.4, (1, 1, 2)),
        COMPACT: rng.normal(0, 0.2, (1, 1, 6)),
    }
    return Parameters(matrices, pupils=rng.normal(0, 0.1, (2, 2)))


def base_of(system: MeshSystem, given: Parameters) -> tuple[MeshBase, np.ndarray]:
    """A base picture as `prepare` makes it, and the face measured in it: no nets are needed."""
    torch.manual_seed(0)
    small = torch.rand(1, 3, 12, 12)
    picture = torch.nn.functional.interpolate(small, (SIDE, SIDE), mode="bicubic")[0].clamp(0, 1)
    shape = system.shapes([given])
    points = system.directions.place(system.directions.mean, shape)[0]
    points += np.random.default_rng(9).normal(0, 0.3, points.shape)
    level = points - (0, 0, points[:, 2].mean())
    texture = system.warp.base(picture, torch.from_numpy(level))
    neutral = system.directions.neutral(level, shape)
    location = given.matrices[LOCATION][0, :, 0]
    return MeshBase(texture, neutral, shape, location, given, system._looks([given], shape)), points


def arrays(rows: list[Parameters]) -> dict[str, np.ndarray]:
    """What the networks take, by name."""
    shapes = {"rotation": (3, 3), "pupils": (2, 2)}
    found = {name: [r.matrices[kind] for r in rows] for name, kind in TYPES.items()}
    found["pupils"] = [r.pupils for r in rows]
    return {
        name: np.stack(parts).reshape(len(rows), *shapes.get(name, (-1,))).astype(np.float32)
        for name, parts in found.items()
    }


def run(net, given):
    wanted = {i.name: given[i.name] for i in net.get_inputs()}
    return dict(zip([o.name for o in net.get_outputs()], net.run(None, wanted), strict=True))


def check(prepare, generate):
    """Pictures by two networks are those of the system."""
    system = MeshSystem(SIDE, SIDE, "cpu", torch.float32)
    base, points = base_of(system, parameters(0))
    rows = [parameters(seed) for seed in range(1, 6)]
    want = system.compose([base], [], [0.0] * len(rows), rows).numpy()
    assert np.abs(want - want[:1]).max() > 0.1
    picture = base.texture.picture.numpy()
    given = {"picture": picture, "points": points.astype(np.float32)} | arrays([parameters(0)])
    made = prepare(given)
    assert np.allclose(made["base.neutral"], base.neutral, atol=1e-4)
    for count in (1, 5):
        found = generate(made | arrays(rows[:count]))["pictures"]
        # A pixel at the edge of two triangles may be taken for the other's.
        assert np.abs(found - want[:count]).mean() < 1e-5
        assert (np.abs(found - want[:count]) > 1e-2).mean() < 1e-4


def test_on_tensors_it_is_what_the_system_does(monkeypatch):
    """What is exported, before it is."""
    monkeypatch.setattr(torch.compiler, "is_exporting", lambda: True)
    warp = MeshWarp(SIDE, SIDE)

    def by(network, given):
        made = network(*map(torch.from_numpy, given.values()))
        return [tensor.numpy() for tensor in ([made] if isinstance(made, torch.Tensor) else made)]

    base = [f"base.{part}" for part in BASE]
    with torch.no_grad():
        check(
            lambda given: dict(zip(base, by(Prepare(warp), given), strict=True)),
            lambda given: {"pictures": by(Generate(warp), given)[0]},
        )


@pytest.mark.long
@pytest.mark.filterwarnings("ignore")
def test_equal_under_onnxruntime(tmp_path, capfd):
    assert call("export", "mesh", "--size", SIDE, "-o", tmp_path) == 0
    names = ("prepare", "generate")
    first, second = (runtime.InferenceSession(str(tmp_path / f"mesh-{n}.onnx")) for n in names)
    assert capfd.readouterr().out.split() == [str(tmp_path / f"mesh-{n}.onnx") for n in names]
    check(lambda given: run(first, given), lambda given: run(second, given))


def test_rotations_that_rounding_has_bent_come_out_as_by_svd():
    turned = from_vector(np.random.default_rng(1).normal(0, 1, (50, 3)))
    bent = turned + np.random.default_rng(2).normal(0, 0.02, turned.shape)
    assert np.allclose(nearest_rotations(torch.from_numpy(bent)).numpy(), by_svd(bent), atol=1e-9)


def test_rows_of_triangles_cover_what_their_boxes_cover(monkeypatch):
    torch.manual_seed(3)
    vertices = torch.rand(2, 60, 3) * 80 - 10
    triangles = torch.randint(0, 60, (200, 3))
    boxes = rasterize(vertices, triangles, 50, 60)
    monkeypatch.setattr(torch.compiler, "is_exporting", lambda: True)
    assert torch.equal(rasterize(vertices, triangles, 50, 60), boxes) and (boxes >= 0).any()


def test_what_is_not_written_is_said(tmp_path, capfd):
    for name, said in (("scene", "mesh"), ("mesh", "16 to 2048")):
        assert call("export", name, "--size", 8 if name == "mesh" else 64, "-o", tmp_path) == 1
        error = capfd.readouterr().err
        assert said in error and error.count("\n") == 1
    assert registry.entry("mesh").onnx and list(tmp_path.iterdir()) == []
