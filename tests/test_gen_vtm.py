"""What VTM 24.0's decoder makes of streams that the encoder writes: as recorded, and live where it is."""

from __future__ import annotations

import lzma
import os
import re
import subprocess
from pathlib import Path

import pytest

from generators import registry
from generators.codec.decoder import Decoder
from generators.codec.encoder import Settings, encode_clip
from generators.subjects.clip import open_clip
from generators.subjects.face.subject import FaceSubject
from seigen.__main__ import main
from tests.gen_material import real

DATA = Path(__file__).parent / "data"
VTM = os.environ.get("SEIGEN_VTM_DECODER")


def dump(path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> str:
    """What `seigen inspect --format vtm` prints."""
    monkeypatch.setattr("sys.argv", ["seigen", "inspect", str(path), "--format", "vtm"])
    capfd.readouterr()
    with pytest.raises(SystemExit) as done:
        main()
    assert not done.value.code
    return capfd.readouterr().out


def test_vtms_dump_of_an_encoded_stream_as_recorded(capfd, monkeypatch):
    recorded = lzma.decompress((DATA / "mesh_talk.sei.txt.xz").read_bytes()).decode()
    assert dump(DATA / "mesh_talk.266", capfd, monkeypatch) == recorded
    assert recorded.count("gfve_gfv_id") >= 3 and recorded.count("tag:seigen,2026:mesh") == 2


def test_the_recorded_stream_is_all_there():
    """Both base pictures and every picture between, from the stream alone."""
    real()
    said: list[str] = []
    frames = list(Decoder(DATA / "mesh_talk.266", device="cpu", warn=said.append))
    assert said == [] and len(frames) == 40 and sum(f.is_base for f in frames) == 2


@pytest.mark.skipif(not VTM, reason="needs SEIGEN_VTM_DECODER")
def test_vtm_decodes_and_dumps_what_is_encoded_now(tmp_path, capfd, monkeypatch):
    (path,) = real("carphone")
    with open_clip(str(path), 96, FaceSubject(), limit=40) as clip:
        system = registry.make("mesh", 96, 96)
        coded = encode_clip(clip, system, bitrate=None, settings=Settings(40, 0.2))
    stream, text = tmp_path / "a.266", tmp_path / "a.txt"
    stream.write_bytes(coded.data)
    command = [str(VTM), "-b", str(stream), "-o", str(tmp_path / "a.yuv")]
    command.append(f"--OutputDecodedSEIMessagesFilename={text}")
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-500:] + done.stderr
    assert len(re.findall(r"^POC ", done.stdout, re.M)) == len(coded.segments) >= 2
    assert dump(stream, capfd, monkeypatch) == text.read_text()
