"""Calibrated cameras: Qualisys files, and plain JSON.

    {"cameras": [{"size": [1088, 1920], "focal": [1681.2, 1681.1], "centre": [533.0, 948.1],
                  "rotation": [[1, 0, 0], [0, 1, 0], [0, 0, 1]], "translation": [0, 0, 4],
                  "distortion": [-0.046, 0.14, 0.0006, 0.0007, 0]}]}

Pixels and metres. A point X of the scene is at rotation X + translation before the camera, which looks along
z, x to the right, y down; ``distortion`` (may be left out) is k1, k2, p1, p2, k3 as OpenCV has it.

Qualisys counts pixels in 64ths and millimetres, and its cameras look along -z with y up. Such a file is
somebody else's: it is bounded, names no other file that would be read, and what it lacks is said.
"""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F

from sei.errors import SeigenError
from vvc_bridge.source import read_file

MAX_FILE = 1 << 20
"""Bytes of a calibration."""
MAX_CAMERAS = 64
CROPPED = 16
"""Pixels by which pictures may be smaller than calibrated: cut off at the right and below by a coder."""
LENGTHS = (1.0, 1e6)  # focal lengths in pixels
FAR = 1e5  # metres


class CalibrationError(SeigenError):
    """A calibration that is none, or of other pictures."""


@dataclass(frozen=True)
class Camera:
    """One camera.

    size         width and height of its pictures
    focal        (2,) in pixels; centre (2,) in pixels
    rotation     (3, 3); translation (3,) in metres, from the scene to the camera
    distortion   (5,)
    """

    size: tuple[int, int]
    focal: np.ndarray
    centre: np.ndarray
    rotation: np.ndarray
    translation: np.ndarray
    distortion: np.ndarray

    def for_pictures(self, width: int, height: int, name: str) -> Camera:
        """Return the camera for pictures of a size: a coder may have cut off some pixels, or all may be
        smaller by one factor. Raises CalibrationError for others."""
        wide, tall = self.size
        scale = round(max(width / wide, height / tall), 9)
        short = (wide * scale - width, tall * scale - height)
        if not all(-0.5 <= lack <= max(0.5, CROPPED * scale) for lack in short):
            raise CalibrationError(
                f"{name}: pictures of {width}x{height}, calibrated are {wide}x{tall} (camera)"
            )
        return replace(self, size=(width, height), focal=self.focal * scale, centre=self.centre * scale)

    def windowed(self, x: float, y: float, scale: float, width: int, height: int) -> Camera:
        """Return the camera of a window at (x, y), its pixels scaled, ``width`` x ``height`` of them."""
        centre = (self.centre - [x, y]) * scale
        return replace(self, size=(width, height), focal=self.focal * scale, centre=centre)

    def straightened(self, pictures: torch.Tensor) -> torch.Tensor:
        """Take the distortion out of pictures (n, k, height, width)."""
        if not self.distortion.any():
            return pictures
        height, width = pictures.shape[-2:]
        y, x = np.mgrid[:height, :width] + 0.5
        u, v = (x - self.centre[0]) / self.focal[0], (y - self.centre[1]) / self.focal[1]
        k1, k2, p1, p2, k3 = self.distortion
        square = u * u + v * v
        radial = 1 + square * (k1 + square * (k2 + square * k3))
        across = u * radial + 2 * p1 * u * v + p2 * (square + 2 * u * u)
        down = v * radial + p1 * (square + 2 * v * v) + 2 * p2 * u * v
        places = np.stack(
            [across * self.focal[0] + self.centre[0], down * self.focal[1] + self.centre[1]], -1
        )
        grid = torch.tensor(places * 2 / [width, height] - 1, dtype=torch.float32)
        return F.grid_sample(
            pictures, grid.expand(len(pictures), -1, -1, -1), padding_mode="border", align_corners=False
        )


def read(path: Path | str) -> list[Camera]:
    """Read the cameras of a calibration file, in its order. Raises CalibrationError."""
    path = Path(path)
    data = read_file(path, MAX_FILE, "a calibration", CalibrationError)
    try:
        found = _qualisys(data) if data.lstrip().startswith(b"<") else _plain(data)
        if not 1 <= len(found) <= MAX_CAMERAS:
            raise CalibrationError(f"{len(found)} cameras, allowed: 1..{MAX_CAMERAS}")
        for number, camera in enumerate(found, 1):
            _check(camera, number)
    except CalibrationError as error:
        raise CalibrationError(f"{path}: {error}") from None
    return found


def _plain(data: bytes) -> list[Camera]:
    try:
        content = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise CalibrationError(f"neither Qualisys nor JSON ({str(error)[:80]})") from None
    rows = content.get("cameras") if isinstance(content, dict) else None
    if not isinstance(rows, list):
        raise CalibrationError("no list of cameras")
    return [_camera(row, number) for number, row in enumerate(rows, 1)]


def _camera(row: Any, number: int) -> Camera:
    def numbers(name: str, *shape: int, otherwise: Any = None) -> np.ndarray:
        given = row.get(name, otherwise) if isinstance(row, dict) else None
        try:
            found = np.array(given, np.float64)
        except (TypeError, ValueError, OverflowError):
            found = np.zeros(0)
        if found.shape != shape:
            raise CalibrationError(f"camera {number}: {name}: not {'x'.join(map(str, shape))} numbers")
        return found

    size = numbers("size", 2)
    if not ((size >= 1) & (size <= 1 << 16)).all():
        raise CalibrationError(f"camera {number}: size {size.tolist()}, allowed: 1..65536")
    return Camera(
        (int(size[0]), int(size[1])),
        numbers("focal", 2),
        numbers("centre", 2),
        numbers("rotation", 3, 3),
        numbers("translation", 3),
        numbers("distortion", 5, otherwise=[0] * 5),
    )


def _qualisys(data: bytes) -> list[Camera]:
    if b"<!" in data.replace(b"<!--", b""):
        raise CalibrationError("a declaration, which no calibration has")
    try:
        root = ET.fromstring(data)
    except (ET.ParseError, ValueError, LookupError) as error:
        raise CalibrationError(f"no XML ({error})") from None
    found = []
    for number, item in enumerate(root.iter("camera"), 1):
        parts = {name: item.find(name) for name in ("fov_video", "transform", "intrinsic")}

        def value(part: str, name: str, parts: Any = parts, number: int = number) -> float:
            element = parts[part]
            text = None if element is None else element.get(name)
            try:
                return float(text or "")
            except ValueError:
                raise CalibrationError(f"camera {number}: {part} {name}: no number") from None

        turn = np.array([[value("transform", f"r{a}{b}") for b in (1, 2, 3)] for a in (1, 2, 3)])
        place = np.array([value("transform", axis) for axis in "xyz"]) / 1000
        half_turn = np.diag([1.0, -1.0, -1.0])
        sides = [
            value("fov_video", far) - value("fov_video", near) + 1
            for near, far in (("left", "right"), ("top", "bottom"))
        ]
        bent = [value("intrinsic", f"radialDistortion{k}") for k in (1, 2)]
        bent += [value("intrinsic", f"tangentalDistortion{k}") for k in (1, 2)]
        row = {
            "size": sides,
            "focal": [value("intrinsic", f"focalLength{a}") / 64 for a in "UV"],
            "centre": [value("intrinsic", f"centerPoint{a}") / 64 for a in "UV"],
            "rotation": half_turn @ turn,
            "translation": -half_turn @ turn @ place,
            "distortion": [*bent, value("intrinsic", "radialDistortion3")],
        }
        found.append(_camera(row, number))
    return found


def _check(camera: Camera, number: int) -> None:
    """Refuse what no camera is."""
    low, high = LENGTHS
    rules = {
        f"focal {camera.focal.tolist()}, allowed: {low:g}..{high:g}": (camera.focal >= low)
        & (camera.focal <= high),
        f"centre {camera.centre.tolist()}: not near its pictures": np.abs(camera.centre) <= 1e6,
        "rotation: no rotation": np.abs(camera.rotation @ camera.rotation.T - np.eye(3)) < 0.01,
        "rotation: a mirror": np.array(np.linalg.det(np.nan_to_num(camera.rotation)) > 0),
        f"translation: beyond {FAR:g} metres": np.abs(camera.translation) <= FAR,
        "distortion: beyond 10": np.abs(camera.distortion) <= 10,
    }
    for said, holds in rules.items():
        if not np.all(holds):
            raise CalibrationError(f"camera {number}: {said}")
