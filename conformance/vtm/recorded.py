"""What reference decoders said of streams, kept: for machines without them.

The set's own runs are shipped (conformance/data/reference_runs.json.xz), by MD5 of the stream. A stream may
also have its dump beside it, NAME.sei.txt or NAME.sei.txt.xz, as reference vectors have.
"""

from __future__ import annotations

import hashlib
import json
import lzma
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from conformance.vtm.reference import Run, Section, sections

MAX_DUMP = 1 << 28


@cache
def _shipped() -> dict[str, dict[str, Any]]:
    path = files("conformance") / "data" / "reference_runs.json.xz"
    if not path.is_file():
        return {}
    rows: dict[str, dict[str, Any]] = json.loads(lzma.decompress(path.read_bytes()))
    return rows


def find(data: bytes, path: Path | None = None) -> tuple[str, Run] | None:
    """Find the reference and its run on this stream, None when nobody kept one."""
    row = _shipped().get(hashlib.md5(data).hexdigest())
    if row is not None:
        kept = [
            Section(title, size, tuple((name, value) for name, value in lines))
            for title, size, lines in row["sections"]
        ]
        return row["reference"], Run(row["ending"], kept, row["said"])
    if path is not None:
        for suffix in (".sei.txt", ".sei.txt.xz"):
            beside = path.with_suffix(suffix)
            if beside.is_file():
                text = _text(beside)
                family = (
                    "HM (recorded)" if "enhancement_face" in text or path.match("*hm*") else "VTM (recorded)"
                )
                return family, Run("ok", sections(text), "")
    return None


def _text(path: Path) -> str:
    if path.suffix == ".xz":
        with lzma.open(path) as file:
            return file.read(MAX_DUMP).decode("utf-8", "replace")
    with path.open("rb") as plain:
        return plain.read(MAX_DUMP).decode("utf-8", "replace")


def keep(runs: dict[str, tuple[bytes, str, Run]]) -> bytes:
    """Write the file of runs: name to (stream, reference, run)."""
    rows = {
        hashlib.md5(data).hexdigest(): {
            "name": name,
            "reference": reference,
            "ending": run.ending,
            "said": run.said,
            "sections": [[s.title, s.size, s.lines] for s in run.sections],
        }
        for name, (data, reference, run) in runs.items()
    }
    return lzma.compress(json.dumps(rows, ensure_ascii=False).encode(), preset=9)
