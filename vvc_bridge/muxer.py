"""A byte stream into a file: into a container by the name of it, or as it is."""

from __future__ import annotations

import os
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from sei.errors import SeigenError
from sei.extras import need
from vvc_bridge.access_unit import raw_access_units
from vvc_bridge.output import output_file, output_path
from vvc_bridge.presentation import Presentation, Sample, frames, presentation
from vvc_bridge.rate import parse_rate
from vvc_bridge.sniff import CONTAINER_SUFFIXES
from vvc_bridge.source import Source, name_of, rereadable

if TYPE_CHECKING:
    from vvc_bridge.sound import Sound

EDIT_LISTS = ("mp4", "mov")
"""Muxers that can say that what lies before time 0 is not shown."""


def mux(
    source: Source,
    out: str | os.PathLike[str],
    *,
    fps: Fraction | float | str | None = None,
    codec: str | None = None,
    sound: Sound | None = None,
) -> int:
    """Put a byte stream into a container, with ``sound`` beside it. Returns the bits of the sound.

    ``fps`` frames per second; None: as `presentation` finds them in the stream. NAL units behind the last
    picture stay with it; the suffix of ``out`` says which container.

    Raises SeigenError for a pipe (output order needs a pass of its own), for a stream that does not begin
    with parameter sets, and for one that says no rate where none is given.
    """
    rate = None if fps is None else parse_rate(fps)
    if not rereadable(source):
        raise SeigenError("a pipe cannot be put into a container: write it to a file first")
    if not next(iter(raw_access_units(source, codec=codec)))[0].has_parameter_sets:
        raise SeigenError("the stream does not begin with parameter sets")
    shown = presentation(source, codec, rate)
    if not shown.samples:
        raise SeigenError(f"{name_of(source)}: no picture in it")
    if not any(sample.sync for sample in shown.samples):
        shown.samples[0].sync = True  # without any, all would count as such
    if CONTAINER_SUFFIXES[Path(out).suffix.lower()] not in EDIT_LISTS:
        begin = min(sample.pts for sample in shown.samples)
        for sample in shown.samples:
            sample.pts -= begin
    with output_path(out) as temporary:
        return _write(source, temporary, shown, codec, sound)


def write(
    data: bytes, out: str | os.PathLike[str], *, codec: str | None = None, sound: Sound | None = None
) -> int:
    """Write a byte stream under a name: into the container that its suffix says, with ``sound`` and with
    times as `mux` finds them, else as it is; ``-`` is standard output. Returns the bits of the sound. Raises
    SeigenError as `mux` does."""
    if Path(out).suffix.lower() in CONTAINER_SUFFIXES:
        return mux(data, out, codec=codec, sound=sound)
    with output_file(out) as file:
        file.write(data)
    return 0


def _write(source: Source, path: Path, shown: Presentation, codec: str | None, sound: Sound | None) -> int:
    from vvc_bridge.container import LibavWriter, Time  # PyAV, only where it is needed

    need("av")
    from vvc_bridge.sound import SoundWriter

    places = dict(frames(shown.samples))
    decoding = iter(shown.decoding_times())
    writer: LibavWriter | None = None
    beside: SoundWriter | None = None
    sample: Sample | None = None
    held, data = b"", b""  # access units without a picture; the sample under way

    def finish() -> None:
        if sample is not None and writer is not None:
            time = Time(sample.pts, next(decoding), sample.duration, shown.base)
            if beside is not None:
                beside.until(time.dts * shown.base)
            writer.put(data, time, sample.sync)

    try:
        for raw, _ in raw_access_units(source, codec=codec):
            if writer is None:
                writer = LibavWriter(path, raw.codec, raw.data, base=shown.base)
                beside = None if sound is None else SoundWriter(sound, writer.container)
            place = places.get(raw.index)
            if place is None:
                held += writer.sample(raw)
            elif place is sample:
                data += held + writer.sample(raw)
                held = b""
            else:
                finish()
                sample, data, held = place, held + writer.sample(raw), b""
        data += held
        finish()
        if beside is not None:
            beside.finish(max(s.pts + s.duration for s in shown.samples) * shown.base)
    finally:
        if beside is not None:
            beside.close()
        if writer is not None:
            writer.close()
    return 0 if beside is None else beside.bits
