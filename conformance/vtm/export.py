"""The reverse of `conformance.vtm.encoder`: messages to a configuration that makes the encoder write them.

The encoder quantises numbers; here numbers are chosen that quantise to the coded integers, and the result is
proved by writing it again. Not every sequence of messages can be asked of the encoder (one flag for all base
pictures, one network, one chroma key, coordinates within -1..1): what cannot is named.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from conformance.vtm.config import ENHANCEMENT, FACE, PARAMETERS, CfgError, Configuration, Value
from conformance.vtm.encoder import VtmEncoder
from sei.context import Context
from sei.errors import BitstreamError
from sei.message import Message
from sei.messages.generative_face_video import AFFINE, COMPACT, COVARIANCE, LOCATION, ROTATION
from sei.messages.generative_face_video import GenerativeFaceVideo as Face
from sei.messages.generative_face_video_enhancement import GenerativeFaceVideoEnhancement as Enhancement
from sei.predict import predict_enhancement, predict_face


@dataclass
class Export:
    """A configuration and what it cannot say.

    config    the configuration
    network   bytes for the file that its PayloadFilename names, if it names one
    inexact   messages (by number) that the encoder would code otherwise, with the reason
    """

    config: Configuration
    network: dict[str, bytes] = field(default_factory=dict)
    inexact: dict[int, str] = field(default_factory=dict)


def export(messages: Sequence[tuple[int, bytes]], edition: str = "h274v4") -> Export:
    """Make the configuration for (payloadType, payload) pairs in stream order; types other than 223 and 224
    are left aside. Raises CfgError on a payload that cannot be read or resolved."""
    from sei.editions import edition as edition_named

    wanted = [(number, kind, data) for number, (kind, data) in enumerate(messages) if kind in (223, 224)]
    chosen = edition_named(edition)
    contexts = {223: Context(shared=True), 224: Context(shared=True)}
    faces: list[Face] = []
    enhancements: list[Enhancement] = []
    numbers: dict[int, list[Any]] = {223: [], 224: []}
    for number, kind, data in wanted:
        cls: type[Message] = Face if kind == 223 else Enhancement
        try:
            message = cls.from_payload(data, edition=chosen, context=contexts[kind])
            if isinstance(message, Face):
                faces.append(message)
                numbers[kind].append(predict_face(message, contexts[kind]))
            elif isinstance(message, Enhancement):
                enhancements.append(message)
                numbers[kind].append(predict_enhancement(message, contexts[kind]))
        except BitstreamError as error:
            raise CfgError(f"message {number}: {error}") from None
    result = Export(Configuration(edition))
    values: dict[str, Value] = {}
    if faces:
        values |= _face(faces, numbers[223], edition, result)
    if enhancements:
        values |= _enhancement(enhancements, numbers[224], result)
    known = PARAMETERS[edition]
    result.config.values = {name: values[name] for name in known if name in values}
    _prove(result, wanted)
    return result


def _prove(result: Export, wanted: Sequence[tuple[int, int, bytes]]) -> None:
    """Write the configuration and compare: the encoder puts GFV before GFVE."""
    config = result.config

    class Loaded(Configuration):
        def payload(self, name: str) -> bytes:
            return result.network[name.removesuffix("PayloadFilename")]

    loaded = Loaded(config.edition, config.values)
    ordered = sorted(wanted, key=lambda item: item[1])
    try:
        written = VtmEncoder(loaded).messages()
    except (CfgError, BitstreamError) as error:
        for number, _, _ in wanted:
            result.inexact[number] = str(error)
        return
    for (number, _, data), ours in zip(ordered, written, strict=True):
        if data != ours.payload:
            result.inexact[number] = "no value of the configuration quantises to what is coded"
    if ordered != list(wanted):
        result.inexact.setdefault(
            ordered[0][0], "the encoder writes all GFV messages before all GFVE messages"
        )


def _flags(messages: Sequence[Any], name: str) -> list[int]:
    return [getattr(m, name) or 0 for m in messages]


def _common(messages: Sequence[Any], prefix: str, element: str, result: Export) -> dict[str, Value]:
    base = next((m for m in messages if getattr(m, f"{element}_base_pic_flag")), None)
    values: dict[str, Value] = {
        f"{prefix}Enabled": 1,
        f"{prefix}Number": len(messages),
        f"{prefix}BasePicFlag": int(base is not None),
        f"{prefix}Id": [getattr(m, f"{element}_id") for m in messages],
        f"{prefix}MatrixPresentFlag": _flags(messages, f"{element}_matrix_present_flag"),
        f"{prefix}MatrixPredFlag": _flags(messages, f"{element}_matrix_pred_flag"),
    }
    precision = f"{element}_matrix_element_precision_factor_minus1"
    known, precisions = 0, []
    for m in messages:
        known = known if getattr(m, precision) is None else getattr(m, precision) + 1
        precisions.append(known or 1)
    values[f"{prefix}MatrixElementPrecisionFactor"] = precisions
    present = bool(base is not None and getattr(base, f"{element}_nn_present_flag"))
    values[f"{prefix}NNPresentFlag"] = int(present)
    if present:
        values[f"{prefix}NNModeIdc"] = getattr(base, f"{element}_nn_mode_idc")
        values[f"{prefix}NNTagURI"] = getattr(base, f"{element}_nn_tag_uri") or ""
        values[f"{prefix}NNURI"] = getattr(base, f"{element}_nn_uri") or ""
        payload = getattr(base, f"{element}_nn_payload_byte")
        if payload is not None:
            result.network[prefix] = bytes.fromhex(payload)
            values[f"{prefix}PayloadFilename"] = f"{element}_network.nnr"
    return values


def _face(faces: list[Face], numbers: list[Any], edition: str, result: Export) -> dict[str, Value]:
    values = _common(faces, FACE, "gfv", result)
    fusion = "FusionPicFlag" if edition == "h274v4" else "DrivePicFusionFlag"
    values |= {
        f"{FACE}Cnt": [m.gfv_cnt for m in faces],
        f"{FACE}{fusion}": _flags(faces, "gfv_fusion_pic_flag"),
        f"{FACE}LowConfidenceFaceParameterFlag": _flags(faces, "gfv_low_confidence_face_parameter_flag"),
        f"{FACE}CoordinatePresentFlag": _flags(faces, "gfv_coordinate_present_flag"),
        f"{FACE}CoordinatePredFlag": _flags(faces, "gfv_kps_pred_flag"),
    }
    values |= _chroma(faces, edition)
    layout = [0, 1, 0, 1]  # precision, keypoints, 3D, z_max
    layouts = []
    for m in faces:
        if m.gfv_num_kps_minus1 is not None:
            layout = [
                (m.gfv_coordinate_precision_factor_minus1 or 0) + 1,
                m.gfv_num_kps_minus1 + 1,
                m.gfv_coordinate_z_present_flag or 0,
                (m.gfv_coordinate_z_max_value_minus1 or 0) + 1,
            ]
        layouts.append(layout)
    names = (
        "CoordinateQuantizationFactor",
        "CoordinatePointNum",
        "3DCoordinateFlag",
        "ZCoordinateMaxValue",
    )
    for place, name in enumerate(names):
        values[f"{FACE}{name}"] = [row[place] for row in layouts]
    points: dict[str, list[float]] = {axis: [] for axis in "xyz"}
    for m, number, row in zip(faces, numbers, layouts, strict=True):
        d = "d" if m.gfv_kps_pred_flag else ""
        for k, axis in enumerate("xyz"):
            signs = getattr(m, f"gfv_coordinate_{d}{axis}_sign_flag")
            if signs is not None:
                # The encoder rounds toward plus infinity and cuts toward zero.
                unit = 2.0 ** row[0]
                points[axis] += [
                    point[k] - (0.75 / unit if sign else 0.0)
                    for point, sign in zip(number.keypoints, signs, strict=True)
                ]
    for axis, numbers_ in points.items():
        values[f"{FACE}{axis.upper()}Coordinate"] = numbers_ or [0.0]
    values |= _types(faces)
    precisions = _list(values[f"{FACE}MatrixElementPrecisionFactor"])
    elements: list[float] = []
    for m, number, precision in zip(faces, numbers, precisions, strict=True):
        flats = [flat for _, (_, flat) in number.matrices]
        elements += _matrix_numbers(m, "gfv", flats, precision)
    values[f"{FACE}MatrixElement"] = elements or [0.0]
    return values


def _matrix_numbers(m: Any, element: str, flats: list[list[float]], precision: int) -> list[float]:
    """Values that quantise to a message's matrix elements: as they are, unless a dec part was rounded
    up to one and not carried, which a fraction just below one gives."""
    values = [v for flat in flats for v in flat]
    decs = getattr(m, f"{element}_matrix_delta_element_dec")
    if decs is None:
        return values
    signs = _leaves(getattr(m, f"{element}_matrix_delta_element_sign_flag"))
    shift = 0.25 / 2.0**precision
    return [
        v + (shift if sign else -shift) if dec == 1 << precision else v
        for v, dec, sign in zip(values, _leaves(decs), signs, strict=True)
    ]


def _list(value: Value) -> list[Any]:
    assert isinstance(value, list)
    return value


def _leaves(nested: Any) -> list[int]:
    if not isinstance(nested, list):
        return [nested]
    return [leaf for part in nested for leaf in _leaves(part)]


def _types(faces: list[Face]) -> dict[str, Value]:
    columns: dict[str, list[int]] = {
        name: []
        for name in (
            "NumMatrixType",
            "MatrixTypeIdx",
            "Matrix3DSpaceFlag",
            "NumMatricestoNumKpsFlag",
            "NumMatricesInfo",
            "NumMatrices",
            "MatrixWidth",
            "MatrixHeight",
        )
    }
    previous: Face | None = None
    for m in faces:
        source = m if m.gfv_matrix_type_idx is not None else previous if m.gfv_matrix_pred_flag else None
        rows = source.gfv_matrix_type_idx if source is not None else None
        columns["NumMatrixType"].append(len(rows or []))
        for i, kind in enumerate(rows or [COMPACT]):
            row = _type_row(source, i, kind)
            for name, value in row.items():
                columns[name].append(value)
        if m.gfv_matrix_type_idx is not None and previous is None:
            previous = m
    return {f"{FACE}{name}": column for name, column in columns.items()}


def _type_row(m: Face | None, i: int, kind: int) -> dict[str, int]:
    def entry(name: str, default: int) -> int:
        column = getattr(m, name, None) or []
        value = column[i] if i < len(column) else None
        return default if value is None else value

    flat = kind in (AFFINE, COVARIANCE) or ROTATION <= kind <= LOCATION
    return {
        "MatrixTypeIdx": kind,
        "Matrix3DSpaceFlag": entry("gfv_matrix_for_3d_space_flag", 0),
        "NumMatricestoNumKpsFlag": entry("gfv_num_matrices_equal_to_num_kps_flag", 1),
        "NumMatricesInfo": entry("gfv_num_matrices_info", 0),
        "NumMatrices": entry("gfv_num_matrices_minus1", 0) + 1,
        "MatrixWidth": 1 if flat else entry("gfv_matrix_width_minus1", 0) + 1,
        "MatrixHeight": 1 if flat else entry("gfv_matrix_height_minus1", 0) + 1,
    }


def _chroma(faces: list[Face], edition: str) -> dict[str, Value]:
    m = next((m for m in faces if m.gfv_chroma_key_info_present_flag), None)
    values: dict[str, Value] = {f"{FACE}ChromaKeyInfoPresentFlag": int(m is not None)}
    if m is None:
        return values

    def three(values: Any, count: int) -> list[int]:
        return [0 if v is None else v for v in [*(values or []), *([None] * count)][:count]]

    values[f"{FACE}ChromaKeyValuePresentFlag"] = three(m.gfv_chroma_key_value_present_flag, 3)
    values[f"{FACE}ChromaKeyValue"] = three(m.gfv_chroma_key_value, 3)
    if edition == "h274v4":
        values[f"{FACE}ChromaKeyPurposeIdc"] = m.gfv_chroma_key_purpose_idc or 0
        flag = m.gfv_chroma_key_thr_present_flag
        values[f"{FACE}ChromaKeyThrPresentFlag"] = flag if isinstance(flag, int) else 0
        values[f"{FACE}ChromaKeyThrLower"] = m.gfv_chroma_key_thr_lower or 0
        values[f"{FACE}ChromaKeyThrUpperDeltaMinus1"] = m.gfv_chroma_key_thr_upper_delta_minus1 or 0
    else:
        values[f"{FACE}ChromaKeyThrPresentFlag"] = three(m.gfv_chroma_key_thr_present_flag, 2)
        values[f"{FACE}ChromaKeyThrValue"] = three(m.gfv_chroma_key_thr_value, 2)
    return values


def _enhancement(messages: list[Enhancement], numbers: list[Any], result: Export) -> dict[str, Value]:
    values = _common(messages, ENHANCEMENT, "gfve", result)
    counts, widths, heights, elements = [], [], [], []
    precisions = _list(values[f"{ENHANCEMENT}MatrixElementPrecisionFactor"])
    for m, number, precision in zip(messages, numbers, precisions, strict=True):
        shapes = [shape for shape, _ in number.matrices]
        counts.append(len(shapes))
        heights += [height for _, height, _ in shapes]
        widths += [width for _, _, width in shapes]
        elements += _matrix_numbers(m, "gfve", [flat for _, flat in number.matrices], precision)
    precision, precisions = 1, []
    for m in messages:
        given = m.gfve_pupil_coordinate_precision_factor_minus1
        precision = precision if given is None else given + 1
        precisions.append(precision)
    values |= {
        f"{ENHANCEMENT}GFVId": [m.gfve_gfv_id for m in messages],
        f"{ENHANCEMENT}GFVCnt": [m.gfve_gfv_cnt for m in messages],
        f"{ENHANCEMENT}NumMatrices": counts,
        f"{ENHANCEMENT}MatrixWidth": widths or [1],
        f"{ENHANCEMENT}MatrixHeight": heights or [1],
        f"{ENHANCEMENT}MatrixElement": elements or [0.0],
        f"{ENHANCEMENT}PupilPresentIdx": [m.gfve_pupil_coordinate_present_idx for m in messages],
        f"{ENHANCEMENT}PupilCoordinatePrecisionFactor": precisions,
    }
    for place, name in enumerate(("LeftEyeCoordinateX", "LeftEyeCoordinateY")):
        values[f"{ENHANCEMENT}Pupil{name}"] = [n.pupils[place] if n.pupils else 0.0 for n in numbers]
    for place, name in enumerate(("RightEyeCoordinateX", "RightEyeCoordinateY"), 2):
        values[f"{ENHANCEMENT}Pupil{name}"] = [n.pupils[place] if n.pupils else 0.0 for n in numbers]
    return values
