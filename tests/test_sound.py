"""A clip's sound goes with its pictures, and stays with them."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import av
import pytest
import torch
from imageio_ffmpeg import get_ffmpeg_exe

from generators import registry
from generators.codec.encode import encode_clip
from generators.codec.encoder import Settings
from generators.media import video
from generators.subjects.clip import open_clip
from generators.subjects.scene import Scene
from sei.errors import SeigenError
from tests import toy_system
from tests.command import call
from tests.sound_material import PICTURES_PER_SECOND, clicks, first_picture, flashes_of, write_flashes
from vvc_bridge.muxer import write
from vvc_bridge.sound import (
    DEFAULT_KBITS,
    Sound,
    SoundWarning,
    arranged,
    find,
    muxer_of,
    of_stream,
)
from vvc_bridge.source import chunks

RATE = Fraction(PICTURES_PER_SECOND)
APART = 0.02
"""Seconds that sound may be beside its picture."""


@pytest.fixture(autouse=True)
def toy(monkeypatch: pytest.MonkeyPatch) -> None:
    """The toy system, which needs nothing of the zoo."""
    monkeypatch.setattr(registry, "_ENTRIES", {n: registry.entry(n) for n in registry.names()})
    registry.register(toy_system.ENTRY)
    monkeypatch.setenv("SEIGEN_OFFLINE", "1")


@pytest.fixture(scope="module")
def stream(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Four seconds of pictures, coded."""
    path = write_flashes(tmp_path_factory.mktemp("clip") / "clip.mp4", [1, 3], 4, codec="")
    with open_clip(str(path), 64, Scene(), window="all") as clip:
        system = toy_system.make(*clip.size, "cpu", torch.float32)
        return encode_clip(clip, system, bitrate=None, settings=Settings(40, step=1)).data


@pytest.fixture
def seigen(capfd: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str]]:
    """The command in this process; status, and what it said on standard error."""

    def run(*words: object) -> tuple[int, str]:
        capfd.readouterr()
        return call(*words), capfd.readouterr().err

    return run


def placed(path: Path, out: Path, audio: str | int | None = None, start: int = 0, limit: int | None = None):
    sound = arranged(find(path), out, muxer_of(out), audio)
    assert sound is not None
    return sound.placed(video.beginning(path), RATE, start, limit)


def sound_of(path: Path) -> tuple[str, float]:
    """Codec of the sound in a file, and when it ends."""
    with av.open(str(path)) as container:
        (track,) = container.streams.audio
        packets = [p for p in container.demux(track) if p.size]
        return track.codec_context.name, float((packets[-1].pts + packets[-1].duration) * track.time_base)


def near(found: list[float], expected: list[float]) -> bool:
    return len(found) == len(expected) and all(
        abs(a - b) < APART for a, b in zip(found, expected, strict=True)
    )


def test_after_a_minute_sound_and_pictures_are_together(tmp_path, seigen):
    flashes = [2.0, 30.0, 58.0]
    clip = write_flashes(tmp_path / "clip.mp4", flashes, 60)
    talk, other = tmp_path / "talk.mp4", tmp_path / "talk.mkv"
    options = ("--system", "square", "--window", "all", "--size", "64", "--qp", "40")
    status, said = seigen("encode", clip, "-o", talk, *options)
    with av.open(str(talk)) as container:
        written = 8 * sum(p.size for p in container.demux(container.streams.audio[0]))
    assert status == 0 and f"sound {written / 60_000:.2f} kbit/s" in said
    write(data_of(talk), other, sound=placed(clip, other, 24))
    for path in (talk, other):
        out = tmp_path / f"out{path.suffix}"
        assert seigen("decode", path, "-o", out) == (0, "")
        assert near(clicks(path), flashes)
        assert near(flashes_of(out), flashes) and near(clicks(out), flashes)


def data_of(path: Path) -> bytes:
    """The byte stream in a container."""
    with chunks(path) as pieces:
        return b"".join(pieces)


@pytest.mark.parametrize("suffix", [".mp4", ".mkv", ".mov", ".ts"])
@pytest.mark.parametrize("source", ["clip.mp4", "clip.mkv"])
def test_sound_is_copied_where_the_container_can(tmp_path, stream, source, suffix):
    codec = {"clip.mp4": "aac", "clip.mkv": "libopus"}[source]
    clip, out = write_flashes(tmp_path / source, [1, 3], 4, codec=codec), tmp_path / f"out{suffix}"
    bits = write(stream, out, sound=placed(clip, out))
    assert bits > 1000 and near(clicks(out), [1, 3])
    opus = source == "clip.mkv" and suffix != ".mov"
    assert sound_of(out)[0] == ("opus" if opus else "aac")


def test_packets_that_are_copied_are_the_same(tmp_path, stream):
    clip, out = write_flashes(tmp_path / "clip.mp4", [1, 3], 4), tmp_path / "out.mp4"
    write(stream, out, sound=placed(clip, out, "copy"))
    packets = []
    for path in (clip, out):
        with av.open(str(path)) as container:
            packets.append([bytes(p) for p in container.demux(container.streams.audio[0]) if p.size])
    assert packets[0] == packets[1]


def test_sound_as_opus_keeps_its_rate(tmp_path, stream):
    clip, out = write_flashes(tmp_path / "clip.mkv", [1, 3], 4, codec="pcm_s16le"), tmp_path / "out.mp4"
    bits = write(stream, out, sound=placed(clip, out, 24))
    assert sound_of(out)[0] == "opus" and 3000 < bits / 4 < 30_000 and near(clicks(out), [1, 3])


@pytest.mark.parametrize("audio", [None, 24])
@pytest.mark.parametrize("suffix", [".mp4", ".mkv"])
@pytest.mark.parametrize("where", [{"late": 2.0}, {"gap": (1.5, 2.5)}], ids=["late", "gap"])
def test_sound_that_begins_late_or_has_a_gap(tmp_path, stream, audio, suffix, where):
    clip, out = write_flashes(tmp_path / "clip.mp4", [1, 3], 4, **where), tmp_path / f"out{suffix}"
    write(stream, out, sound=placed(clip, out, audio))
    assert near(clicks(out), [3] if "late" in where else [1, 3])


@pytest.mark.parametrize("audio", [None, 24])
def test_sound_longer_than_the_pictures_stays(tmp_path, stream, audio):
    clip, out = write_flashes(tmp_path / "clip.mp4", [1, 3, 6], 4, tail=4), tmp_path / "out.mp4"
    write(stream, out, sound=placed(clip, out, audio))
    assert near(clicks(out), [1, 3, 6]) and 7.9 < sound_of(out)[1] < 8.1
    # Through the decoder as well: the pictures end, the sound does not.
    with video.VideoWriter(tmp_path / "played.mp4", RATE, sound=of_stream(out)) as writer:
        for picture in video.read(clip):
            writer.write(picture.rgb)
    assert near(clicks(tmp_path / "played.mp4"), [1, 3, 6])


@pytest.mark.parametrize("audio", [None, 24])
def test_a_tail_has_an_end(tmp_path, stream, audio, monkeypatch):
    monkeypatch.setattr("vvc_bridge.sound.MAX_TAIL", 1)
    clip, out = write_flashes(tmp_path / "clip.mp4", [1, 3, 6], 4, tail=4), tmp_path / "out.mkv"
    with pytest.warns(SoundWarning, match="more than 1 s after the last picture"):
        write(stream, out, sound=placed(clip, out, audio))
    assert near(clicks(out), [1, 3]) and sound_of(out)[1] < 5.1


@pytest.mark.parametrize("audio", [None, 24])
@pytest.mark.parametrize("suffix", [".mp4", ".mkv"])
def test_a_part_of_a_clip_has_its_part_of_the_sound(tmp_path, stream, audio, suffix):
    clip, out = write_flashes(tmp_path / "clip.mp4", [1, 3, 5, 7], 8), tmp_path / f"out{suffix}"
    start = round(2.5 * RATE)
    write(stream, out, sound=placed(clip, out, audio, start, round(4 * RATE)))
    assert near(clicks(out), [0.5, 2.5]) and sound_of(out)[1] < 4.05


def test_of_two_tracks_the_first_is_taken_and_said_once(tmp_path, stream):
    clip, out = write_flashes(tmp_path / "clip.mkv", [1, 3], 4, tracks=2), tmp_path / "out.mkv"
    with pytest.warns(SoundWarning, match="2 audio tracks") as said:
        write(stream, out, sound=placed(clip, out))
    assert len(said) == 1 and near(clicks(out), [1, 3])


def test_what_holds_no_sound_says_so_once(tmp_path, seigen):
    clip, out = write_flashes(tmp_path / "clip.mp4", [1], 2), tmp_path / "talk.266"
    options = ("--system", "square", "--window", "all", "--size", "64", "--qp", "40")
    status, said = seigen("encode", clip, "-o", out, *options)
    assert status == 0 and said.count("the sound is left out") == 1
    assert "left out" not in seigen("encode", clip, "-o", out, *options, "--audio", "none")[1]
    assert ", sound" not in seigen("encode", clip, "-o", tmp_path / "t.mp4", *options, "--audio", "none")[1]
    with av.open(str(tmp_path / "t.mp4")) as container:
        assert not container.streams.audio


def test_what_cannot_be_is_said_before_the_clip_is_measured(tmp_path, seigen):
    clip = write_flashes(tmp_path / "clip.mkv", [1], 2, codec="libopus")
    out = tmp_path / "talk.mov"
    status, said = seigen("encode", clip, "-o", out, "--system", "square", "--audio", "copy")
    assert status == 1 and said == f"seigen: {out}: mov cannot hold opus; --audio 32 codes it as Opus\n"
    status, said = seigen("encode", clip, "-o", out, "--system", "square", "--audio", "24")
    assert status == 1 and "mov cannot hold Opus" in said and said.count("\n") == 1
    assert seigen("encode", clip, "-o", out, "--audio", "5")[0] == 2
    assert not out.exists()


def test_a_clip_without_sound(tmp_path, seigen):
    clip, out = write_flashes(tmp_path / "clip.mp4", [1], 2, codec=""), tmp_path / "talk.mp4"
    options = ("--system", "square", "--window", "all", "--size", "64", "--qp", "40")
    status, said = seigen("encode", clip, "-o", out, *options, "--audio", "copy")
    assert status == 0 and said.count("no sound in the clip") == 1 and out.exists()
    assert "no sound" not in seigen("encode", clip, "-o", out, *options)[1]


def test_rates_of_sound():
    sound = Sound("x", 1, "aac")
    for rate in (5, 511):
        with pytest.raises(SeigenError, match="allowed: 6 to 510"):
            arranged(sound, "x.mp4", "mp4", rate)
    made = arranged(sound, "x.mp4", "mp4", DEFAULT_KBITS)
    assert made is not None and made.coder == "libopus" and made.kbits == DEFAULT_KBITS


@pytest.mark.parametrize("suffix", [".mp4", ".mkv"])
def test_sound_goes_with_a_stream_into_another_container(tmp_path, stream, seigen, suffix):
    clip = write_flashes(tmp_path / "clip.mp4", [1, 3], 4)
    talk, other = tmp_path / "talk.mp4", tmp_path / f"other{suffix}"
    write(stream, talk, sound=placed(clip, talk))
    assert seigen("remux", talk, "-o", other)[0] == 0
    assert near(clicks(other), [1, 3])
    assert first_picture(other) < 0.1


@pytest.mark.parametrize("audio", [None, 24])
def test_broken_sound_is_no_end_of_the_pictures(tmp_path, stream, audio):
    clip, out = write_flashes(tmp_path / "clip.mp4", [1, 3], 4), tmp_path / "out.mkv"
    data = bytearray(clip.read_bytes())
    with av.open(str(clip)) as container:
        packets = [p for p in container.demux(container.streams.audio[0]) if p.size]
        for packet in packets[60:80]:
            data[packet.pos : packet.pos + packet.size] = b"\xff" * packet.size
    clip.write_bytes(data)
    if audio is None:
        write(stream, out, sound=placed(clip, out))
    else:
        with pytest.warns(SoundWarning, match="cannot be decoded"):
            write(stream, out, sound=placed(clip, out, audio))
        assert near(clicks(out), [1, 3])
    with av.open(str(out)) as container:
        assert sum(p.size > 0 for p in container.demux(container.streams.video[0])) > 2


def test_pictures_that_avi_has_out_of_order_keep_their_sound(tmp_path):
    """AVI has no times to show pictures at; libav's guess is late by those that are reordered."""
    plain, path = write_flashes(tmp_path / "clip.mp4", [1, 3], 5), tmp_path / "clip.avi"
    x264 = ["-c:v", "libx264", "-bf", "2", "-x264-params", "b-adapt=0", "-c:a", "pcm_s16le"]
    command = [get_ffmpeg_exe(), "-loglevel", "error", "-i", str(plain), *x264, str(path)]
    subprocess.run(command, check=True)
    with av.open(str(path)) as container:
        kinds = {frame.pict_type for frame in container.decode(video=0)}
    assert av.video.frame.PictureType.B in kinds
    pictures = list(video.read(path))
    assert [round(p.time * PICTURES_PER_SECOND) for p in pictures] == list(range(20))
    light = [p.rgb.mean() > 130 for p in pictures]
    assert light == [1 <= p.time < 2 or 3 <= p.time < 4 for p in pictures]
    with open_clip(str(path), 64, Scene(), window="all") as clip:
        data = encode_clip(clip, toy_system.make(*clip.size, "cpu", torch.float32), bitrate=None).data
    write(data, tmp_path / "out.mp4", sound=placed(path, tmp_path / "out.mp4", 24))
    assert near(clicks(tmp_path / "out.mp4"), [1, 3])
