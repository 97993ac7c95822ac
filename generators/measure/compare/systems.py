"""A clip coded by a system of generators."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from generators import registry
from generators.codec.encode import choose_step
from generators.codec.encode import code as code_at
from generators.codec.encoder import Encoded, Encoder, Planned, Settings
from generators.measure.compare.store import Store
from generators.measure.compare.ways import ALL_DESCRIBED, Point, Way
from generators.subjects.clip import Clip


def attach(name: str, clip: Clip, store: Store, key: str) -> bytes | None:
    """Make what a system sends once, an avatar, of a clip, or take it from a store; None: nothing is."""
    entry = registry.entry(name)
    if not entry.attach:
        return None
    if (found := store.get(key)) is None:
        made = registry.function(entry.attach)(clip)
        store.put(key, {"attached": name}, {"bytes": np.frombuffer(made, np.uint8)})
        return bytes(made)
    return found[1]["bytes"].tobytes()


def code(
    name: str, point: Point, clip: Clip, *, every: bool, speed: str, attached: bytes | None = None
) -> Iterator[tuple[Way, bytes]]:
    """Code a clip with a system, and give what became of it and the stream.

    every  also with a message for every picture and the same base pictures, where it came out with fewer
    speed  how much is refined by generating, see `generators.codec.refine`
    attached  what is sent once, beside the stream
    """
    more: dict[str, Any] = {} if attached is None else {"adapter": attached, "within": False}
    encoder = Encoder(clip, registry.make(name, *clip.size, **more))
    start = time.perf_counter()
    if point.kbits is not None:
        step = choose_step(float(clip.rate), registry.entry(name).pace)
        encoded = code_at(encoder, point.kbits, Settings(step=step, speed=speed))
    else:
        qp = point.qp or Settings.qp
        encoded = encoder.run(Settings(qp, step=1, speed=speed), plan=[Planned(c, qp) for c in clip.cuts])
    yield _way(name, clip, encoded, time.perf_counter() - start), encoded.data
    if every and (encoded.settings.step > 1 or not all(s.described for s in encoded.segments)):
        start = time.perf_counter()
        plan = [dataclasses.replace(s.planned, described=True) for s in encoded.segments]
        encoded = encoder.run(dataclasses.replace(encoded.settings, step=1), plan=plan)
        yield _way(name + ALL_DESCRIBED, clip, encoded, time.perf_counter() - start), encoded.data


def _way(name: str, clip: Clip, encoded: Encoded, seconds: float) -> Way:
    thousands = clip.seconds * 1000
    notes = list(encoded.notes)
    if encoded.beside is not None:
        notes.append(f"{len(encoded.beside)} bytes, sent once, are not in its rate")
    bases = [s.start for s in encoded.segments]
    qps = {s.qp for s in encoded.segments}
    return Way(
        name,
        encoded.ledger.total / thousands,
        kinds(clip, [(s.start, s.count, s.described) for s in encoded.segments], encoded.settings.step),
        bases,
        encoded.ledger.parameters / thousands,
        qps.pop() if len(qps) == 1 else None,
        seconds,
        notes=notes,
    )


def kinds(clip: Clip, segments: Sequence[tuple[int, int, bool]], step: int) -> str:
    """Tell how each picture came about, a letter of `KINDS` each, from (first picture, number of pictures,
    whether they are described) of each segment and the pictures from message to message."""
    rows = []
    for start, count, moving in segments:
        rows.append("c")
        for i in range(1, count):
            described = i % step == 0 or i == count - 1
            held = not moving or clip.absent(start) or clip.absent(start + i)
            rows.append("h" if held else "d" if described else "i")
    return "".join(rows)
