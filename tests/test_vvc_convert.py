"""From one kind of container into another: what it can hold comes along, what it cannot is named first."""

from __future__ import annotations

from pathlib import Path

import pytest

from sei.errors import SeigenError
from tests.clips import ffmpeg, talk
from vvc_bridge import access_units, extract, remove, remux

av = pytest.importorskip("av")

SUBTITLES = "1\n00:00:00,100 --> 00:00:00,500\nhello\n\n"


@pytest.fixture(scope="session")
def clips(tmp_path_factory):
    return tmp_path_factory.mktemp("clips")


@pytest.fixture(scope="session")
def subtitled(clips):
    """An mkv with text subtitles and an attached file."""
    path = clips / "subtitled.mkv"
    (clips / "words.srt").write_text(SUBTITLES)
    ffmpeg(
        *("-i", talk(clips, "h264"), "-i", clips / "words.srt", "-map", "0:v", "-map", "0:a", "-map", "1"),
        *("-attach", clips / "words.srt", "-metadata:s:t", "mimetype=text/plain"),
        *("-c", "copy", "-c:s", "srt", path),
    )
    return path


def video(path: Path) -> list[tuple[object, ...]]:
    """Seconds since the first picture, key flag and bytes of each packet of the first video."""
    with av.open(str(path)) as container:
        packets = [packet for packet in container.demux(video=0) if packet.size]
        start = min(packet.pts for packet in packets)
        base = packets[0].time_base
        return [(round(float((p.pts - start) * base), 2), p.is_keyframe, bytes(p)) for p in packets]


@pytest.mark.parametrize("codec", ["h264", "h265", "h266"])
@pytest.mark.parametrize("suffix", ["mkv", "mov"])
def test_mp4_into_another_kind_and_back(clips, tmp_path, codec, suffix):
    path, there, back = talk(clips, codec), tmp_path / f"a.{suffix}", tmp_path / "b.mp4"
    remux(path, there)
    remux(there, back)
    assert video(there) == video(back) == video(path)
    for copy in (there, back):
        with av.open(str(path)) as old, av.open(str(copy)) as new:
            assert new.metadata["title"] == "Talk"
            assert [chapter["metadata"]["title"] for chapter in new.chapters()] == ["one", "two"]
            assert new.streams.video[0].language == "fra"
            assert new.streams.audio[0].codec_context.name == "aac"
            if codec != "h266":
                assert next(new.decode(video=0)).rotation == next(old.decode(video=0)).rotation == 90


def test_hvc1_colour_aspect_dispositions_and_further_videos_come_along(clips, tmp_path):
    ffmpeg(
        *("-i", talk(clips, "h265"), "-i", talk(clips, "h264"), "-map", "0:v", "-map", "1:v", "-map", "0:a"),
        *("-c", "copy", "-tag:v:0", "hvc1", "-aspect:v:0", "16:9", "-disposition:a", "+forced"),
        *("-color_primaries", "bt2020", tmp_path / "a.mp4"),
    )
    with pytest.raises(SeigenError, match="sample aspect ratio 32/27 of the container: --drop aspect"):
        remux(tmp_path / "a.mp4", tmp_path / "b.mkv")
    remux(tmp_path / "a.mp4", tmp_path / "b.mkv", drop=("aspect",))
    remux(tmp_path / "a.mp4", tmp_path / "b.mov")
    with av.open(str(tmp_path / "a.mp4")) as old:
        for name in ("b.mkv", "b.mov"):
            with av.open(str(tmp_path / name)) as new:
                assert [s.codec_context.name for s in new.streams.video] == ["hevc", "h264"]
                context = new.streams.video[0].codec_context
                assert context.color_primaries == old.streams.video[0].codec_context.color_primaries
        with av.open(str(tmp_path / "b.mov")) as new:
            assert new.streams.video[0].sample_aspect_ratio == old.streams.video[0].sample_aspect_ratio
            assert new.streams.video[0].codec_tag == old.streams.video[0].codec_tag == "hvc1"
        with av.open(str(tmp_path / "b.mkv")) as new:
            assert new.streams.audio[0].disposition == old.streams.audio[0].disposition


def test_streams_that_the_target_cannot_hold_are_named_before_anything_is_written(subtitled, tmp_path):
    with pytest.raises(SeigenError) as refused:
        remux(subtitled, tmp_path / "a.mp4")
    words = str(refused.value)
    assert "stream 2 (subtitle, " in words
    assert "--drop subtitle" in words
    assert "--drop attachment" in words
    assert "\n" not in words
    assert not list(tmp_path.iterdir())
    remux(subtitled, tmp_path / "a.mp4", drop=("subtitle", "attachment"))
    assert video(tmp_path / "a.mp4") == video(subtitled)
    with av.open(str(tmp_path / "a.mp4")) as container:
        assert len(container.chapters()) == 2


def test_a_cover_stays_in_mp4_and_is_named_before_it_is_lost(clips, tmp_path):
    path = tmp_path / "a.mp4"
    ffmpeg("-f", "lavfi", "-i", "testsrc=s=32x32", "-frames:v", "1", tmp_path / "cover.jpg")
    ffmpeg(
        *("-i", talk(clips, "h264"), "-i", tmp_path / "cover.jpg", "-map", "0:v", "-map", "0:a"),
        *("-map", "1", "-c", "copy", "-disposition:v:1", "attached_pic", path),
    )
    remux(path, tmp_path / "b.mp4")
    assert (tmp_path / "b.mp4").read_bytes() == path.read_bytes()
    for suffix in ("mov", "mkv"):
        with pytest.raises(SeigenError, match=r"\(video, mjpeg\): --drop video"):
            remux(path, tmp_path / f"b.{suffix}")
        remux(path, tmp_path / f"b.{suffix}", drop=("video",))
        assert video(tmp_path / f"b.{suffix}") == video(path)


def test_chapters_and_rotation_are_named_before_a_transport_stream_loses_them(clips, tmp_path):
    path = talk(clips, "h264")
    with pytest.raises(SeigenError, match="--drop chapters; rotation: --drop rotation"):
        remux(path, tmp_path / "a.ts")
    with pytest.raises(SeigenError, match="--drop rotation"):
        remux(path, tmp_path / "a.ts", drop=("chapters",))
    assert not list(tmp_path.iterdir())
    remux(path, tmp_path / "a.ts", drop=("chapters", "rotation"))
    assert [(at, key) for at, key, _ in video(tmp_path / "a.ts")] == [(at, key) for at, key, _ in video(path)]
    ffmpeg("-i", tmp_path / "a.ts", "-f", "null", "-")


def test_an_edit_between_kinds_reaches_samples_and_record(clips, tmp_path):
    path = talk(clips, "h265")
    (entry,) = extract(path).messages
    assert entry.place.record
    remove(path, tmp_path / "bare.mkv", types=None)
    assert not extract(tmp_path / "bare.mkv").messages
    assert b"x265 (build" not in (tmp_path / "bare.mkv").read_bytes()
    assert video(tmp_path / "bare.mkv") == video(path)


def test_units_behind_the_last_picture_go_into_its_sample(tmp_path, clips):
    remux(talk(clips, "h265"), tmp_path / "a.265")
    tail = b"\0\0\0\1\x46\x01\x10\0\0\1\x4e\x01\xc8\x04tail\x80"
    data = (tmp_path / "a.265").read_bytes() + tail
    (tmp_path / "b.265").write_bytes(data)
    remux(tmp_path / "b.265", tmp_path / "b.mp4", fps=24)
    assert len(extract(tmp_path / "b.mp4", types={200}).messages) == 1
    assert len(list(access_units(tmp_path / "b.mp4"))) == 16
    remux(tmp_path / "b.mp4", tmp_path / "c.265")
    assert (tmp_path / "c.265").read_bytes().endswith(tail)


def test_a_container_says_its_codec_and_is_not_guessed(clips):
    path = talk(clips, "h264")
    assert {unit.codec.value for unit in access_units(path)} == {"h264"}
    with pytest.raises(SeigenError, match="its video is h264, not h265"):
        list(access_units(path, codec="h265"))
