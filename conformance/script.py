"""The script of a stream: messages in the order of the stream, and where each one goes.

    def build(s: Script) -> None:
        s.face(base=True, kps=points([(10, -3), (0, 7)], precision=8))
        s.face(cnt=1, kps=deltas([(1, 0), (0, -1)]))

Element values are given as they are coded. The script keeps a context, as a writer does, so predicted
messages find what they need.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from sei.bits import BitWriter
from sei.context import Context
from sei.editions import H274V4, Edition
from sei.elements import Element
from sei.message import Message
from sei.messages.generative_face_video import GenerativeFaceVideo
from sei.messages.generative_face_video_enhancement import GenerativeFaceVideoEnhancement
from sei.rbsp import Payload, escape, serialise
from sei.writer import Writer
from vvc_bridge import access_units
from vvc_bridge.nal import make_header
from vvc_bridge.sei_nal import PICTURE_HASH, START_CODE

Place = Literal["suffix", "prefix", "tail", "early", "after"]
Values = dict[str, Any]


@dataclass
class Item:
    """A message and its place.

    place      suffix: suffix SEI after the last slice, before the picture hash; tail: after the hash;
               prefix: prefix SEI before the first slice; early: suffix SEI before the first slice (not
               allowed); after: prefix SEI at the end of the stream, where no picture follows (not allowed)
    share      in the NAL unit of the message before it
    temporal, layer  of the NAL unit; None: the picture's
    nal        the NAL unit's bytes, for streams that break its syntax
    """

    payload_type: int
    payload: bytes
    au: int = 0
    place: Place = "suffix"
    share: bool = False
    temporal: int | None = None
    layer: int | None = None
    nal: bytes | None = None


@dataclass
class Script:
    """Messages of one stream; ``au`` and ``place`` are those of the messages that follow."""

    edition: Edition = H274V4
    items: list[Item] = field(default_factory=list)
    context: Context = field(default_factory=Context)
    au: int = 0
    place: Place = "suffix"

    def put(self, message: Message, **where: Any) -> Message:
        """Put a message, coded with what came before."""
        payload = message.to_payload(edition=self.edition, context=self.context)
        self.put_bytes(message.payload_type, payload, **where)
        return message

    def put_bytes(self, payload_type: int, payload: bytes, **where: Any) -> None:
        """Put a payload as it is."""
        self.items.append(Item(payload_type, payload, **{"au": self.au, "place": self.place, **where}))

    def nal(self, data: bytes) -> None:
        """Put a whole NAL unit, emulation prevention and all."""
        self.items.append(Item(-1, b"", self.au, self.place, nal=data))

    def face(self, where: Values | None = None, **elements: Any) -> Message:
        """Put a GFV message, see `face_values`."""
        values = face_values(self.edition, **elements)
        return self.put(GenerativeFaceVideo.from_values(values), **(where or {}))

    def hidden(self, **elements: Any) -> None:
        """Write a GFV message that the writer knows and the stream does not hold."""
        self.face(**elements)
        self.items.pop()

    def enhance(self, where: Values | None = None, **elements: Any) -> Message:
        """Put a GFVE message, see `enhancement_values`."""
        values = enhancement_values(**elements)
        return self.put(GenerativeFaceVideoEnhancement.from_values(values), **(where or {}))

    def forge(
        self, values: Values, relaxed: Iterable[str] = (), kind: type[Message] = GenerativeFaceVideo
    ) -> None:
        """Put a message with values that no writer would take: elements ``relaxed`` have no range,
        constraints are not checked."""
        elements = {
            name: Element(e.kind, e.bits, e.lo, 2**32 - 2, e.dims, e.sparse, e.scalar, e.text)
            if name in set(relaxed)
            else e
            for name, e in kind.ELEMENTS.items()
        }
        writer = _Forger(dict(values), kind.syntax_name, elements, self.edition, self.context)
        kind.table(writer)
        writer.ending(None)
        self.put_bytes(kind.payload_type, writer.bits.to_bytes())


class _Forger(Writer):
    """A writer that lets constraints pass."""

    def fail(self, *args: Any, **kwargs: Any) -> Any:
        return None

    def __call__(self, name: str, *index: int, bits: int = 0, hi: int | None = None) -> int:
        return super().__call__(name, *index, bits=bits, hi=None if hi is None else self.elements[name].hi)


def face_values(
    edition: Edition = H274V4,
    *,
    id: int = 0,
    cnt: int = 0,
    base: bool = False,
    kps: Values | None = None,
    mats: Values | None = None,
    **more: Any,
) -> Values:
    """Make the elements of a GFV message: what ``kps`` and ``mats`` give, ``more`` without its prefix gfv_,
    and the flags that follow from them."""
    values: Values = {"gfv_id": id, "gfv_cnt": cnt}
    if cnt == 0:
        values["gfv_base_pic_flag"] = int(base)
    if base:
        values["gfv_nn_present_flag"] = int("nn_mode_idc" in more)
        values["gfv_chroma_key_info_present_flag"] = int("chroma_key_value_present_flag" in more)
    elif cnt == 0 or edition.fusion_with_any_cnt:
        values["gfv_fusion_pic_flag"] = 0
    values["gfv_low_confidence_face_parameter_flag"] = 0
    values["gfv_coordinate_present_flag"] = int(kps is not None)
    values["gfv_matrix_present_flag"] = int(mats is not None)
    if mats is not None and not base and "gfv_matrix_pred_flag" not in mats:
        values["gfv_matrix_pred_flag"] = 0
    extension = more.pop("extension", None)
    values |= (kps or {}) | (mats or {}) | {f"gfv_{name}": value for name, value in more.items()}
    if extension is not None:
        values["sei_reserved_payload_extension_data"] = extension
    return values


def enhancement_values(
    *,
    id: int = 0,
    gfv_id: int = 0,
    cnt: int = 0,
    base: bool = False,
    mats: Values | None = None,
    pupils: Values | None = None,
    **more: Any,
) -> Values:
    """Make the elements of a GFVE message, as `face_values`."""
    values: Values = {"gfve_id": id, "gfve_gfv_id": gfv_id, "gfve_gfv_cnt": cnt}
    if cnt == 0:
        values["gfve_base_pic_flag"] = int(base)
    if base:
        values["gfve_nn_present_flag"] = int("nn_mode_idc" in more)
    values["gfve_matrix_present_flag"] = int(mats is not None)
    if mats is not None and not base and "gfve_matrix_pred_flag" not in mats:
        values["gfve_matrix_pred_flag"] = 0
    values["gfve_pupil_coordinate_present_idx"] = 0
    extension = more.pop("extension", None)
    values |= (mats or {}) | (pupils or {}) | {f"gfve_{name}": value for name, value in more.items()}
    if extension is not None:
        values["sei_reserved_payload_extension_data"] = extension
    return values


# -- parts of messages ------------------------------------------------------------------------------


def points(
    rows: Sequence[Sequence[int]], precision: int = 8, z_max: int | None = None, predicted: bool = False
) -> Values:
    """Make keypoints in units of 2^-precision, with their layout."""
    values = deltas(rows) if predicted else _axes(rows, "")
    values["gfv_kps_pred_flag"] = int(predicted)
    values["gfv_coordinate_precision_factor_minus1"] = precision - 1
    values["gfv_num_kps_minus1"] = len(rows) - 1
    values["gfv_coordinate_z_present_flag"] = int(len(rows[0]) == 3)
    if len(rows[0]) == 3:
        values["gfv_coordinate_z_max_value_minus1"] = (z_max or 1) - 1
    return values


def deltas(rows: Sequence[Sequence[int]]) -> Values:
    """Make differences of keypoints, without layout."""
    return {"gfv_kps_pred_flag": 1, **_axes(rows, "d")}


def _axes(rows: Sequence[Sequence[int]], d: str) -> Values:
    values: Values = {}
    for axis, column in zip("xyz", zip(*rows, strict=True), strict=False):
        values[f"gfv_coordinate_{d}{axis}_abs"] = [abs(v) for v in column]
        values[f"gfv_coordinate_{d}{axis}_sign_flag"] = [int(v < 0) for v in column]
    return values


@dataclass(frozen=True)
class T:
    """Matrices of one type: ``values[j][k][m]`` in units of 2^-precision, and the type's own elements."""

    type: int
    values: Sequence[Sequence[Sequence[int]]]
    equal: int | None = None
    info: int | None = None
    space: int | None = None

    def row(self) -> dict[str, int | None]:
        """Make the elements that give its size."""
        count, height, width = len(self.values), len(self.values[0]), len(self.values[0][0])
        row: dict[str, int | None] = {
            "gfv_num_matrices_equal_to_num_kps_flag": self.equal,
            "gfv_num_matrices_info": self.info,
            "gfv_matrix_for_3d_space_flag": self.space,
        }
        if self.type in (2, 3) or self.type >= 7:
            row |= {"gfv_matrix_width_minus1": width - 1, "gfv_matrix_height_minus1": height - 1}
        if self.type >= 7:
            row["gfv_num_matrices_minus1"] = count - 1
        return row


def matrices(*types: T, precision: int = 8) -> Values:
    """Make matrices of several types, with their layout."""
    rows = [t.row() for t in types]
    values: Values = {
        "gfv_matrix_element_precision_factor_minus1": precision - 1,
        "gfv_num_matrix_types_minus1": len(types) - 1,
        "gfv_matrix_type_idx": [t.type for t in types],
    }
    for name in dict.fromkeys(name for row in rows for name in row):
        column = [row.get(name) for row in rows]
        while column and column[-1] is None:
            column.pop()
        if column:
            values[name] = column
    return values | split("gfv_matrix_element", [t.values for t in types], precision)


def matrix_deltas(*types: Sequence[Sequence[Sequence[int]]], precision: int = 8) -> Values:
    """Make differences of matrices, ``types[i][j][k][m]``."""
    return {"gfv_matrix_pred_flag": 1, **split("gfv_matrix_delta_element", types, precision)}


def maps(*values: Sequence[Sequence[int]], precision: int = 8) -> Values:
    """Make matrices of GFVE, ``values[j][k][m]``, with their layout."""
    return {
        "gfve_matrix_element_precision_factor_minus1": precision - 1,
        "gfve_num_matrices_minus1": len(values) - 1,
        "gfve_matrix_height_minus1": [len(m) - 1 for m in values],
        "gfve_matrix_width_minus1": [len(m[0]) - 1 for m in values],
        **split("gfve_matrix_element", values, precision),
    }


def map_deltas(*values: Sequence[Sequence[int]], precision: int = 8) -> Values:
    """Make differences of GFVE matrices."""
    return {"gfve_matrix_pred_flag": 1, **split("gfve_matrix_delta_element", values, precision)}


def eyes(
    left: tuple[int, int] | None = None, right: tuple[int, int] | None = None, precision: int | None = None
) -> Values:
    """Make pupils' differences; ``precision`` where it is coded (base messages)."""
    values: Values = {"gfve_pupil_coordinate_present_idx": (left is not None) + 2 * (right is not None)}
    if precision is not None:
        values["gfve_pupil_coordinate_precision_factor_minus1"] = precision - 1
    for eye, pair in (("left", left), ("right", right)):
        for axis, value in zip("xy", pair or (), strict=False):
            name = f"gfve_pupil_{eye}_eye_d{axis}_coordinate"
            values[f"{name}_abs"] = abs(value)
            if value:
                values[f"{name}_sign_flag"] = int(value < 0)
    return values


def split(name: str, nested: Any, precision: int) -> Values:
    """Split nested units into int, dec and sign."""

    def each(value: Any, function: Any) -> Any:
        return [each(v, function) for v in value] if isinstance(value, (list, tuple)) else function(value)

    mask = (1 << precision) - 1
    return {
        f"{name}_int": each(nested, lambda v: abs(v) >> precision),
        f"{name}_dec": each(nested, lambda v: abs(v) & mask),
        f"{name}_sign_flag": each(nested, lambda v: int(v < 0)),
    }


def grid(height: int, width: int, seed: int = 1) -> list[list[int]]:
    """Make a matrix of small numbers that never repeat in a simple way."""
    return [[((seed * 37 + k * 101 + m * 53) % 977) - 488 for m in range(width)] for k in range(height)]


def coded(*fields: int | tuple[int, int] | bytes) -> bytes:
    """Write bits by hand: ue(v) of an int, (value, width) as u(width), bytes after alignment with zero bits;
    ended with a one and zeros unless aligned."""
    writer = BitWriter()
    for value in fields:
        if isinstance(value, bytes):
            while writer.position & 7:
                writer.u(0, 1)
            writer.write_bytes(value)
        elif isinstance(value, tuple):
            writer.u(*value)
        else:
            writer.ue(value)
    if writer.position & 7:
        writer.u(1, 1)
    return writer.to_bytes()


# -- into the base stream ----------------------------------------------------------------------------


def assemble(base: bytes, items: Sequence[Item]) -> bytes:
    """Assemble ``base`` with the items put in."""
    out: list[bytes] = []
    units = list(access_units(base))
    for unit in units:
        mine = [item for item in items if item.au == unit.index and item.place != "after"]
        vcl = [k for k, nal in enumerate(unit.nal_units) if nal.is_vcl]
        first, last = vcl[0], vcl[-1]
        picture = unit.nal_units[first]
        codec = unit.codec

        def built(place: Place, codec: Any = codec, mine: Any = mine, picture: Any = picture) -> list[bytes]:
            return [
                START_CODE + data for data in _nals(codec, [i for i in mine if i.place == place], picture)
            ]

        for k, nal in enumerate(unit.nal_units):
            if k == first:
                out += built("prefix") + built("early")
            hashes = nal.is_suffix_sei and k > last and _is_hash(unit, k)
            if hashes:
                out += built("suffix")
            out.append(bytes(nal))
            if hashes:
                out += built("tail")
        if not any(nal.is_suffix_sei and _is_hash(unit, k) for k, nal in enumerate(unit.nal_units)):
            out += built("suffix") + built("tail")
    last_unit = units[-1]
    picture = next(nal for nal in last_unit.nal_units if nal.is_vcl)
    rest = [item for item in items if item.place == "after"]
    out += [START_CODE + data for data in _nals(last_unit.codec, rest, picture)]
    return b"".join(out)


def _is_hash(unit: Any, position: int) -> bool:
    return any(m.nal == position and m.payload_type == PICTURE_HASH for m in unit.messages)


def _nals(codec: Any, items: Sequence[Item], picture: Any) -> list[bytes]:
    groups: list[list[Item]] = []
    for item in items:
        if item.share and groups:
            groups[-1].append(item)
        else:
            groups.append([item])
    found = []
    for group in groups:
        head = group[0]
        if head.nal is not None:
            found.append(head.nal)
            continue
        kind = codec.prefix_sei if head.place in ("prefix", "after") else codec.suffix_sei
        layer = picture.layer_id if head.layer is None else head.layer
        temporal = picture.temporal_id if head.temporal is None else head.temporal
        rbsp = serialise([Payload(i.payload_type, i.payload) for i in group])
        found.append(make_header(codec, kind, layer, temporal) + escape(rbsp))
    return found
