"""The process in which nncodec codes and decodes: arrays as npz and bytes, over its standard streams.

    python nnc_child.py encode QP < ARRAYS.npz > PAYLOAD
    python nnc_child.py decode < PAYLOAD > ARRAYS.npz

Run by its path and on its own: nothing of the project is imported, so no folder of that name is looked for.
"""

from __future__ import annotations

import contextlib
import io
import resource
import sys
import types
from collections.abc import Mapping
from typing import Any

import numpy as np

MAX_ARRAYS = 16 << 20
SECONDS = 60
MEMORY = 4 << 30
ABSENT = 3


def _package() -> Any:
    """nncodec's coder. Its training half wants torchvision and is not needed: an empty module stands in."""
    framework = types.ModuleType("nncodec.framework")
    for name in ("tensorflow_model", "pytorch_model", "use_case_init"):
        setattr(framework, name, types.ModuleType(name))
    sys.modules["nncodec.framework"] = framework
    from nncodec import nnc  # type: ignore[import-not-found, unused-ignore]

    return nnc


def _main(what: str, arguments: list[str]) -> int:
    out = sys.stdout.buffer
    data = sys.stdin.buffer.read()
    # Whatever the package prints must not get between the bytes.
    with contextlib.redirect_stdout(sys.stderr):
        try:
            coder = _package()
        except ImportError as error:
            print(error, file=sys.stderr)
            return ABSENT
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
            if sum(a.nbytes for a in arrays.values()) > MAX_ARRAYS:
                print("the network is too large", file=sys.stderr)
                return 1
            buffer = io.BytesIO()
            np.savez(buffer, **arrays)  # type: ignore[arg-type]  # taken for allow_pickle
            out.write(buffer.getvalue())
    out.flush()
    return 0


if __name__ == "__main__":
    sys.exit(_main(sys.argv[1], sys.argv[2:]))
