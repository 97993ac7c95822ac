"""What a stream costs and how good its pictures are, beside what else could be done with the bits."""

from __future__ import annotations

import json
import math
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np

from generators.codec.encoder import Encoded
from generators.codec.frames import Frame
from generators.codec.picture_codec import PictureDecoder
from generators.measure import anchors, metrics
from generators.media import video
from generators.media.zoo import ZooError
from generators.subjects.clip import Clip, Progress
from sei.extras import need
from sei.log import log
from vvc_bridge.access_unit import access_units
from vvc_bridge.output import output_file, output_path

MOST_MEASURED = 240  # pictures that the keypoint distance is measured on
MOST_PERCEIVED = 60  # pictures that the perceptual distance is measured on


@dataclass(frozen=True)
class ReportRow:
    """One way to use the bits: kbit/s, and quality against the source."""

    name: str
    kbits: float
    psnr: float
    ssim: float
    vmaf: float
    stlpips: float
    keypoints: float


@dataclass(frozen=True)
class Way:
    """Pictures shown for a clip's: picture i is ``pictures[which[i]]``, at ``kbits`` kbit/s in all."""

    name: str
    kbits: float
    pictures: np.ndarray
    which: np.ndarray


def vvenc_clip(clip: Clip, kbits: float, out: np.ndarray) -> tuple[float, int]:
    """Code all pictures by VVenC at the highest rate up to ``kbits``, or its lowest: decoded into out.

    Returns its kbit/s and its QP. Random access, one intra picture, preset fast as for base pictures.
    """
    with tempfile.TemporaryDirectory(prefix="seigen-") as folder:

        def code(qp: int) -> int:
            path = Path(folder) / f"{qp}.266"
            if not path.exists():
                anchors.code("vvenc-ra", clip.pictures, clip.size, clip.rate, qp, path)
            return 8 * path.stat().st_size

        qp = anchors.meet(code, kbits * 1000 * clip.seconds)
        bits = code(qp)
        decoder, at = PictureDecoder(), 0
        for unit in access_units(Path(folder) / f"{qp}.266", codec="h266"):
            for _, picture in decoder(bytes(unit.data)):
                out[at] = picture
                at += 1
        for _, picture in decoder.flush():
            out[at] = picture
            at += 1
        return bits / clip.seconds / 1000, qp


def decode_into(frames: Iterable[Frame], out: np.ndarray, progress: Progress | None = None) -> list[int]:
    """Put a stream's pictures (`Decoder`) into out, uint8 (n, h, w, 3); which of them are base pictures."""
    bases: list[int] = []
    for frame in frames:
        out[frame.index] = frame.pixels
        if frame.is_base:
            bases.append(frame.index)
        if progress:
            progress("decoding", frame.index + 1, len(out))
    return bases


def held(bases: Sequence[int], count: int) -> np.ndarray:
    """Return for each of ``count`` pictures the last base picture up to it."""
    return np.array(bases)[np.searchsorted(bases, np.arange(count), side="right") - 1]


def write_report(
    folder: Path,
    name: str,
    clip: Clip,
    encoded: Encoded,
    *,
    vvenc: bool = True,
    progress: Progress | None = None,
) -> list[ReportRow]:
    """Write ledger.json, comparison.mp4, sheet.png, plots.png in a folder; the table's rows."""
    folder.mkdir(parents=True, exist_ok=True)
    count, size = len(clip), clip.pictures.shape[1:3]
    kbits = encoded.ledger.total / clip.seconds / 1000
    base_kbits = encoded.ledger.base / clip.seconds / 1000
    with video.store(count, size) as ours, video.store(count, size) as theirs:
        bases = decode_into(encoded.decoder(), ours, progress)
        every = np.arange(count)
        ways = [
            Way("seigen", kbits, ours, every),
            Way(
                "static copy of the first base picture",
                base_kbits / max(len(bases), 1),
                ours,
                np.zeros(count, int),
            ),
            Way("base pictures, each held", base_kbits, ours, held(bases, count)),
        ]
        if vvenc:
            rate, qp = vvenc_clip(clip, kbits, theirs)
            ways.append(Way(f"VVenC, all pictures, QP {qp}", rate, theirs, every))
        rows, series = measure(clip, ways, progress=progress)
        quality = {"quality": [asdict(row) for row in rows], "series": series}
        ledger = _ledger(name, clip, encoded) | quality
        with output_file(folder / "ledger.json") as file:
            file.write((json.dumps(strict(ledger), indent=1, allow_nan=False) + "\n").encode())
        shown = [clip.pictures, ours, *([theirs] if vvenc else [])]
        with video.VideoWriter(folder / "comparison.mp4", clip.rate) as writer:
            for i in range(count):
                writer.write(np.concatenate([p[i] for p in shown], axis=1))
        _sheet(folder / "sheet.png", shown, count)
        _plots(folder / "plots.png", clip, encoded, rows, series)
    return rows


def _ledger(name: str, clip: Clip, encoded: Encoded) -> dict[str, Any]:
    """What was coded, and what each part of it cost."""
    ledger = encoded.ledger
    return {
        "clip": name,
        "pictures": len(clip),
        "seconds": clip.seconds,
        "rate": str(clip.rate),
        "size": list(clip.pictures.shape[1:3]),
        "settings": asdict(encoded.settings),
        "bits": {
            "base pictures": ledger.base,
            "GFV payload": ledger.gfv,
            "GFVE payload": ledger.gfve,
            "SEI and NAL envelope": ledger.envelope,
            "adapter with envelope": ledger.network,
            "total": ledger.total,
            "adapter beside the stream": ledger.beside,
            "sound beside the stream": ledger.audio,
        },
        "pictures that were": {
            "base pictures": ledger.bases,
            "coded without a message": ledger.coded,
            "described": ledger.described,
            "between messages": ledger.between,
            "held": ledger.held,
        },
        "parameter sets, of base pictures": ledger.sets,
        "bits a picture": {
            "parameters with envelope": ledger.parameters / len(clip),
            "total": ledger.total / len(clip),
        },
        "kbit/s": {
            "parameters with envelope": ledger.parameters / clip.seconds / 1000,
            "adapter with envelope": ledger.network / clip.seconds / 1000,
            "total": ledger.total / clip.seconds / 1000,
            "total and adapter beside": ledger.total / clip.seconds / 1000
            + ledger.beside / clip.seconds / 1000,
        },
        "segments": [
            asdict(s.ledger) | {"start": s.start, "pictures": s.count, "qp": s.qp, "precision": s.precision}
            for s in encoded.segments
        ],
        "notes": encoded.notes,
    }


def strict(value: Any) -> Any:
    """Return a value as JSON can say it: null for what could not be measured (NaN) or has no bound
    (infinity)."""
    if isinstance(value, dict):
        return {key: strict(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [strict(each) for each in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


def measure(
    clip: Clip,
    ways: Sequence[Way],
    *,
    perceived: int = MOST_PERCEIVED,
    tracked: int = MOST_MEASURED,
    progress: Progress | None = None,
) -> tuple[list[ReportRow], dict[str, list[float]]]:
    """Measure every way: a row each, and the keypoint distance of the pictures that it was measured on.

    perceived, tracked  most pictures for the perceptual and the keypoint distance, spread over the clip;
                        PSNR, SSIM and VMAF take all of them

    What cannot be measured is NaN: the keypoint distance of a clip in which no face was found or looked for,
    the perceptual distance where its model is not here and cannot be fetched.
    """
    count = len(clip)
    few = list(metrics.sampled(count, perceived))
    many = list(metrics.sampled(count, tracked))
    keypoints = _keypoints(clip, ways, many, progress)
    if progress:
        progress("perceptual distance", 0, len(ways))
    distances = _perceived(clip, ways, few)
    rows, series = [], {"pictures": [float(i) for i in many]}
    for k, way in enumerate(ways):
        if progress:
            progress(f"measuring {way.name}", k, len(ways))
        pictures, which = way.pictures, way.which
        shown = pictures[which] if len(pictures) != count or (which != np.arange(count)).any() else pictures
        scores = metrics.ffmpeg_scores(clip.pictures, shown)
        found = keypoints[:, k][np.isfinite(keypoints[:, k])]
        mean = float(found.mean()) if len(found) else float("nan")
        rows.append(
            ReportRow(
                way.name,
                way.kbits,
                scores["psnr"],
                scores["ssim"],
                scores["vmaf"],
                float(distances[k].mean()),
                mean,
            )
        )
        series[f"keypoints: {way.name}"] = [float(x) for x in keypoints[:, k]]
    return rows, series


def _keypoints(clip: Clip, ways: Sequence[Way], which: list[int], progress: Progress | None) -> np.ndarray:
    """Keypoint distances of these pictures, (pictures, ways)."""
    if clip.subject != "face" or clip.blank:
        return np.full((len(which), len(ways)), np.nan)
    distance, rows = metrics.KeypointDistance(), []
    for n, i in enumerate(which):
        rows.append(distance(clip.pictures[i], [w.pictures[w.which[i]] for w in ways]))
        if progress:
            progress("keypoint distance", n + 1, len(which))
    return np.array(rows)


def _perceived(clip: Clip, ways: Sequence[Way], which: list[int]) -> np.ndarray:
    """Perceptual distances of these pictures, (ways, pictures)."""
    try:
        model = metrics.ShiftTolerantLpips()
    except ZooError as error:
        log.warning("the perceptual distance is not measured: %s", error)
        return np.full((len(ways), len(which)), np.nan)
    return metrics.stlpips(model, clip.pictures[which], [w.pictures[w.which[which]] for w in ways])


def _sheet(path: Path, shown: Sequence[np.ndarray], count: int) -> None:
    """Rows: source, seigen, VVenC; columns: eight pictures of the clip."""
    import av

    picks = np.linspace(0, count - 1, 8).round().astype(int)
    sheet = np.concatenate([np.concatenate([p[i] for i in picks], axis=1) for p in shown], axis=0)
    frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(sheet), format="rgb24")
    codec = av.CodecContext.create("png", "w")
    codec.width, codec.height, codec.pix_fmt, codec.time_base = (
        frame.width,
        frame.height,
        "rgb24",
        Fraction(1),
    )
    with output_file(path) as file:
        file.write(b"".join(bytes(p) for f in (frame, None) for p in codec.encode(f)))


def _plots(
    path: Path, clip: Clip, encoded: Encoded, rows: Sequence[ReportRow], series: dict[str, list[float]]
) -> None:
    need("matplotlib")
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    figure, (left, right) = pyplot.subplots(1, 2, figsize=(11, 4))
    for row in rows:
        left.plot(row.kbits, row.stlpips, "o", label=row.name)
    left.set(xlabel="kbit/s", ylabel="ST-LPIPS (lower is better)", xlim=(0, None), ylim=(0, None))
    left.legend(fontsize=7)
    times = np.array(series["pictures"]) / float(clip.rate)
    distances = {row.name: series[f"keypoints: {row.name}"] for row in rows}
    if any(np.isfinite(each).any() for each in distances.values()):
        for name, each in distances.items():
            right.plot(times, each, label=name, linewidth=0.8)
        for s in encoded.segments:
            right.axvline(s.start / float(clip.rate), color="0.8", linewidth=0.6, zorder=0)
        right.set(xlabel="s (lines: base pictures)", ylabel="keypoint distance, pixels", yscale="log")
        right.legend(fontsize=7)
    else:
        right.set_axis_off()
    figure.tight_layout()
    with output_path(path) as temporary:
        figure.savefig(temporary, dpi=110)
    pyplot.close(figure)
