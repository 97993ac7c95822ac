"""Every system on the held-out clips: same clips, same base pictures, really coded, decoded and measured.

    python -m scripts.compare FOLDER [--systems fomm light] [--clips cap12] [--keep] [--docs]

Where base pictures go, how fine they are and how often parameters are sent is decided once a clip, by the
mesh system's rate control at 8 kbit/s; every other system codes the same plan with its own parameters. So
totals differ by parameters alone, and stand in the table. Beside them:

    static copy              the first base picture, for the whole clip
    base pictures, held      each base picture until the next, at no parameters: what generating has to beat
    VVenC                    all pictures, at the highest rate up to the largest of the systems' totals (which
                             favours it); above that only where QP 63 takes more
    another person's base picture, held: what the measures say of a wrong face (sanity)

FOLDER/compare.json is written after each clip; ``--keep`` takes the rows that are there and were made by
the same weights, and adds what is missing. ``--docs`` puts the tables into docs/explanation/learned.md, and
each clip's rows into the model cards beside the packaged weights.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import time
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch.utils.flop_counter import FlopCounterMode

from generators import registry
from generators.codec.encode import choose_step
from generators.codec.encoder import Encoded, Encoder, Settings
from generators.codec.picture_codec import PictureDecoder, encode_picture
from generators.codec.rate import meet
from generators.measure.report import Way, decode_into, measure, strict, vvenc_clip
from generators.media import zoo
from generators.media.video import store
from generators.networks.blocks import fuse
from generators.subjects.clip import Clip, open_clip
from generators.subjects.face.subject import FaceSubject
from generators.weights import files as weights
from scripts import compare_table
from scripts.bench_neural import given
from scripts.compare_table import HELD, MESH, STATIC, STRANGER, VVENC

SIZE = 256
BITRATE = 8.0
SYSTEMS = ("fomm", "facev2v", "cfte", "light")
# First picture of each held-out clip, and whose base picture is put in its place for the sanity row.
CLIPS = {
    "franck": (4000, "cap12"),
    "cap12": (0, "franck"),
    "cap13": (0, "single-face"),
    "single-face": (0, "carphone"),
    "carphone": (0, "cap13"),
}
DOCS = Path(__file__).parent.parent / "docs" / "explanation" / "learned.md"


@dataclass(frozen=True)
class Options:
    """What makes two runs comparable: pictures of each clip at most; pictures that ST-LPIPS and the keypoint
    distance are taken on at most."""

    limit: int
    perceived: int
    tracked: int


def digest(system: str) -> str:
    """Which weights: the beginning of the file's SHA-256. WeightsError when there are none."""
    return hashlib.sha256(weights.shipped(system).read_bytes()).hexdigest()[:16]


def cost(system: str) -> dict[str, float]:
    """Parameters and multiply-accumulates of a generator: a picture, and what is done once a base picture."""
    loaded = weights.load(weights.shipped(system), system)
    count = sum(p.numel() for p in loaded.generation.parameters())
    net = fuse(loaded.generation.eval())
    driving = given(system, 1).driving()
    with torch.no_grad():
        with FlopCounterMode(display=False) as once:
            base = net.prepare(torch.rand(1, 3, SIZE, SIZE), driving)
        with FlopCounterMode(display=False) as each:
            net([base], driving)
    flops = {"macs a picture": each.get_total_flops() / 2, "macs a base picture": once.get_total_flops() / 2}
    return {"parameters": count, **flops}


def say(what: str) -> None:
    """Progress, on standard error."""
    print(f"{time.strftime('%H:%M:%S')} {what}", file=sys.stderr, flush=True)


def stranger(clip: str, qp: int) -> np.ndarray:
    """The first picture of another person's clip, coded and decoded."""
    start, _ = CLIPS[clip]
    with open_clip(str(zoo.path(clip)), SIZE, FaceSubject(), start=start, limit=1) as opened:
        ((_, decoded),) = PictureDecoder()(encode_picture(np.asarray(opened.pictures[0]), qp))
    return decoded


class Comparison:
    """One clip. ``record`` is what compare.json holds of it; rows that are there are not made again."""

    def __init__(self, clip: Clip, record: dict[str, Any], options: Options, other: str) -> None:
        self.clip, self.record, self.options, self.other = clip, record, options, other
        self.rows: dict[str, Any] = record.setdefault("rows", {})
        self.encoder = Encoder(clip, registry.make("mesh", SIZE, SIZE))
        self._mesh: Encoded | None = None

    def run(self, systems: dict[str, str]) -> None:
        """Measure what is missing; ``systems`` to the digest of their weights."""
        if "base pictures" not in self.record:
            say("  base pictures, by the mesh system")
            self._mesh = meet(self.encoder, Settings(step=choose_step(float(self.clip.rate))), BITRATE)
            found = self._mesh
            self.record |= {
                "pictures": len(self.clip),
                "seconds": self.clip.seconds,
                "settings": asdict(found.settings),
                "base pictures": [{"picture": s.start, "qp": s.qp} for s in found.segments],
            }
        missing = [MESH] if MESH not in self.rows else []
        missing += [s for s, made_by in systems.items() if self.rows.get(s, {}).get("weights") != made_by]
        with ExitStack() as room:
            ways = [] if STATIC in self.rows else self._still()
            extra: dict[str, dict[str, Any]] = {}
            for name in missing:
                say(f"  {name}")
                encoded, pictures = self._coded(name), self._room(room)
                decode_into(encoded.decoder(), pictures)
                ways.append(Way(name, self._rate(encoded.ledger.total), pictures, np.arange(len(self.clip))))
                extra[name] = {"parameters": self._rate(encoded.ledger.parameters)}
                extra[name] |= {"weights": systems[name]} if name in systems else {}
            if vvenc := self._vvenc(ways, room):
                ways.append(vvenc[0])
                extra[VVENC] = vvenc[1]
            if not ways:
                return
            say(f"  measuring {len(ways)} ways")
            found_rows, _ = measure(
                self.clip, ways, perceived=self.options.perceived, tracked=self.options.tracked
            )
            for row in found_rows:
                values = {k: v for k, v in asdict(row).items() if k != "name"}
                self.rows[row.name] = values | extra.get(row.name, {})

    def _rate(self, bits: int) -> float:
        return bits / self.clip.seconds / 1000

    def _room(self, room: ExitStack) -> np.ndarray:
        return room.enter_context(store(len(self.clip), (SIZE, SIZE)))

    def _coded(self, name: str) -> Encoded:
        if name == MESH and self._mesh is not None:
            return self._mesh
        self.encoder.system = registry.make(name, SIZE, SIZE)
        plan = [(b["picture"], b["qp"]) for b in self.record["base pictures"]]
        encoded = self.encoder.run(Settings(**self.record["settings"]), starts=plan)
        if [(s.start, s.qp) for s in encoded.segments] != plan:
            raise RuntimeError(f"{name}: other base pictures than planned")
        return encoded

    def _still(self) -> list[Way]:
        """What shows base pictures as they are."""
        plan = [(b["picture"], b["qp"]) for b in self.record["base pictures"]]
        coded = [self.encoder.picture(*p) for p in plan]
        bases, count = np.stack([decoded for _, decoded in coded]), len(self.clip)
        bits = [8 * len(data) for data, _ in coded]
        which = np.searchsorted([at for at, _ in plan], np.arange(count), side="right") - 1
        first = np.zeros(count, int)
        wrong = stranger(self.other, plan[0][1])[None]
        self.record["other"] = self.other
        return [
            Way(STATIC, self._rate(bits[0]), bases, first),
            Way(HELD, self._rate(sum(bits)), bases, which),
            Way(STRANGER, self._rate(bits[0]), wrong, first),
        ]

    def _vvenc(self, ways: list[Way], room: ExitStack) -> tuple[Way, dict[str, Any]] | None:
        """All pictures coded, at the largest total; None where a kept row is that already."""
        totals = {n: r["kbits"] for n, r in self.rows.items()} | {w.name: w.kbits for w in ways}
        target = max(totals[n] for n in (MESH, *SYSTEMS) if n in totals)
        if self.rows.get(VVENC, {}).get("target") == target:
            return None
        say(f"  {VVENC} at {target:.2f} kbit/s")
        pictures = self._room(room)
        rate, qp = vvenc_clip(self.clip, target, pictures)
        return Way(VVENC, rate, pictures, np.arange(len(self.clip))), {"target": target, "qp": qp}


def write_cards(result: dict[str, Any]) -> None:
    """Model cards of the packaged weights, with what the comparison says of these very files."""
    for name, known in result["systems"].items():
        path = weights.FOLDER / f"{name}.safetensors"
        if path.is_file() and digest(name) == known["weights"]:
            rows = compare_table.card_rows(result["clips"], name)
            text = weights.card(weights.load(path, name), path.stat().st_size, rows)
            path.with_suffix(".md").write_text(text, encoding="utf-8")


def main() -> None:
    """Code, measure, print the tables."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--systems", nargs="*", default=list(SYSTEMS), choices=SYSTEMS)
    parser.add_argument("--clips", nargs="+", default=list(CLIPS), choices=CLIPS)
    parser.add_argument("--keep", action="store_true", help="take rows that are there")
    parser.add_argument(
        "--docs", action="store_true", help=f"put the tables into {DOCS.name} and the model cards"
    )
    parser.add_argument("--limit", type=int, default=300, help="pictures of a clip at most (300)")
    parser.add_argument(
        "--sample", type=int, default=30, help="of them for ST-LPIPS (30); thrice for keypoints"
    )
    parser.add_argument("--threads", type=int, default=2, help="CPU threads (2)")
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    options = Options(arguments.limit, arguments.sample, 3 * arguments.sample)
    path = arguments.folder / "compare.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    result: dict[str, Any] = {"options": asdict(options), "systems": {}, "clips": {}}
    if arguments.keep and path.exists():
        result = json.loads(path.read_text(encoding="utf-8"))
        if result["options"] != asdict(options):
            raise SystemExit(f"{path} was measured with {result['options']}")
    systems: dict[str, str] = {}
    for name in arguments.systems:
        try:
            systems[name] = digest(name)
        except weights.WeightsError as error:
            say(f"left out: {error}")
            continue
        if result["systems"].get(name, {}).get("weights") != systems[name]:
            result["systems"][name] = {"weights": systems[name], **cost(name)}
    for name in arguments.clips:
        start, other = CLIPS[name]
        say(name)
        record = result["clips"].setdefault(name, {"start": start})
        with open_clip(str(zoo.path(name)), SIZE, FaceSubject(), start=start, limit=arguments.limit) as clip:
            Comparison(clip, record, options, other).run(systems)
        path.write_text(json.dumps(strict(result), indent=1, allow_nan=False) + "\n", encoding="utf-8")
    text = compare_table.tables(strict(result))
    print(text)
    if arguments.docs:
        compare_table.write_docs(DOCS, text)
        write_cards(strict(result))


if __name__ == "__main__":
    main()
