"""Checkpoints of the public releases: every key, every shape, and the same numbers as a plain forward."""

import pickle

import pytest

torch = pytest.importorskip("torch")

from generators.networks.code import MovedPoints  # noqa: E402
from generators.networks.config import PUBLIC  # noqa: E402
from generators.networks.flow import as_bytes, farneback  # noqa: E402
from generators.networks.pair import make_analysis, make_generation  # noqa: E402
from generators.weights import compat  # noqa: E402
from generators.weights.places import WeightsError  # noqa: E402
from tests import neural_reference as ref  # noqa: E402

# Small sizes of the same architectures.
SMALL = {
    "fomm": {"num_kps": 3, "detector": (4, 16, 3), "motion": (4, 16, 3), "generator": (4, 16, 2, 2)},
    "cfte": {"detector": (4, 16, 3), "motion": (4, 64, 4), "generator": (4, 16, 2, 2)},
    "facev2v": {
        "num_kps": 3,
        "detector": (4, 16, 3),
        "motion": (4, 16, 2),
        "generator": (4, 16, 2, 2),
        "depth": 4,
        "estimator": 4,
    },
}
SMALL["facev2v-spade"] = SMALL["facev2v"] | {"generator": (8, 32, 2, 2)}


def sizes(config):
    return {
        "k": config.num_kps,
        "detector": config.detector,
        "motion": config.motion,
        "generator": config.generator,
        "depth": config.depth,
        "estimator": config.estimator,
    }


def run_reference(release, config, device="cpu", side=256):
    """Layouts by part of the checkpoint, pictures, and what the reference makes of them."""
    c = sizes(config)
    parts = {
        name: ref.Layout(device, seed, old=release == "fomm")
        for seed, name in enumerate(compat.RELEASES[release])
    }
    torch.manual_seed(5)
    pictures = torch.rand(2, 3, side, side)
    if device == "meta":
        pictures = pictures.to("meta")
    source, target = pictures[:1], pictures[1:]
    with torch.inference_mode():
        if release == "fomm":
            kp = [ref.fomm_detector(parts["kp_detector"], x, c) for x in (source, target)]
            out = ref.fomm_generator(parts["generator"], source, *kp, c, config.align_corners)
        elif release == "cfte":
            kp = [ref.cfte_detector(parts["kp_detector"], x, c) for x in (source, target)]
            flow = torch.zeros(1, 4, 4, 2, device=device)
            if device != "meta":
                flow = farneback(as_bytes(kp[1]), as_bytes(kp[0]))
            out = ref.cfte_generator(parts["generator"], source, *kp, c, flow)
        else:
            canonical = [ref.head_detector(parts["kp_detector"], x, c) for x in (source, target)]
            poses = [ref.head_pose(parts["he_estimator"], x, c) for x in (source, target)]
            kp = [
                torch.einsum("nab,nkb->nka", r, q) + t[:, None] + e
                for q, (r, t, e) in zip(canonical, poses, strict=True)
            ]
            spade = release.endswith("spade")
            out = ref.head_generator(parts["generator"], source, *kp, c, spade)
    return parts, pictures, kp, out


@pytest.mark.parametrize("release", list(compat.RELEASES))
def test_every_key_and_shape_at_full_size(release):
    """On the meta device: the release's own sizes, nothing computed."""
    config = PUBLIC[release]
    parts, *_ = run_reference(release, config, "meta")
    with torch.device("meta"):
        networks = {"generation": make_generation(config), "analysis": make_analysis(config)}
    ours = {f"{s}.{k}": tuple(v.shape) for s, n in networks.items() for k, v in n.state_dict().items()}
    ours = {k: v for k, v in ours.items() if not k.endswith("num_batches_tracked")}
    theirs = {}
    for part, (side, rules) in compat.RELEASES[release].items():
        state = parts[part].state
        for key, value in state.items():
            if key.endswith(("_u", "_v", "num_batches_tracked")):
                continue
            new = compat.rename(key.removesuffix("_orig"), rules)
            assert new is not None, key
            assert f"{side}.{new}" not in theirs, key
            theirs[f"{side}.{new}"] = tuple(value.shape)
    assert theirs == ours


def test_full_size_is_the_published_one():
    """FOMM is known to have 59.8 million parameters, generator and detector together."""
    parts, *_ = run_reference("fomm", PUBLIC["fomm"], "meta")
    named = [(k, v) for p in parts.values() for k, v in p.state.items()]
    count = sum(v.numel() for k, v in named if "running" not in k and not k.endswith("down.weight"))
    assert round(count / 1e6, 1) == 59.8


@pytest.mark.parametrize("release", list(compat.RELEASES))
def test_same_numbers_as_a_plain_forward(release, tmp_path):
    config = PUBLIC[release].at(**SMALL[release])
    parts, pictures, kp, out = run_reference(release, config)
    path = tmp_path / "public.pth.tar"
    # Releases are saved from DataParallel as often as not, with an optimiser and a discriminator beside.
    saved = {
        name: {f"module.{k}" if release == "cfte" else k: v for k, v in p.state.items()}
        for name, p in parts.items()
    }
    torch.save(saved | {"epoch": 99, "optimizer_generator": {"state": {}}}, path)
    weights = compat.load_public(path, release, config)
    with torch.inference_mode():
        source = weights.analysis(pictures[:1])
        target = weights.analysis(pictures[1:])
        base = weights.generation.prepare(pictures[:1], source.driving())
        made = weights.generation([base], target.driving())
        for given, want in ((source.driving(), kp[0]), (target.driving(), kp[1])):
            if config.jacobians and isinstance(given, MovedPoints):
                torch.testing.assert_close(given.points, want[0], atol=1e-5, rtol=1e-4)
                torch.testing.assert_close(given.jacobians, want[1], atol=1e-5, rtol=1e-4)
            else:
                given = given.points if isinstance(given, MovedPoints) else given.feature
                torch.testing.assert_close(given, want, atol=1e-5, rtol=1e-4)
    assert made.shape == pictures[1:].shape
    assert out.std() > 0.01
    torch.testing.assert_close(made, out, atol=5e-4, rtol=1e-3)


def test_align_corners_matters_and_follows_the_release():
    assert PUBLIC["fomm"].align_corners
    assert not any(PUBLIC[r].align_corners for r in ("cfte", "facev2v", "facev2v-spade"))


@pytest.fixture(scope="module")
def small():
    config = PUBLIC["fomm"].at(**SMALL["fomm"])
    parts, *_ = run_reference("fomm", config, side=128)
    return config, {name: dict(p.state) for name, p in parts.items()}


def write(tmp_path, checkpoint):
    torch.save(checkpoint, tmp_path / "c.pth")
    return tmp_path / "c.pth"


@pytest.mark.parametrize(
    "harm", ["missing part", "missing key", "strange key", "other shape", "not a tensor", "list"]
)
def test_what_does_not_fit_is_refused(small, tmp_path, harm):
    config, checkpoint = small
    checkpoint = {k: dict(v) for k, v in checkpoint.items()}
    if harm == "missing part":
        del checkpoint["kp_detector"]
    elif harm == "missing key":
        del checkpoint["generator"]["first.conv.weight"]
    elif harm == "strange key":
        checkpoint["generator"]["second.weight"] = torch.zeros(1)
    elif harm == "other shape":
        checkpoint["generator"]["final.bias"] = torch.zeros(4)
    elif harm == "not a tensor":
        checkpoint["generator"]["final.bias"] = "zero"
    else:
        checkpoint = [1, 2]
    with pytest.raises(WeightsError):
        compat.load_public(write(tmp_path, checkpoint), "fomm", config)


class Bomb:
    def __reduce__(self):
        return (exec, ("raise SystemExit('ran')",))


def test_a_pickle_bomb_does_not_run(tmp_path):
    path = tmp_path / "bomb.pth"
    torch.save({"generator": Bomb()}, path)
    with pytest.raises(WeightsError):
        compat.load_public(path, "fomm")
    path.write_bytes(pickle.dumps(Bomb()))
    with pytest.raises(WeightsError):
        compat.load_public(path, "fomm")


def test_truncated_and_missing_files(small, tmp_path):
    config, checkpoint = small
    path = write(tmp_path, checkpoint)
    path.write_bytes(path.read_bytes()[:2000])
    with pytest.raises(WeightsError):
        compat.load_public(path, "fomm", config)
    with pytest.raises(WeightsError):
        compat.load_public(tmp_path / "none.pth", "fomm", config)
    with pytest.raises(WeightsError):
        compat.load_public(path, "dall-e")


def test_flow_is_that_of_opencv():
    cv2 = pytest.importorskip("cv2", reason="opencv is not a dependency; the flow was compared where it is")
    torch.manual_seed(3)
    for size in (4, 12, 20):
        a, b = (as_bytes(torch.rand(1, 1, size, size)) for _ in range(2))
        pictures = [x[0, 0].numpy().astype("uint8") for x in (a, b)]
        want = cv2.calcOpticalFlowFarneback(*pictures, None, 0.5, 2, 15, 3, 5, 1.2, 0)
        torch.testing.assert_close(farneback(a, b)[0], torch.from_numpy(want), atol=2e-3, rtol=2e-3)


def test_flow_of_a_moved_blob():
    """Sanity without OpenCV: a blob that moves by half a sample to the right."""
    g = torch.stack(torch.meshgrid(torch.arange(16.0), torch.arange(16.0), indexing="ij"))

    def blob(x):
        return 255 * torch.exp(-((g[1] - x) ** 2 + (g[0] - 8) ** 2) / 18)[None, None]

    flow = farneback(blob(7.5), blob(8.0))[0, 5:11, 5:11]
    assert abs(float(flow[..., 0].mean()) - 0.5) < 0.1
    assert abs(float(flow[..., 1].mean())) < 0.05
