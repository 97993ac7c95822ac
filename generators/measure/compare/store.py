"""Results under the hash of what they are results of: whole or absent, never in part."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from vvc_bridge.output import output_file

ABOUT = "about"
"""The array of a result that is JSON, as UTF-8 bytes."""


def digest(value: object) -> str:
    """Return the SHA-256, 64 hexadecimal digits, of what JSON can say; dictionaries in the order of keys."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()


class Store:
    """A folder of results, each one file of arrays that appears whole or not at all.

    Several processes may write into one folder: whoever comes second writes the same again.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def path(self, key: str) -> Path:
        """Return where the result of a key lies, or would."""
        return self.folder / f"{key}.npz"

    def __contains__(self, key: str) -> bool:
        return self.path(key).is_file()

    def put(self, key: str, about: Mapping[str, Any], arrays: Mapping[str, np.ndarray] | None = None) -> None:
        """Write a result: ``about`` in strict JSON, and arrays by name."""
        text = json.dumps(about, allow_nan=False).encode()
        room = io.BytesIO()
        np.savez_compressed(room, **{ABOUT: np.frombuffer(text, np.uint8)}, **(arrays or {}))  # type: ignore[arg-type]
        self.put_bytes(key, room.getvalue())

    def put_bytes(self, key: str, data: bytes) -> None:
        """Write a result that another store had as these bytes."""
        with output_file(self.path(key)) as file:
            file.write(data)

    def get(self, key: str) -> tuple[dict[str, Any], dict[str, np.ndarray]] | None:
        """Read a result; None where there is none, or none that can be read (it is made again)."""
        try:
            with np.load(self.path(key), allow_pickle=False) as file:
                arrays = {name: file[name] for name in file.files}
            about: dict[str, Any] = json.loads(arrays.pop(ABOUT).tobytes())
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
            self.path(key).unlink(missing_ok=True)
            return None
        return about, arrays
