"""Whole streams of learned systems through the decoder, by their own generator and by another's."""

import numpy as np
import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("imageio_ffmpeg", reason="base pictures are coded by ffmpeg")

from generators.codec.decoder import Decoder  # noqa: E402
from generators.codec.generate import generate  # noqa: E402
from generators.codec.picture_codec import PictureDecoder, encode_picture  # noqa: E402
from generators.codec.stream import Assembler  # noqa: E402
from generators.learned import translate  # noqa: E402
from generators.media.pixels import to_pixels  # noqa: E402
from generators.subjects.subject import Seen  # noqa: E402
from generators.weights import files as weights  # noqa: E402
from sei.errors import SeigenError  # noqa: E402
from tests.test_neural_systems import as_picture, faces, system_from, tiny  # noqa: E402


@pytest.fixture(scope="module")
def clip():
    torch.manual_seed(0)
    coarse = torch.rand(5, 3, 6, 6)
    rows = torch.nn.functional.interpolate(coarse[:1] * 0.8 + coarse * 0.2, size=(64, 64), mode="bicubic")
    return (rows.clamp(0, 1) * 255).byte().permute(0, 2, 3, 1).numpy()


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """A folder with weights of every kind that the tests play, as files."""
    folder = tmp_path_factory.mktemp("weights")
    for name in ("fomm", "cfte"):
        weights.store(tiny(name), folder / f"{name}.safetensors", half=False)
    return folder


@pytest.fixture(scope="module")
def stream(clip):
    """A base picture and four messages of fomm, and what its generator makes of them."""
    system = system_from("fomm", size=(64, 64))
    coded = encode_picture(clip[0], 30)
    ((_, decoded),) = PictureDecoder()(coded)
    there = faces(len(clip), size=(64, 64))
    rows = system.analyzer.describe([Seen(p, f) for p, f in zip(clip, there, strict=True)])
    writer = system.writer()
    base = writer.base(rows[0], "r=25&s=1")
    after = writer.segment(rows[1:])
    data, ledger = Assembler().add(coded, [*base.messages, *(m for c in after for m in c.messages)])
    assert ledger.gfv > 0
    prepared = system.generator.prepare(as_picture(decoded), base.received)
    made = system.generator.generate(
        [prepared], system.translator.translate(prepared, [c.received for c in after])
    )
    return data, [decoded, *map(to_pixels, made)]


@pytest.mark.parametrize("forced", [None, "fomm"])
def test_decoded_is_what_the_encoder_saw(stream, home, monkeypatch, forced):
    monkeypatch.setenv("SEIGEN_WEIGHTS", str(home))
    data, want = stream
    frames = list(Decoder(data, device="cpu", system=forced))
    assert [f.is_base for f in frames] == [True, False, False, False, False]
    for frame, picture in zip(frames, want, strict=True):
        assert np.abs(frame.pixels.astype(int) - picture.astype(int)).max() <= 1


def test_another_generator_plays_it_by_translation(stream, home, monkeypatch, tmp_path):
    monkeypatch.setenv("SEIGEN_WEIGHTS", str(home))
    torch.manual_seed(1)
    tensors = translate.to_tensors(translate.TranslatorNet("fomm", "cfte").eval())
    np.savez(tmp_path / "translator_FOMM2CFTE.npz", **tensors)
    said: list[str] = []
    without = list(Decoder(stream[0], device="cpu", system="cfte", warn=said.append))
    assert without and all(frame.is_base for frame in without)
    assert len(said) == 1 and "FOMM2CFTE" in said[0]
    monkeypatch.setenv("SEIGEN_TRANSLATORS", str(tmp_path))
    frames = list(Decoder(stream[0], device="cpu", system="cfte"))
    assert len(frames) == 5
    assert frames[1].pixels.shape == (64, 64, 3)


def test_without_weights_the_message_says_what_to_do(stream, monkeypatch, tmp_path):
    monkeypatch.setenv("SEIGEN_WEIGHTS", str(tmp_path))
    monkeypatch.setattr("generators.weights.places.FOLDER", tmp_path)
    with pytest.raises(SeigenError, match="seigen train fomm"):
        list(Decoder(stream[0], device="cpu"))


def test_pictures_are_always_made_in_batches_of_one_size():
    """What the encoder makes eight at a time and the decoder three at a time is the same to the bit."""
    system = system_from("cfte", size=(64, 64))
    rows = system.analyzer.describe(
        [Seen(np.zeros((64, 64, 3), np.uint8), f) for f in faces(11, size=(64, 64))]
    )
    base = system.generator.prepare(torch.rand(3, 64, 64), rows[0])
    made, sizes = system.generator.generate, []

    def spy(bases, translated):
        sizes.append(len(translated))
        return made(bases, translated)

    object.__setattr__(system.generator, "generate", spy)
    together = list(generate(system, [base], rows))
    apart = [p for i in range(0, 11, 3) for p in generate(system, [base], rows[i : i + 3])]
    assert set(sizes) == {8} and len(together) == len(apart) == 11
    assert all(torch.equal(a, b) for a, b in zip(together, apart, strict=True))


@pytest.mark.long
def test_compiled_generators_give_the_same_pictures(stream, home, monkeypatch):
    monkeypatch.setenv("SEIGEN_WEIGHTS", str(home))
    data, want = stream
    said: list[str] = []
    frames = list(Decoder(data, device="cpu", compiled=True, warn=said.append))
    assert not said and len(frames) == len(want)
    for frame, picture in zip(frames, want, strict=True):
        assert np.abs(frame.pixels.astype(int) - picture.astype(int)).max() <= 2


def test_what_cannot_be_compiled_is_run_as_it_is(stream, home, monkeypatch):
    monkeypatch.setenv("SEIGEN_WEIGHTS", str(home))
    asked: list[dict[str, object]] = []

    def compiler(network, **options):
        asked.append(options)

        def run(*_):
            raise torch._dynamo.exc.TorchDynamoException("no working C++ compiler")

        return run

    monkeypatch.setattr(torch, "compile", compiler)
    data, want = stream
    said: list[str] = []
    frames = list(Decoder(data, device="cpu", compiled=True, warn=said.append))
    assert len(asked) == 1 and len(said) == 1 and "C++ compiler" in said[0]
    assert all(np.array_equal(f.pixels, w) for f, w in zip(frames, want, strict=True))
