"""SEI messages as VTM 24.0's DecoderApp dumps them (--OutputDecodedSEIMessagesFilename), byte for byte.

A trace of the elements, in VTM's names and without subscripts, with lines between them for values that
VTM derives. VTM keeps one prediction state for all ids, so the dump resolves with `Context(shared=True)`.
"""

from __future__ import annotations

from collections.abc import Iterator

from sei.context import Context
from sei.editions import H274V4, Edition
from sei.message import Message
from sei.messages import message_class
from sei.messages.generative_face_video import GenerativeFaceVideo
from sei.messages.generative_face_video_enhancement import GenerativeFaceVideoEnhancement
from sei.predict import (
    ChromaKey,
    EnhancementNumbers,
    FaceNumbers,
    chroma_key,
    predict_enhancement,
    predict_face,
)
from sei.syntax import Row

TITLES = {
    223: "Generative face video",
    224: "Generative face video enhancement",
}

_NAMES = {
    "gfv_base_pic_flag": "gfv_base_picture_flag",
    "gfv_nn_mode_idc": "gfv_mode_idc",
    "gfv_nn_tag_uri": "gfv_uri_tag",
    "gfv_nn_uri": "gfv_uri",
    "gfv_chroma_key_value_present_flag": "gfv_chroma_key_value_present_flag[c]",
    "gfv_chroma_key_value": "gfv_chroma_key_value[chromac]",
    "gfv_matrix_for_3d_space_flag": "gfv_Matrix3DSpaceFlag",
    "gfve_base_pic_flag": "gfve_base_picture_flag",
    "gfve_nn_tag_uri": "gfve_nn_uri_tag",
    **{f"gfv_coordinate_{d}{a}_abs": f"gfv_coordinate_{d}{a}_abs[ i ]" for d in ("", "d") for a in "xyz"},
}

# HM 18.0's names where they differ from VTM 24.0's, by the edition that HM reads.
_EDITION_NAMES = {
    "hm18": {
        "gfv_fusion_pic_flag": "gfv_drive_picture_fusion_flag",
        "gfv_chroma_key_thr_present_flag": "gfv_chroma_key_thr_present_flag[i]",
        "gfv_chroma_key_thr_value": "gfv_chroma_key_thr_value[i]",
    }
}


Line = tuple[str, object]
"""Name and value of a line of the dump, the name before `_name`."""


def _name(name: str, edition: Edition) -> str:
    name = _EDITION_NAMES.get(edition.name, {}).get(name) or _NAMES.get(name, name)
    # HM 18.0 has the second message's older name, generative_enhancement_face_video.
    return name.replace("gfve", "gefv", 1) if edition.name == "hm18" else name


def _title(payload_type: int, edition: Edition) -> str:
    if edition.name == "hm18" and payload_type == 224:
        return "Generative enhancement face video SEI message"
    return f"{TITLES[payload_type]} SEI message"


def numbers(values: Iterator[float]) -> str:
    """Numbers as C++ streams print doubles."""
    return "".join(f"{value:g} " for value in values)


def dump(
    payload_type: int, payload: bytes, context: Context, edition: Edition = H274V4, *, prefix: bool = False
) -> str:
    """VTM's lines for one payload; ``context`` is a shared one that all messages of the stream went through.

    Raises BitstreamError like `Message.from_payload`, where VTM's decoder stops.
    """
    cls = message_class(payload_type)
    if cls is None or payload_type not in TITLES:
        kind = "prefix" if prefix else "suffix"
        return f"Unknown {kind} SEI message (payloadType = {payload_type}) was found!\n"
    message, rows = cls.trace(payload, edition=edition, context=context)
    title = _title(payload_type, edition)
    head = f"{'-' * len(title)}\n{title} ({len(payload)} bytes)\n"
    lines = [*_body(message, rows, context, edition), *_extension(rows, payload)]
    return head + "".join(f"  {_name(name, edition):>55}: {value}\n" for name, value in lines)


def _extension(rows: list[Row], payload: bytes) -> Iterator[Line]:
    """VTM prints what follows the structure bit by bit, until nine bits of the payload remain."""
    start = next((row[3] for row in rows if row[0].startswith("sei_")), 8 * len(payload))
    for bit in range(start, 8 * len(payload) - 9):
        yield "reserved_payload_extension_data", payload[bit >> 3] >> (7 - bit % 8) & 1


def _body(message: Message, rows: list[Row], context: Context, edition: Edition) -> Iterator[Line]:
    face: FaceNumbers | None = None
    key: ChromaKey | None = None
    enhancement: EnhancementNumbers | None = None
    if isinstance(message, GenerativeFaceVideo):
        face = predict_face(message, context)
        key = chroma_key(message)
    elif isinstance(message, GenerativeFaceVideoEnhancement):
        enhancement = predict_enhancement(message, context)
    derived = False
    for subscripted, value, *_ in rows:
        name = subscripted.partition("[")[0]
        if name.startswith("sei_"):
            break
        if not derived and name.endswith(("_zero_bit_b", "nn_payload_byte")):
            derived = True
            yield from _derived_at_end(face, enhancement)
        if face is not None:
            yield from _face_lines_before(subscripted, face, key, edition)
        if enhancement is not None and name == "gfve_pupil_coordinate_present_idx":
            yield from _enhancement_matrices(enhancement)
        if name.endswith("nn_payload_byte"):
            # VTM names GFVE's bytes like GFV's, and prints them signed.
            for byte in bytes.fromhex(str(value)):
                yield "gfv_nn_payload_byte[i]", byte - 256 if byte > 127 else byte
        else:
            yield name, value
    if not derived:
        yield from _derived_at_end(face, enhancement)


def _derived_at_end(face: FaceNumbers | None, enhancement: EnhancementNumbers | None) -> Iterator[Line]:
    """What VTM prints after the parameters, before a network's bytes."""
    if face is not None and face.matrices:
        yield "gfv_MatrixElement", numbers(v for _, (_, flat) in face.matrices for v in flat)
    if enhancement is not None and enhancement.pupils is not None:
        yield "gfve_PupilCoordinate", numbers(iter(enhancement.pupils))


def _face_lines_before(
    name: str, face: FaceNumbers, key: ChromaKey | None, edition: Edition
) -> Iterator[Line]:
    if name in ("gfv_chroma_key_thr_present_flag", "gfv_chroma_key_thr_present_flag[0]") and key is not None:
        values = [v for v in key.values if v is not None]
        yield "gfv_chroma_key_value", "".join(f"{v} " for v in values)
    elif name == "gfv_low_confidence_face_parameter_flag" and key is not None:
        lower, upper = key.thresholds
        if not edition.chroma_key_purpose:
            yield "gfv_chroma_key_thr_value", f"{lower} {upper} "
            return
        yield "gfv_chroma_key_thr_lower", lower
        yield "gfv_chroma_key_thr_upper_delta_minus1", upper - lower - 1
    elif name == "gfv_matrix_present_flag" and face.keypoints is not None:
        for axis, column in zip("XYZ", zip(*face.keypoints, strict=True), strict=False):
            yield f"gfv_coordinate_{axis}tensor", numbers(iter(column))


def _enhancement_matrices(enhancement: EnhancementNumbers) -> Iterator[Line]:
    if not enhancement.matrices:
        return
    yield "gfveMatrixNumber", len(enhancement.matrices)
    sizes = "".join(f"{width}x{height} " for (_, height, width), _ in enhancement.matrices)
    yield "gfveMatrixWidthXHeight", sizes
    yield "gfveMatrixElement", numbers(v for _, flat in enhancement.matrices for v in flat)
