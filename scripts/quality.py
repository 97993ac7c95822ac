"""Codes the four clips that the quality table is about, and prints the table (Markdown).

    python -m scripts.quality FOLDER [--keep]

One report folder a clip; ``--keep`` takes those that are there. About five minutes a clip on two cores.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

CLIPS = {
    "wolfgang": [],
    "carphone": [],
    "franck": ["--start", "4000", "--limit", "480"],
    "cap12": ["--limit", "500"],
}
BITRATE = "8"


def report(folder: Path, clip: str, keep: bool) -> dict[str, Any]:
    """The ledger of a clip, coded now unless it is kept."""
    path = folder / clip / "ledger.json"
    if not (keep and path.exists()):
        path.parent.mkdir(parents=True, exist_ok=True)
        command = [
            sys.executable,
            "-m",
            "seigen",
            "encode",
            clip,
            *CLIPS[clip],
            "--bitrate",
            BITRATE,
            "--verify",
        ]
        command += ["-o", str(path.parent / f"{clip}.266"), "--report", str(path.parent)]
        subprocess.run(command, check=True)
    return json.loads(path.read_text(encoding="utf-8"))


def number(value: float | None, digits: int) -> str:
    """As text; a ledger has null for what could not be measured."""
    return "–" if value is None else f"{value:.{digits}f}"


def less(value: float | None, still: float | None) -> str:
    """By how much a distance is below the static copy's."""
    return "" if value is None or not still else f" (−{100 - 100 * value / still:.0f} %)"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--keep", action="store_true")
    arguments = parser.parse_args()
    print("| clip | way | kbit/s | of it parameters | ST-LPIPS | keypoints, pixels | PSNR | SSIM | VMAF |")
    print("|---|---|---|---|---|---|---|---|---|")
    for clip in CLIPS:
        ledger = report(arguments.folder, clip, arguments.keep)
        ours, still = ledger["quality"][0], ledger["quality"][1]
        for row in ledger["quality"]:
            name = f"{clip}, {ledger['seconds']:.1f} s" if row is ours else ""
            part = f"{ledger['kbit/s']['parameters with envelope']:.2f}" if row is ours else ""
            gain = ["", ""]
            if row is ours:
                gain = [less(row[k], still[k]) for k in ("stlpips", "keypoints")]
            cells = [name, row["name"], number(row["kbits"], 2), part]
            cells += [number(row["stlpips"], 3) + gain[0], number(row["keypoints"], 2) + gain[1]]
            cells += [number(row[k], digits) for k, digits in (("psnr", 1), ("ssim", 3), ("vmaf", 0))]
            print(f"| {' | '.join(cells)} |")


if __name__ == "__main__":
    main()
