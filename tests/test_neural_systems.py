"""Every system through GFV: described, written, read, generated; cached and batched as one by one."""

import copy

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from generators import registry  # noqa: E402
from generators.learned.system import system_of  # noqa: E402
from generators.networks.blocks import PointConv, channels_last, fuse  # noqa: E402
from generators.networks.code import MovedPoints, ParameterMismatch, read  # noqa: E402
from generators.networks.config import OWN  # noqa: E402
from generators.networks.face_keypoints import LIPS, placed  # noqa: E402
from generators.parameters.reading import ParameterReader  # noqa: E402
from generators.parameters.values import Parameters  # noqa: E402
from generators.subjects.face.eyes import LIDS  # noqa: E402
from generators.subjects.face.landmarks import Face  # noqa: E402
from generators.subjects.face.model import basis  # noqa: E402
from generators.subjects.subject import Seen  # noqa: E402
from generators.weights import files as weights  # noqa: E402
from sei.messages.generative_face_video import AFFINE, GenerativeFaceVideo  # noqa: E402

# Threads that wait for each other take ten times as long as one where other tests run beside.
torch.set_num_threads(1)
TINY = {"width": 0.1, "detector": (32, 64, 2), "motion": (32, 64, 2), "generator": (32, 64, 2, 1)}
SIZE = (80, 112)
# What is sent is measured on the face mesh, or by a network as in the papers ("-net").
NETS = ("fomm", "dac", "facev2v", "cfte", "light")
NAMES = [*OWN, *(f"{name}-net" for name in NETS)]


def tiny(name, **changes):
    """A small network of a system; ``NAME-net`` with a learned analysis."""
    net, name = name.endswith("-net"), name.removesuffix("-net")
    small = TINY | ({"depth": 4, "estimator": 16} if name == "facev2v" else {})
    if net:
        small |= {
            "faces": False,
            "mouth": False,
            "prior": False,
            "view": 0,
            "early": 0,
            "code": 0,
            "align_corners": False,
        }
        small |= {"num_kps": 0, "jacobians": False} if "cfte" in name else {}
    small["early"] = 0
    w = weights.fresh(name, OWN[name].at(**(small | changes)), seed=3)
    if w.config.code:
        settle(w)
    return w


def settle(w):
    """Directions of a compact feature, as training finds them."""
    kps = [w.analysis.keypoints(placed(faces(count=24, seed=s), 80, 112)) for s in (1, 2)]
    w.analysis.code.fit(*kps)
    w.generation.code.load_state_dict(w.analysis.code.state_dict())


def faces(count=4, seed=0, size=SIZE):
    """Measured faces of one person in pictures of a size, each a little off the one before."""
    random = np.random.default_rng(seed)
    mean = np.asarray(basis()["mean"], dtype=np.float64)
    rows = []
    for _ in range(count):
        a, b = random.uniform(-0.3, 0.3, 2)
        turn = np.array([[np.cos(a), -np.sin(a), 0], [np.sin(a), np.cos(a), 0], [0, 0, 1]])
        turn = turn @ np.array([[np.cos(b), 0, np.sin(b)], [0, 1, 0], [-np.sin(b), 0, np.cos(b)]])
        points = mean @ turn.T * 14 + (size[1] / 2 + 8 * a, size[0] / 2 + 8 * b, 0)
        points[list(LIPS[1])] += (0, random.uniform(0, 3), 0)
        lids = np.stack([points[list(ids), :2] for ids in LIDS])
        rows.append(Face(points, np.zeros((2, 2)), lids, 0.9))
    return rows


def system_from(name, w=None, size=SIZE, **options):
    return system_of(w or tiny(name), name.removesuffix("-net"), size=size, **options)


def seen(pictures):
    """Pictures with a face measured in each."""
    measured = faces(len(pictures), size=pictures[0].shape[:2])
    return [Seen(p, m) for p, m in zip(pictures, measured, strict=True)]


@pytest.fixture(scope="module", params=NAMES)
def system(request):
    return system_from(request.param)


@pytest.fixture(scope="module")
def pictures():
    """Smooth pictures of a size that is a multiple of 16 and of nothing more, one a little off the other."""
    random = np.random.default_rng(0)
    coarse = torch.from_numpy(random.random((1, 3, 9, 9))).float()
    rows = []
    for shift in range(4):
        moved = torch.roll(coarse, shift, 3) * 0.2 + coarse * 0.8
        rows.append(torch.nn.functional.interpolate(moved, size=(80, 112), mode="bicubic"))
    return (torch.cat(rows).clamp(0, 1) * 255).byte().permute(0, 2, 3, 1).numpy()


def as_picture(rgb):
    return torch.from_numpy(rgb).permute(2, 0, 1).float() / 255


def test_through_the_stream(system, pictures):
    rows = system.analyzer.describe(seen(pictures))
    writer = system.writer()
    base = writer.base(rows[0], "r=25")
    coded = writer.segment(rows[1:])
    reader = ParameterReader()
    sent = [m.to_payload(context=reader.context) for c in (base, *coded) for m in c.messages]
    reader = ParameterReader()
    read = [GenerativeFaceVideo.from_payload(p, context=reader.context) for p in sent]
    # Found from the tag, and from the fields where no other system has the same.
    assert registry.by_tag(read[0].gfv_nn_tag_uri).name == system.name
    got, after = reader.read([reader.resolve(message) for message in read], 0)
    assert len(after) == 3
    if system.name in ("dac", "facev2v", "factors"):
        assert registry.find(None, got).name == system.name
    else:
        with pytest.raises(registry.UnknownSystem, match=f"several .*{system.name}"):
            registry.find(None, got)
    tolerance = 2.0**-7
    for want, have, local in zip(rows[1:], after, coded, strict=True):
        if want.keypoints is not None:
            assert np.abs(want.keypoints - have.keypoints).max() <= tolerance + 1e-12
            assert np.array_equal(local.received.keypoints, have.keypoints)
        for kind, values in want.matrices.items():
            # Jacobians are coarser.
            most = 2.0**-5 if kind == AFFINE else tolerance
            assert np.abs(values - have.matrices[kind]).max() <= most + 1e-12
            assert np.array_equal(local.received.matrices[kind], have.matrices[kind])
    prepared = system.generator.prepare(as_picture(pictures[0]), got)
    made = system.generator.generate([prepared], system.translator.translate(prepared, after))
    assert made.shape == (3, 3, 80, 112)
    assert 0 <= float(made.min()) <= float(made.max()) <= 1


def test_batches_are_as_one_by_one_and_the_cache_changes_nothing(system, pictures):
    rows = system.analyzer.describe(seen(pictures))
    base = system.generator.prepare(as_picture(pictures[0]), rows[0])
    together = system.generator.generate([base], system.translator.translate(base, rows))
    for i, row in enumerate(rows):
        fresh = system.generator.prepare(as_picture(pictures[0]), rows[0])
        alone = system.generator.generate([fresh], system.translator.translate(fresh, [row]))
        torch.testing.assert_close(alone[0], together[i], atol=2e-5, rtol=0)


def test_any_number_of_threads_makes_the_same_pictures(system, pictures):
    """Torch takes another way for 1x1 convolutions in a single thread; `decode` takes those that pay."""
    made = []
    for threads in (1, 2, 1):
        torch.set_num_threads(threads)
        rows = system.analyzer.describe(seen(pictures))
        base = system.generator.prepare(as_picture(pictures[0]), rows[0])
        made.append(system.generator.generate([base], system.translator.translate(base, rows)))
    torch.set_num_threads(1)
    assert torch.equal(made[0], made[1]) and torch.equal(made[0], made[2])
    bare = [
        name
        for network in (system.generator.generator, system.analyzer.analysis)
        for name, part in network.named_modules()
        if isinstance(part, torch.nn.Conv2d)
        and part.kernel_size == (1, 1)
        and not isinstance(part, PointConv)
    ]
    assert not bare


def test_the_decoder_needs_no_analysis(system, pictures):
    w = weights.Weights(system.name, system.generator.config, copy.deepcopy(system.generator.generator))
    rows = system.analyzer.describe(seen(pictures[:2]))
    decoder = system_of(w, system.name)
    base = decoder.generator.prepare(as_picture(pictures[0]), rows[0])
    assert decoder.generator.generate([base], decoder.translator.translate(base, rows)).shape[0] == 2
    with pytest.raises(ParameterMismatch):
        decoder.analyzer.describe(seen(pictures[:1]))


def test_parameters_of_another_kind_are_refused(system):
    wrong = Parameters({9: np.zeros((1, 2, 2))}, keypoints=np.zeros((3, 2)))
    with pytest.raises(ParameterMismatch):
        system.translator.translate(None, [wrong])
    with pytest.raises(ParameterMismatch):
        system.translator.translate(None, [Parameters()])


def test_hostile_values_give_finite_pictures(system, pictures):
    (row,) = system.analyzer.describe(seen(pictures[:1]))
    matrices = {k: np.full_like(v, 4e9) for k, v in row.matrices.items()}
    kps = None if row.keypoints is None else np.full_like(row.keypoints, 1.0)
    bad = [Parameters(matrices, kps), Parameters({k: v * 0 for k, v in matrices.items()}, kps)]
    base = system.generator.prepare(as_picture(pictures[0]), row)
    for driving in (bad, [row]):
        made = system.generator.generate([base], system.translator.translate(base, driving))
        assert bool(torch.isfinite(made).all())


def test_dac_uses_other_base_pictures(pictures):
    system = system_from("dac")
    rows = system.analyzer.describe(seen(pictures))
    bases = [system.generator.prepare(as_picture(p), r) for p, r in zip(pictures, rows, strict=True)]
    given = system.translator.translate(bases[0], rows[:2])
    alone, both = system.generator.generate(bases[:1], given), system.generator.generate(bases[:2], given)
    assert float((alone - both).abs().max()) > 1e-3
    same = system.generator.generate([bases[0], bases[0]], given)
    torch.testing.assert_close(alone, same, atol=2e-5, rtol=0)


@pytest.mark.parametrize("kind", [torch.bfloat16])
@pytest.mark.parametrize("name", ["fomm", "light", "cfte", "facev2v"])
def test_half_precision_is_near(name, kind, pictures):
    full, half = system_from(name), system_from(name, dtype=kind)
    rows = full.analyzer.describe(seen(pictures))
    made = []
    for system in (full, half):
        base = system.generator.prepare(as_picture(pictures[0]), rows[0])
        made.append(system.generator.generate([base], system.translator.translate(base, rows)))
    assert float((made[0] - made[1]).abs().mean()) < 0.01


def test_out_of_memory_falls_back_with_one_warning(pictures, monkeypatch):
    said = []
    system = system_from("light", warn=said.append)
    both = system.generator
    rows = system.analyzer.describe(seen(pictures))
    base = both.prepare(as_picture(pictures[0]), rows[0])
    given = system.translator.translate(base, rows)
    want = both.generate([base], given)
    forward, calls = type(both.generator).forward, []

    def small(self, bases, driving):
        calls.append(len(driving.points))
        if self is both.generator and len(driving.points) > room:
            raise torch.OutOfMemoryError("no memory")
        return forward(self, bases, driving)

    monkeypatch.setattr(type(both.generator), "forward", small)
    room = 1
    torch.testing.assert_close(both.generate([base], given), want, atol=2e-5, rtol=0)
    assert calls == [4, 2, 1, 1, 2, 1, 1] and not said
    room = 0
    for _ in range(2):
        torch.testing.assert_close(both.generate([base], given), want, atol=2e-5, rtol=0)
    assert len(said) == 1 and "CPU" in said[0]


def test_hints_reach_the_painter():
    """What dense motion says of a place changes the picture there, once the painter listens."""
    config = tiny("fomm").config.at(hints=3)
    generator = weights.fresh("fomm", config, 0).generation.eval()
    random = torch.Generator().manual_seed(0)
    picture = torch.rand(1, 3, 64, 64, generator=random)
    eye = torch.eye(2).expand(1, 10, 2, 2)
    points = [MovedPoints(torch.rand(1, 10, 2, generator=random) - 0.5, eye) for _ in range(2)]
    with torch.inference_mode():
        base = generator.prepare(picture, points[0])
        motion = generator.move(base, points[1])
        assert motion.occlusion.shape[1] == 2 + 3
        deaf = generator.draw([base], [motion])
        generator.trunk.hint.weight.fill_(3.0)
        heard = generator.draw([base], [motion])
        twice = generator.draw([base, base], [motion, motion])
    assert torch.allclose(twice, heard, atol=1e-4)
    assert not torch.allclose(deaf, heard, atol=1e-3)


@pytest.mark.parametrize("name", ["light", "fomm", "facev2v"])
def test_channels_last_reaches_every_convolution_of_the_painter(name):
    """A layer that is given planes copies them first, and what it makes is the same."""
    made = {}
    for last in (False, True):
        w = tiny(name)
        generator = fuse(w.generation)
        if last:
            channels_last(generator)
        painter = generator.trunk if name != "facev2v" else generator.painter
        inputs = [c for c in painter.modules() if isinstance(c, torch.nn.Conv2d)]
        seen = []
        hooks = [
            c.register_forward_pre_hook(lambda _, given, seen=seen: seen.append(given[0])) for c in inputs
        ]
        given = read(w.config, described(w)).driving()
        picture = torch.rand(1, 3, *SIZE, generator=torch.Generator().manual_seed(2))
        with torch.inference_mode():
            base = generator.prepare(picture, given)
            seen.clear()
            made[last] = generator([base], given)
        for hook in hooks:
            hook.remove()
        assert len(seen) >= 5
        if last:
            assert all(x.is_contiguous(memory_format=torch.channels_last) for x in seen)
    torch.testing.assert_close(made[True], made[False], atol=1e-5, rtol=0)


def described(w):
    """One picture's parameters, as sent."""
    with torch.inference_mode():
        return w.analysis(placed(faces(count=1, seed=4), *SIZE)).parameters()


def test_sizes_must_be_multiples_of_16():
    with pytest.raises(ParameterMismatch):
        registry.make("fomm", 200, 256)
