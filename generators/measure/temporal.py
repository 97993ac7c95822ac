"""What changes from picture to picture."""

from __future__ import annotations

import numpy as np
import torch

from generators.measure import misplacement
from generators.measure.where import Where

_LUMA = np.array([0.2126, 0.7152, 0.0722])


def changes(source: np.ndarray, shown: np.ndarray, where: Where | None = None) -> dict[str, np.ndarray]:
    """Measure flicker and jump of pictures, uint8 (n, h, w, 3), in levels of luma (0..255), as (n,).

    flicker  mean of the magnitude by which luma's change differs from the source's
    jump     by how much more luma changes at base pictures than the source's does there; elsewhere NaN

    The first picture of a scene has neither.
    """
    flicker, jump = np.full(len(source), np.nan), np.full(len(source), np.nan)
    begins = set((0,) if where is None else (0, *where.begins))
    bases = set(() if where is None else where.bases)
    before = [np.asarray(p[0]) @ _LUMA for p in (source, shown)] if len(source) else []
    for i in range(1, len(source)):
        now = [np.asarray(p[i]) @ _LUMA for p in (source, shown)]
        theirs, ours = (a - b for a, b in zip(now, before, strict=True))
        before = now
        if i in begins:
            continue
        flicker[i] = np.abs(ours - theirs).mean()
        if i in bases:
            jump[i] = np.abs(ours).mean() - np.abs(theirs).mean()
    return {"flicker": flicker, "jump": jump}


@torch.inference_mode()
def motion(source: np.ndarray, shown: np.ndarray, where: Where | None = None) -> dict[str, np.ndarray]:
    """Measure the flow error of pictures, uint8 (n, h, w, 3), in pixels, as (n,).

    The mean length of the difference between the flow from the picture before in the source and in what is
    shown, over the source's texture; NaN for the first picture of a scene, and where there is no texture.
    """
    error = np.full(len(source), np.nan)
    begins = set((0,) if where is None else (0, *where.begins))
    before = [misplacement.luma(p[:1]) for p in (source, shown)] if len(source) else []
    for i in range(1, len(source)):
        now = [misplacement.luma(p[i : i + 1]) for p in (source, shown)]
        texture = misplacement.textured(before[0])[0]
        if i not in begins and int(texture.sum()) >= misplacement.LEAST_FOUND:
            theirs, ours = (misplacement.flow(a, b)[0] for a, b in zip(before, now, strict=True))
            error[i] = float((ours - theirs).norm(dim=0)[texture].double().mean())
        before = now
    return {"flow-error": error}
