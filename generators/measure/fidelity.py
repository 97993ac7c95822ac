"""Measures of signals: PSNR in RGB and in YUV 4:2:0, SSIM, MS-SSIM, VMAF, and the keypoint distance."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import torch
import torch.nn.functional as F

from generators.measure import metrics
from generators.measure.where import Where
from generators.media.pixels import to_batch

Values = dict[str, np.ndarray]
"""One number per picture, float64 (n,), by the measure's name."""
BATCH = 8
MOST_PSNR = 100.0
"""dB that are told of pictures alike: an infinite value would swallow every mean."""
BT709 = (
    (0.2126, 0.7152, 0.0722),
    (-0.2126 / 1.8556, -0.7152 / 1.8556, 0.5),
    (0.5, -0.7152 / 1.5748, -0.0722 / 1.5748),
)
"""Y, Cb and Cr of red, green and blue (Rec. ITU-R BT.709), all of the range of RGB."""
SCALES = (0.0448, 0.2856, 0.3001, 0.2363, 0.1333)
"""Exponents of MS-SSIM's five scales (Wang, Simoncelli and Bovik, 2003)."""
WINDOW, SIGMA = 11, 1.5
"""Gaussian window of SSIM (Wang et al., 2004)."""


def batches(
    source: np.ndarray, shown: np.ndarray, size: int = BATCH
) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Split both into runs of a few pictures: a clip lies on disk, and is never in memory whole."""
    for i in range(0, len(source), size):
        yield np.asarray(source[i : i + size]), np.asarray(shown[i : i + size])


def decibels(squared: np.ndarray, peak: float = 255.0) -> np.ndarray:
    """Turn mean squared errors into dB, at most `MOST_PSNR`."""
    least = peak * peak * 10 ** (-MOST_PSNR / 10)
    return 10 * np.log10(peak * peak / np.maximum(squared, least))


def psnr(source: np.ndarray, shown: np.ndarray, where: Where | None = None) -> Values:
    """Measure PSNR over red, green and blue together, dB."""
    rows = [
        ((a.astype(np.float32) - b) ** 2).mean(axis=(1, 2, 3), dtype=np.float64)
        for a, b in batches(source, shown)
    ]
    return {"psnr": decibels(np.concatenate(rows))}


def to_yuv(pictures: np.ndarray) -> tuple[torch.Tensor, torch.Tensor]:
    """Turn RGB uint8 (n, h, w, 3) into 8-bit luma (n, 1, h, w) and chroma (n, 2, h/2, w/2), BT.709.

    Limited range (luma 16..235, chroma 16..240), as JVET's sequences have it; chroma is the mean of its four
    samples. An odd side is lengthened by repeating its border.
    """
    rgb = to_batch(pictures).double()
    rgb = F.pad(rgb, (0, rgb.shape[3] % 2, 0, rgb.shape[2] % 2), mode="replicate")
    yuv = torch.einsum("ck,nkhw->nchw", torch.tensor(BT709, dtype=torch.float64), rgb)
    luma = (16 + 219 * yuv[:, :1]).round().clamp(0, 255)
    chroma = (128 + 224 * F.avg_pool2d(yuv[:, 1:], 2)).round().clamp(0, 255)
    return luma[..., : pictures.shape[1], : pictures.shape[2]], chroma


def psnr_yuv(source: np.ndarray, shown: np.ndarray, where: Where | None = None) -> Values:
    """Measure PSNR of Y, Cb and Cr in 8-bit 4:2:0 BT.709, dB, and their mean weighted 6:1:1."""
    rows = []
    for a, b in batches(source, shown):
        (ya, ca), (yb, cb) = to_yuv(a), to_yuv(b)
        rows.append(torch.cat([((ya - yb) ** 2).mean((2, 3)), ((ca - cb) ** 2).mean((2, 3))], dim=1))
    y, u, v = decibels(torch.cat(rows).numpy()).T
    return {"psnr-y": y, "psnr-u": u, "psnr-v": v, "psnr-yuv": (6 * y + u + v) / 8}


def _luma(pictures: np.ndarray) -> torch.Tensor:
    weights = torch.tensor(BT709[0], dtype=torch.float64).view(1, 3, 1, 1)
    return (to_batch(pictures).double() * weights).sum(1, keepdim=True) * 255


def _similarity(a: torch.Tensor, b: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """SSIM, and its contrast and structure alone, (n,), of luma (n, 1, h, w) in 0..255."""
    x = torch.arange(WINDOW, dtype=a.dtype) - WINDOW // 2
    line = torch.exp(-(x**2) / (2 * SIGMA**2))
    line = line / line.sum()

    def mean(t: torch.Tensor) -> torch.Tensor:
        return F.conv2d(F.conv2d(t, line.view(1, 1, -1, 1)), line.view(1, 1, 1, -1))

    c1, c2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2
    ma, mb = mean(a), mean(b)
    va, vb, cov = mean(a * a) - ma * ma, mean(b * b) - mb * mb, mean(a * b) - ma * mb
    structure = (2 * cov + c2) / (va + vb + c2)
    whole = (2 * ma * mb + c1) / (ma * ma + mb * mb + c1) * structure
    return whole.mean((1, 2, 3)), structure.mean((1, 2, 3))


def ssim(source: np.ndarray, shown: np.ndarray, where: Where | None = None) -> Values:
    """Measure SSIM of luma (BT.709), Gaussian window of 11x11, -1..1; NaN for pictures smaller than that."""
    rows = []
    for a, b in batches(source, shown):
        if min(a.shape[1:3]) < WINDOW:
            rows.append(np.full(len(a), np.nan))
        else:
            rows.append(_similarity(_luma(a), _luma(b))[0].numpy())
    return {"ssim": np.concatenate(rows)}


def ms_ssim(source: np.ndarray, shown: np.ndarray, where: Where | None = None) -> Values:
    """Measure MS-SSIM of luma (BT.709), 0..1.

    Five scales; pictures below 176 pixels have fewer, as many as the window fits in, and the exponents of
    those left are scaled to the same sum. NaN for pictures smaller than the window.
    """
    rows = []
    for a, b in batches(source, shown):
        scales = sum(min(a.shape[1:3]) >> i >= WINDOW for i in range(len(SCALES)))
        if not scales:
            rows.append(np.full(len(a), np.nan))
            continue
        x, y = _luma(a), _luma(b)
        total = torch.ones(len(a), dtype=x.dtype)
        for i in range(scales):
            whole, structure = _similarity(x, y)
            part = (whole if i == scales - 1 else structure).clamp_min(0)
            total = total * part ** (SCALES[i] / sum(SCALES[:scales]))
            x, y = F.avg_pool2d(x, 2), F.avg_pool2d(y, 2)
        rows.append(total.numpy())
    return {"ms-ssim": np.concatenate(rows)}


def vmaf(source: np.ndarray, shown: np.ndarray, where: Where | None = None) -> Values:
    """Measure VMAF, 0..100, by ffmpeg's libvmaf; pictures are enlarged to 576 lines for its model."""
    return {"vmaf": metrics.vmaf_scores(source, shown)}


def keypoints(source: np.ndarray, shown: np.ndarray, where: Where | None = None) -> Values:
    """Measure the keypoint distance, pixels; see `generators.measure.metrics.KeypointDistance`."""
    distance = metrics.KeypointDistance()
    rows = [distance(np.asarray(a), [np.asarray(b)])[0] for a, b in zip(source, shown, strict=True)]
    return {"keypoints": np.array(rows)}
