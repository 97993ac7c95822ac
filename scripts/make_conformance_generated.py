"""Make conformance/data/generated.json: what the named generators make of the catalogue's streams.

    python -m scripts.make_conformance_generated

It is committed, so that packages are the same wherever they are built. Run this after a change of these
streams or of the generators.
"""

from __future__ import annotations

import json
from pathlib import Path

from conformance.catalogue import positive
from conformance.generated_pictures import Generated, named, record

FILE = Path(__file__).parents[1] / "conformance" / "data" / "generated.json"


def records() -> dict[str, Generated]:
    """A record of every valid stream that names a generator."""
    rows = ((stream.name, stream.data()) for stream in positive() if stream.edition == "h274v4")
    return {name: record(data) for name, data in rows if named(data)}


def main() -> None:
    """Write the file."""
    found = {name: row.model_dump() for name, row in records().items()}
    FILE.write_text(json.dumps(found, indent=1) + "\n")
    print(f"{FILE.name}: {', '.join(found)}")


if __name__ == "__main__":
    main()
