"""What `verify` checks: a name, how grave it is, and where it is said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "unimplemented", "warning", "note"]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule.

    clause    H.266 (H.265) for carriage, H.274 for the messages
    severity  error: the stream is invalid; unimplemented: valid by a rule that a later edition will fill in;
              warning, note: worth knowing
    """

    name: str
    clause: str
    text: str
    severity: Severity = "error"


ELEMENT, SYNTAX = "H.274, semantics of the element", "H.274, syntax of the message"
JVET = "JVET conformance practice"

_RULES = (
    # Byte stream and NAL units.
    Rule("nal.stream", "H.266 Annex B", "the file is a byte stream of NAL units"),
    Rule("nal.emulation", "H.266 7.4.2.1", "after 00 00 03 comes 00, 01, 02, 03 or the end"),
    Rule("sei.payload-size", "H.266 7.3.6", "payloadType and payloadSize fit the NAL unit"),
    Rule("sei.trailing", "H.266 7.3.2.15", "rbsp_trailing_bits end an SEI NAL unit"),
    Rule("sei.empty", "H.266 7.3.6", "an SEI NAL unit holds a message"),
    Rule("sei.temporal-id", "H.266 7.4.2.2", "TemporalId of SEI is that of its access unit"),
    Rule("sei.layer-id", "H.266 7.4.2.4.3", "nuh_layer_id of SEI is that of a picture of the access unit"),
    Rule("sei.suffix-position", "H.266 7.4.2.4.4", "suffix SEI follows the first slice of its picture"),
    Rule("sei.kind", "H.266 D.2.1, H.265 D.2.1", "a message is in a kind of SEI NAL unit that it may be in"),
    Rule("sei.no-picture", "H.266 7.4.2.4.4", "SEI belongs to an access unit with a picture"),
    Rule("sei.orphan", "H.266 7.4.2.4.4", "a stream does not begin with SEI of a picture cut off", "warning"),
    Rule("sei.picture-hash", "H.274 8.5", "the decoded picture has the hash that its message gives"),
    Rule("stream.undecodable", "H.266, H.265", "ffmpeg decodes the pictures"),
    Rule("stream.refused", "H.266, H.265", "ffmpeg refuses the stream, which is invalid", "note"),
    Rule("sei.unknown", "H.274 8.1", "a payloadType that this decoder does not know", "note"),
    # Payloads.
    Rule("payload.range", ELEMENT, "every element lies in its range"),
    Rule("payload.truncated", SYNTAX, "the payload holds all elements"),
    Rule("payload.constraint", ELEMENT, "what elements ask of each other"),
    Rule("payload.ending", "H.266 7.3.6.2", "a payload ends byte aligned, with a one and zeros if it must"),
    Rule("payload.rewrite", SYNTAX, "writing what was read gives the payload again"),
    Rule("payload.extension", "H.266 7.3.6.2", "payload extension data, to be ignored", "unimplemented"),
    Rule("payload.text", "H.274, descriptor st(v)", "text is UTF-8"),
    # GFV and GFVE.
    Rule("face.reserved-id", "H.274, gfv_id and gfve_id", "a reserved id, to be ignored", "unimplemented"),
    Rule("face.reserved-mode", "H.274, gfv_nn_mode_idc", "a reserved way to give a network", "unimplemented"),
    Rule(
        "face.reserved-type", "H.274, gfv_matrix_type_idx", "a reserved type, to be ignored", "unimplemented"
    ),
    Rule("face.missing-base", "H.274, gfv_kps_pred_flag", "what a message is predicted from has come"),
    Rule("face.reference-size", "H.274, gfv_kps_pred_flag", "it has the size that prediction needs"),
    Rule("face.coordinate-range", "H.274, gfv_coordinate_x_abs", "x and y lie in -1..1"),
    Rule("face.no-base-picture", "H.274, gfv_base_pic_flag", "a base picture came before", "warning"),
    Rule("face.fusion", "H.274, gfv_fusion_pic_flag", "no fusion with gfv_cnt over 0 beside a base picture"),
    Rule("face.count-order", "H.274, gfv_cnt", "gfv_cnt rises within a picture unit"),
    Rule("face.count-gap", "H.274, gfv_cnt", "gfv_cnt counts generated pictures without a gap", "warning"),
    Rule("face.repetition", "H.274, gfv_cnt", "a message that is repeated in a picture unit is unchanged"),
    Rule("face.no-face", "H.274, gfve_gfv_id", "what a GFVE message enhances is in its picture unit"),
    Rule("face.base-differs", "H.274, gfve_base_pic_flag", "a base message if what it enhances is one"),
    # Packages.
    Rule("package.files", JVET, "the package has its files"),
    Rule("package.checksum", JVET, "checksums in the package agree"),
    Rule("package.messages", JVET, "the coded values in the package are the stream's"),
    Rule("package.dump", JVET, "the dump in the package is the stream's"),
    Rule("package.pictures", JVET, "the decoded pictures have the package's checksum"),
    Rule("package.generated", JVET, "the generated pictures are the package's, within its tolerance"),
    Rule("package.unchecked", JVET, "the generated pictures cannot be checked here", "note"),
)

RULES = {rule.name: rule for rule in _RULES}
"""By name."""
