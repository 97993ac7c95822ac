"""Fuzz target: messages JSON, places and all, into a stream (run by `make fuzz`).

Only SeigenError may escape. What is written can be read, holds the messages asked for, and has the same other
NAL units.
"""

from __future__ import annotations

import io
import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from scripts.fuzz import changed
from sei.errors import SeigenError
from vvc_bridge import MessageFile, access_units, extract, inject, remove, replace

DATA = Path(__file__).parents[1] / "tests" / "data"
STREAMS = [path.read_bytes() for path in sorted(DATA.glob("gfv*.bit"))]
NUMBERS = (0, 1, 2, 3, 7, 31, 63, 255, 256, 511, 65535, 65536, 65540, 2**20, 2**24, 2**27, 2**31, 2**32 - 2)
ODD: tuple[Any, ...] = (
    -1,
    1.5,
    1e999,
    True,
    None,
    "",
    "00",
    "80",
    "000001",
    "0" * 64,
    "\ud800",
    [],
    {},
    [[]],
)


def _bare(stream: bytes) -> bytes:
    out = io.BytesIO()
    remove(stream, out, types=None)
    return out.getvalue()


BARE = [_bare(stream) for stream in STREAMS]


def check(data: bytes) -> bool:
    """Run one input: its first byte chooses stream and options. Raises AssertionError, or whatever should
    not escape; True: it went into the stream."""
    if not data:
        return False
    first = data[0]
    base = (STREAMS if first & 1 else BARE)[(first >> 1) % len(STREAMS)]
    out = io.BytesIO()
    try:
        messages = MessageFile.from_json(data[1:])
        if first & 0x40:
            replace(base, messages, out)
        else:
            inject(
                base,
                messages,
                out,
                placement=(None, "prefix", "suffix")[(first >> 3) % 3],
                pack=bool(first & 0x80),
                vtm_safe=bool(first & 0x20),
                codec="h266",
            )
    except SeigenError as error:
        assert "\n" not in str(error)
        return False
    written = out.getvalue()
    assert _bare(written) == _bare(base)
    found = [message for unit in access_units(written, codec="h266") for message in unit.messages]
    assert len(found) >= len(messages.messages)
    again = io.BytesIO()
    inject(_bare(written), extract(written, codec="h266"), again, vtm_safe=False, codec="h266")
    assert again.getvalue() == written
    return True


def mutate(data: bytes, rng: random.Random) -> bytes:
    """A value changed, left out or put in somewhere; or bytes of the text."""
    first = rng.randrange(256) if rng.random() < 0.3 else data[0]
    try:
        value = json.loads(data[1:])
    except (ValueError, RecursionError):
        return bytes([first]) + changed(data[1:], rng)
    if rng.random() < 0.15:
        return bytes([first]) + changed(data[1:], rng)
    for _ in range(1 + rng.randrange(3)):
        holders = list(_holders(value))
        holder = rng.choice(holders)
        keys: list[Any] = list(holder) if isinstance(holder, dict) else list(range(len(holder)))
        if not keys:
            continue
        key = rng.choice(keys)
        what = rng.randrange(6)
        if what == 0:
            del holder[key]
        elif what == 1 and isinstance(holder, list):
            holder.append(holder[key])
        elif what == 2 and isinstance(holder[key], int):
            holder[key] += rng.choice((-1, 1))
        elif what == 3:
            holder[key] = rng.choice(ODD)
        elif what == 4 and isinstance(holder[key], str):
            holder[key] = changed(bytes(holder[key], "utf-8", "replace"), rng)[:200].hex()
        else:
            holder[key] = rng.choice(NUMBERS)
    return bytes([first]) + json.dumps(value).encode()


def _holders(value: Any) -> Iterator[dict[str, Any] | list[Any]]:
    if isinstance(value, (dict, list)):
        yield value
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _holders(inner)


def seeds() -> Iterator[bytes]:
    """First inputs: what `extract` writes of the streams in tests/data, whole and message by message."""
    for number, stream in enumerate(STREAMS):
        text = extract(stream).to_json()
        yield bytes([number << 1]) + text.encode()
        for entry in json.loads(text)["messages"][:3]:
            yield bytes([number << 1]) + json.dumps({"messages": [entry]}).encode()
            place = {"au": entry["place"]["au"]}
            yield bytes([number << 1 | 1]) + json.dumps({"messages": [{**entry, "place": place}]}).encode()
