"""Networks as NNC bitstreams (ISO/IEC 15938-17), as gfv_nn_mode_idc 0 carries them, by the package nncodec.

The package is optional: it builds C++ and asks for numpy < 2 and torchvision, neither of which its coder
needs, so it is installed by `pip install --no-deps nncodec`. It is imported only in a process of its own,
which has limits of time and memory and from which arrays alone come back: a hostile payload can crash that
process, not this one.
"""

from __future__ import annotations

import io
import subprocess
import sys
import types
from collections.abc import Mapping
from typing import Any

import numpy as np

from generators.systems.translate import Translator, TranslatorError, from_tensors, to_tensors
from generators.weights.arrays import ArraysError, read_arrays
from vvc_bridge.archive import ArchiveError

MAX_PAYLOAD = 1 << 20
SECONDS = 60
MEMORY = 4 << 30
QP = -45
"""Quantisation of weights; steps of 2^(QP/4) at density 2: about 0.0004."""
_ABSENT = 3


def encode(translator: Translator, qp: int = QP) -> bytes:
    """A translator as payload bytes. Raises TranslatorError when nncodec is not here."""
    file = io.BytesIO()
    arrays = {k: np.asarray(v, dtype=np.float32) for k, v in to_tensors(translator).items()}
    np.savez(file, **arrays)  # type: ignore[arg-type]  # taken for allow_pickle
    return _apart("encode", file.getvalue(), str(qp))


def decode(payload: bytes) -> Translator:
    """The translator of payload bytes from anywhere. Raises TranslatorError."""
    if len(payload) > MAX_PAYLOAD:
        raise TranslatorError(f"a network of {len(payload)} bytes in the stream, allowed: {MAX_PAYLOAD}")
    data = _apart("decode", payload)
    try:
        tensors = read_arrays(data, 32 * MAX_PAYLOAD)
    except (ArchiveError, ArraysError) as error:
        raise TranslatorError(f"the network in the stream cannot be read ({error})") from None
    return from_tensors(tensors, "the network in the stream")


def _apart(what: str, data: bytes, *arguments: str) -> bytes:
    command = [sys.executable, "-m", "generators.weights.nnc", what, *arguments]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired:
        raise TranslatorError(f"the network in the stream takes more than {SECONDS} s to {what}") from None
    if done.returncode == _ABSENT:
        raise TranslatorError(
            "a network in NNC needs the package nncodec: pip install --no-deps nncodec (it builds C++)"
        )
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        raise TranslatorError(f"nncodec refuses the network ({said[-1][:200] if said else done.returncode})")
    return done.stdout


def _package() -> Any:
    """nncodec's coder. Its training half wants torchvision and is not needed: an empty module stands in."""
    framework = types.ModuleType("nncodec.framework")
    for name in ("tensorflow_model", "pytorch_model", "use_case_init"):
        setattr(framework, name, types.ModuleType(name))
    sys.modules["nncodec.framework"] = framework
    from nncodec import nnc  # type: ignore[import-not-found, unused-ignore]

    return nnc


def _main(what: str, arguments: list[str]) -> int:
    import contextlib
    import resource

    out = sys.stdout.buffer
    data = sys.stdin.buffer.read()
    # Whatever the package prints must not get between the bytes.
    with contextlib.redirect_stdout(sys.stderr):
        try:
            coder = _package()
        except ImportError as error:
            print(error, file=sys.stderr)
            return _ABSENT
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
            resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        if what == "encode":
            with np.load(io.BytesIO(data), allow_pickle=False) as file:
                tensors = {k: file[k] for k in file.files}
            stream = coder.compress(tensors, qp=int(arguments[0]), return_bitstream=True)
            out.write(bytes(stream))
        else:
            found: Mapping[str, Any] = coder.decompress(bytearray(data))
            arrays = {str(k): np.asarray(v) for k, v in found.items()}
            if sum(a.nbytes for a in arrays.values()) > 16 * MAX_PAYLOAD:
                print("the network is too large", file=sys.stderr)
                return 1
            buffer = io.BytesIO()
            np.savez(buffer, **arrays)  # type: ignore[arg-type]  # taken for allow_pickle
            out.write(buffer.getvalue())
    out.flush()
    return 0


if __name__ == "__main__":
    sys.exit(_main(sys.argv[1], sys.argv[2:]))
