"""Measures of people: masks, joints, vertices, and the person's own pixels."""

from __future__ import annotations

import numpy as np

from generators.measure.fidelity import decibels
from generators.measure.measures import MeasureError
from generators.measure.where import Where

RUN = 16
"""Pictures that people are measured in at once."""


def people(source: np.ndarray, shown: np.ndarray, where: Where | None = None) -> dict[str, np.ndarray]:
    """Measure people in pictures, uint8 (n, h, w, 3), as (n,); NaN for what ``where`` cannot measure."""
    found = {n: np.full(len(source), np.nan) for n in ("person-psnr", "mask-iou", "joint-error", "vertices")}
    if where is None or where.people is None:
        return found
    for i in range(0, len(source), RUN):
        a, b, run = np.asarray(source[i : i + RUN]), np.asarray(shown[i : i + RUN]), slice(i, i + RUN)
        one, other = where.people(a), where.people(b)
        if one.masks is not None:
            found["person-psnr"][run] = person_psnr(a, b, one.masks)
            if other.masks is not None:
                found["mask-iou"][run] = mask_iou(one.masks, other.masks)
        if one.joints is not None and other.joints is not None:
            found["joint-error"][run] = joint_error(one.joints, other.joints)
        if one.vertices is not None and other.vertices is not None:
            found["vertices"][run] = vertex_error(one.vertices, other.vertices)
    return found


def mask_iou(source: np.ndarray, shown: np.ndarray) -> np.ndarray:
    """Measure how far masks, bool (n, h, w), cover each other: intersection over union, 0..1, as (n,).

    1 where both are empty. Raises MeasureError for masks of different sizes.
    """
    _alike("masks", source, shown, 3)
    a, b = source.astype(bool), shown.astype(bool)
    both, either = (a & b).sum((1, 2)), (a | b).sum((1, 2))
    return np.where(either > 0, both / np.maximum(either, 1), 1.0)


def joint_error(source: np.ndarray, shown: np.ndarray, seen: np.ndarray | None = None) -> np.ndarray:
    """Measure the mean distance of joints, (n, k, 2 or 3), in their own unit, as (n,).

    seen  bool (n, k): joints that count; None: all. NaN for pictures in which none does, and what is NaN in
          either does not count

    Raises MeasureError for joints of different shapes.
    """
    _alike("joints", source, shown, 3)
    away = np.linalg.norm(source.astype(np.float64) - shown, axis=2)
    use = ~np.isnan(away)
    if seen is not None:
        _alike("joints that are seen", seen, away, 2)
        use &= seen.astype(bool)
    count = use.sum(1)
    total = np.where(use, away, 0.0).sum(1)
    return np.where(count > 0, total / np.maximum(count, 1), np.nan)


def person_psnr(source: np.ndarray, shown: np.ndarray, person: np.ndarray) -> np.ndarray:
    """Measure PSNR over the person's pixels alone, dB, of pictures, uint8 (n, h, w, 3), as (n,).

    person  bool (n, h, w) in the source; NaN for pictures without one

    Raises MeasureError for pictures and masks of different sizes.
    """
    _alike("pictures", source, shown, 4)
    _alike("masks", person, source[..., 0], 3)
    rows = np.full(len(source), np.nan)
    for i, mask in enumerate(person.astype(bool)):
        if mask.any():
            away = source[i][mask].astype(np.float64) - shown[i][mask]
            rows[i] = decibels(np.square(away).mean())
    return rows


def vertex_error(source: np.ndarray, shown: np.ndarray, *, aligned: bool = False) -> np.ndarray:
    """Measure the mean distance of vertices, (n, v, 3) in metres, in millimetres, as (n,).

    aligned  each is first moved, turned and scaled upon the source's as well as it goes (Procrustes)

    Raises MeasureError for vertices of different shapes.
    """
    _alike("vertices", source, shown, 3)
    a, b = source.astype(np.float64), shown.astype(np.float64)
    if aligned:
        b = np.stack([_upon(x, y) for x, y in zip(a, b, strict=True)])
    distances: np.ndarray = 1000 * np.linalg.norm(a - b, axis=2).mean(1)
    return distances


def _upon(target: np.ndarray, moved: np.ndarray) -> np.ndarray:
    """Points (v, 3) moved, turned and scaled upon others (Umeyama, 1991)."""
    centre, middle = target.mean(0), moved.mean(0)
    a, b = target - centre, moved - middle
    u, s, v = np.linalg.svd(a.T @ b)
    # A mirror image is no turn.
    flip = np.array([1.0, 1.0, np.sign(np.linalg.det(u @ v)) or 1.0])
    scale = (s * flip).sum() / max(float((b**2).sum()), 1e-300)
    placed: np.ndarray = scale * b @ (u * flip @ v).T + centre
    return placed


def _alike(what: str, a: np.ndarray, b: np.ndarray, dims: int) -> None:
    if a.shape != b.shape or a.ndim != dims:
        raise MeasureError(f"{what} of shapes {a.shape} and {b.shape} cannot be compared")
