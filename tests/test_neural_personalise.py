"""Adapters: nothing at first, learned, carried in the stream or beside it, refused by other weights."""

import dataclasses
import struct
import zlib
from fractions import Fraction

import numpy as np
import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("imageio_ffmpeg", reason="base pictures are coded by ffmpeg")

from generators import registry  # noqa: E402
from generators.codec import adapters, encoder  # noqa: E402
from generators.codec.decoder import Decoder  # noqa: E402
from generators.codec.encode import check, encode_clip  # noqa: E402
from generators.codec.encoder import Settings  # noqa: E402
from generators.codec.stream import ADAPTER, Assembler, adapter_nal  # noqa: E402
from generators.networks.config import OWN  # noqa: E402
from generators.subjects.clip import Clip  # noqa: E402
from generators.subjects.face.landmarks import LEFT_LIDS, RIGHT_LIDS, Face  # noqa: E402
from generators.subjects.face.model import basis  # noqa: E402
from generators.training import personalise  # noqa: E402
from generators.training.personalise import Tuner, Tuning, encode_personalised  # noqa: E402
from generators.weights import adapter  # noqa: E402
from generators.weights import files as weights  # noqa: E402
from generators.weights.adapter import AdapterError, identity  # noqa: E402
from vvc_bridge.access_unit import access_units  # noqa: E402
from vvc_bridge.talk import Timing  # noqa: E402

torch.set_num_threads(1)
SIZE, COUNT = 64, 7
NAMES = ("fomm", "dac", "facev2v", "cfte", "light", "light-cfte")
TINY = {"width": 0.1, "motion": (32, 64, 2), "generator": (32, 64, 2, 2), "early": 1, "view": 32}
QUICK = Tuning(minutes=0, steps=12, batch=2, perceptual=0, price=0)


def tiny(name, seed=3):
    return weights.fresh(name, OWN[name].at(**TINY, **({"depth": 4} if name == "facev2v" else {})), seed)


@pytest.fixture(scope="module")
def clip():
    """A dark clip with a bright blob where the mouth is; the mean face, opening its mouth and moving."""
    mean = basis()["mean"]
    pictures, faces = [], []
    y, x = np.mgrid[0:SIZE, 0:SIZE]
    for i in range(COUNT):
        points = mean * (SIZE / 6) + (SIZE / 2 + i / 2, SIZE / 2, 0)
        points[[14, 17, 87, 317, 152]] += (0, i / 2, 0)
        blob = np.exp(-((x - points[13, 0]) ** 2 + (y - points[13, 1]) ** 2) / 40)
        pictures.append((255 * (0.1 + 0.8 * blob[..., None] * [1, 0.6, 0.2])).astype(np.uint8))
        lids = np.stack([points[list(side), :2] for side in (LEFT_LIDS, RIGHT_LIDS)])
        faces.append(Face(points, lids.mean(1), lids, 1.0))
    return Clip(np.stack(pictures), faces, [0], [], Fraction(25))


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Weights of every system."""
    folder = tmp_path_factory.mktemp("weights")
    for name in NAMES:
        weights.store(tiny(name), folder / f"{name}.safetensors")
    return folder


@pytest.fixture
def home(folder, monkeypatch):
    monkeypatch.setenv("SEIGEN_WEIGHTS", str(folder))
    return folder


def loaded(name, home):
    return weights.load(home / f"{name}.safetensors", name)


def tuner(clip, name, home, **changes):
    """A tuner on one base picture and what follows it."""
    system = registry.make(name, SIZE, SIZE)
    coder = encoder.Encoder(clip, system)
    encoded = coder.run(Settings(qp=30, threshold=1, step=2))
    tuning = Tuning(**(vars(QUICK) | changes))
    return Tuner(loaded(name, home), personalise.shots(coder, encoded), clip.pictures, tuning)


@pytest.fixture(scope="module")
def made(clip, folder):
    """A stream of light with its adapter within, and one with the adapter beside."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SEIGEN_WEIGHTS", str(folder))
        return tuple(
            encode_personalised(
                clip,
                "light",
                bitrate=None,
                settings=Settings(qp=30, threshold=1),
                tuning=QUICK,
                within=within,
            )
            for within in (True, False)
        )


@pytest.mark.parametrize("name", NAMES)
def test_an_untouched_adapter_changes_nothing(name, home):
    one, two = loaded(name, home), loaded(name, home)
    parts = adapter.layout(one.generation, one.config, 2)
    data = adapter.pack(one, 2, 0.1, np.zeros(sum(p.count for p in parts)))
    adapter.adapt(two, data)
    assert len(data) < 100
    before, after = one.generation.state_dict(), two.generation.state_dict()
    assert all(torch.equal(before[key], after[key]) for key in before)


@pytest.mark.parametrize("name", NAMES)
def test_what_is_tuned_is_what_is_loaded(clip, name, home):
    """Pictures drawn while tuning are those of the generator that the bytes change; the loss falls."""
    t = tuner(clip, name, home)
    done = t.run()
    assert done.steps == QUICK.steps and done.after < 0.97 * done.before
    changed = loaded(name, home)
    adapter.adapt(changed, done.data)
    assert any(bool(part.any()) for part in adapter.unpack(done.data, loaded(name, home)).values())
    with torch.no_grad():
        want = t.draw(0, [0, 1], t.changes())
        t.drawing.generator = changed.generation.eval()
        got = t.draw(0, [0, 1], {})
    torch.testing.assert_close(got, want, atol=1e-5, rtol=0)
    # All of it lies after the warp.
    plain = loaded(name, home).generation.state_dict()
    for key, value in changed.generation.state_dict().items():
        assert key.startswith(adapter.painting(changed.config)) or torch.equal(value, plain[key])


def test_same_seed_same_bytes(clip, home):
    a, b, c = (tuner(clip, "light", home, seed=s).run().data for s in (0, 0, 1))
    assert a == b != c


def test_bytes_are_kept_within_the_limit(clip, home):
    t = tuner(clip, "light", home)
    free = len(t.run().data)
    for most, fits in ((free, free), (free - 40, free - 40), (10**9, adapters.LIMIT)):
        t.tuning = dataclasses.replace(t.tuning, most=most)
        assert len(t.data()) <= fits
    t.tuning = dataclasses.replace(t.tuning, most=20)
    with pytest.raises(AdapterError, match="allowed: 20"):
        t.data()


def test_bits_have_a_price(clip, home):
    cheap, dear = (len(tuner(clip, "light", home, price=p).run().data) for p in (0, 5.0))
    assert dear < 0.8 * cheap


def test_no_face_nothing_to_tune_on(clip, home):
    with pytest.raises(AdapterError, match="no picture"):
        Tuner(loaded("light", home), [], clip.pictures, QUICK)
    with pytest.raises(AdapterError, match="mesh has no weights"):
        encode_personalised(clip, "mesh", tuning=QUICK)


def brought_by(encoded):
    payloads = [m.payload for u in access_units(encoded.data) for m in u.messages if m.payload_type == 5]
    assert all(p[:16].hex() == ADAPTER for p in payloads)
    return [p[16:] for p in payloads]


def test_within_the_stream(made, clip, home):
    inside, _ = made
    assert check(inside, COUNT) == 1 + 3
    (data,) = brought_by(inside)
    assert b"&a=" + identity(data).encode() in inside.data
    assert Timing.parse(f"r=25&s=2&a={identity(data)}").adapter == identity(data)
    # Every bit is in one row of the ledger.
    spent = inside.ledger
    assert spent.network == 8 * len(adapter_nal(data)) > 8 * len(data)
    assert spent.total == spent.base + spent.parameters + spent.network == 8 * len(inside.data)
    assert spent.beside == 0 and inside.beside is None
    assert any("personalised" in note for note in inside.notes)


def test_beside_the_stream(made, clip, home, tmp_path, monkeypatch):
    inside, beside = made
    # The same tuning on the same base pictures.
    assert brought_by(inside) == [beside.beside] and brought_by(beside) == []
    assert beside.ledger.network == 0 and beside.ledger.beside == 8 * len(beside.beside)
    assert beside.ledger.total == 8 * len(beside.data)
    assert check(beside, COUNT) == 1 + 3
    want = [f.pixels for f in Decoder(inside.data, device="cpu")]
    file = tmp_path / f"{identity(beside.beside)}.adapter"
    file.write_bytes(beside.beside)

    def same(**options):
        got = [f.pixels for f in Decoder(beside.data, device="cpu", **options)]
        return all(np.array_equal(a, b) for a, b in zip(got, want, strict=True))

    assert same(adapter=file) and same(adapter=beside.beside)
    said = []
    assert not same(warn=said.append)
    assert len(said) == 1 and identity(beside.beside) in said[0]
    monkeypatch.setenv("SEIGEN_ADAPTERS", str(tmp_path))
    assert same()
    # A file of that name with another content is not it.
    file.write_bytes(beside.beside + b"\0")
    assert not same(warn=said.append)


def test_an_adapter_that_is_given_has_to_be_the_one(made, clip, home):
    _, beside = made
    with pytest.raises(AdapterError, match="the one given"):
        list(Decoder(beside.data, device="cpu", adapter=beside.beside + b"\0"))
    plain = encode_clip(
        clip, registry.make("light", SIZE, SIZE), bitrate=None, settings=Settings(qp=30, threshold=1)
    )
    with pytest.raises(AdapterError, match="names adapter none"):
        list(Decoder(plain.data, device="cpu", adapter=beside.beside))


def test_other_weights_play_without_it(made, clip, tmp_path, monkeypatch):
    """In the stream: a warning, for it may be the decoder's weights that are old. Given: an error."""
    inside, beside = made
    monkeypatch.setenv("SEIGEN_WEIGHTS", str(tmp_path))
    weights.store(tiny("light", seed=4), tmp_path / "light.safetensors")
    said = []
    assert len(list(Decoder(inside.data, device="cpu", warn=said.append))) == COUNT
    assert len(said) == 1 and "belongs to other weights" in said[0]
    with pytest.raises(AdapterError, match="belongs to other weights"):
        list(Decoder(beside.data, device="cpu", adapter=beside.beside))


def test_where_every_picture_is_coded_nothing_is_tuned(clip, home):
    got = encode_personalised(clip, "light", bitrate=60, settings=Settings(step=2), tuning=QUICK)
    assert got.ledger.network == 0 and "no picture is generated" in " ".join(got.notes)
    assert got.ledger.total / clip.seconds <= 60_000


def test_a_rate_is_met_with_the_adapter_in_it(clip, home, monkeypatch):
    settings = Settings(step=2, hold=False)
    got = encode_personalised(clip, "light", bitrate=60, settings=settings, tuning=QUICK)
    assert got.ledger.network > 0
    assert got.ledger.network <= personalise.SHARE * 60_000 * clip.seconds + 8 * 40
    assert got.ledger.total / clip.seconds <= 60_000


@pytest.mark.parametrize("within", [True, False])
def test_an_adapter_that_does_harm_is_left_out(clip, home, monkeypatch, within):

    def harm(self, progress=None):
        numbers = np.full(sum(part.count for part in self.parts), 127)
        return personalise.Tuned(adapter.pack(self.weights, self.tuning.rank, 1 / 8, numbers), 1, 1.0, 2.0)

    monkeypatch.setattr(Tuner, "run", harm)
    settings = Settings(step=2, hold=False)
    got = encode_personalised(clip, "light", bitrate=60, settings=settings, tuning=QUICK, within=within)
    assert got.ledger.network == 0 and got.beside is None and not brought_by(got)
    assert [note for note in got.notes if note.startswith("not personalised")]
    assert check(got, COUNT) > 0


def raw(numbers):
    coder = zlib.compressobj(9, zlib.DEFLATED, -15)
    return coder.compress(numbers) + coder.flush()


@pytest.fixture(scope="module")
def genuine(made):
    return made[1].beside


HEAD = 4 + 1 + 4 + 8 + 1 + len("light")
HARM = {
    "empty": lambda d: b"",
    "short": lambda d: d[:10],
    "head alone": lambda d: d[:HEAD],
    "magic": lambda d: b"SGB\x01" + d[4:],
    "version": lambda d: b"SGA\x02" + d[4:],
    "rank": lambda d: d[:4] + b"\xff" + d[5:],
    "other rank": lambda d: d[:4] + b"\x01" + d[5:],
    "step nan": lambda d: d[:5] + struct.pack(">f", float("nan")) + d[9:],
    "step infinite": lambda d: d[:5] + struct.pack(">f", float("inf")) + d[9:],
    "step negative": lambda d: d[:5] + struct.pack(">f", -0.1) + d[9:],
    "owner": lambda d: d[:9] + bytes(8) + d[17:],
    "name": lambda d: d[:17] + b"\xff" + d[18:],
    "cut": lambda d: d[: HEAD + (len(d) - HEAD) // 2],
    "last byte": lambda d: d[:-1],
    "more": lambda d: d + b"\0",
    "garbage": lambda d: d[:HEAD] + bytes(range(256)),
    "bomb": lambda d: d[:HEAD] + raw(bytes(1 << 24)),
    "few": lambda d: d[:HEAD] + raw(bytes(10)),
    "large": lambda d: d + bytes(adapters.LIMIT),
}


@pytest.mark.parametrize("harm", HARM)
def test_hostile_adapters(harm, genuine, home):
    target = loaded("light", home)
    before = {k: v.clone() for k, v in target.generation.state_dict().items()}
    adapter.unpack(genuine, target)
    with pytest.raises(AdapterError):
        adapter.adapt(target, HARM[harm](genuine))
    assert all(torch.equal(v, before[k]) for k, v in target.generation.state_dict().items())


@pytest.mark.parametrize("harm", ["magic", "garbage", "bomb", "large"])
def test_hostile_adapters_in_a_stream_leave_the_pictures(harm, genuine, clip, home):
    """Named as the stream names it, so it is tried."""
    data = HARM[harm](genuine)
    system = registry.make("light", SIZE, SIZE)
    coder = encoder.Encoder(clip, system)
    coded, decoded = coder.kept.coded([0], 30, alone=True)[0]
    (row,) = system.analyzer.describe(coder.seen([0]))
    base = system.writer().base(row, Timing(adapter=identity(data)).uri())
    stream, _ = Assembler().add(coded, base.messages, data)
    said = []
    (frame,) = Decoder(stream, device="cpu", warn=said.append)
    assert np.array_equal(frame.pixels, decoded) and len(said) == 1


def test_adapters_of_a_stream_do_not_pile_up(genuine):
    store = adapters.Adapters()
    (unit,) = access_units(
        adapter_nal(genuine) + b"".join(adapter_nal(bytes([i])) for i in range(20)), codec="h266"
    )
    store.take(unit.messages)
    assert store.find(identity(genuine)) is None and store.find(identity(b"\x13")) == b"\x13"
    assert len(store._known) == adapters.KEPT


def test_a_name_in_a_stream_is_never_a_path(tmp_path, monkeypatch, genuine):
    monkeypatch.setenv("SEIGEN_ADAPTERS", str(tmp_path / "in"))
    (tmp_path / "in").mkdir()
    (tmp_path / "x.adapter").write_bytes(genuine)
    for text in ("../x", "%2e%2e%2fx", "http://a/b", "../../xx", "a" * 200):
        assert Timing.parse(f"r=25&a={text}").adapter == ""


def test_the_command(clip, home, tmp_path, monkeypatch, capfd):
    """Through the command line, on a clip that is not measured again; the report's rows."""
    import contextlib
    import sys

    from seigen.__main__ import main

    @contextlib.contextmanager
    def opened(*_, **__):
        yield clip

    monkeypatch.setattr("generators.coding.open_clip", opened)
    monkeypatch.setattr(personalise, "Tuning", type("Plain", (Tuning,), {"of": lambda *_: QUICK}))
    (tmp_path / "clip.mp4").write_bytes(b"not read")

    def call(*words):
        monkeypatch.setattr(sys, "argv", ["seigen", *map(str, words)])
        with contextlib.suppress(SystemExit) as _, pytest.raises(SystemExit) as done:
            main()
        return int(done.value.code or 0), capfd.readouterr().err

    out = tmp_path / "out.266"
    words = ("encode", tmp_path / "clip.mp4", "-o", out, "--system", "light", "--size", SIZE, "--qp", 30)
    status, said = call(*words, "--personalise", "--adapter", "beside", "--verify")
    assert status == 0 and "verified" in said and "adapter beside" in said, said
    assert (tmp_path / "out.266.adapter").is_file()
    status, said = call("decode", out, "-o", tmp_path / "out.y4m", "--adapter", tmp_path / "out.266.adapter")
    assert status == 0 and "seigen:" not in said
    status, said = call("decode", out, "-o", tmp_path / "beside.y4m")
    assert status == 0 and "seigen:" not in said
    assert (tmp_path / "beside.y4m").read_bytes() == (tmp_path / "out.y4m").read_bytes()
    (tmp_path / "out.266.adapter").rename(tmp_path / "elsewhere.adapter")
    status, said = call("decode", out, "-o", tmp_path / "plain.y4m")
    assert status == 0 and "is not here" in said
    assert (tmp_path / "plain.y4m").read_bytes() != (tmp_path / "out.y4m").read_bytes()
    status, said = call(*words, "--personalise", "--verify")
    assert status == 0 and "kbit/s (parameters" in said and ", adapter " in said
