"""Fuzz target: files that are loaded: weights, arrays, checkpoints, adapters, configurations, records.

The first byte says what the rest is. Only SeigenError may escape.
"""

from __future__ import annotations

import io
import struct
import tempfile
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import numpy as np
import torch

from conformance.generated_pictures import parse
from conformance.vtm.config import Configuration
from conformance.vtm.messages import message_file
from generators.learned import translate
from generators.networks.config import OWN, Config
from generators.weights import adapter, compat, files, nnc
from sei.errors import SeigenError

MEMORY = 6 << 30
EXAMPLE = """SEIGenerativeFaceVideoEnabled: 1
SEIGenerativeFaceVideoNumber: 2
SEIGenerativeFaceVideoId: 0 0
SEIGenerativeFaceVideoCnt: 0 1
SEIGenerativeFaceVideoBasePicFlag: 1
SEIGenerativeFaceVideoCoordinatePresentFlag: 1 1
SEIGenerativeFaceVideoCoordinateQuantizationFactor: 4 4
SEIGenerativeFaceVideoCoordinatePointNum: 2 2
SEIGenerativeFaceVideoXCoordinate: 0.5 -0.25 0.125 1
SEIGenerativeFaceVideoYCoordinate: 0.5 -0.25 0.125 1
"""


def _in_file(load: Callable[[Path], object], suffix: str) -> Callable[[bytes], object]:
    def run(data: bytes) -> object:
        with tempfile.TemporaryDirectory(prefix="seigen-fuzz-") as folder:
            path = Path(folder) / f"x{suffix}"
            path.write_bytes(data)
            return load(path)

    return run


@cache
def _light() -> files.Weights:
    return files.load(files.shipped("light"), "light")


def _configured(data: bytes) -> object:
    texts = [("fuzz.cfg", data.decode("utf-8", "replace"))]
    return message_file(Configuration.parse(texts, folders=[Path("/nonexistent")]))


LOADERS: dict[str, Callable[[bytes], object]] = {
    "safetensors": _in_file(files.load, ".safetensors"),
    "npz": _in_file(translate.load, ".npz"),
    "checkpoint": _in_file(lambda path: compat.load_public(path, "cfte"), ".pth"),
    "adapter": lambda data: adapter.unpack(data, _light()),
    "network": lambda data: Config.from_json(data.decode("utf-8", "replace")),
    "nnc": lambda data: nnc.decode(data),
    "configuration": _configured,
    "record": parse,
}


def check(data: bytes) -> bool:
    """Run one input. Raises AssertionError, or whatever should not escape; True: it was loaded."""
    if not data:
        return False
    load = list(LOADERS.values())[data[0] % len(LOADERS)]
    try:
        load(data[1:])
    except SeigenError as error:
        assert "\n" not in str(error), str(error)
        return False
    return True


def _file(kind: str, data: bytes) -> bytes:
    return bytes([list(LOADERS).index(kind)]) + data


def seeds() -> Iterator[bytes]:
    """First inputs: a small file of each kind, and the beginning of a large one."""
    whole = files.shipped("light").read_bytes()
    yield _file("safetensors", whole[: struct.unpack("<Q", whole[:8])[0] + 64])
    header = b'{"__metadata__":{"system":"light","config":' + _quoted(OWN["light"].to_json()) + b"}}"
    yield _file("safetensors", struct.pack("<Q", len(header)) + header)
    arrays = io.BytesIO()
    np.savez(arrays, **translate.to_tensors(translate.TranslatorNet("fomm", "cfte")))  # type: ignore[arg-type]
    yield _file("npz", arrays.getvalue())
    checkpoint = io.BytesIO()
    torch.save({"generator": {"a.weight": torch.zeros(2)}, "kp_detector": {}}, checkpoint)
    yield _file("checkpoint", checkpoint.getvalue())
    count = sum(part.count for part in adapter.layout(_light().generation, _light().config, 1))
    yield _file("adapter", adapter.pack(_light(), 1, 0.01, np.zeros(count)))
    yield _file("network", OWN["fomm"].to_json().encode())
    yield _file("configuration", EXAMPLE.encode())
    from conformance.catalogue import catalogue
    from conformance.package import contents

    stream = next(stream for stream in catalogue() if stream.name == "GEN_MESH_A_Seigen_1")
    record = contents(stream).get(f"{stream.name}.gen.json")
    if record is not None:
        yield _file("record", record)


def _quoted(text: str) -> bytes:
    import json

    return json.dumps(text).encode()
