"""Weights in files: safetensors with the network's description inside, and nothing that runs.

The header's metadata holds `system` (a registered name), `config` (JSON of `Config`), and what the model
card says. Tensors are `analysis.*` and `generation.*`; float16 in the file, float32 in memory. A pruned
network has fewer channels than its description makes: those shapes are taken from the file, where only
channels may be missing.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save
from torch import nn

from generators.networks.blocks import PointConv
from generators.networks.config import Config, ConfigError
from generators.networks.generation import Generation
from generators.networks.pair import make_analysis, make_generation
from generators.networks.slim import Fixed, Gate, Slim, SlimHead, SlimRes
from generators.weights.places import FOLDER, WeightsError, shipped
from sei.shown import to_markdown
from vvc_bridge.output import output_file

MAX_FILE = 64 << 20
"""Bytes of a weights file."""
MAX_PARAMETERS = MAX_FILE
"""Parameters that the description in it may ask for: four bytes each in memory."""
SHIP_LIMIT = 8 << 20


@dataclass
class Weights:
    """Networks with their weights. ``notes`` are the other strings of the file's metadata."""

    name: str
    config: Config
    generation: Generation
    analysis: nn.Module | None = None
    notes: dict[str, str] = field(default_factory=dict)


def fresh(name: str, config: Config, seed: int = 0) -> Weights:
    """Make untrained networks, the same for the same seed."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        return Weights(name, config, make_generation(config), make_analysis(config))


def store(weights: Weights, path: str | Path, *, half: bool = True, limit: int | None = None) -> int:
    """Write a file, whole or not at all; its size in bytes. ``limit``: WeightsError above so many bytes."""
    tensors = {}
    for side, network in (("generation", weights.generation), ("analysis", weights.analysis)):
        for key, value in (network.state_dict() if network is not None else {}).items():
            if key.endswith("num_batches_tracked"):
                continue
            value = value.detach().cpu().contiguous()
            tensors[f"{side}.{key}"] = value.half() if half and value.is_floating_point() else value
    data = save(tensors, {"system": weights.name, "config": weights.config.to_json(), **weights.notes})
    if limit is not None and len(data) > limit:
        raise WeightsError(f"{weights.name}: the weights take {len(data)} bytes, allowed: {limit}")
    target = Path(path)
    target.parent.mkdir(parents=True, exist_ok=True)
    with output_file(target) as file:
        file.write(data)
    return len(data)


def load(path: str | Path, name: str | None = None) -> Weights:
    """Read a file from anywhere. ``name``: the system that it must be of. Raises WeightsError."""
    source = Path(path)
    try:
        if source.stat().st_size > MAX_FILE:
            raise WeightsError(f"{source}: larger than {MAX_FILE} bytes")
        with safe_open(source, framework="pt") as file:
            notes = dict(file.metadata() or {})
            tensors = {key: file.get_tensor(key) for key in file.keys()}  # noqa: SIM118
    except (SafetensorError, OSError, ValueError, TypeError, KeyError, RuntimeError) as error:
        why = (
            "no such file"
            if isinstance(error, FileNotFoundError)
            else (str(error).splitlines() or [type(error).__name__])[0]
        )
        raise WeightsError(f"{source}: not a safetensors file ({why})") from None
    system, text = notes.pop("system", ""), notes.pop("config", "")
    if name is not None and system != name:
        raise WeightsError(f"{source}: weights of {system or 'no named system'}, not of {name}")
    try:
        config = Config.from_json(text)
    except ConfigError as error:
        raise WeightsError(f"{source}: {error}") from None
    _check_count(config, source)
    generation = make_generation(config)
    _fill(generation, _side(tensors, "generation"), source)
    # What is measured on the face mesh needs no weights to be there.
    analysis = make_analysis(config) if config.faces else None
    if own := _side(tensors, "analysis"):
        analysis = make_analysis(config)
        _fill(analysis, own, source)
    return Weights(
        system, config, generation.eval(), analysis.eval() if analysis is not None else None, notes
    )


def _check_count(config: Config, source: Path) -> None:
    """Refuse a description of networks that no file can hold, before they are built."""
    with torch.device("meta"):
        networks = [make_generation(config), make_analysis(config)]
    count = sum(p.numel() for network in networks for p in network.parameters())
    if count > MAX_PARAMETERS:
        raise WeightsError(f"{source}: networks of {count} parameters, allowed: {MAX_PARAMETERS}")


def _side(tensors: Mapping[str, torch.Tensor], side: str) -> dict[str, torch.Tensor]:
    return {k[len(side) + 1 :]: v for k, v in tensors.items() if k.startswith(side + ".")}


def _fill(network: nn.Module, tensors: dict[str, torch.Tensor], source: Path) -> None:
    shrink_to(network, tensors)
    wanted = {k: v for k, v in network.state_dict().items() if not k.endswith("num_batches_tracked")}
    if missing := sorted(wanted.keys() - tensors.keys()):
        raise WeightsError(f"{source}: {len(missing)} tensors are missing, the first {missing[0]}")
    if extra := sorted(tensors.keys() - wanted.keys()):
        raise WeightsError(f"{source}: {len(extra)} tensors that the network has not, the first {extra[0]}")
    for key, value in wanted.items():
        if value.shape != tensors[key].shape:
            raise WeightsError(
                f"{source}: {key} is {tuple(tensors[key].shape)}, the network takes {tuple(value.shape)}"
            )
        given = tensors[key]
        if given.is_floating_point() and not bool(torch.isfinite(given).all()):
            raise WeightsError(f"{source}: {key} holds values that are not finite")
    network.load_state_dict({k: v.to(wanted[k].dtype) for k, v in tensors.items()}, strict=False)


def shrink_to(network: nn.Module, tensors: Mapping[str, torch.Tensor]) -> None:
    """Give prunable layers the channels that a pruned file has; never more than they have."""
    for name, module in list(network.named_modules()):
        if isinstance(module, Gate) and f"{name}.factor" in tensors:
            parent, _, leaf = name.rpartition(".")
            count = min(tensors[f"{name}.factor"].numel(), module.gain.numel())
            setattr(network.get_submodule(parent), leaf, Fixed(torch.ones(count)))
    for name, module in list(network.named_modules()):
        if not isinstance(module, (Slim, SlimRes, SlimHead)):
            continue
        depth, point = tensors.get(f"{name}.depth.weight"), tensors.get(f"{name}.point.weight")
        if depth is None or point is None or depth.dim() != 4 or point.dim() != 4:
            continue
        inputs = min(len(depth), module.depth.in_channels)
        outputs = min(len(point), module.point.out_channels)
        if (inputs, outputs) == (module.depth.in_channels, module.point.out_channels):
            continue
        side = module.depth.kernel_size[0]
        module.depth = nn.Conv2d(inputs, inputs, side, padding=side // 2, groups=inputs, bias=False)
        module.point = PointConv(inputs, outputs)
        if isinstance(module, Slim) and isinstance(module.norm, nn.BatchNorm2d):
            module.norm = nn.BatchNorm2d(outputs)


def card(weights: Weights, size: int, rows: Mapping[str, str]) -> str:
    """Write the model card (Markdown): what the file's notes and ``rows`` say."""
    generator = sum(p.numel() for p in weights.generation.parameters())
    analysis = sum(p.numel() for p in weights.analysis.parameters()) if weights.analysis else 0
    lines = {
        "system": weights.name,
        "file": f"{size} bytes, safetensors, float16",
        "parameters": f"generator {generator}, analysis {analysis}",
        **dict(sorted(weights.notes.items())),  # safetensors gives them in any order
        **rows,
    }
    body = "\n".join(f"| {to_markdown(key)} | {to_markdown(value)} |" for key, value in lines.items())
    config = json.dumps(json.loads(weights.config.to_json()), indent=1)
    return f"# {weights.name}\n\n| | |\n|---|---|\n{body}\n\n```json\n{config}\n```\n"


__all__ = ["FOLDER", "SHIP_LIMIT", "Weights", "WeightsError", "card", "fresh", "load", "shipped", "store"]
