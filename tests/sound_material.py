"""Clips that flash and click at once, made here."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import av
import numpy as np

SIDE = 64
PICTURES_PER_SECOND = 4


def write_flashes(
    path: Path,
    flashes: Sequence[float],
    seconds: float,
    *,
    codec: str = "aac",
    tracks: int = 1,
    late: float = 0.0,
    gap: tuple[float, float] = (0.0, 0.0),
    tail: float = 0.0,
) -> Path:
    """Write dark pictures that are bright for a second from each of ``flashes`` on, where the sound clicks.

    codec   of the sound, libav's name; empty: there is none
    tracks  so many alike; only the first one clicks
    late    seconds before the sound begins
    gap     from when to when there are no packets of it
    tail    seconds that it goes on after the pictures
    """
    rate = 48000
    heard = np.zeros(round(rate * (seconds + tail)), np.float32)
    for at in flashes:
        start = round(at * rate)
        heard[start : start + 240] = 0.9 * np.sin(np.arange(len(heard[start : start + 240])) / 4)
    with av.open(str(path), "w") as container:
        video = container.add_stream("libx264", rate=PICTURES_PER_SECOND)
        video.width, video.height, video.pix_fmt = SIDE, SIDE, "yuv420p"
        video.options = {"crf": "10", "tune": "zerolatency"}
        sounds = [container.add_stream(codec, rate=rate, layout="mono") for _ in range(tracks * bool(codec))]
        done = round(late * rate)
        count = round(seconds * PICTURES_PER_SECOND)
        for k in range(count):
            frame = av.VideoFrame.from_ndarray(_picture(k / PICTURES_PER_SECOND, flashes), format="rgb24")
            frame.pts, frame.time_base = k, Fraction(1, PICTURES_PER_SECOND)
            container.mux(video.encode(frame))
            end = len(heard) if k + 1 == count else round((k + 1) / PICTURES_PER_SECOND * rate)
            for start in range(done, end, 960):
                done = min(start + 960, end)
                if gap[0] <= start / rate < gap[1]:
                    continue
                for number, sound in enumerate(sounds):
                    samples = np.ascontiguousarray(heard[None, start:done] * (number == 0))
                    piece = av.AudioFrame.from_ndarray(samples, "fltp", "mono")
                    piece.sample_rate, piece.pts, piece.time_base = rate, start, Fraction(1, rate)
                    container.mux(sound.encode(piece))
        for stream in (video, *sounds):
            container.mux(stream.encode(None))
    return path


def _picture(time: float, flashes: Sequence[float]) -> np.ndarray:
    down, across = np.mgrid[:SIDE, :SIDE]
    bright = any(at <= time < at + 1 for at in flashes)
    grey = 200 + 20 * np.sin(across / 5) if bright else 60 + 20 * np.sin(down / 5)
    return np.repeat(grey[:, :, None], 3, axis=2).astype(np.uint8)


def first_picture(path: Path) -> float:
    """Time of a container's first picture, in seconds, coded however it is."""
    with av.open(str(path)) as container:
        packets = container.demux(container.streams.video[0])
        return float(next(p.pts * p.time_base for p in packets if p.pts is not None))


def clicks(path: Path) -> list[float]:
    """When a file's sound clicks, in seconds from its first picture on."""
    begin, found = first_picture(path), list[float]()
    with av.open(str(path)) as container:
        for frame in container.decode(audio=0):
            samples = np.abs(frame.to_ndarray()).max(0)
            loud = np.nonzero(samples > 0.2 * (32768 if samples.dtype == np.int16 else 1))[0]
            for at in loud / frame.sample_rate + frame.time - begin:
                if not found or at - found[-1] > 0.5:
                    found.append(float(at))
    return found


def flashes_of(path: Path) -> list[float]:
    """When a file's pictures become bright, in seconds from its first one on."""
    found, before = list[float](), 0.0
    with av.open(str(path)) as container:
        for frame in container.decode(video=0):
            light = float(frame.to_ndarray(format="gray").mean())
            if before <= 130 < light:
                found.append(frame.time)
            before = light
    return [at - first_picture(path) for at in found]
