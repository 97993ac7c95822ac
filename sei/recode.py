"""Messages that say the same after others before them were left out or changed.

A predicted message says a difference from one before it, so a stream without that one needs another
difference. A `Recoder` follows both streams: what a decoder hears in the old one, and what it is told in the
new one. Numbers are exact or refused, never rounded: sums of differences stay what they were.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, TypeAlias

import numpy as np

from sei.build import matrix_layout
from sei.context import Context, Numbers
from sei.editions import H274V4, Edition
from sei.errors import BitstreamError, SeigenError
from sei.messages import message_class
from sei.messages.generative_face_video import AFFINE, COVARIANCE, GenerativeFaceVideo
from sei.messages.generative_face_video_enhancement import GenerativeFaceVideoEnhancement
from sei.predict import EnhancementNumbers, FaceNumbers, predict_enhancement, predict_face
from sei.quantise import MAX_PRECISION, BuildError
from sei.resolve import Matrices, as_array

Face = GenerativeFaceVideo
Enhancement = GenerativeFaceVideoEnhancement
Said: TypeAlias = FaceNumbers | EnhancementNumbers
Parts: TypeAlias = dict[str, Any]

FACE, ENHANCEMENT = Face.payload_type, Enhancement.payload_type

_FINER = 9
"""Precisions tried beyond the one that numbers need, so that a payload ends on a whole byte."""
_ENDING = 2
"""Bytes that an ending on a whole byte may cost."""


class RecodeError(SeigenError):
    """Numbers that no message can say exactly after what was said before."""


@dataclass(frozen=True, slots=True)
class Heard:
    """A GFV or GFVE message of the old stream.

    payload  its bytes
    message  coded view
    numbers  prediction undone, what it leaves out filled in: what a decoder has after it
    """

    payload: bytes
    message: Face | Enhancement
    numbers: Said

    @property
    def gfv_id(self) -> int:
        """gfv_id, or gfve_gfv_id."""
        return self.message.gfv_id if isinstance(self.message, Face) else self.message.gfve_gfv_id

    @property
    def cnt(self) -> int:
        """gfv_cnt, or gfve_gfv_cnt."""
        return self.message.gfv_cnt if isinstance(self.message, Face) else self.message.gfve_gfv_cnt

    @property
    def gfve_id(self) -> int | None:
        """gfve_id, None of GFV."""
        return None if isinstance(self.message, Face) else self.message.gfve_id

    @property
    def is_base(self) -> bool:
        """It is a base picture's."""
        m = self.message
        return bool(m.gfv_base_pic_flag if isinstance(m, Face) else m.gfve_base_pic_flag)


class Decoded:
    """What a decoder of one stream has: its context, and what each id's messages said last."""

    def __init__(self) -> None:
        self.context = Context()
        self.faces: dict[int, FaceNumbers] = {}
        self.enhancements: dict[tuple[int, int], EnhancementNumbers] = {}

    def fork(self, like: Face | Enhancement) -> Decoded:
        """Copy what there is of one id, to try something."""
        copy = Decoded()
        if isinstance(like, Face):
            copy.context = self.context.only(like.gfv_id, None)
            if like.gfv_id in self.faces:
                copy.faces[like.gfv_id] = self.faces[like.gfv_id]
        else:
            key = like.gfve_id, like.gfve_gfv_id
            copy.context = self.context.only(like.gfve_gfv_id, like.gfve_id)
            if key in self.enhancements:
                copy.enhancements[key] = self.enhancements[key]
        return copy

    def last(self, like: Face | Enhancement) -> Said:
        """Return what was said last under the ids of a message."""
        if isinstance(like, Face):
            return self.faces.get(like.gfv_id, FaceNumbers(None, None, []))
        return self.enhancements.get((like.gfve_id, like.gfve_gfv_id), EnhancementNumbers([], None))

    def take(self, message: Face | Enhancement) -> Said:
        """Undo the prediction of a message that was read with ``context``, and fill in what it leaves out.
        Raises MissingReference."""
        if isinstance(message, Face):
            face = predict_face(message, self.context)
            before = self.last(message)
            assert isinstance(before, FaceNumbers)
            if not message.gfv_base_pic_flag:
                if face.keypoints is None:
                    face = replace(face, keypoints=before.keypoints, z_max=before.z_max)
                face = face if face.matrices else replace(face, matrices=before.matrices)
            self.faces[message.gfv_id] = face
            return face
        found = predict_enhancement(message, self.context)
        held = self.last(message)
        assert isinstance(held, EnhancementNumbers)
        if not message.gfve_base_pic_flag and not found.matrices:
            found = replace(found, matrices=held.matrices)
        self.enhancements[message.gfve_id, message.gfve_gfv_id] = found
        return found


class Recoder:
    """Two decoders: of the old stream, and of the new one.

    ending  prefer payloads that end on a whole byte, where that costs little (VTM 24.0 may refuse others)
    """

    def __init__(self, edition: Edition = H274V4, *, ending: bool = True) -> None:
        self.edition, self.ending = edition, ending
        self.old, self.new = Decoded(), Decoded()
        self.ragged = 0
        """Messages written anew that do not end on a whole byte."""

    def hear(self, payload_type: int, payload: bytes) -> Heard:
        """Read a message of the old stream, in decoding order. Raises BitstreamError."""
        cls = message_class(payload_type)
        assert cls is not None
        message = cls.from_payload(payload, edition=self.edition, context=self.old.context, endless=True)
        assert isinstance(message, Face | Enhancement)
        return Heard(payload, message, self.old.take(message))

    def tell(
        self,
        heard: Heard,
        *,
        cnt: int | None = None,
        numbers: Said | None = None,
        like: Face | Enhancement | None = None,
        again: bool = False,
    ) -> bytes:
        """Write a message for the new stream, in decoding order.

        cnt      its gfv_cnt; None: as it was
        numbers  what a decoder has after it; None: as in the old stream. Those of a base message stay
        like     the message with other ids, flags or network; None: with its own
        again    the same bytes will come again, and are to say the same then: differences that are added
                 twice do not

        A message that needs no change keeps its bytes. Raises RecodeError where no form says the numbers
        exactly, OutOfRange where ``like`` cannot be written.
        """
        cnt = heard.cnt if cnt is None else cnt
        wanted = heard.numbers if numbers is None else numbers
        message = heard.message if like is None else like
        if heard.is_base:
            if cnt:
                raise RecodeError(f"{message.syntax_name}: of a base picture gfv_cnt is 0, not {cnt}")
            same = message == heard.message
            return self._commit(heard.payload if same else message.to_payload(edition=self.edition), message)
        times = 2 if again else 1
        same = cnt == heard.cnt and message == heard.message
        if same and self._says(heard.payload, message, wanted, times):
            return self._commit(heard.payload, message)
        return self._told(message, cnt, wanted, times=times)

    def says_again(self, heard: Heard, payload: bytes) -> bool:
        """Tell whether a payload, put into the new stream now, says what a message said. Differences of
        pupils, which have no other form, never do so a second time."""
        return self._says(payload, heard.message, heard.numbers)

    def tell_as_coded(self, message: Face | Enhancement) -> bytes:
        """Write a message for the new stream as its elements are, whatever they say after those before it.
        Raises BitstreamError."""
        payload = message.to_payload(edition=self.edition, context=self.new.context)
        return self._commit(payload, message)

    def tell_bytes(self, payload_type: int, payload: bytes) -> bytes:
        """Put bytes into the new stream as they are, whether they can be read or not."""
        cls = message_class(payload_type)
        assert cls is not None
        with suppress(BitstreamError):
            message = cls.from_payload(payload, edition=self.edition, context=self.new.context, endless=True)
            assert isinstance(message, Face | Enhancement)
            self.new.take(message)
        return payload

    def tell_held(self, heard: Heard, cnt: int, *, matrices: bool) -> bytes | None:
        """Write a GFVE message for a picture that had none of its own, saying what ``heard``, which was left
        out, said: pupils, and ``matrices`` as well. None: the new stream says it already."""
        message, numbers, last = heard.message, heard.numbers, self.new.last(heard.message)
        assert isinstance(message, Enhancement) and isinstance(numbers, EnhancementNumbers)
        assert isinstance(last, EnhancementNumbers)
        wanted = numbers if matrices else replace(numbers, matrices=last.matrices)
        return None if wanted == last else self._told(message, cnt, wanted, leave=True)

    def _told(
        self, message: Face | Enhancement, cnt: int, wanted: Said, *, leave: bool = False, times: int = 1
    ) -> bytes:
        payload, bits = self._cheapest(message, cnt, wanted, leave, times)
        self.ragged += bits % 8 != 0
        return self._commit(payload, message)

    def _commit(self, payload: bytes, like: Face | Enhancement) -> bytes:
        context = self.new.context
        self.new.take(type(like).from_payload(payload, edition=self.edition, context=context, endless=True))
        return payload

    def _says(self, payload: bytes, like: Face | Enhancement, wanted: Said, times: int = 1) -> bool:
        """Whether a payload leaves a decoder of the new stream with ``wanted``, each of so many ``times``."""
        fork = self.new.fork(like)
        try:
            for _ in range(times):
                message = type(like).from_payload(
                    payload, edition=self.edition, context=fork.context, endless=True
                )
                if fork.take(message) != wanted:
                    return False
        except BitstreamError:
            return False
        return True

    def _cheapest(
        self, message: Face | Enhancement, cnt: int, wanted: Said, leave: bool, times: int = 1
    ) -> tuple[bytes, int]:
        """The shortest payload that says ``wanted``, and its bits before the ending."""
        found: list[tuple[float, bytes, int]] = []
        plain = math.inf  # bytes of the shortest form whose precision is free
        for finer in (0, _FINER):
            for parts in self._forms(message, cnt, wanted, leave, finer):
                try:
                    made = type(message).from_values(parts)
                    context = self.new.context
                    bits = made.payload_bits(edition=self.edition, context=context)
                    size = -(-bits // 8)
                    cost = size + (_ENDING + 0.5 if bits % 8 and self.ending else 0)
                    if finer and cost >= min(found)[0]:
                        continue
                    payload = made.to_payload(edition=self.edition, context=context)
                except BitstreamError:
                    continue  # a number beyond its element
                if self._says(payload, message, wanted, times):
                    found.append((cost, payload, bits))
                    free = any(name.endswith("precision_factor_minus1") for name in parts)
                    plain = min(plain, size) if free else plain
            # A finer form is longer than the coarsest of its kind.
            if not found or not self.ending or min(found)[2] % 8 == 0 or plain >= min(found)[0]:
                break
        if not found and times > 1:
            return self._cheapest(message, cnt, wanted, leave)
        if not found:
            ids = f"gfv_id {message.gfv_id if isinstance(message, Face) else message.gfve_gfv_id}"
            raise RecodeError(
                f"{message.syntax_name} of {ids}, gfv_cnt {cnt} in the new stream: no message says its "
                "numbers exactly after those that are left"
            )
        _, payload, bits = min(found)
        return payload, bits

    def _forms(
        self, message: Face | Enhancement, cnt: int, wanted: Said, leave: bool, finer: int
    ) -> Iterator[Parts]:
        """All that could say ``wanted``: predicted or not, and ``finer`` than need be by so many bits."""
        extra = message.sei_reserved_payload_extension_data
        tail: Parts = {} if extra is None else {"sei_reserved_payload_extension_data": extra}
        if isinstance(message, Enhancement):
            assert isinstance(wanted, EnhancementNumbers)
            head: Parts = {"gfve_id": message.gfve_id, "gfve_gfv_id": message.gfve_gfv_id}
            head["gfve_gfv_cnt"] = cnt
            head |= {"gfve_base_pic_flag": 0} if cnt == 0 else {}
            for matrices, pupils in itertools.product(
                self._enhancement_matrices(message, cnt, wanted, leave, finer),
                self._pupils(message, cnt, wanted),
            ):
                yield head | matrices | pupils | tail
            return
        assert isinstance(wanted, FaceNumbers)
        head = {"gfv_id": message.gfv_id, "gfv_cnt": cnt}
        head |= {"gfv_base_pic_flag": 0} if cnt == 0 else {}
        if cnt == 0 or self.edition.fusion_with_any_cnt:
            head["gfv_fusion_pic_flag"] = message.gfv_fusion_pic_flag or 0
        head["gfv_low_confidence_face_parameter_flag"] = message.gfv_low_confidence_face_parameter_flag
        for points in self._coordinates(message, cnt, wanted, finer):
            there = bool(points["gfv_coordinate_present_flag"])
            for matrices in self._face_matrices(message, cnt, wanted, there, finer):
                if there or matrices["gfv_matrix_present_flag"]:
                    yield head | points | matrices | tail

    def _coordinates(self, m: Face, cnt: int, wanted: FaceNumbers, finer: int) -> Iterator[Parts]:
        context, last = self.new.context, self.new.last(m)
        assert isinstance(last, FaceNumbers)
        known, values = context.face(m.gfv_id), context.face_values(m.gfv_id)
        points = wanted.keypoints
        reference = values.base_kps if cnt == 0 else values.previous_kps
        if points is None or (not m.gfv_coordinate_present_flag and points == last.keypoints):
            yield {"gfv_coordinate_present_flag": 0}
        if points is None:
            return
        dims = len(points[0])
        columns = [list(column) for column in zip(*points, strict=True)]
        same = known.num_kps == len(points) and known.z_present == (dims == 3) and known.z_max == wanted.z_max
        if same and reference is not None and (len(reference), len(reference[0])) == (len(points), dims):
            before = zip(*reference, strict=True)
            deltas = [
                [a - b for a, b in zip(*pair, strict=True)] for pair in zip(columns, before, strict=True)
            ]
            coded = _axes("d", deltas, known.precision or 1)
            yield {"gfv_coordinate_present_flag": 1, "gfv_kps_pred_flag": 1} | coded
        for precision in _precisions(itertools.chain(*columns), finer):
            yield {
                "gfv_coordinate_present_flag": 1,
                "gfv_kps_pred_flag": 0,
                "gfv_coordinate_precision_factor_minus1": precision - 1,
                "gfv_num_kps_minus1": len(points) - 1,
                "gfv_coordinate_z_present_flag": int(dims == 3),
                **({"gfv_coordinate_z_max_value_minus1": (wanted.z_max or 1) - 1} if dims == 3 else {}),
            } | _axes("", columns, precision)

    def _face_matrices(
        self, m: Face, cnt: int, wanted: FaceNumbers, there: bool, finer: int
    ) -> Iterator[Parts]:
        """Elements of the matrices, of a message with keypoints where they are ``there``."""
        context, last = self.new.context, self.new.last(m)
        assert isinstance(last, FaceNumbers)
        known, values = context.face(m.gfv_id), context.face_values(m.gfv_id)
        reference = values.base_matrices if cnt == 0 else values.previous_matrices
        numbers = [found for _, found in wanted.matrices]
        types = [kind for kind, _ in wanted.matrices]
        if not numbers or (not m.gfv_matrix_present_flag and wanted.matrices == last.matrices):
            yield {"gfv_matrix_present_flag": 0}
        if not numbers:
            return
        shapes = [shape for shape, _ in numbers]
        same = known.matrix_types == types and known.matrix_shapes == shapes
        if same and reference is not None and [shape for shape, _ in reference][: len(shapes)] == shapes:
            yield {"gfv_matrix_present_flag": 1, "gfv_matrix_pred_flag": 1} | _int_dec(
                "gfv_matrix_delta_element", _differences(numbers, reference), known.matrix_precision or 1
            )
        if {AFFINE, COVARIANCE} & set(types) and not there:
            return
        arrays = [Matrices(kind, as_array(found)) for kind, found in zip(types, numbers, strict=True)]
        try:
            sizes = matrix_layout(arrays, np.array(wanted.keypoints) if there else None)
        except BuildError:
            return
        for precision in _precisions(_all(numbers), finer):
            yield {
                "gfv_matrix_present_flag": 1,
                "gfv_matrix_pred_flag": 0,
                "gfv_matrix_element_precision_factor_minus1": precision - 1,
                **sizes,
                **_int_dec("gfv_matrix_element", numbers, precision),
            }

    def _enhancement_matrices(
        self, m: Enhancement, cnt: int, wanted: EnhancementNumbers, leave: bool, finer: int
    ) -> Iterator[Parts]:
        context, last = self.new.context, self.new.last(m)
        assert isinstance(last, EnhancementNumbers)
        known = context.enhancement(m.gfve_id, m.gfve_gfv_id)
        values = context.enhancement_values(m.gfve_id, m.gfve_gfv_id)
        reference = values.base_matrices if cnt == 0 else values.previous_matrices
        numbers = wanted.matrices
        if not numbers or ((leave or not m.gfve_matrix_present_flag) and numbers == last.matrices):
            yield {"gfve_matrix_present_flag": 0}
        if not numbers:
            return
        shapes = [shape for shape, _ in numbers]
        same = known.matrix_precision is not None and known.matrix_shapes == [s[1:] for s in shapes]
        if same and reference is not None and [shape for shape, _ in reference][: len(shapes)] == shapes:
            coded = _int_dec(
                "gfve_matrix_delta_element",
                _differences(numbers, reference),
                known.matrix_precision or 1,
                flat=True,
            )
            yield {"gfve_matrix_present_flag": 1, "gfve_matrix_pred_flag": 1} | coded
        for precision in _precisions(_all(numbers), finer):
            yield {
                "gfve_matrix_present_flag": 1,
                "gfve_matrix_pred_flag": 0,
                "gfve_matrix_element_precision_factor_minus1": precision - 1,
                "gfve_num_matrices_minus1": len(numbers) - 1,
                "gfve_matrix_height_minus1": [height - 1 for _, height, _ in shapes],
                "gfve_matrix_width_minus1": [width - 1 for _, _, width in shapes],
            } | _int_dec("gfve_matrix_element", numbers, precision, flat=True)

    def _pupils(self, m: Enhancement, cnt: int, wanted: EnhancementNumbers) -> Iterator[Parts]:
        """Differences of the eyes that moved; one that did not may say so, which takes other bits."""
        known = self.new.context.enhancement(m.gfve_id, m.gfve_gfv_id)
        values = self.new.context.enhancement_values(m.gfve_id, m.gfve_gfv_id)
        reference = values.base_pupils if cnt == 0 else values.previous_pupils
        if wanted.pupils is None or reference is None or known.pupil_precision is None:
            yield {"gfve_pupil_coordinate_present_idx": 0}
            return
        moved = [wanted.pupils[:2] != reference[:2], wanted.pupils[2:] != reference[2:]]
        for present in range(4):
            if any(there and not present & 1 << eye for eye, there in enumerate(moved)):
                continue
            part: Parts = {"gfve_pupil_coordinate_present_idx": present}
            for eye, name in enumerate(("left", "right")):
                for axis, at in (("x", 2 * eye), ("y", 2 * eye + 1)):
                    if present & 1 << eye:
                        steps = _steps(wanted.pupils[at] - reference[at], known.pupil_precision)
                        stem = f"gfve_pupil_{name}_eye_d{axis}_coordinate_"
                        part[stem + "abs"] = abs(steps)
                        if steps:
                            part[stem + "sign_flag"] = int(steps < 0)
            yield part


def _precisions(values: Iterable[float], finer: int) -> range:
    """The least precision at which numbers are exact, and so many beyond it."""
    least = max((Fraction(value).denominator.bit_length() - 1 for value in values), default=1)
    return range(max(least, 1), min(max(least, 1) + finer, MAX_PRECISION) + 1)


def _all(numbers: list[Numbers]) -> Iterator[float]:
    return itertools.chain.from_iterable(flat for _, flat in numbers)


def _steps(value: float, precision: int) -> int:
    """A number in units of 2^-precision, rounded to nearest: whether it is exact, the reading tells."""
    scaled = value * 2.0**precision
    return round(scaled) if math.isfinite(scaled) else 0


def _axes(d: str, columns: list[list[float]], precision: int) -> Parts:
    part: Parts = {}
    for axis, column in zip("xyz", columns, strict=False):
        steps = [_steps(value, precision) for value in column]
        part[f"gfv_coordinate_{d}{axis}_abs"] = [abs(value) for value in steps]
        part[f"gfv_coordinate_{d}{axis}_sign_flag"] = [int(value < 0) for value in steps]
    return part


def _differences(numbers: list[Numbers], reference: list[Numbers]) -> list[Numbers]:
    pairs = zip(numbers, reference, strict=False)
    return [
        (shape, [a - b for a, b in zip(flat, before, strict=True)]) for (shape, flat), (_, before) in pairs
    ]


def _int_dec(name: str, numbers: list[Numbers], precision: int, *, flat: bool = False) -> Parts:
    """Elements ``name``_int, _dec and _sign_flag; ``flat``: one matrix an entry, as in GFVE."""
    ints: list[Any] = []
    decs: list[Any] = []
    signs: list[Any] = []
    for shape, values in numbers:
        steps = [_steps(value, precision) for value in values]
        for found, put in (
            ([abs(value) >> precision for value in steps], ints),
            ([abs(value) & (1 << precision) - 1 for value in steps], decs),
            ([int(value < 0) for value in steps], signs),
        ):
            nested = _nested(found, shape)
            put.append(nested[0] if flat else nested)
    return {f"{name}_int": ints, f"{name}_dec": decs, f"{name}_sign_flag": signs}


def _nested(flat: list[int], shape: tuple[int, int, int]) -> list[list[list[int]]]:
    count, height, width = shape
    rows = [flat[at : at + width] for at in range(0, count * height * width, width)]
    return [rows[at : at + height] for at in range(0, count * height, height)]


__all__ = ["ENHANCEMENT", "FACE", "Enhancement", "Face", "Heard", "RecodeError", "Recoder", "Said"]
