"""Base pictures by VVenC's library, its program and VTM's: `encode --base-encoder`, end to end."""

from __future__ import annotations

import os
import shutil
import stat
import sys
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch")

import torch

from generators import registry
from generators.codec.encode import check, encode_clip
from generators.codec.encoder import Settings
from generators.codec.picture_codec import BaseEncoder, CodecError, PictureDecoder
from generators.subjects.clip import Clip
from tests import toy_system  # noqa: F401
from tests.clips import ffmpeg_program
from tests.command import call
from vvc_bridge.access_unit import access_units
from vvc_bridge.external import MissingProgram

VTM = os.environ.get("SEIGEN_VTM_ENCODER")
VVENCAPP = os.environ.get("SEIGEN_VVENCAPP") or shutil.which("vvencapp")
STAND_IN = """#!{python}
# Takes what vvencapp takes, and lets ffmpeg's libvvenc do it.
import subprocess, sys
words = dict(zip(sys.argv[2::2], sys.argv[3::2]))
assert sys.argv[1] == "--y4m" and words["-i"] == "-"
params = words["--additional"] if "--additional" in words else "intraperiod=" + words["--intraperiod"]
settings = ["-preset", words["--preset"], "-qp", words["--qp"], "-qpa", words["--qpa"]]
command = ["{ffmpeg}", "-v", "error", "-i", "pipe:", "-c:v", "libvvenc", *settings]
command += ["-threads", words["--threads"], "-vvenc-params", params, "-pix_fmt", "yuv420p10le"]
sys.exit(subprocess.run([*command, "-f", "vvc", "-y", words["-o"]]).returncode)
"""


@pytest.fixture
def stand_in(tmp_path, monkeypatch) -> Path:
    """A program that takes vvencapp's command line."""
    path = tmp_path / "vvencapp"
    path.write_text(STAND_IN.format(python=sys.executable, ffmpeg=ffmpeg_program()))
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("SEIGEN_VVENCAPP", str(path))
    return path


def pictures(count: int, height: int = 64, width: int = 64) -> np.ndarray:
    coarse = torch.rand(1, 3, 9, 9, generator=torch.Generator().manual_seed(1))
    smooth = torch.nn.functional.interpolate(coarse, size=(height, width), mode="bicubic")[0]
    still = (smooth.clamp(0, 1) * 255).byte().permute(1, 2, 0).numpy()
    return np.stack([np.roll(still, 2 * i, axis=1) for i in range(count)])


def agrees(encoder: BaseEncoder, count: int) -> None:
    """What every encoder of base pictures promises."""
    shown = list(pictures(count))
    units = encoder.pictures(shown, 34, first=2)
    found = [(u.poc, u.random_access is not None) for u in access_units(b"".join(units), codec="h266")]
    assert found == [(i, i == 0) for i in range(count)]
    decoder = PictureDecoder()
    made = [picture for unit in units for _, picture in decoder(unit)]
    errors = [float(np.square(m.astype(float) - s).mean()) for m, s in zip(made, shown, strict=True)]
    assert max(errors) < 200 and max(errors) < 2.5 * min(errors)
    # Predicted from one another, and whatever comes after.
    assert sum(map(len, units[1:])) < (count - 1) * len(units[0])
    assert encoder.pictures(shown[:1], 34, first=2) == units[:1]
    ((_, alone),) = PictureDecoder()(encoder.picture(shown[0], 30))
    assert alone.shape == shown[0].shape


def test_the_library():
    agrees(BaseEncoder(), 3)


def test_what_vvencapp_is_told(stand_in):
    encoder = BaseEncoder("vvencapp")
    agrees(encoder, 3)
    # The same numbers reach the same encoder.
    shown = list(pictures(2))
    assert encoder.pictures(shown, 36, first=1) == BaseEncoder().pictures(shown, 36, first=1)


@pytest.mark.skipif(VVENCAPP is None, reason="no vvencapp on PATH or in SEIGEN_VVENCAPP")
def test_vvencapp_itself():
    agrees(BaseEncoder("vvencapp"), 3)


@pytest.mark.skipif(VTM is None, reason="SEIGEN_VTM_ENCODER is not set")
def test_vtm_itself():
    agrees(BaseEncoder("vtm"), 2)


def square_clip(count: int) -> Clip:
    """A red square that moves over grey."""
    rows = np.full((count, 64, 64, 3), 90, np.uint8)
    for i in range(count):
        rows[i, 8:24, 8 + 3 * i : 24 + 3 * i] = (220, 20, 20)
    return Clip(rows, [None] * count, [0], [], Fraction(25), needed=False)


def end_to_end(base: BaseEncoder) -> None:
    coded = encode_clip(
        square_clip(7),
        registry.make("square", 64, 64),
        bitrate=None,
        settings=Settings(qp=34, threshold=0.02, step=2, speed="none"),
        base=base,
    )
    assert coded.ledger.bases >= 1 and check(coded, 7) > 0


def test_a_clip_end_to_end_by_vvencapp(stand_in):
    end_to_end(BaseEncoder("vvencapp"))


@pytest.mark.skipif(VTM is None, reason="SEIGEN_VTM_ENCODER is not set")
def test_a_clip_end_to_end_by_vtm():
    end_to_end(BaseEncoder("vtm"))


def test_what_is_not_there_is_said_before_a_clip_is_measured(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("SEIGEN_VTM_ENCODER", "/nowhere/EncoderApp")
    with pytest.raises(MissingProgram):
        BaseEncoder("vtm")
    with pytest.raises(CodecError, match="allowed: vvenc, vvencapp, vtm"):
        BaseEncoder("x265")
    assert call("encode", "none.mp4", "-o", tmp_path / "a.266", "--base-encoder", "vtm") == 1
    said = capsys.readouterr().err
    assert "EncoderApp" in said and said.count("\n") == 1


def test_a_program_that_fails_is_named(tmp_path, monkeypatch):
    path = tmp_path / "vvencapp"
    path.write_text(f"#!{sys.executable}\nimport sys\nsys.exit('no licence')\n")
    path.chmod(0o755)
    monkeypatch.setenv("SEIGEN_VVENCAPP", str(path))
    with pytest.raises(CodecError, match=r"vvencapp, writing .*: no licence"):
        BaseEncoder("vvencapp").picture(pictures(1)[0], 34)
