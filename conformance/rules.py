"""What `verify` checks: a name, how grave it is, and where it is said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "unimplemented", "warning", "note"]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule.

    severity  error: the stream is invalid; unimplemented: valid by a rule that a later edition will fill in;
              warning, note: worth knowing
    clause    H.266 (H.265) for carriage, H.274 for the messages
    """

    name: str
    severity: Severity
    clause: str
    text: str


_ROWS: tuple[tuple[str, Severity, str, str], ...] = (
    # Byte stream and NAL units.
    ("nal.stream", "error", "H.266 Annex B", "the file is a byte stream of NAL units"),
    ("nal.emulation", "error", "H.266 7.4.2.1", "after 00 00 03 comes 00, 01, 02, 03 or the end"),
    ("sei.payload-size", "error", "H.266 7.3.6", "payloadType and payloadSize fit the NAL unit"),
    ("sei.trailing", "error", "H.266 7.3.2.15", "rbsp_trailing_bits end an SEI NAL unit"),
    ("sei.empty", "error", "H.266 7.3.6", "an SEI NAL unit holds a message"),
    ("sei.temporal-id", "error", "H.266 7.4.2.2", "TemporalId of SEI is that of its access unit"),
    (
        "sei.layer-id",
        "error",
        "H.266 7.4.2.4.3",
        "nuh_layer_id of SEI is that of a picture of the access unit",
    ),
    ("sei.suffix-position", "error", "H.266 7.4.2.4.4", "suffix SEI follows the first slice of its picture"),
    ("sei.no-picture", "error", "H.266 7.4.2.4.4", "SEI belongs to an access unit with a picture"),
    (
        "sei.orphan",
        "warning",
        "H.266 7.4.2.4.4",
        "a stream does not begin with SEI of a picture that was cut off",
    ),
    ("sei.picture-hash", "error", "H.274 8.5", "the decoded picture has the hash that its message gives"),
    ("stream.undecodable", "error", "H.266, H.265", "ffmpeg decodes the pictures"),
    ("stream.refused", "note", "H.266, H.265", "ffmpeg refuses the stream, which is invalid"),
    ("sei.unknown", "note", "H.274 8.1", "a payloadType that this decoder does not know"),
    # Payloads.
    ("payload.range", "error", "H.274, semantics of the element", "every element lies in its range"),
    ("payload.truncated", "error", "H.274, syntax of the message", "the payload holds all elements"),
    ("payload.constraint", "error", "H.274, semantics of the element", "what elements ask of each other"),
    (
        "payload.ending",
        "error",
        "H.266 7.3.6.2",
        "a payload ends byte aligned, with a one and zeros if it must",
    ),
    (
        "payload.rewrite",
        "error",
        "H.274, syntax of the message",
        "writing what was read gives the payload again",
    ),
    ("payload.extension", "unimplemented", "H.266 7.3.6.2", "payload extension data, to be ignored"),
    ("payload.text", "error", "H.274, descriptor st(v)", "text is UTF-8"),
    # GFV and GFVE.
    (
        "face.reserved-id",
        "unimplemented",
        "H.274, gfv_id and gfve_id",
        "a reserved identifier, to be ignored",
    ),
    ("face.reserved-mode", "unimplemented", "H.274, gfv_nn_mode_idc", "a reserved way to give a network"),
    (
        "face.reserved-type",
        "unimplemented",
        "H.274, gfv_matrix_type_idx",
        "a reserved matrix type, to be ignored",
    ),
    ("face.missing-base", "error", "H.274, gfv_kps_pred_flag", "what a message is predicted from has come"),
    ("face.reference-size", "error", "H.274, gfv_kps_pred_flag", "it has the size that prediction needs"),
    ("face.coordinate-range", "error", "H.274, gfv_coordinate_x_abs", "x and y lie in -1..1"),
    ("face.no-base-picture", "warning", "H.274, gfv_base_pic_flag", "a base picture came before"),
    (
        "face.fusion",
        "error",
        "H.274, gfv_fusion_pic_flag",
        "no fusion with gfv_cnt over 0 beside a base picture",
    ),
    ("face.count-order", "error", "H.274, gfv_cnt", "gfv_cnt rises within a picture unit"),
    ("face.count-gap", "warning", "H.274, gfv_cnt", "gfv_cnt counts the generated pictures without a gap"),
    (
        "face.repetition",
        "error",
        "H.274, gfv_cnt",
        "a message that is repeated in a picture unit is unchanged",
    ),
    ("face.no-face", "error", "H.274, gfve_gfv_id", "what a GFVE message enhances is in its picture unit"),
    (
        "face.base-differs",
        "error",
        "H.274, gfve_base_pic_flag",
        "it is a base message if what it enhances is one",
    ),
    # Packages.
    ("package.files", "error", "JVET conformance practice", "the package has its files"),
    ("package.checksum", "error", "JVET conformance practice", "checksums in the package agree"),
    (
        "package.messages",
        "error",
        "JVET conformance practice",
        "the coded values in the package are the stream's",
    ),
    ("package.dump", "error", "JVET conformance practice", "the dump in the package is the stream's"),
    (
        "package.pictures",
        "error",
        "JVET conformance practice",
        "the decoded pictures have the package's checksum",
    ),
)

RULES = {row[0]: Rule(*row) for row in _ROWS}
"""By name."""
