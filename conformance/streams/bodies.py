"""Streams of bodies that name a generator, over a picture of somebody: packages hold what it makes of them.

body.266 shows the CC0 template at rest, its pelvis at `PLACE`; body.avatar is the same person as Gaussians
(scripts/make_conformance_bases.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files

import numpy as np

from conformance.catalogue import stream
from conformance.script import Script
from sei.build import Network
from sei.messages.user_data_unregistered import UserDataUnregistered
from sei.named import KINDS, known

PLACE = (0.0, -0.12, 2.6)
"""Where the pelvis is, metres from the camera."""
ADAPTER = "2f0f6dbe5c8a5d0e9d1b7b0f4be5a3c1"
AVATAR = "8TJmdkTD"
"""By what the stream names body.avatar."""
Rows = dict[str, Sequence[float]]


def _put(s: Script, name: str, uri: str, pictures: Sequence[Rows], predict: bool | None = None) -> None:
    """Messages of a known mapping: what a picture does not say is 0, or as it is at rest."""
    mapping = known(name)
    rest: dict[str, np.ndarray] = {field.name: np.zeros(field.size) for field in mapping.fields}
    for place in ("body_translation", "translation"):
        rest |= {place: np.array(PLACE)} if place in rest else {}
    if name == "avatar":
        rest["rotation"] = np.eye(3).ravel()
    values = {
        field.name: np.stack([np.asarray(row.get(field.name, rest[field.name]), float) for row in pictures])
        for field in mapping.fields
    }
    parameters = KINDS[mapping.kind](mapping=mapping, values=values)
    network = Network(tag_uri=mapping.tag, uri=uri)
    for message in parameters.to_messages(predict=predict, network=network):
        s.put(message)


def _angles(**angles: float) -> Sequence[float]:
    """The 24 angles of the system semantics, by name with _ for points."""
    names = [c.name for c in known("semantics").columns() if c.field.name == "joints"]
    return [angles.get(name.replace(".", "_"), 0.0) for name in names]


@stream("GEN_BODY", "System semantics: arm lifted and elbow bent, turned, nearer", base="body.266")
def _(s: Script) -> None:
    lifted = _angles(arm_left_abduct=0.8, arm_right_elbow=1.0, leg_right_abduct=0.3)
    pictures: list[Rows] = [
        {},
        {"joints": lifted},
        {"joints": lifted, "body_rotation": (0, -0.35, 0)},
        {"body_translation": (0.1, -0.12, 2.2), "joints": _angles(head_yaw=0.3, spine_lean=0.2)},
    ]
    _put(s, "semantics", "r=25&s=1&n=4", pictures)


# Keypoints in units of 2^-8: at rest, the left arm lifted, turned; nose, then left and right of each.
_REST = (
    0,
    -220,
    47,
    44,
    -159,
    54,
    -44,
    -159,
    54,
    94,
    -103,
    53,
    -94,
    -103,
    53,
    137,
    -72,
    44,
    -137,
    -72,
    44,
    26,
    -22,
    54,
    -26,
    -22,
    54,
    40,
    88,
    53,
    -40,
    88,
    53,
    50,
    195,
    55,
    -50,
    195,
    55,
    49,
    236,
    44,
    -49,
    236,
    44,
)
_LIFTED = (
    0,
    -220,
    47,
    43,
    -160,
    54,
    -44,
    -159,
    54,
    116,
    -152,
    53,
    -95,
    -103,
    53,
    177,
    -162,
    44,
    -152,
    -68,
    53,
    26,
    -22,
    54,
    -26,
    -22,
    54,
    40,
    88,
    53,
    -40,
    88,
    53,
    50,
    195,
    55,
    -50,
    195,
    55,
    49,
    236,
    44,
    -49,
    236,
    44,
)
_TURNED = (
    14,
    -219,
    47,
    41,
    -156,
    57,
    -42,
    -163,
    51,
    100,
    -118,
    60,
    -90,
    -108,
    47,
    161,
    -104,
    55,
    -140,
    -76,
    38,
    25,
    -22,
    56,
    -24,
    -22,
    52,
    39,
    86,
    56,
    -37,
    90,
    51,
    45,
    191,
    58,
    -49,
    201,
    51,
    63,
    229,
    48,
    -27,
    241,
    41,
)


@stream("GEN_BODY", "System dense: every second picture has a message, arm lifted, turned", base="body.266")
def _(s: Script) -> None:
    pictures: list[Rows] = [{"points": [v / 256 for v in row]} for row in (_REST, _LIFTED, _TURNED)]
    _put(s, "dense", "r=25&s=2&n=5", pictures, predict=True)


@stream("GEN_BODY", "System avatar: the avatar in the stream, arms, turned", base="body.266")
def _(s: Script) -> None:
    data = (files("conformance") / "data" / "body.avatar").read_bytes()
    s.put(UserDataUnregistered(uuid_iso_iec_11578=ADAPTER, user_data_payload_byte=data.hex()))
    arms = np.zeros((24, 3))
    arms[16, 2], arms[17, 2], arms[18, 1] = -0.8, 0.5, -0.7
    turned = (0.8, 0, -0.6, 0, 1, 0, 0.6, 0, 0.8)
    _put(s, "avatar", f"r=25&s=1&n=3&a={AVATAR}", [{}, {"pose": arms.ravel().tolist()}, {"rotation": turned}])
