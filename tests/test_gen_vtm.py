"""What VTM 24.0's decoder makes of streams that the encoder writes: as recorded, and live where it is."""

from __future__ import annotations

import lzma
import os
import re
import subprocess
from pathlib import Path

import pytest

from conformance.catalogue import catalogue
from generators import registry
from generators.codec.decoder import Decoder
from generators.codec.encode import encode_clip
from generators.codec.encoder import Settings
from generators.subjects.clip import open_clip
from generators.subjects.face.subject import FaceSubject
from sei.context import Context
from sei.messages import message_class
from sei.rbsp import Payload
from seigen.__main__ import main
from tests.gen_material import real
from vvc_bridge import access_units
from vvc_bridge.access_unit import SeiMessage
from vvc_bridge.sei_nal import SeiNal

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


@pytest.fixture(scope="module", params=["mesh", "cfte", "factors"])
def coded(request: pytest.FixtureRequest) -> bytes:
    """A short clip, coded."""
    (path,) = real("carphone")
    with open_clip(str(path), 96, FaceSubject(), limit=30) as clip:
        system = registry.make(request.param, 96, 96)
        return encode_clip(clip, system, bitrate=None, settings=Settings(40, 0.5)).data


def after_base(data: bytes) -> list[tuple[SeiMessage, bool, int]]:
    """GFV and GFVE messages of a stream: whether each is a base picture's, and bits after its structure."""
    context, found = Context(), []
    for unit in access_units(data):
        for place in unit.messages:
            if place.payload_type in (223, 224):
                cls = message_class(place.payload_type)
                message = cls.from_payload(place.payload, context=context)
                bits = 8 * len(place.payload) - message.payload_bits(context=context)
                base = message.model_dump().get(
                    "gfv_base_pic_flag", message.model_dump().get("gfve_base_pic_flag")
                )
                found.append((place, bool(base), bits))
    return found


def test_every_message_but_base_messages_ends_on_a_whole_byte(coded):
    found = after_base(coded)
    assert sum(not base for _, base, _ in found) >= 5
    assert all(bits == 0 for _, base, bits in found if not base)


WAYS = [
    [*depth, *output, *text]
    for depth in ([], ["-d", "8"], ["-d", "10"], ["-d", "0"])
    for output in ([], *(["-o", "o" * length + ".yuv"] for length in (1, 9, 40, 120)))
    for text in ([], ["--OutputDecodedSEIMessagesFilename=s"])
]


def refusals(data: bytes, folder: Path, ways: list[list[str]] = WAYS) -> list[list[str]]:
    """Command lines with which VTM does not decode a stream."""
    (folder / "a.266").write_bytes(data)
    runs = [
        (way, subprocess.run([str(VTM), "-b", "a.266", *way], cwd=folder, capture_output=True, check=False))
        for way in ways
    ]
    return [way for way, done in runs if done.returncode]


@pytest.mark.skipif(not VTM, reason="needs SEIGEN_VTM_DECODER")
def test_vtm_refuses_no_encode_with_any_command_line(coded, tmp_path):
    assert refusals(coded, tmp_path) == []


def on_used_memory(data: bytes) -> bytes:
    """The stream with user data before each GFV and GFVE message, after which VTM finds a flag set that it
    never set (see the streams MIN_UNSET of the conformance set)."""
    dirty = {
        {608: 223, 272: 224}[len(item.payload)]: item.payload
        for entry in catalogue()
        if entry.feature == "MIN_UNSET"
        for item in entry.items()
        if item.payload_type == 5
    }
    out = []
    for unit in access_units(data):
        for nal in unit.nal_units:
            if not nal.is_sei:
                out.append(bytes(nal))
                continue
            payloads = []
            for payload in SeiNal.of(nal).payloads:
                if payload.payload_type in dirty:
                    payloads.append(Payload(5, dirty[payload.payload_type]))
                payloads.append(payload)
            out += [nal.prefix, SeiNal.of(nal).with_payloads(payloads)]
    return b"".join(out)


@pytest.mark.skipif(not VTM, reason="needs SEIGEN_VTM_DECODER")
def test_vtm_decodes_encodes_whatever_memory_holds(coded, tmp_path):
    """On memory on which it refuses a message that ends within a byte."""
    few = WAYS[:: len(WAYS) // 4]
    assert refusals(on_used_memory(coded), tmp_path, few) == []
    (ragged,) = (entry.data() for entry in catalogue() if entry.name == "MIN_UNSET_A_Seigen_1")
    assert refusals(ragged, tmp_path, few) == few


@pytest.mark.skipif(not VTM, reason="needs SEIGEN_VTM_DECODER")
@pytest.mark.parametrize("name", ["mesh", "factors", "tokens"])
def test_vtm_decodes_and_dumps_what_is_encoded_now(name, tmp_path, capfd, monkeypatch):
    (path,) = real("carphone")
    with open_clip(str(path), 96, FaceSubject(), limit=40) as clip:
        system = registry.make(name, 96, 96)
        coded = encode_clip(clip, system, bitrate=None, settings=Settings(40, 0.2))
    stream, text = tmp_path / "a.266", tmp_path / "a.txt"
    stream.write_bytes(coded.data)
    command = [str(VTM), "-b", str(stream), "-o", str(tmp_path / "a.yuv")]
    command.append(f"--OutputDecodedSEIMessagesFilename={text}")
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-500:] + done.stderr
    assert len(re.findall(r"^POC ", done.stdout, re.M)) == len(coded.segments) >= 2
    assert dump(stream, capfd, monkeypatch) == text.read_text()
