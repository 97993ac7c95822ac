"""Measures bodies: the fit, and "semantics" beside a still picture and VVenC (docs/explanation/bodies.md).

    python -m scripts.measure_bodies CLIP[:WIDTHxHEIGHT] ... [--rates 5,7] [--anchors 7,10] [--limit 200]

CLIP is a path or a name of the zoo; all of the picture is coded, at the size given or its own. Measured
are eight pictures of each clip. Rates are of whole streams: base pictures, messages and their envelope.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch

from generators import registry
from generators.codec.encode import choose_step, encode_clip
from generators.codec.encoder import Settings
from generators.codec.picture_codec import PictureDecoder, encode_picture
from generators.graphics.raster import rasterize
from generators.measure import anchors, measures
from generators.measure.perceptual import SIDE, stlpips
from generators.media import video
from generators.subjects.body.person import Camera
from generators.subjects.body.skin import Body
from generators.subjects.body.subject import BodySubject, as_person
from generators.subjects.body.template import template
from generators.subjects.clip import Clip, open_clip, parse_size
from generators.training.pool import ClipName
from vvc_bridge.terminal import show

PICTURES = 8


def fit(clip: Clip) -> str:
    """The fit's landmark error in shares of body height, and how far its silhouette covers the mask."""
    body, camera = Body(template("middle")), Camera.of(*clip.size)
    errors, covered = [], []
    for number in range(0, len(clip), 5):
        measured = clip.measured[number]
        if measured is None:
            continue
        person = as_person(measured)
        pose, move, shape = (
            torch.from_numpy(a).float()[None] for a in (person.pose, person.move, person.shape)
        )
        screen = camera.project(body.vertices(body.pose(pose, move, shape)))
        drawn = rasterize(screen, body.triangles, *clip.size)[0].numpy() >= 0
        mask = person.mask_in(*clip.size) > 0.5
        errors.append(person.error)
        covered.append((drawn & mask).sum() / max((drawn | mask).sum(), 1))
    return f"landmark error {100 * np.mean(errors):.2f} % of body height, mask IoU {np.mean(covered):.3f}"


def scores(clip: Clip, shown: np.ndarray) -> str:
    """ST-LPIPS of pictures and of the hands' windows, PSNR, as cells of a row."""
    keys = np.linspace(6, len(clip) - 4, PICTURES).astype(int)
    source, made = np.asarray(clip.pictures[keys]), shown[keys]
    found = measures.take(("st-lpips", "psnr"), source, made, None)
    hands: tuple[list[np.ndarray], list[np.ndarray]] = ([], [])
    subject = BodySubject()
    for key, a, b in zip(keys, source, made, strict=True):
        measured = clip.measured[key]
        for name, window in ({} if measured is None else subject.looks(measured)).items():
            if "hand" in name:
                for kept, picture in zip(hands, (a, b), strict=True):
                    kept.append(window.cut(picture, (SIDE, SIDE)))
    near = float(stlpips(np.stack(hands[0]), np.stack(hands[1]))["st-lpips"].mean()) if hands[0] else np.nan
    return f"{found['st-lpips'].mean():.3f} | {near:.3f} | {found['psnr'].mean():.1f}"


def rows(clip: Clip, name: str, rates: list[float]) -> Iterator[str]:
    """Rows of a system's streams."""
    system = registry.make(name, *clip.size)
    step = choose_step(float(clip.rate))
    for rate in rates:
        coded = encode_clip(clip, system, bitrate=rate, settings=Settings(step=step))
        began = time.process_time()
        made = np.stack([frame.pixels for frame in coded.decoder()])
        speed = len(made) / (time.process_time() - began)
        thousands = 1000 * clip.seconds
        yield (
            f"{name} | {coded.ledger.total / thousands:.2f} | {coded.ledger.parameters / thousands:.2f} | "
            f"{coded.ledger.bases} | {scores(clip, made)} | {speed:.1f}"
        )


def anchored(clip: Clip, least: float, others: list[float]) -> Iterator[str]:
    """Rows of the first picture, still, of a stream of the rate ``least``, and of VVenC."""
    first = np.asarray(clip.pictures[0])
    most = 0.6 * least * 1000 * clip.seconds
    data = encode_picture(first, anchors.meet(lambda qp: 8 * len(encode_picture(first, qp)), most))
    ((_, picture),) = PictureDecoder()(data)
    still = np.repeat(picture[None], len(clip), 0)
    yield f"first picture, still | {8 * len(data) / clip.seconds / 1000:.2f} | | 1 | {scores(clip, still)} |"
    for rate in others:
        with tempfile.TemporaryDirectory() as folder:
            out = Path(folder) / "a.266"

            def size_at(qp: int, out: Path = out) -> int:
                anchors.code("vvenc-ra", clip.pictures, clip.size, clip.rate, qp, out)
                return 8 * out.stat().st_size

            qp = anchors.meet(size_at, rate * 1000 * clip.seconds)
            bits = size_at(qp)
            made = np.stack([picture.rgb for picture in video.read(str(out))])
        yield f"VVenC | {bits / clip.seconds / 1000:.2f} | | | {scores(clip, made)} |"


def main() -> None:
    """Print a table per clip."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("clips", nargs="+")
    parser.add_argument("--rates", default="5,7")
    parser.add_argument("--anchors", default="7,10")
    parser.add_argument("--limit", type=int, default=200)
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    for text in arguments.clips:
        name, _, size = text.partition(":")
        path = ClipName.parse(name).path
        with open_clip(
            path, parse_size(size) if size else None, BodySubject(), window="all", limit=arguments.limit
        ) as clip:
            show(f"\n{name}, {clip.size[1]}x{clip.size[0]}, {len(clip)} pictures: {fit(clip)}\n")
            show("| | kbit/s | parameters | base pictures | ST-LPIPS | hands | PSNR | pictures per CPU s |")
            show("|---|---|---|---|---|---|---|---|")
            rates, others = ([float(r) for r in t.split(",")] for t in (arguments.rates, arguments.anchors))
            for row in (*rows(clip, "semantics", rates), *anchored(clip, rates[0], others)):
                show(f"| {row} |")


if __name__ == "__main__":
    main()
