"""Networks as NNC bitstreams (ISO/IEC 15938-17), as gfv_nn_mode_idc 0 carries them, by the package nncodec.

The package is optional: it builds C++ and asks for numpy < 2 and torchvision, neither of which its coder
needs, so it is installed by `pip install --no-deps nncodec`. It is imported only in a process of its own
(`nnc_child`), which has limits of time and memory and from which arrays alone come back: a hostile payload
can crash that process, not this one.
"""

from __future__ import annotations

import io
import subprocess
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from generators.weights.arrays import ArraysError, read_arrays
from sei.errors import SeigenError
from vvc_bridge.archive import ArchiveError
from vvc_bridge.external.process import python, run

MAX_PAYLOAD = 1 << 20
SECONDS = 60
QP = -45
"""Quantisation of weights; steps of 2^(QP/4) at density 2: about 0.0004."""
ABSENT = 3
"""Exit status of the child where there is no nncodec."""
CHILD = Path(__file__).resolve().with_name("nnc_child.py")


class NncError(SeigenError):
    """A network cannot be coded, or a payload holds none."""


def encode(tensors: Mapping[str, np.ndarray], qp: int = QP) -> bytes:
    """Code tensors by name as payload bytes. Raises NncError when nncodec is not here."""
    file = io.BytesIO()
    arrays = {k: np.asarray(v, dtype=np.float32) for k, v in tensors.items()}
    np.savez(file, **arrays)  # type: ignore[arg-type]  # taken for allow_pickle
    return _apart("encode", file.getvalue(), str(qp))


def decode(payload: bytes) -> dict[str, np.ndarray]:
    """Decode payload bytes from anywhere into tensors by name. Raises NncError."""
    if len(payload) > MAX_PAYLOAD:
        raise NncError(f"a network of {len(payload)} bytes in the stream, allowed: {MAX_PAYLOAD}")
    data = _apart("decode", payload)
    try:
        return read_arrays(data, 32 * MAX_PAYLOAD)
    except (ArchiveError, ArraysError) as error:
        raise NncError(f"the network in the stream cannot be read ({error})") from None


def _apart(what: str, data: bytes, *arguments: str) -> bytes:
    try:
        done = run(python(CHILD, what, *arguments), data=data, seconds=SECONDS)
    except subprocess.TimeoutExpired:
        raise NncError(f"the network in the stream takes more than {SECONDS} s to {what}") from None
    if done.returncode == ABSENT:
        raise NncError(
            "a network in NNC needs the package nncodec: pip install --no-deps nncodec (it builds C++)"
        )
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        raise NncError(f"nncodec refuses the network ({said[-1][:200] if said else done.returncode})")
    return done.stdout
