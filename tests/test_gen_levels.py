"""Granularities: a toy system of two levels and an enhancer through stream and decoder."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pytest
from click.testing import CliRunner

torch = pytest.importorskip("torch")
pytest.importorskip("imageio_ffmpeg", reason="base pictures are coded by ffmpeg")

from generators import registry  # noqa: E402
from generators.cli import decode  # noqa: E402
from generators.codec.decoder import Decoder  # noqa: E402
from generators.codec.picture_codec import encode_picture  # noqa: E402
from generators.codec.stream import Assembler  # noqa: E402
from generators.parameters.by_tolerance import ByTolerance  # noqa: E402
from generators.parameters.layout import Layout  # noqa: E402
from generators.parameters.values import Parameters  # noqa: E402
from generators.system import System  # noqa: E402
from sei.errors import SeigenError  # noqa: E402
from sei.named import EnhancementCarrier, Field, Mapping, MatrixCarrier  # noqa: E402

MAPPING = Mapping(
    tag="tag:seigen,2026:test-levels",
    kind="compact_feature",
    levels=("grey", "red", "blue"),
    fields=(
        Field(name="grey", carrier=MatrixCarrier(type=9), shape=(1, 1, 8), precision=7),
        Field(name="red", carrier=EnhancementCarrier(gfve_id=0), shape=(1, 3), precision=7, level=1),
        Field(name="blue", carrier=EnhancementCarrier(gfve_id=1), shape=(1, 3), precision=7, level=2),
    ),
)
LAYOUT = Layout(MAPPING)


class Toy:
    """A grey picture; the enhancer adds red and blue of the levels that it gets."""

    batch_matters = False

    def describe(self, seen, base=None, shown=None):
        raise NotImplementedError

    def prepare(self, picture, parameters):
        return picture

    def translate(self, base, parameters):
        return torch.tensor([float(p.matrices[9].mean()) for p in parameters])

    def generate(self, bases, translated):
        return translated[:, None, None, None].expand(-1, *bases[0].shape)

    def enhance(self, pictures, parameters, bases):
        more = torch.zeros(len(parameters), 3, 1, 1)
        for i, p in enumerate(parameters):
            row = LAYOUT.row(p)
            more[i, 0] = float(row["red"].mean()) if "red" in row else 0
            more[i, 2] = float(row["blue"].mean()) if "blue" in row else 0
        return pictures + more


def make(height, width, device, dtype) -> System:
    toy = Toy()
    return System("test-levels", LAYOUT, toy, toy, toy, toy, rounding=lambda trade: ByTolerance())


@pytest.fixture(autouse=True)
def toy(monkeypatch):
    monkeypatch.setattr(registry, "_ENTRIES", {n: registry.entry(n) for n in registry.names()})
    registry.register(registry.SystemEntry("test-levels", make, MAPPING))


def parameters(grey: float, red: float, blue: float) -> Parameters:
    values = {"grey": np.full((1, 1, 8), grey), "red": np.full((1, 3), red), "blue": np.full((1, 3), blue)}
    return LAYOUT.parameters(values)


@lru_cache
def stream(without: tuple[tuple[int, int], ...] = ()) -> bytes:
    """A base picture and three others; messages ``without`` (gfve_id, gfv_cnt) are dropped."""
    writer = make(64, 64, "cpu", torch.float32).writer()
    rows = [parameters(0.25, 0.25, 0.125 * k) for k in range(4)]
    coded = [writer.base(rows[0], "r=25&s=1"), *writer.segment(rows[1:])]
    # Payloads as the whole stream has them: prediction is from messages that a thinner knows nothing of.
    kept = [
        m
        for cnt, one in enumerate(coded)
        for m in one.messages
        if (getattr(m, "gfve_id", None), cnt) not in without
    ]
    picture = encode_picture(np.full((64, 64, 3), 64, np.uint8), 30, preset="faster")
    return Assembler().add(picture, kept)[0]


def colours(**options) -> list[tuple[float, ...]]:
    """Mean red, green, blue of the generated pictures, 0..1."""
    said: list[str] = []
    data = options.pop("data", None) or stream()
    frames = list(Decoder(data, device="cpu", warn=said.append, **options))
    assert said == []
    return [tuple(float(c) / 255 for c in f.pixels.mean(axis=(0, 1))) for f in frames if not f.is_base]


WHOLE = [(0.5, 0.25, 0.25 + 0.125 * k) for k in (1, 2, 3)]


def close(found, wanted) -> bool:
    return np.allclose(np.array(found), np.array(wanted), atol=0.015)


def test_the_enhancer_gets_the_level_reached():
    assert close(colours(), WHOLE)
    assert close(colours(level=2), WHOLE) and close(colours(level=9), WHOLE)
    assert close(colours(level=1), [(0.5, 0.25, 0.25)] * 3)
    assert close(colours(level=0), [(0.25, 0.25, 0.25)] * 3)


@pytest.mark.parametrize(("gfve_id", "wanted"), [(1, (0.5, 0.25, 0.25)), (0, (0.25, 0.25, 0.25))])
def test_a_stream_without_a_level_is_decoded_at_those_below(gfve_id, wanted):
    """Level 2 is of no use without level 1."""
    data = stream(tuple((gfve_id, cnt) for cnt in range(4)))
    assert close(colours(data=data), [wanted] * 3)
    assert close(colours(data=data, level=1), [wanted] * 3)


def test_a_message_of_a_level_that_is_lost_lowers_its_picture_alone():
    found = colours(data=stream(((1, 3),)))
    assert close(found, [*WHOLE[:2], (0.5, 0.25, 0.25)])


def test_levels_from_the_command_line(tmp_path):
    (tmp_path / "a.266").write_bytes(stream())
    out = tmp_path / "a.rgb"
    for level, blue in ((None, WHOLE[2][2]), (1, 0.25), (0, 0.25)):
        arguments = [str(tmp_path / "a.266"), "-o", str(out), "--format", "raw", "--device", "cpu"]
        arguments += [] if level is None else ["--level", str(level)]
        done = CliRunner().invoke(decode, arguments, catch_exceptions=False)
        assert done.exit_code == 0, done.output
        last = np.frombuffer(out.read_bytes(), np.uint8).reshape(-1, 64, 64, 3)[-1]
        assert abs(last[..., 2].mean() / 255 - blue) < 0.015
    assert CliRunner().invoke(decode, [*arguments[:-1], "-1"]).exit_code != 0


def test_a_level_below_0_is_refused():
    with pytest.raises(SeigenError, match="level -1"):
        Decoder(stream(), device="cpu", level=-1)
