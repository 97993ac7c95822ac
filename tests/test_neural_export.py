"""ONNX: the exported generators under onnxruntime."""

import numpy as np
import pytest

torch = pytest.importorskip("torch")
runtime = pytest.importorskip("onnxruntime", reason="the extra `export` is not installed")
pytest.importorskip("onnxscript", reason="the extra `export` is not installed")

from generators.networks.blocks import fuse  # noqa: E402
from generators.networks.code import Keypoints  # noqa: E402
from generators.weights.export import ExportError, export  # noqa: E402
from tests.test_neural_systems import tiny  # noqa: E402


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", ["light", "fomm"])
def test_equal_under_onnxruntime(name, tmp_path):
    generator = fuse(tiny(name).generation)
    paths = export(generator, 64, 80, tmp_path, name)
    prepare, generate = (runtime.InferenceSession(str(p), providers=["CPUExecutionProvider"]) for p in paths)
    torch.manual_seed(0)
    picture, points = torch.rand(1, 3, 64, 80), torch.rand(5, 10, 2) - 0.5
    jacobians = torch.eye(2) + torch.randn(5, 10, 2, 2) / 10
    own = {"points": points[:1].numpy(), "jacobians": jacobians[:1].numpy()}
    base = dict(
        zip(["features", "view", "heat"], prepare.run(None, {"picture": picture.numpy()} | own), strict=True)
    )
    given = base | {
        "picture": picture.numpy(),
        "base_points": own["points"],
        "base_jacobians": own["jacobians"],
    }
    with torch.inference_mode():
        ready = generator.prepare(picture, Keypoints(points[:1], jacobians[:1]))
        want = generator([ready], Keypoints(points, jacobians)).numpy()
    for count in (1, 5):
        driving = {"points": points[:count].numpy(), "jacobians": jacobians[:count].numpy()}
        (made,) = generate.run(None, given | driving)
        assert np.abs(made - want[:count]).max() < 1e-3


@pytest.mark.parametrize("name", ["cfte", "facev2v"])
def test_what_cannot_be_exported(name, tmp_path):
    with pytest.raises(ExportError):
        export(tiny(name).generation, 64, 64, tmp_path, name)
