"""SEI messages as VTM 24.0's DecoderApp dumps them (--OutputDecodedSEIMessagesFilename), byte for byte.

A trace of the elements, in VTM's names and without subscripts, with lines between them for values that
VTM derives. VTM keeps one prediction state for all ids, so the dump resolves with `Context(shared=True)`.

Every message that has a model is dumped as VTM does, frame_field_info too, and so is one that VTM does not
know. Of the others that VTM reads (film grain, timing...) there is its heading, and one line, not VTM's, with
the bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain, cycle, islice

from sei.context import Context
from sei.editions import H274V4, Edition
from sei.frame_field_info import FrameFieldInfo
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
from sei.rows import Rows, SignedArrays
from sei.shown import one_line
from sei.syntax import ENDING, TraceRow
from sei.vtm_known import KNOWN_IN_PREFIX, KNOWN_IN_SUFFIX, TITLES

PART = 1 << 18
"""Characters of a part of a dump, at the least."""

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
    "ffi_source_scan_type_idc": "ffi_source_scan_type",
    "manifest_sei_payload_type": "manifest_sei_payload_types",
    "nnpfc_alignment_zero_bit_a": "nnpfc_alignment_zero_bit",
    "nnpfc_alignment_zero_bit_b": "nnpfc_alignment_zero_bit",
    "nnpfc_tag_uri": "nnpfc_uri_tag",
    "nnpfc_num_input_pics_minus1": "nnpfc_number_of_input_pictures_minus1",
    "nnpfc_pic_width_denom_minus1": "nnpfc_pic_width_denominator_minus1",
    "nnpfc_pic_height_denom_minus1": "nnpfc_pic_height_denominator_minus1",
    "nnpfc_interpolated_pics": "nnpfc_interpolated_pictures",
    "nnpfc_separate_colour_description_present_flag": "nnpfc_sep_col_desc_flag",
    "nnpfc_colour_primaries": "nnpfc_col_primaries",
    "nnpfc_transfer_characteristics": "nnpfc_trans_characteristics",
    "nnpfc_num_metadata_extension_bits": "nnpfc_metadata_extension_num_bits",
    "spti_max_sublayers_minus1": "spti_max_sublayers_minus_1",
    "po_num_bits_in_prefix_indication_minus1": "po_num_bits_in_prefix_indication_minus1[i]",
    "po_sei_prefix_data_bit": "po_sei_prefix_data_bit[i][j]",
    "po_num_kmac_operations_idc": "po_num_kmac_operation_idc",
    **{
        f"po_sei_{name}": f"po_sei_{name}[i]"
        for name in (
            "wrapping_flag",
            "importance_flag",
            "processing_degree_flag",
            "payload_type",
            "prefix_flag",
            "processing_order",
        )
    },
    **{f"gfv_coordinate_{d}{a}_abs": f"gfv_coordinate_{d}{a}_abs[ i ]" for d in ("", "d") for a in "xyz"},
}

# HM 18.0's names where they differ from VTM 24.0's, by the edition that HM reads.
_EDITION_NAMES = {
    "hm18": {
        "gfv_fusion_pic_flag": "gfv_drive_picture_fusion_flag",
        "gfv_chroma_key_thr_present_flag": "gfv_chroma_key_thr_present_flag[i]",
        "gfv_chroma_key_thr_value": "gfv_chroma_key_thr_value[i]",
        "dph_sei_hash_type": "hash_type",
    }
}


Line = tuple[str, object]
"""Name and value of a line of the dump; without a name the value is the line."""


def _signed(name: str) -> Callable[[bytes], Iterator[Line]]:
    """VTM prints a network's bytes as signed numbers."""
    return lambda data: ((name, byte - 256 if byte > 127 else byte) for byte in data)


# How VTM prints bytes.
_BYTES: dict[str, Callable[[bytes], Iterator[Line]]] = {
    "gfv_nn_payload_byte": _signed("gfv_nn_payload_byte[i]"),
    "gfve_nn_payload_byte": _signed("gfv_nn_payload_byte[i]"),
    "nnpfc_payload_byte": _signed("nnpfc_payload_byte[i]"),
    "uuid_iso_iec_11578": lambda data: (("uuid_iso_iec_11578", byte) for byte in data),
    "user_data_payload_byte": lambda data: iter([("", f"  User data payload size: {len(data)}")]),
    "itu_t_t35_payload_byte": lambda data: iter([("", f"  itu_t_t35 payload size: {len(data)}")]),
}

_ONLY_DUMPED: dict[int, type[Message]] = {168: FrameFieldInfo}
"""Models of messages that are raw bytes everywhere else."""
_HASHES = {"dph_sei_picture_md5": 32, "dph_sei_picture_crc": 4, "dph_sei_picture_checksum": 8}
"""Hexadecimal digits of a component's hash; VTM prints all components in one line."""


def _name(element: str, edition: Edition) -> str:
    return _EDITION_NAMES.get(edition.name, {}).get(element) or _NAMES.get(element, element)


def _title(payload_type: int, edition: Edition) -> str:
    if edition.name == "hm18" and payload_type == 224:
        return "Generative enhancement face video SEI message"
    return f"{TITLES[payload_type]} SEI message"


def numbers(values: Iterator[float]) -> str:
    """Format numbers as C++ streams print doubles."""
    known = tuple(values)
    return "%g " * len(known) % known


def dump(
    payload_type: int,
    payload: bytes,
    context: Context,
    edition: Edition = H274V4,
    *,
    prefix: bool = False,
    harmless: bool = False,
) -> str:
    """Make VTM's lines for one payload as one text; see `dump_parts`."""
    parts = dump_parts(payload_type, payload, context, edition, prefix=prefix, harmless=harmless)
    return "".join(parts)


def dump_parts(
    payload_type: int,
    payload: bytes,
    context: Context,
    edition: Edition = H274V4,
    *,
    prefix: bool = False,
    harmless: bool = False,
) -> Iterator[str]:
    """Yield VTM's lines for one payload, PART characters at a time: they take a thousand times its room.

    ``context`` is a shared one that all messages of the stream went through. ``prefix`` tells the kind of SEI
    NAL unit, which decides what VTM knows. VTM writes strings as they are; ``harmless`` escapes what is not
    to be shown (`sei.shown`). Raises BitstreamError like `Message.from_payload`, where VTM's decoder stops;
    it does not ask how a payload ends.
    """
    known = payload_type in (KNOWN_IN_PREFIX if prefix else KNOWN_IN_SUFFIX)
    if edition.name == "hm18":  # HM reads every kind of message in both kinds of NAL unit.
        known = True
    if payload_type not in TITLES or not known:
        kind = "" if edition.name == "hm18" else "prefix " if prefix else "suffix "
        yield f"Unknown {kind}SEI message (payloadType = {payload_type}) was found!\n"
        return
    title = _title(payload_type, edition)
    head = f"{'-' * len(title)}\n{title} ({len(payload)} bytes)\n" if TITLES[payload_type] else ""
    cls = message_class(payload_type) or _ONLY_DUMPED.get(payload_type)
    if cls is None:
        yield head + f"{_label('(not dumped)')}{payload.hex()}\n"
        return
    message, rows = cls.trace(payload, edition=edition, context=context, endless=True)
    seen = _SeenByVtm(rows)
    lines = chain(_body(message, seen, context, edition), _extension(seen, payload))
    # The first lines tell whether the message resolves: the heading waits for them.
    parts, size = [head], 0
    for text in _texts(lines, edition, harmless):
        parts.append(text)
        size += len(text)
        if size >= PART:
            yield "".join(parts)
            parts, size = [], 0
    if last := "".join(parts):
        yield last


def _texts(lines: Iterable[Line | SignedArrays], edition: Edition, harmless: bool) -> Iterator[str]:
    """Lines as text; those of arrays some hundred together."""
    # HM 18.0 has the second message's older name, generative_enhancement_face_video.
    older = edition.name == "hm18"
    for line in lines:
        if isinstance(line, SignedArrays):
            names = [[_name(name, edition) for name, _, _ in group] for group in line.groups]
            yield from _array_texts(line, [[_label(name, older) for name in group] for group in names])
            continue
        name, value = line
        if harmless and isinstance(value, str):
            value = one_line(value)
        yield f"{_label(name, older)}{value}\n"


def _array_texts(arrays: SignedArrays, labels: list[list[str]]) -> Iterator[str]:
    """Lines of arrays in sign and magnitude, of which there may be a million."""
    entries = zip(cycle(labels), *arrays.arrays, strict=False)
    pairs = len(labels[0]) == 2
    while some := list(islice(entries, 256)):
        if pairs:
            yield "".join(
                [f"{a}{value}\n{b}{sign}\n" if value else f"{a}0\n" for (a, b), value, sign in some]
            )
        else:
            yield "".join(
                [
                    f"{a}{whole}\n{b}{dec}\n{c}{sign}\n" if whole or dec else f"{a}0\n{b}0\n"
                    for (a, b, c), whole, dec, sign in some
                ]
            )


def _label(name: str, older: bool = False) -> str:
    """What stands before a line's value."""
    if older:
        name = name.replace("gfve", "gefv", 1)
    return f"  {name:>55}: " if name else ""


class _SeenByVtm:
    """The rows without the payload's ending, and what VTM takes for it: it reads no further than a reserved
    nnpfc_padding_type. ``end`` is the bit behind the last one looked at."""

    def __init__(self, rows: Rows) -> None:
        self.rows = rows
        self.end = 0

    def __iter__(self) -> Iterator[TraceRow | SignedArrays]:
        for row in self.rows.coarse():
            if isinstance(row, SignedArrays):
                self.end = row.end
                yield row
                continue
            name, value, _, start, length = row
            if name in ENDING:
                return
            self.end = start + length
            yield row
            if name == "nnpfc_padding_type" and isinstance(value, int) and value > 4:
                return


def _extension(seen: _SeenByVtm, payload: bytes) -> Iterator[Line]:
    """VTM prints what follows the structure bit by bit, until nine bits of the payload remain."""
    for bit in range(seen.end, 8 * len(payload) - 9):
        yield "reserved_payload_extension_data", payload[bit >> 3] >> (7 - bit % 8) & 1


def _body(
    message: Message, rows: Iterable[TraceRow | SignedArrays], context: Context, edition: Edition
) -> Iterator[Line | SignedArrays]:
    face: FaceNumbers | None = None
    key: ChromaKey | None = None
    enhancement: EnhancementNumbers | None = None
    if isinstance(message, GenerativeFaceVideo):
        face = predict_face(message, context)
        key = chroma_key(message)
    elif isinstance(message, GenerativeFaceVideoEnhancement):
        enhancement = predict_enhancement(message, context)
    derived = False
    digest = ""
    for row in rows:
        if isinstance(row, SignedArrays):
            yield row
            continue
        subscripted, value, *_ = row
        name = subscripted.partition("[")[0]
        if not derived and name.endswith(("nn_alignment_zero_bit_b", "nn_payload_byte")):
            derived = True
            yield from _derived_at_end(face, enhancement)
        if face is not None:
            yield from _face_lines_before(subscripted, face, key, edition)
        if enhancement is not None and name == "gfve_pupil_coordinate_present_idx":
            yield from _enhancement_matrices(enhancement)
        if name in _BYTES:
            yield from _BYTES[name](bytes.fromhex(str(value)))
        elif name in _HASHES:
            digest += value if isinstance(value, str) else f"{value:0{_HASHES[name]}x}"
        else:
            yield _name(name, edition), value
    if digest:
        yield name.removeprefix("dph_sei_"), digest
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
