"""Short clips in containers, made by ffmpeg when a test first asks for one."""

from __future__ import annotations

import subprocess
from functools import cache
from pathlib import Path

import pytest

ENCODERS = {
    "h264": ("-c:v", "libx264", "-bf", "2", "-threads", "1", "-g", "8"),
    "h265": (
        "-c:v",
        "libx265",
        "-x265-params",
        "bframes=2:keyint=8:pools=none:frame-threads=1:log-level=error",
    ),
    "h266": (
        "-c:v",
        "libvvenc",
        "-preset",
        "faster",
        "-qp",
        "50",
        "-threads",
        "1",
        "-pix_fmt",
        "yuv420p10le",
    ),
}
CHAPTERS = """;FFMETADATA1
title=Talk
[CHAPTER]
TIMEBASE=1/1000
START=0
END=300
title=one
[CHAPTER]
TIMEBASE=1/1000
START=300
END=700
title=two
"""


@cache
def ffmpeg_program() -> str:
    """ffmpeg's path; skips the test where there is none."""
    return str(pytest.importorskip("imageio_ffmpeg").get_ffmpeg_exe())


def ffmpeg(*words: object) -> None:
    """Run ffmpeg; its complaints fail the test."""
    command = [ffmpeg_program(), "-nostdin", "-v", "error", "-y", *map(str, words)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr


def talk(folder: Path, codec: str) -> Path:
    """An mp4 of 16 pictures with B pictures, sound, title, chapters, languages and rotation."""
    path = folder / f"talk-{codec}.mp4"
    if not path.exists():
        flat = folder / f"flat-{codec}.mp4"
        (folder / "chapters.txt").write_text(CHAPTERS)
        ffmpeg(
            *("-f", "lavfi", "-i", "testsrc2=s=96x64:r=24", "-f", "lavfi", "-i", "sine=r=8000"),
            *("-i", folder / "chapters.txt", "-t", "0.66", "-map", "0:v", "-map", "1:a"),
            *("-map_metadata", "2", "-pix_fmt", "yuv420p", *ENCODERS[codec], "-c:a", "aac", "-b:a", "16k"),
            *("-metadata:s:a", "language=deu", "-metadata:s:v", "language=fra", flat),
        )
        ffmpeg("-display_rotation", 90, "-i", flat, "-map", "0", "-c", "copy", path)
    return path


LAYOUTS: dict[str, tuple[str, ...]] = {
    "plain.mp4": (),
    "index-first.mp4": ("-movflags", "+faststart"),
    "quicktime.mov": (),
    "fragments.mp4": ("-movflags", "+frag_keyframe+empty_moov+default_base_moof"),
    "fragments-absolute.mp4": ("-movflags", "+frag_keyframe", "-frag_duration", "100000"),
    "fragments-relative.mp4": ("-movflags", "+frag_every_frame+empty_moov+omit_tfhd_offset"),
    "segments.mp4": ("-movflags", "+dash+frag_keyframe+global_sidx"),
}
"""How ffmpeg is told to lay out an mp4 or mov."""


def laid_out(folder: Path, codec: str, layout: str) -> Path:
    """`talk` in one of `LAYOUTS`."""
    path = folder / f"{codec}-{layout}"
    if not path.exists():
        tag = ("-tag:v", "hvc1") if codec == "h265" and layout == "quicktime.mov" else ()
        ffmpeg(
            "-i",
            talk(folder, codec),
            "-map",
            "0:v",
            "-map",
            "0:a",
            "-c",
            "copy",
            *tag,
            *LAYOUTS[layout],
            path,
        )
    return path
