"""Fuzz target: streams to pictures by torch, under a limit of memory (run by `make fuzz`).

Only SeigenError may escape; pictures are finite in number and of the stream's size.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import torch

from conformance.catalogue import catalogue
from generators.codec.decoder import Decoder
from generators.codec.stream import sei_nal
from scripts.fuzz import changed
from scripts.fuzz_json import mutate as mutate_json
from sei.context import Context
from sei.errors import SeigenError
from sei.message import Message
from sei.messages import message_class
from vvc_bridge.access_unit import access_units

DATA = Path(__file__).parents[1] / "tests" / "data"
MEMORY = 6 << 30
PICTURES = 40
torch.set_num_threads(1)


def check(data: bytes) -> bool:
    """Run one input. Raises AssertionError, or whatever should not escape; True: pictures were generated."""
    said: list[str] = []
    made = False
    try:
        for frame in islice(Decoder(data, device="cpu", warn=said.append), PICTURES):
            made = made or not frame.is_base
            assert frame.pixels.ndim == 3 and frame.time >= 0
    except SeigenError as error:
        assert "\n" not in str(error)
    assert all("\n" not in text for text in said)
    return made


def mutate(data: bytes, rng: random.Random) -> bytes:
    """A message's values changed and written again, a payload's bytes, or any bytes."""
    try:
        units = list(access_units(data, codec="h266"))
        unit = rng.choice([unit for unit in units if unit.messages])
        messages = list(unit.messages)
    except (SeigenError, IndexError):
        return changed(data, rng)
    what = rng.randrange(4)
    if what == 0:
        return changed(data, rng)
    context, parsed = Context(), []
    at = rng.randrange(len(messages))
    try:
        for number, message in enumerate(messages):
            cls = message_class(message.payload_type)
            if cls is None:
                continue
            payload = changed(message.payload, rng) if what == 1 and number == at else message.payload
            model: Message = cls.from_payload(payload, context=context)
            if what > 1 and number == at:
                model = cls.from_json(mutate_json(b"\0" + model.to_json().encode(), rng)[1:])
            parsed.append(model)
        nal, _ = sei_nal(parsed, Context())
    except SeigenError:
        return changed(data, rng)
    before = data[: unit.offset]
    kept = b"".join(bytes(n) for n in unit.nal_units if not n.is_sei)
    return before + kept + nal + data[unit.offset + len(unit.data) :]


def seeds() -> Iterator[bytes]:
    """First inputs: streams of the conformance set that name a generator, and one of tests/data."""
    for stream in catalogue():
        if stream.feature == "GEN_MESH":
            yield stream.data()
    yield (DATA / "mesh_talk.266").read_bytes()
    yield (DATA / "gfv_multi_picture.bit").read_bytes()
