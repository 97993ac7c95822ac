"""External codecs, containers, verification, and what ffmpeg decodes of edited streams."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest

from sei.errors import SeigenError
from tests.conftest import DATA, SHARED
from vvc_bridge import Entry, MessageFile, Place, access_units, extract, inject, remove, remux
from vvc_bridge.sei_nal import FACE_TYPES

pytest.importorskip("av")
pytest.importorskip("imageio_ffmpeg")

import av

from vvc_bridge.external import (
    EncodeSettings,
    MissingProgram,
    ProgramFailed,
    VideoFormat,
    decode_digests,
    decoder,
    encoder,
)
from vvc_bridge.external.process import running
from vvc_bridge.source import chunks
from vvc_bridge.verify import VerifyError, verify

JVET = sorted(SHARED.glob("vectors/jvet/*.bit"))
MULTI = DATA / "gfv_multi_picture.bit"
SIZE = VideoFormat(64, 64, Fraction(25), 10)


def gradient(number: int, video: VideoFormat = SIZE) -> bytes:
    """A frame with something to code in it."""
    step = 2 if video.bit_depth > 8 else 1
    return b"".join(
        ((x * 3 + number * 5) % 200 + 20).to_bytes(step, "little") for x in range(video.frame_bytes // step)
    )


@pytest.fixture(scope="module")
def encoded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Ten pictures by VVenC, reordered, with picture hashes."""
    path = tmp_path_factory.mktemp("encoded") / "ten.266"
    assert encoder().encode((gradient(k) for k in range(10)), SIZE, path, EncodeSettings(qp=22)) == 10
    return path


# -- inject into real streams -----------------------------------------------------------------------


@pytest.mark.parametrize("path", JVET, ids=lambda p: p.stem)
def test_face_messages_leave_the_decoded_pictures_alone(path: Path, shared_dir: Path, tmp_path: Path) -> None:
    face = extract(shared_dir / "vectors/vtm24/gfv_ctc/gfv_ctc.bit", types=FACE_TYPES)
    assert len(face.messages) == 125 + 4
    out, back = tmp_path / "face.266", tmp_path / "back.266"
    inject(path, face, out)
    before, after = decode_digests(path), decode_digests(out)
    assert before.digests
    assert after.digests == before.digests
    assert sorted(after.problems) == sorted(before.problems)
    assert extract(out, types=FACE_TYPES).messages != []
    remove(out, back)
    assert back.read_bytes() == path.read_bytes()


def test_verify_passes_and_finds_what_was_touched(tmp_path: Path) -> None:
    messages = MessageFile(messages=[Entry(place=Place(au=3), payload_type=5, payload=bytes(16).hex())])
    out = tmp_path / "out.266"
    inject(MULTI, messages, out)
    report = verify(MULTI, out, messages)
    assert report.pictures == 9
    with pytest.raises(VerifyError, match="did not arrive"):
        verify(MULTI, MULTI, messages)
    units = list(access_units(MULTI))
    # A picture hash that is wrong: last byte of the last SEI payload.
    data = bytearray(MULTI.read_bytes())
    data[-2] ^= 0x55
    out.write_bytes(data)
    with pytest.raises(VerifyError, match=r"checksum|hash|incorrect"):
        verify(MULTI, out)
    out.write_bytes(b"".join(unit.data for unit in units[:-1]))
    with pytest.raises(VerifyError, match="coded pictures differ"):
        verify(MULTI, out)


# -- containers -------------------------------------------------------------------------------------


@pytest.mark.parametrize("suffix", [".mp4", ".mkv", ".ts"])
@pytest.mark.parametrize(
    "name", ["RPL_A_ERICSSON_2", "POUT_A_Sharplabs_2", "RPR_A_Alibaba_4", "DCI_A_Tencent_3"]
)
def test_as_many_pictures_come_out_of_a_container_as_went_in(
    name: str, suffix: str, shared_dir: Path, tmp_path: Path
) -> None:
    path = shared_dir / f"vectors/jvet/{name}.bit"
    face = extract(shared_dir / "vectors/vtm24/gfv_ctc/gfv_ctc.bit", types=FACE_TYPES)
    held, plain = tmp_path / f"held{suffix}", tmp_path / "face.266"
    inject(path, face, held, fps=25)
    inject(path, face, plain)
    pictures = sum(len(unit.pictures) for unit in access_units(path))
    with av.open(held) as container:
        packets = [packet for packet in container.demux(video=0) if packet.size]
    seconds = sorted(float(packet.pts * packet.time_base) for packet in packets)
    assert len(seconds) == pictures
    assert all(abs(b - a - 0.04) < 0.0011 for a, b in pairwise(seconds))
    if suffix != ".mkv":  # Matroska stores no decoding time
        assert all(packet.dts is None or packet.dts <= packet.pts for packet in packets)
    with av.open(held) as container:
        shown = [frame.pts for frame in container.decode(video=0)]
    assert shown == sorted(shown)
    assert decode_digests(held).digests == decode_digests(path).digests
    was, now = extract(plain), extract(held)
    assert [e.message or e.payload for e in now.messages] == [e.message or e.payload for e in was.messages]
    back = tmp_path / "back.266"
    remove(held, back)
    if suffix != ".ts":  # libav adds access unit delimiters and repeats parameter sets in MPEG-TS
        assert back.read_bytes() == path.read_bytes()


def test_editing_a_container_keeps_times_and_other_streams(tmp_path: Path, shared_dir: Path) -> None:
    clip = shared_dir / "clips/face_d9.mp4"
    user = MessageFile(
        codec="h264", messages=[Entry(place=Place(au=5), payload_type=5, payload=bytes(16).hex())]
    )
    out = tmp_path / "out.mp4"
    inject(clip, user, out)

    def streams(path: Path) -> dict[int, list[tuple[Fraction, Fraction]]]:
        found: dict[int, list[tuple[Fraction, Fraction]]] = {}
        with av.open(path) as container:
            for packet in container.demux():
                if packet.size:
                    found.setdefault(packet.stream.index, []).append(
                        (packet.pts * packet.time_base, packet.dts * packet.time_base)
                    )
        return found

    assert streams(out) == streams(clip)
    assert decode_digests(out).digests == decode_digests(clip).digests
    assert [
        e.place.au
        for e in extract(out, types={5}).messages
        if e.payload == bytes(16).hex() or e.place.au == 5
    ]


def test_ffmpegs_own_container_is_read(encoded: Path, tmp_path: Path) -> None:
    ours, theirs, back = tmp_path / "ours.mp4", tmp_path / "theirs.mkv", tmp_path / "back.266"
    remux(encoded, ours)
    from vvc_bridge.external import find_ffmpeg

    subprocess.run([find_ffmpeg(), "-v", "error", "-i", ours, "-c", "copy", theirs], check=True)
    remux(theirs, back)
    assert decode_digests(back).digests == decode_digests(encoded).digests
    with chunks(theirs) as pieces:
        assert b"".join(pieces) == back.read_bytes()
    hashes = [e.payload for e in extract(encoded, types={132}).messages]
    assert [e.payload for e in extract(back, types={132}).messages] == hashes


def test_times_come_from_the_clock_in_the_sps(encoded: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.mp4"
    remux(encoded, out)
    with av.open(out) as container:
        assert container.streams.video[0].average_rate == 25
    remux(encoded, out, fps="30000/1001")
    with av.open(out) as container:
        assert container.streams.video[0].average_rate == Fraction(30000, 1001)
    for fps in ("0", "-1", "x", "1e9"):
        with pytest.raises(SeigenError, match="pictures per second"):
            remux(encoded, out, fps=fps)


def test_what_cannot_go_into_a_container(tmp_path: Path) -> None:
    units = list(access_units(MULTI))
    with pytest.raises(SeigenError, match="parameter sets"):
        remux(b"".join(unit.data for unit in units[1:]), tmp_path / "out.mp4")
    assert not list(tmp_path.iterdir())


# -- codecs -----------------------------------------------------------------------------------------


def test_vvenc_in_ffmpeg_and_ffmpegs_decoder(encoded: Path) -> None:
    units = list(access_units(encoded))
    assert sorted(unit.poc for unit in units if unit.poc is not None) == list(range(10))
    assert units[0].random_access is not None
    assert all(132 in [m.payload_type for m in unit.messages] for unit in units)
    with decoder().decode(encoded) as (video, frames):
        decoded = list(frames)
    assert (video.width, video.height, video.bit_depth, video.chroma) == (64, 64, 10, "420")
    assert len(decoded) == 10
    error = sum(abs(a - b) for a, b in zip(decoded[4][::2], gradient(4)[::2], strict=True)) / (64 * 96)
    assert error < 8
    assert decode_digests(encoded).problems == []
    with decoder().decode(encoded) as (_, frames):
        assert next(frames) == decoded[0]  # a reader may stop early


def test_eight_bits_and_an_intra_period(tmp_path: Path) -> None:
    video = VideoFormat(64, 48)
    path = tmp_path / "out.266"
    count = encoder().encode(
        (gradient(k, video) for k in range(3)), video, path, EncodeSettings(intra_period=1)
    )
    assert count == 3
    assert all(unit.random_access for unit in access_units(path))


def test_encoders_refuse_in_one_line(tmp_path: Path) -> None:
    out = tmp_path / "out.266"
    with pytest.raises(ProgramFailed, match="bogus"):
        encoder().encode([gradient(0)], SIZE, out, EncodeSettings(extra=("-bogus", "1")))
    with pytest.raises(SeigenError, match="frame 1 has 10 bytes"):
        encoder().encode([gradient(0), bytes(10)], SIZE, out)
    with pytest.raises(SeigenError):
        encoder().encode([], SIZE, out)
    for bad in ({"qp": 64}, {"preset": "ludicrous"}):
        with pytest.raises(SeigenError):
            EncodeSettings(**bad)  # type: ignore[arg-type]
    with pytest.raises(SeigenError):
        VideoFormat(63, 64)
    assert not list(tmp_path.iterdir())


def test_decoders_refuse_in_one_line(tmp_path: Path) -> None:
    junk = tmp_path / "junk.266"
    junk.write_bytes(b"no video at all" * 100)
    with pytest.raises(ProgramFailed, match="ffmpeg"), decoder().decode(junk) as (_, frames):
        list(frames)
    with pytest.raises(SeigenError, match="no such file"), decoder().decode(tmp_path / "none"):
        pass


def test_missing_programs_say_how_to_get_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    for variable in ("SEIGEN_VVENCAPP", "SEIGEN_VVDECAPP", "SEIGEN_VTM_ENCODER", "SEIGEN_VTM_DECODER"):
        monkeypatch.delenv(variable, raising=False)
    for make, name, text in (
        (encoder, "vvenc", "github.com/fraunhoferhhi/vvenc"),
        (decoder, "vvdec", "github.com/fraunhoferhhi/vvdec"),
        (encoder, "vtm", "VVCSoftware_VTM"),
        (decoder, "vtm", "VVCSoftware_VTM"),
    ):
        with pytest.raises(MissingProgram, match=text):
            make(name)
    with pytest.raises(MissingProgram, match="no such program"):
        encoder("vvenc", "/nowhere/vvencapp")
    monkeypatch.setenv("SEIGEN_FFMPEG", "/nowhere/ffmpeg")
    with pytest.raises(MissingProgram, match=r"SEIGEN_FFMPEG"):
        encoder()
    with pytest.raises(SeigenError, match="unknown encoder"):
        encoder("x264")


def test_a_program_is_found_by_its_variable(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    fake = tmp_path / "vvdecapp"
    fake.write_text("#!/bin/sh\necho 'ERROR: no good' >&2\nexit 3\n")
    fake.chmod(0o755)
    monkeypatch.setenv("SEIGEN_VVDECAPP", str(fake))
    found = decoder("vvdec")
    assert found.program == str(fake)
    with pytest.raises(ProgramFailed, match=r"exit status 3.*no good"), found.decode(MULTI):
        pass


def test_a_child_ends_when_we_are_interrupted() -> None:
    with pytest.raises(KeyboardInterrupt), running(["sleep", "60"]) as child:
        raise KeyboardInterrupt
    assert child.process.returncode == -signal.SIGTERM


def test_a_child_that_stays_silent_is_ended_too() -> None:
    script = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); "
    script += "print('up', flush=True); time.sleep(60)"
    start = time.monotonic()
    with pytest.raises(KeyboardInterrupt), running([sys.executable, "-c", script], stdout=True) as child:
        assert child.process.stdout is not None
        child.process.stdout.readline()
        raise KeyboardInterrupt
    assert child.process.returncode == -signal.SIGKILL
    assert time.monotonic() - start < 10


@pytest.mark.skipif(not os.environ.get("SEIGEN_VTM_DECODER"), reason="needs SEIGEN_VTM_DECODER")
@pytest.mark.parametrize("path", [MULTI, *(p for p in JVET if "RPR" not in p.stem)], ids=lambda p: p.stem)
def test_vtm_decodes_what_we_write(path: Path, shared_dir: Path, tmp_path: Path) -> None:
    face = extract(shared_dir / "vectors/vtm24/gfv_ctc/gfv_ctc.bit", types=FACE_TYPES)
    for options in ({}, {"pack": True}):
        out = tmp_path / "out.266"
        inject(path, face, out, **options)  # type: ignore[arg-type]
        with decoder("vtm").decode(path) as (_, frames):
            before = list(frames)
        with decoder("vtm").decode(out) as (_, frames):
            assert list(frames) == before
