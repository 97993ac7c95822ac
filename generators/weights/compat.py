"""Checkpoints of the public releases, by renaming keys.

| release | file holds | sampling |
|---|---|---|
| first-order-model (Siarohin et al.) | generator, kp_detector | torch 1.0: align_corners True |
| CFTE of the GFVC software (Chen et al.) | generator, kp_detector | torch >= 1.3: False |
| face-vid2vid (zhanglonghao1992), both generators | the same two, he_estimator | torch 1.7: False |

Files are read by torch.load with weights_only, and may not be larger than `MAX_FILE`. What a release holds
beside the networks (optimisers, discriminator) is not looked at. Sizes are those of the releases'
configurations; `load_public` takes others in a `Config`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import torch
from torch import nn

from generators.networks.config import PUBLIC, Config
from generators.networks.pair import make_analysis, make_generation
from generators.weights.files import Weights
from generators.weights.places import WeightsError

MAX_FILE = 2 << 30

Rules = tuple[tuple[str, str], ...]

_HOURGLASS: Rules = (
    (r"encoder\.down_blocks\.(.*)", r"down.\1"),
    (r"decoder\.up_blocks\.(.*)", r"up.\1"),
    (r"decoder\.((?:conv|norm)\..*)", r"ending.\1"),
)


def _under(old: str, new: str, rules: Rules) -> Rules:
    """Rules one level down."""
    return tuple((re.escape(old) + pattern, new + result) for pattern, result in rules)


_TRUNK: Rules = (
    (r"first\.(.*)", r"trunk.first.\1"),
    (r"down_blocks\.(.*)", r"trunk.down.\1"),
    (r"bottleneck\.r(\d+)\.(.*)", r"trunk.res.\1.\2"),
    (r"up_blocks\.(.*)", r"trunk.up.\1"),
    (r"final\.(.*)", r"trunk.final.\1"),
)
_DENSE: Rules = (
    *_under("hourglass.", "hourglass.", _HOURGLASS),
    (r"(mask|occlusion)\.(.*)", r"\1.\2"),
)
_FOMM_GENERATOR: Rules = (
    *_TRUNK,
    *_under("dense_motion_network.", "motion.", _DENSE),
    (r"dense_motion_network\.down\.weight", r"shrink.weight"),
)
_FOMM_DETECTOR: Rules = (
    *_under("predictor.", "hourglass.", _HOURGLASS),
    (r"kp\.(.*)", r"heat.\1"),
    (r"jacobian\.(.*)", r"jacobian.\1"),
    (r"down\.weight", r"shrink.weight"),
)
_CFTE_GENERATOR: Rules = (
    *_TRUNK,
    *_under("dense_motion_network.hourglass.", "motion.hourglass.", _HOURGLASS),
    (r"dense_motion_network\.down\.weight", r"shrink.weight"),
    (r"dense_motion_network\.(flow|occlusion)\.(.*)", r"motion.\1.\2"),
    (r"dense_motion_network\.up_blocks\.(.*)", r"motion.rise.\1"),
    (r"dense_motion_network\.first\.(.*)", r"motion.trunk.first.\1"),
    (r"dense_motion_network\.motiondown_blocks\.(.*)", r"motion.trunk.down.\1"),
    (r"dense_motion_network\.motionup_blocks\.(.*)", r"motion.trunk.up.\1"),
    (r"dense_motion_network\.bottleneck\.r(\d+)\.(.*)", r"motion.trunk.res.\1.\2"),
    (r"dense_motion_network\.final\.(.*)", r"motion.trunk.final.\1"),
)
_CFTE_DETECTOR: Rules = (
    *_under("predictor.", "hourglass.", _HOURGLASS),
    (r"conv([1-4])\.(.*)", r"convs.<\1>.\2"),
    (r"gdn([1-4])\.(.*)", r"norms.<\1>.\2"),
    (r"down\.weight", r"shrink.weight"),
)
_HEAD_GENERATOR: Rules = (
    (r"first\.(.*)", r"first.\1"),
    (r"down_blocks\.(.*)", r"down.\1"),
    (r"second\.(.*)", r"lift.\1"),
    (r"resblocks_3d\.3dr(\d+)\.(.*)", r"solid.\1.\2"),
    (r"third\.(.*)", r"flatten.\1"),
    (r"fourth\.(.*)", r"mix.\1"),
    (r"dense_motion_network\.compress\.(.*)", r"motion.compress.conv.\1"),
    (r"dense_motion_network\.norm\.(.*)", r"motion.compress.norm.\1"),
    *_under("dense_motion_network.", "motion.", _DENSE),
    (r"resblocks_2d\.2dr(\d+)\.(.*)", r"painter.res.\1.\2"),
    (r"up_blocks\.(.*)", r"painter.up.\1"),
    (r"final\.(.*)", r"painter.final.\1"),
    (r"decoder\.fc\.(.*)", r"painter.entry.\1"),
    (r"decoder\.conv_img\.(.*)", r"painter.final.\1"),
    *(
        rule
        for old, new in ((r"decoder\.G_middle_(\d)", "middle"), (r"decoder\.up_(\d)", "up"))
        for rule in (
            (old + r"\.conv_([01])\.(.*)", rf"painter.{new}.\1.conv\2.\3"),
            (old + r"\.conv_s\.(.*)", rf"painter.{new}.\1.skip.\2"),
            (old + r"\.norm_([01])\.mlp_shared\.0\.(.*)", rf"painter.{new}.\1.norm\2.shared.\3"),
            (old + r"\.norm_([01])\.mlp_(gamma|beta)\.(.*)", rf"painter.{new}.\1.norm\2.\3.\4"),
            (old + r"\.norm_s\.mlp_shared\.0\.(.*)", rf"painter.{new}.\1.skip_norm.shared.\2"),
            (old + r"\.norm_s\.mlp_(gamma|beta)\.(.*)", rf"painter.{new}.\1.skip_norm.\2.\3"),
        )
    ),
)
_HEAD_DETECTOR: Rules = (
    (r"predictor\.down_blocks\.down(\d+)\.(.*)", r"canonical.down.\1.\2"),
    (r"predictor\.conv\.(.*)", r"canonical.fold.\1"),
    (r"predictor\.up_blocks\.up(\d+)\.(.*)", r"canonical.up.\1.\2"),
    (r"kp\.(.*)", r"canonical.heat.\1"),
    (r"down\.weight", r"canonical.shrink.weight"),
)
_HEAD_POSE: Rules = (
    (r"conv1\.(.*)", r"pose.conv.\1"),
    (r"norm1\.(.*)", r"pose.norm.\1"),
    (r"conv([2-5])\.(.*)", r"pose.entry.<<\1>>.\2"),
    (r"norm([2-5])\.(.*)", r"pose.norms.<<\1>>.\2"),
    (r"block1\.b1_(\d)\.(.*)", r"pose.scales.0.\1.\2"),
    (r"block2\.(.*)", r"pose.scales.1.0.\1"),
    (r"block3\.b3_(\d)\.(.*)", r"pose.scales.1.<+\1>.\2"),
    (r"block4\.(.*)", r"pose.scales.2.0.\1"),
    (r"block5\.b5_(\d)\.(.*)", r"pose.scales.2.<+\1>.\2"),
    (r"block6\.(.*)", r"pose.scales.3.0.\1"),
    (r"block7\.b7_(\d)\.(.*)", r"pose.scales.3.<+\1>.\2"),
    # The release reads its yaw from the head called roll, and the other way round.
    (r"fc_roll\.(.*)", r"pose.yaw.\1"),
    (r"fc_yaw\.(.*)", r"pose.roll.\1"),
    (r"fc_pitch\.(.*)", r"pose.pitch.\1"),
    (r"fc_t\.(.*)", r"pose.translation.\1"),
    (r"fc_exp\.(.*)", r"pose.expression.\1"),
)

# By release: of each network in the file, where it goes (generation or analysis) and its rules.
RELEASES: dict[str, dict[str, tuple[str, Rules]]] = {
    "fomm": {"generator": ("generation", _FOMM_GENERATOR), "kp_detector": ("analysis", _FOMM_DETECTOR)},
    "cfte": {"generator": ("generation", _CFTE_GENERATOR), "kp_detector": ("analysis", _CFTE_DETECTOR)},
    "facev2v": {
        "generator": ("generation", _HEAD_GENERATOR),
        "kp_detector": ("analysis", _HEAD_DETECTOR),
        "he_estimator": ("analysis", _HEAD_POSE),
    },
}
RELEASES["facev2v-spade"] = RELEASES["facev2v"]


def rename(key: str, rules: Rules) -> str | None:
    """Translate a release's key to ours; None when no rule knows it."""
    key = key.removeprefix("module.")
    for pattern, result in rules:
        if found := re.fullmatch(pattern, key):
            new = found.expand(result)
            # Numbered from 1 there (<n>), from 2 (<<n>>), or after a first block of another name (<+n>).
            new = re.sub(r"<<(\d+)>>", lambda m: str(int(m[1]) - 2), new)
            new = re.sub(r"<\+(\d+)>", lambda m: str(int(m[1]) + 1), new)
            return re.sub(r"<(\d+)>", lambda m: str(int(m[1]) - 1), new)
    return None


def plain(state: Mapping[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    """Fold spectral norm into the weights: the kernel over its largest singular value as stored."""
    out = {}
    for key, value in state.items():
        if key.endswith(("_u", "_v")) and f"{key[:-2]}_orig" in state:
            continue
        if key.endswith("_orig"):
            stem = key.removesuffix("_orig")
            u, v = state.get(f"{stem}_u"), state.get(f"{stem}_v")
            if u is None or v is None or u.numel() * v.numel() != value.numel():
                raise WeightsError(f"{key}: spectral norm without its vectors")
            if value.numel() * value.element_size() > MAX_FILE:  # a view can be larger than what it shows
                raise WeightsError(f"{key}: larger than {MAX_FILE} bytes")
            out[stem] = value / torch.dot(u, value.reshape(len(u), -1).mv(v))
        else:
            out[key] = value
    return out


def fill(networks: Mapping[str, nn.Module], checkpoint: Mapping[str, object], release: str) -> None:
    """Load a release's checkpoint into {generation, analysis}. Raises WeightsError."""
    renamed: dict[str, dict[str, torch.Tensor]] = {side: {} for side in networks}
    for part, (side, rules) in RELEASES[release].items():
        state = checkpoint.get(part)
        if not isinstance(state, Mapping):
            raise WeightsError(f"a checkpoint of {release} has a state dict {part!r}, this one has none")
        if not all(isinstance(v, torch.Tensor) for v in state.values()):
            raise WeightsError(f"{part} holds something other than tensors")
        for key, value in plain(state).items():
            new = rename(key, rules)
            if new is None:
                raise WeightsError(f"{part}: no such key in {release}: {key}")
            renamed[side][new] = value
    for side, network in networks.items():
        own, given = network.state_dict(), renamed[side]
        # Counters of batches say nothing here; old releases do not have them.
        wanted = {k for k in own if not k.endswith("num_batches_tracked")}
        if missing := sorted(wanted - given.keys()):
            raise WeightsError(f"{release}: {len(missing)} tensors are missing, the first {missing[0]}")
        if extra := sorted(given.keys() - own.keys()):
            raise WeightsError(f"{release}: {len(extra)} tensors too many, the first {extra[0]}")
        for key in sorted(wanted):
            if given[key].shape != own[key].shape:
                shapes = f"{tuple(given[key].shape)}, the network takes {tuple(own[key].shape)}"
                raise WeightsError(f"{release}: {key} is {shapes}")
        network.load_state_dict({k: v.to(own[k].dtype) for k, v in given.items()}, strict=False)
        network.eval()


def load_public(path: str | Path, release: str, config: Config | None = None) -> Weights:
    """Load a public checkpoint as `Weights`. ``release``: fomm, cfte, facev2v or facev2v-spade.

    Raises WeightsError for a file that is none, that would run code when loaded, or that does not fit.
    """
    if release not in RELEASES:
        raise WeightsError(f"no release {release!r}; there are: {', '.join(RELEASES)}")
    source = Path(path)
    try:
        if source.stat().st_size > MAX_FILE:
            raise WeightsError(f"{source}: larger than {MAX_FILE} bytes")
        checkpoint = torch.load(source, map_location="cpu", weights_only=True)
    except OSError as error:
        raise WeightsError(f"{source}: {error.strerror or error}") from None
    except Exception as error:  # torch's reader lets through whatever a damaged file leads to
        said = str(error).splitlines() or [type(error).__name__]
        raise WeightsError(f"{source}: not a checkpoint of tensors ({said[0][:200]})") from None
    if not isinstance(checkpoint, Mapping):
        raise WeightsError(f"{source}: not a checkpoint of {release}")
    config = config or PUBLIC[release]
    generation, analysis = make_generation(config), make_analysis(config)
    try:
        fill({"generation": generation, "analysis": analysis}, checkpoint, release)
    except (RuntimeError, TypeError, ValueError, AttributeError) as error:
        said = str(error).splitlines() or [type(error).__name__]
        raise WeightsError(f"{source}: not a checkpoint of {release} ({said[0][:200]})") from None
    return Weights(config.system, config, generation, analysis, {"source": f"public checkpoint, {release}"})
