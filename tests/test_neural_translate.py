"""Translators: loaded, applied between systems, carried as NNC, refused when hostile."""

import importlib.util

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from generators.learned import translate  # noqa: E402
from generators.learned.translate import SIZES, TranslatorError, TranslatorNet  # noqa: E402
from generators.parameters.reading import ParameterReader  # noqa: E402
from generators.parameters.values import Parameters  # noqa: E402
from generators.subjects.subject import Seen  # noqa: E402
from generators.weights import nnc  # noqa: E402
from sei.build import Network  # noqa: E402
from sei.messages.generative_face_video import (  # noqa: E402
    AFFINE,
    COMPACT,
    ROTATION,
    TRANSLATION,
    GenerativeFaceVideo,
)
from tests.test_neural_systems import as_picture, system_from  # noqa: E402

PAIRS = [(a, b) for a in SIZES for b in SIZES if a != b]


@pytest.fixture(scope="module")
def pictures():
    torch.manual_seed(0)
    return (torch.rand(3, 64, 64, 3) * 255).byte().numpy()


def random(source, target, seed=0):
    torch.manual_seed(seed)
    return TranslatorNet(source, target).eval()


def write(tmp_path, translator, **more):
    path = tmp_path / "translator_X.npz"
    tensors = {f"state_dict/{k}": v for k, v in translate.to_tensors(translator).items()}
    np.savez(path, **(tensors | more))
    return path


@pytest.mark.parametrize("pair", PAIRS)
def test_file_and_back(pair, tmp_path):
    one = random(*pair)
    two = translate.load(write(tmp_path, one))
    x = torch.randn(4, SIZES[pair[0]])
    assert (two.source, two.target) == pair
    assert torch.equal(one(x), two(x))


def test_published_translators(shared_dir, monkeypatch):
    folder = shared_dir / "models"
    if not list(folder.glob("translator_*.npz")):
        pytest.skip("the published translators are not here")
    monkeypatch.setenv("SEIGEN_TRANSLATORS", str(folder))
    assert len(translate.catalogue()) == 6
    kinds = {"FOMM": "fomm", "CFTE": "cfte", "FV2V": "facev2v"}
    for name in translate.catalogue():
        t = translate.named(name)
        a, b = name.split("2", 1) if not name.startswith("FV2V") else (name[:4], name[5:])
        assert (t.source, t.target) == (kinds[a], kinds[b])
        # By hand, from the arrays alone.
        x = np.random.default_rng(0).normal(size=SIZES[t.source])
        with np.load(translate.catalogue()[name]) as file:
            y = x
            for side in ("Enc", "Dec"):
                keys = sorted(k for k in file.files if f"_{side}/" in k)
                for i in (0, 2, 4, 6):
                    w, c = (
                        next(file[k] for k in keys if k.endswith(f".{i}.{n}")) for n in ("weight", "bias")
                    )
                    y = w @ y + c
                    y = np.maximum(y, 0) if i < 6 else y
        got = t(torch.from_numpy(x).float()[None])[0].detach().numpy()
        np.testing.assert_allclose(got, y, rtol=1e-3, atol=1e-3)


def test_fomm_translated_by_a_published_network_stays_a_face(shared_dir, monkeypatch):
    """Frames of the common test conditions to facev2v: turned a little, not thrown about."""
    from scripts.bench_gfv_rate import read_frames

    source = shared_dir / "vectors" / "ctc" / "vtm24_generative_face_video.cfg"
    if not source.is_file() or not (shared_dir / "models" / "translator_FOMM2FV2V.npz").is_file():
        pytest.skip("frames or translators are not here")
    monkeypatch.setenv("SEIGEN_TRANSLATORS", str(shared_dir / "models"))
    rows = read_frames(source.read_text())
    t = translate.named("FOMM2FV2V")
    with torch.no_grad():
        vectors = t(translate.to_vectors("fomm", rows, rows[0])).double().numpy()
    own = Parameters(
        {ROTATION: np.eye(3)[None], TRANSLATION: np.zeros((1, 3, 1))}, keypoints=np.zeros((15, 3))
    )
    made = [translate.applied("facev2v", own, vectors[0], v) for v in vectors]
    angles = [
        np.degrees(np.arccos(np.clip((np.trace(m.matrices[ROTATION][0]) - 1) / 2, -1, 1))) for m in made
    ]
    assert angles[0] < 1e-3
    assert 1 < max(angles) < 60
    assert max(np.abs(m.keypoints).max() for m in made) < 0.5


@pytest.mark.parametrize("pair", PAIRS)
def test_one_kind_plays_on_another(pair, pictures):
    """The base picture's own message changes nothing, others do."""
    source, target = (system_from(f"{name}-net") for name in pair)
    rows = source.analyzer.describe([Seen(p, None) for p in pictures])
    system = translate.bridge(target, random(*pair))
    base = system.generator.prepare(as_picture(pictures[0]), rows[0])
    made = system.generator.generate([base], system.translator.translate(base, rows))
    own = target.analyzer.describe([Seen(pictures[0], None)])
    prepared = target.generator.prepare(as_picture(pictures[0]), own[0])
    plain = target.generator.generate([prepared], target.translator.translate(prepared, own))
    torch.testing.assert_close(made[:1], plain, atol=1e-3, rtol=0)
    assert bool(torch.isfinite(made).all())


def test_changes_are_put_upon_the_base_picture():
    own = Parameters({COMPACT: np.ones((1, 4, 4))})
    before, after = np.zeros(16), np.arange(16.0)
    got = translate.applied("cfte", own, before, after)
    assert np.array_equal(got.matrices[COMPACT][0], 1 + np.arange(16.0).reshape(4, 4))
    own = Parameters({AFFINE: np.tile(2 * np.eye(2), (10, 1, 1))}, keypoints=np.full((10, 2), 0.25))
    before, after = (
        np.concatenate([np.full(20, p), np.tile(np.eye(2) * s, (10, 1, 1)).ravel()])
        for p, s in ((0.1, 1), (0.2, 3))
    )
    got = translate.applied("fomm", own, before, after)
    np.testing.assert_allclose(got.keypoints, 0.35)
    np.testing.assert_allclose(got.matrices[AFFINE], np.tile(6 * np.eye(2), (10, 1, 1)))


def test_singular_matrices_of_a_translator_leave_the_base_pictures():
    own = Parameters({AFFINE: np.tile(np.eye(2), (10, 1, 1))}, keypoints=np.zeros((10, 2)))
    got = translate.applied("fomm", own, np.zeros(60), np.ones(60))
    assert np.array_equal(got.matrices[AFFINE], own.matrices[AFFINE])


@pytest.mark.parametrize("harm", ["strange", "missing", "shape", "nan", "cut", "pickle"])
def test_files_that_are_none(harm, tmp_path):
    path = write(tmp_path, random("fomm", "cfte"))
    if harm == "strange":
        path = write(tmp_path, random("fomm", "cfte"), extra=np.zeros(3))
    elif harm == "cut":
        path.write_bytes(path.read_bytes()[:5000])
    elif harm == "pickle":
        np.savez(path, a=np.array([{"a": 1}], dtype=object))
    else:
        tensors = translate.to_tensors(random("fomm", "cfte"))
        key = "FOMM_Enc/FOMM.0.weight"
        if harm == "missing":
            del tensors[key]
        else:
            tensors[key] = (
                np.zeros((64, 59), np.float32) if harm == "shape" else np.full((64, 60), np.nan, np.float32)
            )
        np.savez(path, **tensors)
    with pytest.raises(TranslatorError):
        translate.load(path)


def test_what_a_stream_names_is_never_a_path(tmp_path, monkeypatch):
    write(tmp_path, random("fomm", "cfte"))
    monkeypatch.setenv("SEIGEN_TRANSLATORS", str(tmp_path))
    assert translate.of_stream("r=25&s=2&translator=X", None).target == "cfte"
    assert translate.of_stream("r=25&s=2", None) is None
    for uri in (
        "translator=../translator_X",
        f"translator={tmp_path}/translator_X.npz",
        "translator=http://a/b",
    ):
        with pytest.raises(TranslatorError):
            translate.of_stream(uri, None)


def test_of_another_kind_is_refused():
    target = system_from("cfte-net")
    with pytest.raises(TranslatorError):
        translate.bridge(target, random("cfte", "fomm"))
    with pytest.raises(TranslatorError):
        translate.to_vectors("fomm", [Parameters()], Parameters())
    light = system_from("light")
    assert translate.adapted(light, "fomm", None, None) is light


needs_nnc = pytest.mark.skipif(
    not importlib.util.find_spec("nncodec"), reason="nncodec is optional and not here"
)


@needs_nnc
def test_carried_in_the_stream_as_nnc():
    one = random("cfte", "fomm")
    payload = nnc.encode(translate.to_tensors(one))
    source = system_from("cfte-net")
    row = Parameters({COMPACT: np.random.default_rng(0).normal(size=(1, 4, 4))})
    coded = source.writer().base(row, network=Network(payload=payload))
    reader = ParameterReader()
    sent = coded.messages[0].to_payload(context=reader.context)
    message = GenerativeFaceVideo.from_payload(sent, context=ParameterReader().context)
    assert message.gfv_nn_mode_idc == 0
    two = translate.of_stream(message.gfv_nn_uri, bytes.fromhex(message.gfv_nn_payload_byte))
    x = torch.randn(8, 16)
    assert len(payload) < 4 * sum(p.numel() for p in one.parameters()) / 3
    torch.testing.assert_close(two(x), one(x), atol=0.02, rtol=0.02)


@needs_nnc
@pytest.mark.parametrize("payload", [b"", b"\0" * 50, bytes(range(256))])
def test_payloads_that_are_no_networks(payload):
    with pytest.raises(TranslatorError):
        translate.of_stream(None, payload)


def test_without_the_package_the_message_says_what_to_do(monkeypatch, tmp_path):
    (tmp_path / "child.py").write_text(f"raise SystemExit({nnc.ABSENT})")
    monkeypatch.setattr(nnc, "CHILD", tmp_path / "child.py")
    with pytest.raises(TranslatorError, match="pip install --no-deps nncodec"):
        translate.of_stream(None, b"\0")


def test_a_payload_too_large_is_not_even_tried():
    with pytest.raises(TranslatorError, match="allowed"):
        translate.of_stream(None, bytes(nnc.MAX_PAYLOAD + 1))
