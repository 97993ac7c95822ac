"""Learned generators as ONNX, in two files, as the decoder uses them.

    NAME-prepare.onnx   picture, and its parameters -> base.*       once per base picture
    NAME-generate.onnx  base.*, and driving parameters -> pictures  batches of any size

Parameters are what messages carry, by the names of the parts of the system's `Code`: points and jacobians
(fomm, dac, light), points, rotation and translation (facev2v), feature (cfte), coefficients and biases
(factors). What prepare gives is what generate takes, by the same names. Sizes are fixed at export.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import torch
from torch import nn

from generators.networks.code import Code, code_of
from generators.networks.config import Config
from generators.networks.generation import Generation, PictureGenerator, PreparedBase, VolumeGenerator
from sei.errors import SeigenError
from sei.extras import need

OPSET = 20


class ExportError(SeigenError):
    """A network that cannot be exported."""


def tensors(x: Any, name: str) -> Iterator[tuple[str, torch.Tensor]]:
    """Yield the tensors of nested dataclasses with their dotted names."""
    if isinstance(x, torch.Tensor):
        yield name, x
    elif dataclasses.is_dataclass(x) and not isinstance(x, type):
        for part in dataclasses.fields(x):
            yield from tensors(getattr(x, part.name), f"{name}.{part.name}")


def _with(x: Any, values: Iterator[torch.Tensor]) -> Any:
    """The same, of other tensors."""
    if isinstance(x, torch.Tensor):
        return next(values)
    if dataclasses.is_dataclass(x) and not isinstance(x, type):
        return type(x)(*(_with(getattr(x, part.name), values) for part in dataclasses.fields(x)))
    return x


class Prepare(nn.Module):
    """A generator's `prepare` on tensors."""

    def __init__(self, generator: Generation, code: type[Code]) -> None:
        super().__init__()
        self.generator, self.code = generator, code

    def forward(self, picture: torch.Tensor, *parts: torch.Tensor) -> tuple[torch.Tensor, ...]:
        base = self.generator.prepare(picture, self.code(*parts).driving())
        # A copy each: an output of ONNX has one name.
        return tuple(tensor.clone() for _, tensor in tensors(base, "base"))


class Generate(nn.Module):
    """A generator's `forward` with one base picture, on tensors.

    like  a prepared base picture, whose tensors are replaced
    """

    def __init__(self, generator: Generation, code: type[Code], like: PreparedBase) -> None:
        super().__init__()
        self.generator, self.code, self.like = generator, code, like
        self.count = sum(1 for _ in tensors(like, "base"))

    def forward(self, *given: torch.Tensor) -> torch.Tensor:
        base: PreparedBase = _with(self.like, iter(given[: self.count]))
        return self.generator([base], self.code(*given[self.count :]).driving())


def code_like(config: Config, count: int) -> Code:
    """Make plain descriptions of ``count`` pictures, of the kind that a network takes."""
    kind, k = code_of(config), config.num_kps
    points = torch.rand(count, k or 1, config.family.dims) - 0.5
    shapes = {
        "points": points,
        "jacobians": torch.eye(2).expand(count, k, 2, 2).contiguous() if config.jacobians else None,
        "feature": torch.rand(count, 1, 4, 4),
        "rotation": torch.eye(3).expand(count, 3, 3).contiguous(),
        "translation": torch.zeros(count, 3),
        "coefficients": torch.full((count, 2 * k), 0.25),
        "biases": points[..., :2].flatten(1).contiguous(),
    }
    return kind(*(shapes[part.name] for part in dataclasses.fields(kind)))  # type: ignore[arg-type]


def export(generator: nn.Module, height: int, width: int, folder: str | Path, name: str) -> tuple[Path, Path]:
    """Write both files; their paths. Raises ExportError, and MissingExtra without onnx and onnxscript."""
    if not isinstance(generator, PictureGenerator | VolumeGenerator):
        raise ExportError(f"{name}: only learned generators are exported")
    if height % 16 or width % 16:
        raise ExportError(f"size {width}x{height}, allowed: multiples of 16")
    for package in ("onnx", "onnxscript"):
        need(package)
    generator.eval()
    code = code_of(generator.config)
    target = Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    # Two driving pictures: a batch of one would be taken for a constant.
    driving = {n: x for n, x in code_like(generator.config, 2).tensors().items() if x is not None}
    picture = torch.rand(1, 3, height, width)
    own = {"picture": picture} | {name: x[:1] for name, x in driving.items()}
    with torch.no_grad():
        like = generator.prepare(picture, code(*(x[:1] for x in driving.values())).driving())
    base = dict(tensors(like, "base"))
    first, second = target / f"{name}-prepare.onnx", target / f"{name}-generate.onnx"
    write(Prepare(generator, code), own, first, list(base), ())
    write(Generate(generator, code, like), base | driving, second, ["pictures"], tuple(driving))
    return first, second


def write(
    network: nn.Module,
    given: dict[str, torch.Tensor],
    path: Path,
    outputs: list[str],
    batched: Sequence[str],
) -> None:
    """Write a network as ONNX, which takes what is ``given`` by name; ``batched``: of which any number."""
    many = torch.export.Dim("pictures", min=1, max=4096)
    shapes = tuple({0: many} if name in batched else None for name in given)
    program = torch.onnx.export(
        network.eval(),
        tuple(x.detach().clone() for x in given.values()),
        dynamo=True,
        opset_version=OPSET,
        input_names=list(given),
        output_names=outputs,
        dynamic_shapes=(shapes,) if batched else None,  # of ``*given``
        verbose=False,
    )
    assert program is not None
    program.save(str(path))
