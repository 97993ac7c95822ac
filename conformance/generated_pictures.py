"""Pictures that a generator makes of a stream: what a package keeps of them, and how near another machine's
have to come.

A generator is a network or a renderer in floating point. Its bits are the same on the same processor with the
same builds, where MD5 says all; elsewhere pictures are close, and the package holds the means of their 8x8
blocks to measure by. Nothing is fetched: where the generator's files are missing, pictures stay unchecked.
"""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from sei.context import Context
from sei.errors import SeigenError
from sei.extras import needing
from sei.messages.generative_face_video import GenerativeFaceVideo
from sei.version import VERSION
from vvc_bridge import access_units

if TYPE_CHECKING:
    import numpy as np

BLOCK = 8
BUILDS = ("torch", "ai-edge-litert", "av", "numpy")
"""Packages whose build can change a picture's bits."""


@dataclass(frozen=True)
class Tolerance:
    """Most that a picture may be off, in steps of 8 bits: on average over its blocks, and in any of them."""

    mean: float
    block: float


TOLERANCES = {"exact": Tolerance(0, 0), "close": Tolerance(1, 6)}
"""exact: the same bits everywhere. close: the same bits by the same processor and builds, near elsewhere."""

Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]
Short = Annotated[str, Field(max_length=200)]


class PictureRecord(BaseModel):
    """MD5 of a picture as 8-bit RGB, rows from the top, and its `block_means` in hexadecimal digits."""

    model_config = ConfigDict(extra="forbid")

    md5: Digest
    blocks: Annotated[str, Field(pattern=r"^([0-9a-f]{2})*$")]


class Generated(BaseModel):
    """NAME.gen.json: by what the pictures of a stream were generated, and what they are.

    stream       MD5 of the stream
    system, tag  the generator, and how the stream names it
    version      of seigen, whose code the generator is
    weights      SHA-256 of each file that the pictures depend on
    environment  device, processor and builds that made these
    tolerance    class of `TOLERANCES`
    md5          of all pictures, base pictures among them, in output order
    """

    model_config = ConfigDict(extra="forbid")

    stream: Digest
    system: Short
    tag: Short
    version: Short
    weights: Annotated[dict[Short, Short], Field(max_length=64)]
    environment: Annotated[dict[Short, Short], Field(max_length=64)]
    tolerance: Literal["exact", "close"]
    width: Annotated[int, Field(ge=1, le=16384)]
    height: Annotated[int, Field(ge=1, le=16384)]
    md5: Digest
    pictures: Annotated[list[PictureRecord], Field(min_length=1, max_length=65536)]

    def to_json(self) -> str:
        """Return it as it stands in a package."""
        return json.dumps(self.model_dump(), indent=1) + "\n"


class GeneratedError(SeigenError):
    """A NAME.gen.json that is none, or no record of a stream that names a generator."""


def parse(text: bytes) -> Generated:
    """Read a NAME.gen.json. Raises GeneratedError."""
    try:
        return Generated.model_validate_json(text)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        raise GeneratedError(f"{'.'.join(map(str, first['loc']))}: {first['msg']}") from None


@cache
def _shipped() -> dict[str, Generated]:
    rows = json.loads((files("conformance") / "data" / "generated.json").read_text())
    return {name: Generated.model_validate(row) for name, row in rows.items()}


def shipped(name: str, data: bytes) -> Generated | None:
    """Find the record of a stream of the catalogue, None when it names no generator: builds are the same on
    every machine because they hold this. Raises GeneratedError when it was made of other bytes."""
    found = _shipped().get(name)
    if found is not None and found.stream != hashlib.md5(data).hexdigest():
        raise GeneratedError(f"{name} has changed: python -m scripts.make_conformance_generated")
    return found


def named(data: bytes) -> tuple[str, str] | None:
    """Find (system, tag) of the first GFV message that names a generator known here, None when there is
    none."""
    context = Context()
    try:
        for unit in access_units(data):
            for message in unit.messages:
                if message.payload_type != GenerativeFaceVideo.payload_type:
                    continue
                tag = GenerativeFaceVideo.from_payload(message.payload, context=context).gfv_nn_tag_uri
                if tag is not None:
                    from generators import registry

                    found = registry.by_tag(tag)
                    return (found.name, tag) if found else None
    except SeigenError:
        pass
    return None


def environment(device: str = "cpu") -> dict[str, str]:
    """Say what decides about bits: the device, its processor, builds."""
    import torch

    kind = torch.device(device).type
    if kind == "cuda":
        processor = torch.cuda.get_device_name(device)
    else:
        processor = f"{_processor()}, {torch.backends.cpu.get_cpu_capability()}"
    return {"device": kind, "processor": processor, **{name: _version(name) for name in BUILDS}}


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(errors="replace").splitlines()
    except OSError:
        lines = []
    model = next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "")
    return f"{platform.machine()} {model or platform.processor()}".strip()


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def pictures(data: bytes, device: str = "cpu") -> Iterator[np.ndarray]:
    """Yield what the decoder shows of a stream, uint8 (h, w, 3). Raises SeigenError."""
    from generators.codec.decoder import Decoder

    for frame in Decoder(data, device=device, warn=lambda text: None):
        yield frame.pixels


def block_means(picture: np.ndarray) -> np.ndarray:
    """Compute the rounded means of the 8x8 blocks of a picture, uint8 (h, w, 3), as uint8 (rows, columns, 3).
    Blocks at the right and bottom are as large as the picture leaves them."""
    import numpy as np

    rows, columns = (np.arange(0, n, BLOCK) for n in picture.shape[:2])
    sums = np.add.reduceat(np.add.reduceat(picture.astype(np.int64), rows, 0), columns, 1)
    sizes = [np.diff([*starts, n]) for starts, n in zip((rows, columns), picture.shape, strict=False)]
    count = np.multiply.outer(*sizes)[..., None]
    means: np.ndarray = (2 * sums + count) // (2 * count)
    return means.astype(np.uint8)


def record(data: bytes, device: str = "cpu") -> Generated:
    """Generate a stream's pictures and describe them. Raises SeigenError when it names no generator."""
    from generators import registry

    found = named(data)
    if found is None:
        raise GeneratedError("the stream names no generator that is here")
    whole, rows, shape = hashlib.md5(), [], (0, 0, 0)
    for picture in pictures(data, device):
        shape = picture.shape
        whole.update(picture.tobytes())
        digest = hashlib.md5(picture.tobytes()).hexdigest()
        rows.append(PictureRecord(md5=digest, blocks=block_means(picture).tobytes().hex()))
    return Generated(
        stream=hashlib.md5(data).hexdigest(),
        system=found[0],
        tag=found[1],
        version=VERSION,
        weights=registry.fingerprint(found[0]),
        environment=environment(device),
        tolerance="close",
        width=shape[1],
        height=shape[0],
        md5=whole.hexdigest(),
        pictures=rows,
    )


@dataclass(frozen=True)
class Check:
    """Outcome of `check`: what is wrong, or why nothing can be said. Both empty: the pictures are right."""

    wrong: str = ""
    unchecked: str = ""


def check(data: bytes, given: Generated, device: str = "cpu") -> Check:
    """Generate a stream's pictures and hold them against a package's record."""
    try:
        found = named(data)
        if found is None:
            return Check(unchecked="the stream names no generator that is here")
        if found != (given.system, given.tag):
            return Check(f"the stream names {found[0]} by {found[1]}, the package {given.system}")
        from generators import registry

        with needing("torch", "av"):
            weights = registry.fingerprint(given.system)
    except SeigenError as error:
        return Check(unchecked=str(error))
    if weights != given.weights:
        return Check(unchecked=f"they were generated with other files than {', '.join(weights)} are here")
    same_build = given.environment == environment(device) and given.version == VERSION
    exact = same_build or given.tolerance == "exact"
    try:
        return _compared(data, given, TOLERANCES["exact" if exact else given.tolerance], device)
    except SeigenError as error:
        return Check(f"they cannot be generated: {error}")


def _compared(data: bytes, given: Generated, tolerance: Tolerance, device: str) -> Check:
    whole, count, alike = hashlib.md5(), 0, True
    for picture in islice(pictures(data, device), len(given.pictures) + 1):
        if count == len(given.pictures):
            return Check(f"more than {count} pictures come out")
        wanted = given.pictures[count]
        if picture.shape != (given.height, given.width, 3):
            return Check(f"picture {count} is {picture.shape[1]}x{picture.shape[0]}")
        whole.update(picture.tobytes())
        if hashlib.md5(picture.tobytes()).hexdigest() != wanted.md5:
            alike = False
            if problem := _distance(block_means(picture), bytes.fromhex(wanted.blocks), tolerance):
                return Check(f"picture {count} {problem}")
        count += 1
    if count < len(given.pictures):
        return Check(f"{count} pictures come out, the package has {len(given.pictures)}")
    if alike and whole.hexdigest() != given.md5:
        return Check(f"the MD5 of all of them is {whole.hexdigest()}")
    return Check()


def _distance(means: np.ndarray, wanted: bytes, tolerance: Tolerance) -> str:
    """What is wrong with a picture that has not the recorded bits; empty when it is near enough."""
    import numpy as np

    if len(wanted) != means.size:
        return f"has {means.size} block means, the package {len(wanted)}"
    if not tolerance.block:
        return "has other bits, where they should be the same"
    off = np.abs(means.ravel().astype(int) - np.frombuffer(wanted, np.uint8))
    if off.mean() <= tolerance.mean and off.max() <= tolerance.block:
        return ""
    allowed = f"allowed {tolerance.mean:g} and {tolerance.block:g}"
    return f"is off by {off.mean():.2f} on average and {off.max()} in a block, {allowed}"
