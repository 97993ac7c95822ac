"""What VTM 24.0's (HM 18.0's) encoder writes for a configuration, message by message.

The reference encoder does not keep the standard's state: it has one for all ids, predicts with the precision
and sizes of its first message, and its lists are cut up as the first message being a base picture's. All this
is followed here, so that payloads are its payloads to the bit; the clauses of its code that read what was
never given (and then crash, or code what happens to lie in memory) are refused with a CfgError.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from conformance.vtm.config import ENHANCEMENT, FACE, CfgError, Configuration
from sei.context import Context, EnhancementLayout, FaceLayout
from sei.editions import Edition
from sei.editions import edition as edition_named
from sei.message import Message
from sei.messages.generative_face_video import AFFINE, COMPACT, COVARIANCE, LOCATION, ROTATION
from sei.messages.generative_face_video import GenerativeFaceVideo as Face
from sei.messages.generative_face_video_enhancement import GenerativeFaceVideoEnhancement as Enhancement

Matrix = list[list[float]]
AXES = "xyz"


@dataclass(frozen=True, slots=True)
class Written:
    """One message of the encoder.

    message  its elements; those after its structure (network bytes behind a message that is not a base
             picture's) are not among them
    payload  its bytes
    """

    payload_type: int
    message: Message
    payload: bytes


@dataclass
class VtmEncoder:
    """Writes the messages of one configuration. ``notes`` tells where the reference encoder would not have
    come this far, and what was written instead."""

    config: Configuration
    notes: list[str] = field(default_factory=list)

    def messages(self) -> list[Written]:
        """Make all messages in the order of the stream: GFV, then GFVE. Raises CfgError (BitstreamError)
        where the encoder refuses, or reads what is not there."""
        written: list[Written] = []
        if self.config.number(f"{FACE}Enabled"):
            written += _FaceMessages(self.config).messages()
        if self.config.number(f"{ENHANCEMENT}Enabled"):
            encoder = _EnhancementMessages(self.config)
            written += encoder.messages()
            self.notes += encoder.notes
        return written


class _Messages:
    """What the two message kinds share: access to lists, and the network's part."""

    prefix: str
    element: str

    def __init__(self, config: Configuration) -> None:
        self.config = config
        self.edition: Edition = edition_named(config.edition)
        self.count = config.number(f"{self.prefix}Number")
        self.base_flag = config.number(f"{self.prefix}BasePicFlag")
        self.nn_present = config.number(f"{self.prefix}NNPresentFlag")
        self.nn_mode = config.number(f"{self.prefix}NNModeIdc")
        self.network = (
            config.payload(f"{self.prefix}PayloadFilename") if self.nn_present and not self.nn_mode else None
        )

    def at(self, name: str, index: int) -> Any:
        """Entry ``index`` of a list, which must be there."""
        values = self.config.list(self.prefix + name)
        if index >= len(values):
            raise CfgError(f"{self.prefix}{name}: value {index + 1} is needed, there are {len(values)}")
        return values[index]

    def flag(self, name: str, index: int) -> int:
        """A flag in a list, which the encoder holds as a bool: anything but 0 is 1."""
        return int(self.at(name, index) > 0)

    def require_counts(self, names: Sequence[str]) -> None:
        """The encoder wants one value a message of these."""
        for name in names:
            if len(self.config.list(self.prefix + name)) != self.count:
                raise CfgError(
                    f"{self.prefix}{name} has {len(self.config.list(self.prefix + name))} values, "
                    f"{self.prefix}Number is {self.count}"
                )

    def network_elements(self) -> dict[str, Any]:
        """Elements of the network of a base message."""
        values: dict[str, Any] = {f"{self.element}_nn_present_flag": self.nn_present}
        if self.nn_present:
            values[f"{self.element}_nn_mode_idc"] = self.nn_mode
            if self.nn_mode == 1:
                values[f"{self.element}_nn_tag_uri"] = self.config.text(f"{self.prefix}NNTagURI")
                values[f"{self.element}_nn_uri"] = self.config.text(f"{self.prefix}NNURI")
        if self.network is not None:
            values[f"{self.element}_nn_payload_byte"] = self.network.hex()
        return values

    def written(self, message: Message, base: bool, context: Context) -> Written:
        """The message's bytes. The encoder puts the network's bytes after every message, those too whose
        gfv_nn_present_flag is inferred to be 0."""
        payload = message.to_payload(edition=self.edition, context=context)
        if self.network is not None and not base:
            length = message.payload_bits(edition=self.edition, context=context)
            whole = -(-length // 8)
            kept = int.from_bytes(payload[:whole], "big") >> (8 * whole - length) << (8 * whole - length)
            payload = kept.to_bytes(whole, "big") + self.network
        return Written(message.payload_type, message, payload)


@dataclass(slots=True)
class _FacePlan:
    """One message as the configuration's lists give it, before it is coded."""

    id: int
    cnt: int
    precision: int
    num_kps: int
    is_3d: int
    z_max: int | None
    points: dict[str, list[float]]
    matrix_precision: int
    types: list[_TypePlan]


@dataclass(slots=True)
class _TypePlan:
    """One matrix type of a message; ``elements`` are cut from the list in ``cut`` = (count, height, width),
    ``shape`` is what is coded."""

    type: int
    space: int
    flag: int
    info: int
    count: int
    width: int
    height: int
    shape: tuple[int, int, int] = (0, 0, 0)
    elements: list[Matrix] = field(default_factory=list)


class _FaceMessages(_Messages):
    """GFV messages."""

    prefix = FACE
    element = "gfv"

    def __init__(self, config: Configuration) -> None:
        super().__init__(config)
        self.base_points: dict[str, list[float]] = {}
        self.previous_points: dict[str, list[float]] = {}
        self.base_matrices: list[list[Matrix]] = []
        self.previous_matrices: list[list[Matrix]] = []
        self.base_shapes: list[tuple[int, int, int]] = []
        self.points_used = self.z_used = self.types_used = self.elements_used = 0
        self.first: _FacePlan | None = None

    def messages(self) -> list[Written]:
        """Make all GFV messages."""
        fusion = "FusionPicFlag" if self.edition.chroma_key_purpose else "DrivePicFusionFlag"
        self.fusion = fusion
        names = ("Id", "Cnt", fusion, "LowConfidenceFaceParameterFlag", "CoordinatePresentFlag")
        self.require_counts((*names, "CoordinatePredFlag", "MatrixPresentFlag"))
        written = []
        for index in range(self.count):
            try:
                written.append(self._message(index))
            except CfgError as error:
                raise CfgError(f"GFV message {index}: {error}") from None
        return written

    # -- cutting the lists ----------------------------------------------------------------------------

    def _plan(self, index: int) -> _FacePlan:
        coded_flag = self.flag("CoordinatePredFlag", index)
        own = index == 0 or not coded_flag
        first = self.first
        z_max = None
        if own:
            optional = self.at if self.flag("CoordinatePresentFlag", index) else self._maybe
            precision = optional("CoordinateQuantizationFactor", index)
            num_kps, is_3d = (
                optional("CoordinatePointNum", index),
                int(optional("3DCoordinateFlag", index) > 0),
            )
            if is_3d == 1:
                z_max = self.at("ZCoordinateMaxValue", index)
        else:
            assert first is not None
            self._require_first_id(index, first, "key point")
            precision, num_kps, is_3d, z_max = first.precision, first.num_kps, first.is_3d, first.z_max
        points: dict[str, list[float]] = {}
        if self.flag("CoordinatePresentFlag", index):
            for axis in "XY":
                points[axis.lower()] = [
                    self.at(f"{axis}Coordinate", self.points_used + k) for k in range(num_kps)
                ]
            self.points_used += num_kps
            if is_3d == 1:
                points["z"] = [self.at("ZCoordinate", self.z_used + k) for k in range(num_kps)]
                self.z_used += num_kps
        plan = _FacePlan(
            self.at("Id", index), self.at("Cnt", index), precision, num_kps, is_3d, z_max, points, 0, []
        )
        self._plan_matrices(index, plan)
        return plan

    def _maybe(self, name: str, index: int) -> int:
        """An entry that the encoder copies and does not use."""
        values = self.config.list(self.prefix + name)
        return int(values[index]) if index < len(values) else 0

    def _require_first_id(self, index: int, first: _FacePlan, what: str) -> None:
        if self.at("Id", index) != first.id:
            raise CfgError(f"the encoder finds no reference for {what} prediction of another Id")

    def _plan_matrices(self, index: int, plan: _FacePlan) -> None:
        present = self.flag("MatrixPresentFlag", index)
        own = index == 0 or not self.flag("MatrixPredFlag", index)
        if own:
            read = self.at if present else self._maybe
            plan.matrix_precision = read("MatrixElementPrecisionFactor", index)
            types = read("NumMatrixType", index)
        else:
            assert self.first is not None
            self._require_first_id(index, self.first, "matrix")
            plan.matrix_precision, types = self.first.matrix_precision, len(self.first.types)
            if not self.first.types:
                types = self._maybe("NumMatrixType", 0)
        if present:
            with_points = bool(self.flag("CoordinatePresentFlag", index))
            if not own and self.first is not None and types and not self.first.types:
                raise CfgError("predicted from matrices that the first message does not carry")
            for k in range(types):
                row = self._type(self.types_used + k) if own else _copy(self.first, k)
                self._cut(row, plan, with_points)
                plan.types.append(row)
        # A message without matrices takes up an entry of the lists all the same.
        self.types_used += types or 1

    def _type(self, at: int) -> _TypePlan:
        def maybe(name: str) -> int:
            return self._maybe(name, at)

        return _TypePlan(
            self.at("MatrixTypeIdx", at),
            maybe("Matrix3DSpaceFlag"),
            maybe("NumMatricestoNumKpsFlag"),
            maybe("NumMatricesInfo"),
            maybe("NumMatrices"),
            maybe("MatrixWidth"),
            maybe("MatrixHeight"),
        )

    def _cut(self, row: _TypePlan, plan: _FacePlan, with_points: bool) -> None:
        """Take the type's elements off the list. The list is cut by one rule, and coded by another."""
        cut_z = 1 if plan.is_3d == 1 or row.space == 1 else 0
        if row.type in (AFFINE, COVARIANCE):
            if not with_points:
                count = row.info + 1
            elif row.flag:
                count = plan.num_kps
            else:
                count = row.info + (1 if row.info < plan.num_kps - 1 else 2)
            cut = (count, 2 + cut_z, 2 + cut_z)
            row.shape = (count, 2 + plan.is_3d, 2 + plan.is_3d)
        elif ROTATION <= row.type <= LOCATION:
            cut = (1, 2 + cut_z, 2 + cut_z if row.type == ROTATION else 1)
            coded_z = plan.is_3d if with_points else row.space
            row.shape = (1, 2 + coded_z, 2 + coded_z if row.type == ROTATION else 1)
        else:
            cut = (row.count if row.type >= COMPACT else 1, row.height, row.width)
            row.shape = cut
        if row.shape[1] > cut[1] or row.shape[2] > cut[2]:
            raise CfgError("the encoder cuts smaller matrices off its list than it codes")
        count, height, width = cut
        size = height * width
        self._need("MatrixElement", self.elements_used + count * size)
        row.elements = []
        for j in range(count):
            start = self.elements_used + j * size
            rows = range(start, start + size, width) if width else []
            # What is coded is the upper left part of what is cut off.
            coded = [self._elements(r, width)[: row.shape[2]] for r in rows]
            row.elements.append(coded[: row.shape[1]])
        self.elements_used += count * size

    def _need(self, name: str, length: int) -> None:
        values = self.config.list(self.prefix + name)
        if length > len(values):
            raise CfgError(f"{self.prefix}{name}: {length} values are needed, there are {len(values)}")

    def _elements(self, start: int, count: int) -> list[float]:
        return [float(v) for v in self.config.list(f"{FACE}MatrixElement")[start : start + count]]

    # -- coding ---------------------------------------------------------------------------------------

    def _message(self, index: int) -> Written:
        plan = self._plan(index)
        if index == 0:
            self.first = plan
        base = plan.cnt == 0 and bool(self.base_flag)
        context = Context()
        known = FaceLayout()
        values: dict[str, Any] = {"gfv_id": plan.id, "gfv_cnt": plan.cnt}
        if plan.cnt == 0:
            values["gfv_base_pic_flag"] = int(base)
        fusion = self.flag(self.fusion, index)
        if plan.cnt and self.base_flag and fusion:
            raise CfgError("the encoder refuses fusion with a base picture and gfv_cnt over 0")
        if base:
            values |= self.network_elements() | self._chroma_key()
        elif plan.cnt == 0 or self.edition.fusion_with_any_cnt:
            values["gfv_fusion_pic_flag"] = fusion
        values["gfv_low_confidence_face_parameter_flag"] = self.flag("LowConfidenceFaceParameterFlag", index)
        values |= self._coordinates(index, plan, base, known)
        values |= self._matrices(index, plan, base, known)
        if not base:
            context.set_face(plan.id, known)
        return self.written(Face.from_values(values), base, context)

    def _chroma_key(self) -> dict[str, Any]:
        present = self.config.number(f"{FACE}ChromaKeyInfoPresentFlag")
        values: dict[str, Any] = {"gfv_chroma_key_info_present_flag": present}
        if not present:
            return values
        flags = [self.flag("ChromaKeyValuePresentFlag", c) for c in range(3)]
        values["gfv_chroma_key_value_present_flag"] = flags
        values["gfv_chroma_key_value"] = _sparse(
            flags, [self.at("ChromaKeyValue", c) if flags[c] else 0 for c in range(3)]
        )
        if self.edition.chroma_key_purpose:
            purpose = self.config.number(f"{FACE}ChromaKeyPurposeIdc")
            if purpose > 2:
                raise CfgError("the encoder refuses ChromaKeyPurposeIdc over 2")
            # On its way through the encoder's settings it is a bool: 2 is coded as 1.
            values["gfv_chroma_key_purpose_idc"] = int(purpose > 0)
            thresholds = self.config.number(f"{FACE}ChromaKeyThrPresentFlag")
            values["gfv_chroma_key_thr_present_flag"] = thresholds
            if thresholds:
                values["gfv_chroma_key_thr_lower"] = self.config.number(f"{FACE}ChromaKeyThrLower")
                upper = self.config.number(f"{FACE}ChromaKeyThrUpperDeltaMinus1")
                values["gfv_chroma_key_thr_upper_delta_minus1"] = upper
        else:
            flags = [self.flag("ChromaKeyThrPresentFlag", i) for i in range(2)]
            values["gfv_chroma_key_thr_present_flag"] = flags
            values["gfv_chroma_key_thr_value"] = _sparse(
                flags, [self.at("ChromaKeyThrValue", i) if flags[i] else 0 for i in range(2)]
            )
        return values

    def _coordinates(self, index: int, plan: _FacePlan, base: bool, known: FaceLayout) -> dict[str, Any]:
        present = self.flag("CoordinatePresentFlag", index)
        values: dict[str, Any] = {"gfv_coordinate_present_flag": present}
        if not present:
            return values
        predicted = self.flag("CoordinatePredFlag", index)
        values["gfv_kps_pred_flag"] = predicted
        if plan.num_kps < 1:
            raise CfgError("CoordinatePointNum is 0 where coordinates are present")
        if base or not predicted:
            values["gfv_coordinate_precision_factor_minus1"] = plan.precision - 1
            values["gfv_num_kps_minus1"] = plan.num_kps - 1
            values["gfv_coordinate_z_present_flag"] = plan.is_3d
            if plan.is_3d == 1:
                assert plan.z_max is not None
                values["gfv_coordinate_z_max_value_minus1"] = plan.z_max - 1
        known.num_kps, known.z_present = plan.num_kps, plan.is_3d
        known.precision, known.z_max = plan.precision, plan.z_max
        unit = power(plan.precision)
        rebuilt: dict[str, list[float]] = {}
        for axis in AXES[: 2 + plan.is_3d]:
            reference = self.base_points if plan.cnt == 0 else self.previous_points
            before = reference.get(axis, [])
            coded: list[int] = []
            points: list[float] = []
            for k, point in enumerate(plan.points[axis]):
                ahead = 0.0
                if predicted and base:
                    ahead = points[k - 1] if k else 0.0
                elif predicted:
                    if k >= len(before):
                        raise CfgError("predicted from coordinates that no earlier message has")
                    ahead = before[k]
                coded.append(whole((point - ahead) * unit + 0.5))
                points.append(coded[-1] / unit + ahead)
            rebuilt[axis] = points
            name = f"gfv_coordinate_{'d' if predicted else ''}{axis}"
            values[f"{name}_abs"] = [abs(v) for v in coded]
            values[f"{name}_sign_flag"] = [int(v < 0) for v in coded]
        # Z of an earlier message outlives messages without it.
        self.previous_points = self.previous_points | rebuilt
        if self.base_flag:
            self.base_points = self.base_points | rebuilt
        return values

    def _matrices(self, index: int, plan: _FacePlan, base: bool, known: FaceLayout) -> dict[str, Any]:
        present = self.flag("MatrixPresentFlag", index)
        values: dict[str, Any] = {"gfv_matrix_present_flag": present}
        if not present:
            return values
        predicted = 0 if index == 0 else self.flag("MatrixPredFlag", index)
        if base and predicted:
            raise CfgError("MatrixPredFlag is 1 in a base message: the encoder writes an undecodable one")
        if not plan.types:
            raise CfgError("NumMatrixType is 0 where matrices are present")
        if not base:
            values["gfv_matrix_pred_flag"] = predicted
        shapes = self.base_shapes if predicted else [row.shape for row in plan.types]
        if len(shapes) < len(plan.types):
            raise CfgError("predicted from matrices of a base message that did not come")
        if not predicted:
            values["gfv_matrix_element_precision_factor_minus1"] = plan.matrix_precision - 1
            values["gfv_num_matrix_types_minus1"] = len(plan.types) - 1
            values |= _type_elements(plan.types, bool(self.flag("CoordinatePresentFlag", index)))
        known.matrix_precision = plan.matrix_precision
        known.matrix_types = [row.type for row in plan.types]
        known.matrix_shapes = list(shapes[: len(plan.types)])
        references: list[Any] = [None] * len(plan.types)
        if predicted:
            references = self.base_matrices if plan.cnt == 0 else self.previous_matrices
            if len(references) < len(plan.types):
                raise CfgError("predicted from matrices that no earlier message has")
        name = f"gfv_matrix_{'delta_' if predicted else ''}element"
        code = [
            _code_type(row.elements, shape, plan.matrix_precision, reference)
            for row, shape, reference in zip(plan.types, shapes, references, strict=False)
        ]
        values |= _columns(name, code)
        rebuilt = [part[3] for part in code]
        self.previous_matrices = rebuilt
        if base:
            self.base_matrices = rebuilt
            self.base_shapes = list(shapes)
        return values


def _copy(first: _FacePlan | None, k: int) -> _TypePlan:
    assert first is not None
    row = first.types[k]
    return _TypePlan(row.type, row.space, row.flag, row.info, row.count, row.width, row.height)


def _type_elements(types: list[_TypePlan], with_points: bool) -> dict[str, Any]:
    columns: dict[str, list[int | None]] = {}

    def put(name: str, i: int, value: int) -> None:
        column = columns.setdefault(name, [])
        column += [None] * (i - len(column))
        column.append(value)

    for i, row in enumerate(types):
        if row.type in (AFFINE, COVARIANCE):
            if not with_points:
                raise CfgError("matrix types 0 and 1 without coordinates are refused by the encoder")
            put("gfv_num_matrices_equal_to_num_kps_flag", i, row.flag)
            if not row.flag:
                put("gfv_num_matrices_info", i, row.info)
        elif ROTATION <= row.type <= LOCATION:
            if not with_points:
                put("gfv_matrix_for_3d_space_flag", i, row.space)
        else:
            if row.type >= COMPACT:
                put("gfv_num_matrices_minus1", i, row.count - 1)
            put("gfv_matrix_width_minus1", i, row.width - 1)
            put("gfv_matrix_height_minus1", i, row.height - 1)
    return {"gfv_matrix_type_idx": [row.type for row in types], **columns}


class _EnhancementMessages(_Messages):
    """GFVE messages."""

    prefix = ENHANCEMENT
    element = "gfve"

    def __init__(self, config: Configuration) -> None:
        super().__init__(config)
        self.notes: list[str] = []
        self.base_count = 0
        self.base_precision = 0
        self.base_shapes: list[tuple[int, int]] = []
        self.base_matrices: list[Matrix] = []
        self.previous_matrices: list[Matrix] = []
        self.base_pupils = [0.0] * 4
        self.previous_pupils = [0.0] * 4
        self.pupils_seen = False
        self.matrices_used = self.elements_used = 0

    def messages(self) -> list[Written]:
        """Make all GFVE messages."""
        names = ("Id", "GFVCnt", "GFVId", "MatrixElementPrecisionFactor", "MatrixPresentFlag")
        pupils = [f"Pupil{eye}EyeCoordinate{axis}" for eye in ("Left", "Right") for axis in "XY"]
        more = ("MatrixPredFlag", "NumMatrices", "PupilPresentIdx", "PupilCoordinatePrecisionFactor")
        self.require_counts((*names, *more, *pupils))
        written = []
        for index in range(self.count):
            try:
                written.append(self._message(index))
            except CfgError as error:
                raise CfgError(f"GFVE message {index}: {error}") from None
        return written

    def _cut(self, index: int) -> list[Matrix]:
        """The message's matrices off the list, whether they are coded or not."""
        elements = self.config.list(f"{ENHANCEMENT}MatrixElement")
        matrices: list[Matrix] = []
        for j in range(self.at("NumMatrices", index)):
            width = self.at("MatrixWidth", self.matrices_used + j)
            height = self.at("MatrixHeight", self.matrices_used + j)
            size = width * height
            part = [float(v) for v in elements[self.elements_used : self.elements_used + size]]
            if len(part) < size:
                raise CfgError(
                    f"{ENHANCEMENT}MatrixElement: {self.elements_used + size} values are needed, "
                    f"there are {len(elements)}"
                )
            self.elements_used += size
            matrices.append([part[k * width : (k + 1) * width] for k in range(height)])
        self.matrices_used += len(matrices)
        return matrices

    def _message(self, index: int) -> Written:
        matrices = self._cut(index)
        ids = self.at("Id", index), self.at("GFVId", index)
        cnt = self.at("GFVCnt", index)
        base = cnt == 0 and bool(self.base_flag)
        values: dict[str, Any] = {"gfve_id": ids[0], "gfve_gfv_id": ids[1], "gfve_gfv_cnt": cnt}
        if cnt == 0:
            values["gfve_base_pic_flag"] = int(base)
        if base:
            values |= self.network_elements()
        known = EnhancementLayout()
        values |= self._matrices(index, matrices, cnt, base, known)
        values |= self._pupils(index, cnt, base)
        # The encoder codes pupils at this message's precision, the base message's or not.
        known.pupil_precision = self.at("PupilCoordinatePrecisionFactor", index)
        context = Context()
        if not base:
            context.set_enhancement(*ids, known)
        return self.written(Enhancement.from_values(values), base, context)

    def _matrices(
        self, index: int, matrices: list[Matrix], cnt: int, base: bool, known: EnhancementLayout
    ) -> dict[str, Any]:
        present = self.flag("MatrixPresentFlag", index)
        values: dict[str, Any] = {"gfve_matrix_present_flag": present}
        if not present:
            return values
        predicted = self.flag("MatrixPredFlag", index)
        if base and predicted:
            raise CfgError("MatrixPredFlag is 1 in a base message: the encoder writes an undecodable one")
        if not base:
            values["gfve_matrix_pred_flag"] = predicted
        references: list[Any] = [None] * len(matrices)
        if predicted:
            precision, count = self.base_precision, self.base_count
            shapes = self.base_shapes[:count]
            if not shapes:
                raise CfgError("predicted from matrices of a base message that did not come")
            references = self.base_matrices if cnt == 0 else self.previous_matrices
            if len(matrices) < len(shapes) or len(references) < len(shapes):
                raise CfgError("predicted from matrices that no earlier message has")
        else:
            if not matrices:
                raise CfgError("NumMatrices is 0 where matrices are present")
            precision = self.at("MatrixElementPrecisionFactor", index)
            shapes = [(len(m), len(m[0]) if m else 0) for m in matrices]
            values["gfve_matrix_element_precision_factor_minus1"] = precision - 1
            values["gfve_num_matrices_minus1"] = len(matrices) - 1
            values["gfve_matrix_height_minus1"] = [height - 1 for height, _ in shapes]
            values["gfve_matrix_width_minus1"] = [width - 1 for _, width in shapes]
            if any(height != width for height, width in shapes):
                self.notes.append(
                    f"GFVE message {index}: VTM 24.0's encoder crashes on matrices that are not square; "
                    "they are written as the standard wants them"
                )
            if base:
                # The encoder's lists of sizes only grow, and are read from the front.
                self.base_count, self.base_precision = len(matrices), precision
                self.base_shapes = self.base_shapes + shapes
        known.matrix_precision, known.num_matrices = precision, len(shapes)
        known.matrix_shapes = list(shapes)
        name = f"gfve_matrix_{'delta_' if predicted else ''}element"
        code = [
            _code_type([matrix], (1, *shape), precision, None if reference is None else [reference])
            for matrix, shape, reference in zip(matrices, shapes, references, strict=False)
        ]
        for suffix, place in (("int", 0), ("dec", 1), ("sign_flag", 2)):
            values[f"{name}_{suffix}"] = [part[place][0] for part in code]
        rebuilt = [part[3][0] for part in code]
        self.previous_matrices = rebuilt
        if base:
            self.base_matrices = rebuilt
        return values

    def _pupils(self, index: int, cnt: int, base: bool) -> dict[str, Any]:
        present = self.at("PupilPresentIdx", index)
        precision = self.at("PupilCoordinatePrecisionFactor", index)
        values: dict[str, Any] = {"gfve_pupil_coordinate_present_idx": present}
        if present and base:
            self.pupils_seen = True
            values["gfve_pupil_coordinate_precision_factor_minus1"] = precision - 1
        if not self.pupils_seen:
            if present:
                raise CfgError("the encoder refuses pupils before a base message has had any")
            return values
        reference = [0.0] * 4
        if not base:
            reference = list(self.base_pupils if cnt == 0 else self.previous_pupils)
        unit = power(precision)
        rebuilt = reference
        for first, eye in ((0, "Left"), (2, "Right")):
            if base and first:
                rebuilt[2:] = rebuilt[:2]
            if not present >> (first // 2) & 1:
                continue
            for place, axis in ((first, "X"), (first + 1, "Y")):
                delta = self.at(f"Pupil{eye}EyeCoordinate{axis}", index) - rebuilt[place]
                magnitude = whole(abs(delta) * unit + 0.5)
                name = f"gfve_pupil_{eye.lower()}_eye_d{axis.lower()}_coordinate"
                values[f"{name}_abs"] = magnitude
                if magnitude:
                    values[f"{name}_sign_flag"] = int(delta < 0)
                rebuilt[place] += -(magnitude / unit) if delta < 0 else magnitude / unit
        if base:
            self.base_pupils = list(rebuilt)
        self.previous_pupils = list(rebuilt)
        return values


Coded = tuple[list[Any], list[Any], list[Any], list[Matrix]]


def _code_type(
    elements: list[Matrix], shape: tuple[int, int, int], precision: int, reference: list[Matrix] | None
) -> Coded:
    """int, dec and sign of ``shape`` elements, and their values as a decoder has them."""
    count, height, width = shape
    if len(elements) < count or any(len(m) < height or any(len(r) < width for r in m) for m in elements):
        raise CfgError("a matrix is smaller than the one that it is predicted from")
    unit = power(precision)
    ints, decs, signs, rebuilt = [], [], [], []
    for j in range(count):
        rows: tuple[list[Any], list[Any], list[Any], Matrix] = ([], [], [], [])
        for k in range(height):
            row: tuple[list[int], list[int], list[int], list[float]] = ([], [], [], [])
            for m in range(width):
                try:
                    ahead = 0.0 if reference is None else reference[j][k][m]
                except IndexError:
                    raise CfgError("predicted from matrices of another size") from None
                value = elements[j][k][m] - ahead
                magnitude = abs(value)
                integer = whole(magnitude)
                dec = whole((magnitude - integer) * unit + 0.5)
                if reference is None:
                    dec = max(0, min(dec, wrap(int(unit) - 1)))
                back = integer + dec / unit
                row[0].append(integer)
                row[1].append(dec)
                row[2].append(int(value < 0 and bool(integer or dec)))
                row[3].append((-back if value < 0 else back) + ahead)
            for part, column in zip(rows, row, strict=True):
                part.append(column)
        ints.append(rows[0])
        decs.append(rows[1])
        signs.append(rows[2])
        rebuilt.append(rows[3])
    return ints, decs, signs, rebuilt


def _columns(name: str, code: Sequence[Coded]) -> dict[str, Any]:
    parts = (("int", 0), ("dec", 1), ("sign_flag", 2))
    return {f"{name}_{suffix}": [part[place] for part in code] for suffix, place in parts}


def _sparse(flags: Sequence[int], values: Sequence[int]) -> list[int | None] | None:
    """``values`` where flagged, holes elsewhere, without holes at the end; None without any."""
    kept: list[int | None] = [v if flag else None for flag, v in zip(flags, values, strict=True)]
    while kept and kept[-1] is None:
        kept.pop()
    return kept or None


def wrap(value: int) -> int:
    """Wrap to a C int of 32 bits."""
    return (value + 2**31) % 2**32 - 2**31


def power(precision: int) -> float:
    """Compute the encoder's ``1 << precision`` in a C int, of which x86 shifts by the five low bits."""
    return float(wrap(1 << (precision & 31)))


def whole(value: float) -> int:
    """Convert to int as the encoder does: toward zero; what does not fit gives INT_MIN on x86."""
    if not -(2.0**31) - 1 < value < 2.0**31 or math.isnan(value):
        return -(2**31)
    return int(value)
