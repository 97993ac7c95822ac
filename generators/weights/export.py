"""Generators of fomm, dac and light as ONNX, in two files, as the decoder uses them.

    NAME-prepare.onnx   picture, points, jacobians -> features, view, heat       once per base picture
    NAME-generate.onnx  those three, the base picture and its parameters, driving points and jacobians
                        -> pictures                                               batches of any size

Sizes are fixed at export, the batch of driving parameters is not. dac has no jacobians inputs.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import torch
from torch import nn

from generators.networks.code import Keypoints, code_of
from generators.networks.generation import PictureGenerator, PreparedBase
from generators.networks.motion import MotionBase
from sei.errors import SeigenError
from sei.extras import need

OPSET = 18


class ExportError(SeigenError):
    """A network that cannot be exported."""


class Prepare(nn.Module):
    """`PictureGenerator.prepare` on tensors."""

    def __init__(self, generator: PictureGenerator) -> None:
        super().__init__()
        self.generator = generator

    def forward(
        self, picture: torch.Tensor, points: torch.Tensor, jacobians: torch.Tensor | None = None
    ) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        base = self.generator.prepare(picture, Keypoints(points, jacobians))
        assert isinstance(base.motion, MotionBase)
        return base.features, base.motion.view, base.motion.heat


class Generate(nn.Module):
    """`PictureGenerator.forward` with one base picture, on tensors."""

    def __init__(self, generator: PictureGenerator) -> None:
        super().__init__()
        self.generator = generator

    def forward(
        self,
        picture: torch.Tensor,
        features: torch.Tensor,
        view: torch.Tensor,
        heat: torch.Tensor,
        base_points: torch.Tensor,
        points: torch.Tensor,
        base_jacobians: torch.Tensor | None = None,
        jacobians: torch.Tensor | None = None,
    ) -> torch.Tensor:
        own = Keypoints(base_points, base_jacobians)
        base = PreparedBase(picture, features, MotionBase(view, own, heat), own)
        return self.generator([base], Keypoints(points, jacobians))


def export(generator: nn.Module, height: int, width: int, folder: str | Path, name: str) -> tuple[Path, Path]:
    """Write both files; their paths. Raises ExportError, and MissingExtra without onnx and onnxscript."""
    if not isinstance(generator, PictureGenerator) or code_of(generator.config) is not Keypoints:
        raise ExportError(f"{name}: only generators driven by 2D keypoints are exported")
    if height % 16 or width % 16:
        raise ExportError(f"size {width}x{height}, allowed: multiples of 16")
    for package in ("onnx", "onnxscript"):
        need(package)
    generator.eval()
    config = generator.config
    target = Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    # Two driving pictures: a batch of one would be taken for a constant.
    picture = torch.rand(1, 3, height, width)
    points = torch.rand(2, config.num_kps, 2) - 0.5
    jacobians = torch.eye(2).expand(2, config.num_kps, 2, 2).contiguous() if config.jacobians else None
    own = (picture, points[:1], *(() if jacobians is None else (jacobians[:1],)))
    with torch.inference_mode():
        made = Prepare(generator)(*own)
    first, second = target / f"{name}-prepare.onnx", target / f"{name}-generate.onnx"
    names = ["picture", "points", "jacobians"][: len(own)]
    _write(Prepare(generator), own, first, names, ["features", "view", "heat"], ())
    inputs = ["picture", "features", "view", "heat", "base_points", "points"]
    values = [picture, *made, points[:1], points]
    if jacobians is not None:
        inputs += ["base_jacobians", "jacobians"]
        values += [jacobians[:1], jacobians]
    _write(Generate(generator), tuple(values), second, inputs, ["pictures"], ("points", "jacobians"))
    return first, second


def _write(
    network: nn.Module,
    values: Sequence[torch.Tensor],
    path: Path,
    inputs: list[str],
    outputs: list[str],
    batched: Sequence[str],
) -> None:
    many = torch.export.Dim("pictures", min=1, max=4096)
    shapes = {i: ({0: many} if i in batched else None) for i in inputs}
    values = tuple(v.detach().clone() for v in values)
    program = torch.onnx.export(
        network.eval(),
        values,
        dynamo=True,
        opset_version=OPSET,
        input_names=inputs,
        output_names=outputs,
        dynamic_shapes=tuple(shapes.values()) if batched else None,
        verbose=False,
    )
    assert program is not None
    program.save(str(path))
