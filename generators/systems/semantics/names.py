"""The 24 angles of the system "semantics": how each turns joints. The signs are those of its mapping."""

from __future__ import annotations

import numpy as np

from generators.subjects.body.template import JOINTS, Template

ANGLES = 24
# What follows what: a collar its arm (about x, y, z), and the share of the head's turn that is the neck's.
_COLLAR = np.array([0.4, 0.1, 0.35])
_NECK = {"pitch": 1.1, "roll": 1.1, "yaw": 0.45}


def basis(template: Template) -> np.ndarray:
    """Make the directions (24, 24, 3) along which the angles, in the mapping's order, turn the joints: axis
    times angle per radian of each.

    Axes are those of the rest pose: x right, y down, z away, the person facing the viewer. Thighs and upper
    arms turn forward, sideways and about themselves, and collars follow arms; the spine shares its angles
    evenly. Collars' and necks' shares are about what fitted people do.
    """
    joints = template.joints
    rows: list[dict[str, np.ndarray]] = []
    x, y, z = np.eye(3)

    def limb(first: str, second: str) -> np.ndarray:
        way = joints[JOINTS.index(second)] - joints[JOINTS.index(first)]
        way[2] = 0
        unit: np.ndarray = way / np.linalg.norm(way)
        return unit

    for joint, end in (("hip", "knee"), ("shoulder", "elbow")):
        for side, sign in (("left", 1), ("right", -1)):
            along = limb(f"{side}_{joint}", f"{side}_{end}")
            for axis in (np.cross(along, -z), -sign * z, -sign * along):
                follows = {f"{side}_collar": _COLLAR * axis} if joint == "shoulder" else {}
                rows.append({f"{side}_{joint}": axis, **follows})
    rows += [{f"{side}_knee": x} for side in ("left", "right")]
    rows += [{f"{side}_ankle": -x} for side in ("left", "right")]
    rows += [
        {f"{side}_elbow": np.cross(limb(f"{side}_elbow", f"{side}_wrist"), -z)} for side in ("left", "right")
    ]
    rows += [{f"spine{i}": axis / 3 for i in (1, 2, 3)} for axis in (x, z, -y)]
    rows += [
        {"neck": share * axis, "head": (1 - share) * axis}
        for share, axis in zip(_NECK.values(), (x, z, -y), strict=True)
    ]
    found = np.zeros((ANGLES, len(JOINTS), 3))
    for row, turned in zip(found, rows, strict=True):
        for joint, axis in turned.items():
            row[JOINTS.index(joint)] = axis
    return found
