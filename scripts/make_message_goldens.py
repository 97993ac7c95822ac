"""Writes tests/expected/messages.json: the messages of each known system for a fixed walk of its parameters.

    python -m scripts.make_message_goldens

They are pinned so that a change of the writers is seen. Renew them when it is meant.
"""

from __future__ import annotations

import json
import zlib
from pathlib import Path

import numpy as np

from generators.parameters.by_effect import ByEffect
from generators.parameters.by_tolerance import ByTolerance
from generators.parameters.layout import Layout, Row
from generators.parameters.values import Parameters
from generators.parameters.writing import MessageWriter, Rounding
from sei.context import Context
from sei.named import known

TARGET = Path(__file__).parents[1] / "tests" / "expected" / "messages.json"
BY_EFFECT = ("mesh", "person", "tokens")
BY_TOLERANCE = ("fomm", "facev2v", "cfte", "dac", "pleno", "avatar", "tokens")
PICTURES = 12
GFV_ID = 2


def walk(layout: Layout, seed: int, count: int = PICTURES) -> list[Parameters]:
    """Parameters that wander by multiples of 1/512, which are the same on every machine; what is still lies
    still, what may be held stands two pictures of three, and in the last third nothing moves."""
    random = np.random.default_rng(seed)
    row: Row = {f.name: random.integers(-160, 161, f.shape) / 256 for f in layout.fields}
    rows = []
    for number in range(count):
        rows.append(layout.parameters({name: np.clip(values, -1, 1) for name, values in row.items()}))
        for field in layout.fields:
            moves = random.integers(-9, 10, field.shape) / 512
            if field.policy == "still" or (field.policy == "held" and number % 3) or 3 * number >= 2 * count:
                continue
            row[field.name] = row[field.name] + moves
    return rows


def written(name: str, rounding: Rounding) -> list[list[str]]:
    """Messages of every picture, each as its payloadType and its payload in hexadecimal digits."""
    layout = Layout(known(name))
    rows = walk(layout, zlib.crc32(name.encode()))
    writer, context = MessageWriter(layout, rounding, gfv_id=GFV_ID), Context()
    writer.plan(rows)
    coded = [writer.base(rows[0], "r=25&s=1"), *writer.segment(rows[1:7]), *writer.segment(rows[7:])]
    return [[f"{m.payload_type} {m.to_payload(context=context).hex()}" for m in c.messages] for c in coded]


def goldens() -> dict[str, list[list[str]]]:
    """All that is pinned, by rounding and system."""
    found = {f"effect {name}": written(name, ByEffect()) for name in BY_EFFECT}
    return found | {f"tolerance {name}": written(name, ByTolerance()) for name in BY_TOLERANCE}


def main() -> None:
    """Write the file."""
    TARGET.write_text(json.dumps(goldens(), indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
