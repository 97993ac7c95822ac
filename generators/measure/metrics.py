"""How good pictures are: PSNR, SSIM and VMAF (ffmpeg), shift-tolerant LPIPS, average keypoint distance.

Pictures are uint8 RGB (n, h, w, 3). Everything works on pictures alone: nothing is taken from a stream.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import torch

from generators.media import video
from generators.media.perception import ShiftTolerantLpips as ShiftTolerantLpips
from generators.media.pixels import to_batch, to_tensor
from generators.subjects.cuts import Cuts
from generators.subjects.face.landmarks import Landmarker, region_of
from generators.subjects.face.track import Tracker
from sei.errors import SeigenError
from vvc_bridge.external import apply_graph


class MetricError(SeigenError):
    """A measure cannot be taken."""


@torch.inference_mode()
def stlpips(
    model: ShiftTolerantLpips, source: np.ndarray, others: Iterable[np.ndarray], batch: int = 4
) -> np.ndarray:
    """Measure the ST-LPIPS of each picture of several others (k of n pictures) against the source's, (k,
    n)."""
    shown, rows = list(others), []
    for i in range(0, len(source), batch):
        truth = model.features(to_batch(source[i : i + batch]))
        rows.append(
            torch.stack([model.apart(truth, model.features(to_batch(o[i : i + batch]))) for o in shown])
        )
    return torch.cat(rows, dim=1).numpy()


class KeypointDistance:
    """Average keypoint distance in pixels: 468 mesh points measured on both pictures, x and y.

    The region that the mesh net looks at follows the source's face and is the same for both pictures, so
    that what differs is the pictures. NaN where the source shows no face or the other picture has none.
    """

    def __init__(self) -> None:
        self._cuts, self._tracker, self._landmarker = Cuts(), Tracker(iris=False), Landmarker(iris=False)

    def __call__(self, source: np.ndarray, others: Iterable[np.ndarray]) -> list[float]:
        """Distances of other pictures (h, w, 3) from a source picture of the clip, in its order."""
        if self._cuts(source):
            self._tracker.begin()
        face = self._tracker(source)
        if face is None:
            return [float("nan") for _ in others]
        region = region_of(face.points)
        truth, _ = self._landmarker.mesh(to_tensor(source)[None], region)
        rows = []
        for other in others:
            points, confidence = self._landmarker.mesh(to_tensor(other)[None], region)
            distance = np.linalg.norm((points - truth)[:, :2], axis=1).mean()
            rows.append(float(distance) if confidence >= 0.5 else float("nan"))
        return rows


def ffmpeg_scores(source: np.ndarray, other: np.ndarray) -> dict[str, float]:
    """Measure PSNR (dB, all components), SSIM and VMAF of pictures (n, h, w, 3), pooled over n by ffmpeg.

    VMAF's model expects large pictures: they are enlarged to 576 lines for it.
    """
    graph = (
        "[0:v]split=3[a0][a1][a2];[1:v]split=3[b0][b1][b2];[b0][a0]psnr[p];[b1][a1]ssim[s];"
        + _VMAF.replace("[0:v]", "[a2]").replace("[1:v]", "[b2]")
    )
    said, log = _compared(source, other, graph, "psv")
    return {
        "psnr": _after(said, "average:"),
        "ssim": _after(said, "All:"),
        "vmaf": float(log["pooled_metrics"]["vmaf"]["mean"]),
    }


def vmaf_scores(source: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Measure the VMAF of each of n pictures (n, h, w, 3), float64 (n,); see `ffmpeg_scores`."""
    _, log = _compared(source, other, _VMAF, "v")
    values = np.array([frame["metrics"]["vmaf"] for frame in log["frames"]], dtype=np.float64)
    if len(values) != len(source):
        raise MetricError(f"libvmaf told of {len(values)} pictures of {len(source)}")
    return values


_VMAF = (
    "[1:v]scale=-2:576:flags=bicubic,format=yuv420p[bb];[0:v]scale=-2:576:flags=bicubic,format=yuv420p[aa];"
    "[bb][aa]libvmaf=log_fmt=json:log_path=vmaf.json:n_threads=2[v]"
)


def _compared(source: np.ndarray, other: np.ndarray, graph: str, outs: str) -> tuple[str, dict[str, Any]]:
    """What ffmpeg says of a graph over both, and libvmaf's log."""
    with tempfile.TemporaryDirectory(prefix="seigen-") as folder:
        for name, pictures in (("a", source), ("b", other)):
            with video.VideoWriter(Path(folder) / f"{name}.y4m", Fraction(25)) as writer:
                for picture in pictures:
                    writer.write(picture)
        said = apply_graph([Path(folder) / f"{name}.y4m" for name in "ab"], graph, outs, folder=folder)
        log: dict[str, Any] = json.loads((Path(folder) / "vmaf.json").read_text(encoding="utf-8"))
        return said, log


def _after(text: str, key: str) -> float:
    """The number after the last ``key`` in ffmpeg's closing lines."""
    value = text.rsplit(key, 1)[-1].split()[0] if key in text else "nan"
    return float(value)


def sampled(count: int, most: int) -> Iterator[int]:
    """Yield at most ``most`` indices spread evenly over 0..count-1, an odd number apart: pictures between
    messages are among them as often as those that have one."""
    step = -(-count // most) | 1
    return iter(range(0, count, step))
