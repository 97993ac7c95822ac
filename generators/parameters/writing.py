"""Parameters to coded GFV/GFVE messages: integers, closed-loop prediction, least bits for the error.

A base picture's message holds matrices as they are, the ones after it differences from the message before
(what the decoder will have, not what the encoder wished for), or values again where those are shorter. The
precision of a base message and all after it, the integers, and whether gaze is worth a message are decided by
one sum: squared displacement of the landmarks plus trade times bits (`generators.parameters.effect`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from generators.parameters.effect import (
    STEP,
    cheapest,
    delta_bits,
    effect,
    end_whole,
    flat,
    ue_bits,
    value_bits,
)
from generators.system import Parameters, System
from sei.message import Message
from sei.messages.generative_face_video import (
    LOCATION,
    ROTATION,
    TRANSLATION,
    GenerativeFaceVideo,
)
from sei.messages.generative_face_video_enhancement import GenerativeFaceVideoEnhancement

TRADE = 0.2
PRECISIONS = range(5, 10)
PUPIL_PRECISION = 5
PUPIL_PRECISIONS = range(4, 7)
# Steps to either side that are tried so that a payload ends on a whole byte; the far ones where one does not
# end so by the near ones.
_NEAR, _FAR = np.arange(-8, 9), np.arange(-64, 65)
_FEW = 8  # elements: fewer have to go too far, and stay as they are
# Packing: payloads are whole bytes, so what is spared may be spent. These shares of the trade are tried.
_TRADES = (1.0, 0.6, 1.6)
_RIDGE = 0.05  # every element counts a little, or rotations would drift where the effect is no longer linear
_ENVELOPE = 16  # bits of payloadType and payloadSize
_POSE = (ROTATION, TRANSLATION, LOCATION)
# Eyes jump and stay: a gaze that is not sent is wrong for this many messages.
_GAZE_STAYS = 8


def whole_bytes(delta: np.ndarray, before: int, most: int) -> np.ndarray:
    """Pupil differences (2, 2) near those given, at most ``most``, whose GFVE payload, ``before`` bits ahead
    of them, ends on a whole byte. It costs nothing, for payloads are whole bytes; see `end_whole`."""
    options = delta.reshape(-1, 1) + _FAR
    bits = ue_bits(np.abs(options)) + (options != 0)
    cost = np.where(np.abs(options) <= most, _FAR.astype(np.float64) ** 2, np.inf)
    chosen = end_whole(cost, bits, before)
    return delta if chosen is None else (delta.ravel() + _FAR[chosen]).reshape(delta.shape)


@dataclass(frozen=True)
class Coded:
    """Messages of one picture, and the parameters a decoder gets from them."""

    messages: list[Message]
    received: Parameters


class ParameterWriter:
    """Messages of one gfv_id, in order.

    precision  bits after the binary point of matrix elements; None: chosen by `plan`, the system's until then
    trade      squared displacement of the landmarks (`quantise.STEP`) worth one bit
    """

    def __init__(
        self, system: System, *, precision: int | None = None, trade: float = TRADE, gfv_id: int = 0
    ) -> None:
        self.system, self.gfv_id, self.trade = system, gfv_id, trade
        self.precision = precision or system.precision
        self.pupil_precision = PUPIL_PRECISION
        self._fixed = precision is not None
        self._types = [t for t, _ in system.types]
        # Location is the base picture's: it does not move between base pictures.
        self._still = np.concatenate([np.full(int(np.prod(s)), t == LOCATION) for t, s in system.types])
        self._last = np.zeros(len(self._still), dtype=np.int64)
        self._pupils = np.zeros((2, 2), dtype=np.int64)
        self._gram, self._gaze_gram = np.eye(len(self._last)), np.eye(4)
        self._count = 0

    def plan(self, rows: Sequence[Parameters]) -> None:
        """Choose the next base message's precisions by its parameters and those of pictures after it."""
        if self._fixed or len(rows) < 2:
            return
        gram, gaze = self._effect(rows[0])
        targets = [flat(row, self._types) for row in rows]
        sums = {p: self._trial(targets, p, gram) for p in PRECISIONS}
        self.precision = min(sums, key=sums.__getitem__)
        looks = [row.pupils.ravel() for row in rows if row.pupils is not None]
        if looks:
            sums = {p: self._gaze_trial(looks, p, gaze) for p in PUPIL_PRECISIONS}
            self.pupil_precision = min(sums, key=sums.__getitem__)

    def _trial(self, targets: list[np.ndarray], precision: int, gram: np.ndarray) -> float:
        """Displacement + trade * bits of all messages at a precision."""
        unit = 1 << precision
        last = np.rint(targets[0] * unit).astype(np.int64)
        total = self.trade * float(value_bits(last, precision).sum())
        for count, target in enumerate(targets[1:], 1):
            # Where the base picture's face is said to be is no error of the pictures after it.
            wanted = np.where(self._still, last / unit, target)
            fresh = cheapest(wanted, last, precision, gram, self.trade)
            away = fresh / unit - wanted
            spent = self._head(count) + int(delta_bits(fresh - last, precision).sum())
            total += float(away @ gram @ away) + self.trade * (8 * -(-spent // 8) + _ENVELOPE)
            last = fresh
        return total

    def _gaze_trial(self, looks: list[np.ndarray], precision: int, gram: np.ndarray) -> float:
        unit = 1 << precision
        last = np.rint(looks[0] * unit)
        total = self.trade * float(ue_bits(np.abs(last)).sum())
        for count, look in enumerate(looks[1:], 1):
            fresh = np.rint(look * unit)
            bits = self._gaze_head(count) + int((ue_bits(np.abs(fresh - last)) + (fresh != last)).sum())
            cost = self.trade * (8 * -(-bits // 8) + _ENVELOPE)
            new, old = (float(d @ gram @ d) for d in (fresh / unit - look, last / unit - look))
            sent = _GAZE_STAYS * (old - new) > cost
            total += new + cost if sent else old
            last = fresh if sent else last
        return total

    def _effect(self, parameters: Parameters) -> tuple[np.ndarray, np.ndarray]:
        gram, gaze = effect(self.system.analyzer, parameters, self._types)
        return gram + _RIDGE / STEP**2 * np.eye(len(gram)), gaze

    def _head(self, count: int) -> int:
        """Bits of a predicted message ahead of its elements: two numbers and four flags."""
        return int(ue_bits(np.array([self.gfv_id, count])).sum()) + 4

    def _gaze_head(self, count: int) -> int:
        """Bits of a GFVE message ahead of the pupils: three ids, gfve_matrix_present_flag,
        gfve_pupil_coordinate_present_idx."""
        return int(ue_bits(np.array([0, self.gfv_id, count])).sum()) + 1 + 2

    def base(self, parameters: Parameters, uri: str | None = None) -> Coded:
        """Messages of a base picture; ``uri`` goes into gfv_nn_uri beside the system's tag."""
        self._gram, self._gaze_gram = self._effect(parameters)
        self._last = np.rint(flat(parameters, self._types) * (1 << self.precision)).astype(np.int64)
        self._count = 0
        message = GenerativeFaceVideo(
            gfv_id=self.gfv_id,
            gfv_cnt=0,
            gfv_base_pic_flag=1,
            gfv_nn_present_flag=int(uri is not None),
            gfv_nn_mode_idc=1 if uri is not None else None,
            gfv_nn_tag_uri=self.system.tag if uri is not None else None,
            gfv_nn_uri=uri,
            gfv_chroma_key_info_present_flag=0,
            **self._values(parameters),
        )
        messages: list[Message] = [message]
        if parameters.pupils is not None:
            self._pupils = np.zeros((2, 2), dtype=np.int64)
            messages.append(self._gaze(self._steps(parameters.pupils), base=True))
        return Coded(messages, self._received(parameters))

    def next(self, parameters: Parameters) -> Coded:
        """Messages of the next picture generated from the same base picture."""
        self._count += 1
        p, unit = self.precision, 1 << self.precision
        wanted = np.where(self._still, self._last / unit, flat(parameters, self._types))
        fresh, bits = self._cheapest(wanted)
        plain = np.where(self._still, self._last, np.rint(wanted * unit).astype(np.int64))
        delta = fresh - self._last
        self._last = fresh
        predicted = GenerativeFaceVideo(
            gfv_id=self.gfv_id,
            gfv_cnt=self._count,
            gfv_low_confidence_face_parameter_flag=int(parameters.low_confidence),
            gfv_coordinate_present_flag=0,
            gfv_matrix_present_flag=1,
            gfv_matrix_pred_flag=1,
            gfv_matrix_delta_element_int=self._nested(np.abs(delta) >> p),
            gfv_matrix_delta_element_dec=self._nested(np.abs(delta) & (unit - 1)),
            gfv_matrix_delta_element_sign_flag=self._nested(delta < 0),
        )
        messages: list[Message] = [predicted]
        if int(value_bits(plain, p).sum()) < bits:
            # Everything elsewhere at once: values may be shorter than differences, though they say more.
            values = self._unpredicted(plain, wanted, parameters)
            if values.payload_bits() < bits:
                messages = [values]
            else:
                self._last = fresh
        if parameters.pupils is not None:
            messages += self._new_gaze(parameters.pupils)
        return Coded(messages, self._received(parameters))

    def _cheapest(self, wanted: np.ndarray) -> tuple[np.ndarray, int]:
        """Integers of a predicted message and its bits, chosen by whole bytes."""
        unit, best = 1 << self.precision, None
        for share in _TRADES:
            fresh = cheapest(wanted, self._last, self.precision, self._gram, share * self.trade)
            fresh = self._whole(
                fresh,
                wanted,
                lambda value: delta_bits(value - self._last[:, None], self.precision),
                self._head(self._count),
            )
            away = fresh / unit - wanted
            bits = self._head(self._count) + int(delta_bits(fresh - self._last, self.precision).sum())
            cost = float(away @ self._gram @ away) + self.trade * 8 * -(-bits // 8)
            if best is None or cost < best[0]:
                best = cost, fresh, bits
        assert best is not None
        return best[1], best[2]

    def _whole(
        self, value: np.ndarray, wanted: np.ndarray, bits: Callable[[np.ndarray], np.ndarray], before: int
    ) -> np.ndarray:
        """Integers near ``value`` by which the payload ends on a whole byte, errors weighed against bits;
        ``value`` itself where few elements may move."""
        if np.count_nonzero(~self._still) < _FEW:
            return value
        unit = 1 << self.precision
        weight = self._gram / unit**2
        pull = weight @ (value - wanted * unit)  # half the displacement's derivative by each element
        for shifts in (_NEAR, _FAR):
            options = value[:, None] + shifts
            size = bits(options)
            cost = shifts * (weight.diagonal()[:, None] * shifts + 2 * pull[:, None]) + self.trade * size
            cost = np.where(self._still[:, None] & (shifts != 0), np.inf, cost)
            chosen = end_whole(cost, size, before)
            if chosen is not None:
                fresh: np.ndarray = value + shifts[chosen]
                return fresh
        return value

    def _unpredicted(
        self, plain: np.ndarray, wanted: np.ndarray, parameters: Parameters
    ) -> GenerativeFaceVideo:
        """The message that says values as they are, near ``plain``; they become the last ones."""

        def message() -> GenerativeFaceVideo:
            return GenerativeFaceVideo(
                gfv_id=self.gfv_id, gfv_cnt=self._count, gfv_matrix_pred_flag=0, **self._values(parameters)
            )

        self._last = plain
        elements = int(value_bits(plain, self.precision).sum())
        before = message().payload_bits() - elements
        self._last = self._whole(plain, wanted, lambda v: value_bits(v, self.precision), before)
        return message()

    def _values(self, parameters: Parameters) -> dict[str, Any]:
        """The fields of a message that says values as they are."""
        size, unit, p = np.abs(self._last), 1 << self.precision, self.precision
        return {
            "gfv_low_confidence_face_parameter_flag": int(parameters.low_confidence),
            "gfv_coordinate_present_flag": 0,
            "gfv_matrix_present_flag": 1,
            "gfv_matrix_element_precision_factor_minus1": p - 1,
            "gfv_num_matrix_types_minus1": len(self._types) - 1,
            "gfv_matrix_type_idx": list(self._types),
            "gfv_num_matrices_minus1": self._sized(lambda t, s: s[0] - 1 if t >= 7 else None),
            "gfv_matrix_width_minus1": self._sized(lambda t, s: s[2] - 1 if t not in _POSE else None),
            "gfv_matrix_height_minus1": self._sized(lambda t, s: s[1] - 1 if t not in _POSE else None),
            "gfv_matrix_for_3d_space_flag": self._sized(lambda t, s: int(s[1] == 3) if t in _POSE else None),
            "gfv_matrix_element_int": self._nested(size >> p),
            "gfv_matrix_element_dec": self._nested(size & (unit - 1)),
            "gfv_matrix_element_sign_flag": self._nested(self._last < 0),
        }

    def _sized(self, rule: Callable[[int, tuple[int, int, int]], int | None]) -> list[int | None] | None:
        rows = [rule(t, shape) for t, shape in self.system.types]
        while rows and rows[-1] is None:
            rows.pop()
        return rows or None

    def _shaped(self, values: np.ndarray) -> list[np.ndarray]:
        """Elements (e,) as the matrices of each type."""
        ends = np.cumsum([int(np.prod(s)) for _, s in self.system.types])[:-1]
        return [v.reshape(s) for v, (_, s) in zip(np.split(values, ends), self.system.types, strict=True)]

    def _nested(self, values: np.ndarray) -> list[Any]:
        return [part.tolist() for part in self._shaped(values.astype(np.int64))]

    def _new_gaze(self, pupils: np.ndarray) -> list[Message]:
        """A GFVE message where the gaze has moved by more than its bits are worth."""
        unit = 1 << self.pupil_precision
        before = self._pupils
        message = self._gaze(self._steps(pupils), base=False)
        new, old = ((q / unit - pupils).ravel() for q in (self._pupils, before))
        gain = old @ self._gaze_gram @ old - new @ self._gaze_gram @ new
        delta = self._pupils - before
        bits = self._gaze_head(self._count) + int((ue_bits(np.abs(delta)) + (delta != 0)).sum())
        if _GAZE_STAYS * gain > self.trade * (bits + _ENVELOPE):
            return [message]
        self._pupils = before
        return []

    def _steps(self, pupils: np.ndarray) -> np.ndarray:
        steps: np.ndarray = np.rint(pupils * (1 << self.pupil_precision)).astype(np.int64)
        return steps

    def _gaze(self, pupils: np.ndarray, *, base: bool) -> GenerativeFaceVideoEnhancement:
        delta = pupils - self._pupils
        if base:
            delta[1] = pupils[1] - pupils[0]
        else:
            delta = whole_bytes(delta, self._gaze_head(self._count), 2 << self.pupil_precision)
            pupils = self._pupils + delta
        self._pupils = pupils
        size, sign = np.abs(delta), (delta < 0).astype(int)
        fields: dict[str, Any] = {}
        for eye, side in enumerate(("left", "right")):
            for axis, name in enumerate(("dx", "dy")):
                stem = f"gfve_pupil_{side}_eye_{name}_coordinate"
                fields[f"{stem}_abs"] = int(size[eye, axis])
                fields[f"{stem}_sign_flag"] = int(sign[eye, axis]) if size[eye, axis] else None
        return GenerativeFaceVideoEnhancement(
            gfve_id=0,
            gfve_gfv_id=self.gfv_id,
            gfve_gfv_cnt=self._count,
            gfve_base_pic_flag=1 if base else (0 if self._count == 0 else None),
            gfve_nn_present_flag=0 if base else None,
            gfve_matrix_present_flag=0,
            gfve_pupil_coordinate_present_idx=3,
            gfve_pupil_coordinate_precision_factor_minus1=self.pupil_precision - 1 if base else None,
            **fields,
        )

    def _received(self, parameters: Parameters) -> Parameters:
        values = self._shaped(self._last / float(1 << self.precision))
        pupils = None if parameters.pupils is None else self._pupils / float(1 << self.pupil_precision)
        matrices = dict(zip(self._types, values, strict=True))
        return Parameters(matrices, pupils=pupils, low_confidence=parameters.low_confidence)


def make_writer(system: System, trade: float = TRADE) -> Any:
    """The system's own writer of messages, `ParameterWriter` where it has none."""
    return (system.writer or ParameterWriter)(system, trade=trade)


def write(writer: Any, rows: Sequence[Parameters]) -> list[Coded]:
    """Messages of pictures that follow each other; a writer that can sees them all at once."""
    if hasattr(writer, "segment"):
        return list(writer.segment(rows))
    return [writer.next(row) for row in rows]
