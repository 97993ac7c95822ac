"""Make conformance/data/: the base streams of the conformance set, by the ffmpeg of imageio-ffmpeg.

    python -m scripts.make_conformance_bases [NAME ...]      all, or those named

They are committed; run this only to change them. Encoders differ from version to version, so the bytes will.
The face is the CC0 head of generators/data/head.npz: what a generator needs is a face, whoever's.
The body is the CC0 template, painted, and body.avatar is the same person as Gaussians.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from vvc_bridge.external.ffmpeg import find_ffmpeg

if TYPE_CHECKING:
    import torch

    from generators.subjects.body.skin import Body

DATA = Path(__file__).parents[1] / "conformance" / "data"
VVC = "-c:v libvvenc -pix_fmt yuv420p10le -preset faster -f vvc -vvenc-params decodedpicturehash=1"
HEVC = (
    "-c:v libx265 -pix_fmt yuv420p -preset ultrafast -f hevc -x265-params hash=1:qp=40:info=0:log-level=none"
)
MAIN_10, MAIN = "Main 10, Main tier, level 1", "Main, Main tier, level 1"


def disc(count: int, size: int = 64) -> bytes:
    """A bright disc that moves, 4:2:0, 8 bits."""
    out = bytearray()
    half = size // 2
    for t in range(count):
        for y in range(size):
            for x in range(size):
                distance = (x - half - t) ** 2 + (y - half) ** 2
                out.append(max(16, min(235, int(220 - distance / 4) + (x * y + t) % 3)))
        out += bytes(110 + (x >> 3) for _ in range(half) for x in range(half))
        out += bytes(140 - (y >> 3) for y in range(half) for _ in range(half))
    return bytes(out)


def face(count: int, size: int = 128) -> bytes:
    """A head from the front, mouth shut; 4:2:0, 8 bits, BT.709."""
    import av
    from av.video.reformatter import Colorspace

    from generators.training.synthetic import Heads

    heads = Heads.find()
    assert heads is not None
    picture, _ = heads.render(size, seed=2, plain=True)
    rgb = (picture * 255).round().byte().permute(1, 2, 0).contiguous().numpy()
    frame = av.VideoFrame.from_ndarray(rgb, format="rgb24")
    return count * frame.reformat(format="yuv420p", dst_colorspace=Colorspace.ITU709).to_ndarray().tobytes()


def painted(it: Body, *, lit: bool) -> torch.Tensor:
    """Colours (t, 3) in 0..255 of the template: skin, a shirt, trousers, shoes, hair; ``lit``: in a light."""
    import torch

    from generators.subjects.body.template import JOINTS

    names = [JOINTS[j].rpartition("_")[2] for j in it.weights.argmax(1)[it.triangles[:, 0]]]
    skin, shirt, trousers, shoes = (205, 150, 120), (40, 90, 170), (70, 60, 55), (25, 25, 30)
    parts = {"hip": trousers, "knee": trousers, "pelvis": trousers, "ankle": shoes, "foot": shoes}
    parts |= dict.fromkeys(("spine1", "spine2", "spine3", "collar", "shoulder"), shirt)
    colours = torch.tensor([parts.get(name, skin) for name in names]).float()
    corners = it.rest[it.triangles]
    facing = torch.linalg.cross(corners[:, 2] - corners[:, 0], corners[:, 1] - corners[:, 0])
    light = torch.nn.functional.normalize(facing, dim=1) @ torch.tensor([-0.4, -0.5, -0.77])
    middle, head = corners.mean(1), torch.tensor([name == "head" for name in names])
    colours[head & ((middle[:, 2] > 0.02) | (middle[:, 1] < middle[head][:, 1].min() + 0.06))] = 40.0
    return colours * (0.55 + 0.45 * light)[:, None] if lit else colours


def body(count: int, size: int = 160) -> bytes:
    """Somebody before a wall, arms a little out, the CC0 template; 4:2:0, 8 bits, BT.709."""
    import av
    import numpy as np
    import torch
    from av.video.reformatter import Colorspace

    from conformance.streams.bodies import PLACE
    from generators.graphics.raster import rasterize
    from generators.subjects.body.person import Camera
    from generators.subjects.body.skin import Body
    from generators.subjects.body.template import template

    it = Body(template("middle"))
    v = it.vertices(it.pose(torch.zeros(1, 24, 3), torch.tensor([PLACE])))
    index = rasterize(Camera.of(size, size).project(v), it.triangles, size, size)[0]
    wall = np.full((size, size, 3), 200, np.uint8)
    wall[int(0.85 * size) :] = 150
    there = (index >= 0).numpy()
    wall[there] = painted(it, lit=True).clamp(0, 255).byte()[index].numpy()[there]
    frame = av.VideoFrame.from_ndarray(wall, format="rgb24")
    return count * frame.reformat(format="yuv420p", dst_colorspace=Colorspace.ITU709).to_ndarray().tobytes()


def avatar() -> bytes:
    """The same person as Gaussians, all alike but for their colours."""
    import numpy as np

    from generators.subjects.body.skin import Body
    from generators.subjects.body.template import SHAPES, template
    from generators.systems.avatar.file import joined, pack

    colours = painted(Body(template("small")), lit=False).double().numpy() / 255
    count = len(colours)
    parts = {"offset": np.zeros((count, 3)), "spread": np.full((count, 3), np.log(0.02))}
    parts |= {"turn": np.tile([1.0, 0, 0, 0], (count, 1)), "opacity": np.full((count, 1), 2.5)}
    return pack(joined("small", np.zeros(SHAPES), colour=colours, **parts))


STREAMS = (
    ("still.266", disc, 64, 1, f"{VVC} -qp 40", MAIN_10, 10),
    ("random_access.266", disc, 64, 17, f"{VVC}:gopsize=16:intraperiod=16 -qp 45", MAIN_10, 10),
    ("still.265", disc, 64, 1, f"{HEVC}:pools=none:frame-threads=1", MAIN, 8),
    ("face.266", face, 128, 1, f"{VVC} -qp 30", MAIN_10, 10),
    ("body.266", body, 160, 1, f"{VVC} -qp 30", MAIN_10, 10),
)


def planes(frame: bytes) -> list[str]:
    """MD5 of each colour component of a 4:2:0 picture."""
    luma = len(frame) * 2 // 3
    cuts = (0, luma, luma + luma // 4, len(frame))
    return [hashlib.md5(frame[cuts[k] : cuts[k + 1]]).hexdigest() for k in range(3)]


def main() -> None:
    """Write all of them, bases.json, and the avatar."""
    (DATA / "body.avatar").write_bytes(avatar())
    ffmpeg, wanted = find_ffmpeg(), sys.argv[1:] or [stream[0] for stream in STREAMS]
    before = json.loads((DATA / "bases.json").read_text())
    rows = [row for row in before if row["name"] not in wanted]
    for name, draw, width, count, options, profile, depth in STREAMS:
        if name not in wanted:
            continue
        path = DATA / name
        source = f"-hide_banner -loglevel error -f rawvideo -pix_fmt yuv420p -s {width}x{width} -r 30 -i -"
        command = [ffmpeg, *source.split(), *options.split(), "-y", str(path)]
        subprocess.run(command, input=draw(count, width), check=True)
        plain = [ffmpeg, "-hide_banner", "-loglevel", "error", "-i", str(path), "-f", "rawvideo", "-"]
        plain[-1:-1] = ["-pix_fmt", "yuv420p10le" if depth > 8 else "yuv420p", "-fps_mode", "passthrough"]
        yuv = subprocess.run(plain, capture_output=True, check=True).stdout
        size = width * width * 3 // 2 * (2 if depth > 8 else 1)
        assert len(yuv) == count * size
        frames = [yuv[at : at + size] for at in range(0, len(yuv), size)]
        rows.append(
            {
                "name": name,
                "codec": "h265" if name.endswith(".265") else "h266",
                "width": width,
                "height": width,
                "pictures": count,
                "rate": 30,
                "bit_depth": depth,
                "profile": profile,
                "encoder": f"{options.split()[1]} of imageio-ffmpeg's ffmpeg",
                "yuv_md5": hashlib.md5(yuv).hexdigest(),
                "plane_md5": [planes(frame) for frame in frames],
            }
        )
    (DATA / "bases.json").write_text(json.dumps(rows, indent=1) + "\n")


if __name__ == "__main__":
    main()
