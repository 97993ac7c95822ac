"""hypothesis strategies from the fields themselves: a driver whose values are drawn."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

from sei.bits import MAX_PAYLOAD
from sei.context import Context
from sei.editions import H274V4, Edition
from sei.elements import UE_MAX
from sei.message import Message
from sei.reader import Reader
from sei.syntax import Syntax

SMALL = {
    "gfv_num_kps_minus1": 5,
    "gfv_num_matrix_types_minus1": 3,
    "gfv_num_matrices_info": 4,
    "gfv_num_matrices_minus1": 2,
    "gfv_matrix_width_minus1": 3,
    "gfv_matrix_height_minus1": 3,
    "gfve_num_matrices_minus1": 2,
    "gfve_matrix_width_minus1": 3,
    "gfve_matrix_height_minus1": 3,
    "manifest_num_sei_msg_types": 4,
    "num_sei_prefix_indications_minus1": 3,
    "num_bits_in_prefix_indication_minus1": 20,
    "po_sei_num_minus1": 4,
    "po_num_bits_in_prefix_indication_minus1": 20,
    "nnpfc_num_input_pics_minus1": 4,
    "nnpfa_num_output_entries": 4,
}
"""Bounds that keep a drawn message small; the elements' ends are tested apart."""

TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20)


def numbers(lo: int, hi: int) -> st.SearchStrategy[int]:
    """Small numbers, any number, and both ends."""
    return st.one_of(st.integers(lo, min(hi, lo + 3)), st.integers(lo, hi), st.sampled_from([lo, hi]))


class Sampler(Syntax):
    """Draws every element that the table asks for, in its range."""

    store = Reader.store

    def __init__(
        self, draw: Callable[[Any], Any], cls: type[Message], edition: Edition, context: Context
    ) -> None:
        super().__init__(cls.syntax_name, cls.ELEMENTS, edition, context)
        self.draw = draw
        self.values: dict[str, Any] = {}

    @property
    def position(self) -> int:
        return 0

    @property
    def room(self) -> int:
        return 8 * MAX_PAYLOAD

    def __call__(self, name: str, *index: int, bits: int = 0, hi: int | None = None) -> int:
        element = self.elements[name]
        lo, top = element.lo, element.hi if hi is None else hi
        if element.kind == "u" and not element.bits:
            top = min(top, (1 << bits) - 1)
        lo, top = self._allowed(name, lo, min(top, SMALL.get(name, top)))
        value: int = self.draw(numbers(lo, top))
        self._put(name, index, value)
        return value

    def _allowed(self, name: str, lo: int, hi: int) -> tuple[int, int]:
        """Constraints between elements: what else would be refused, rightly."""
        v = self.values
        if name == "gfv_matrix_present_flag" and not v["gfv_coordinate_present_flag"]:
            return 1, 1
        if name == "gfv_matrix_type_idx" and not v["gfv_coordinate_present_flag"]:
            return 2, hi
        known = self.context.face(v.get("gfv_id", 0))
        if name == "gfv_kps_pred_flag" and not v.get("gfv_base_pic_flag") and known.num_kps is None:
            return 0, 0
        if name == "gfv_matrix_pred_flag" and known.matrix_precision is None:
            return 0, 0
        enhanced = self.context.enhancement(v.get("gfve_id", 0), v.get("gfve_gfv_id", 0))
        if name == "gfve_matrix_pred_flag" and enhanced.matrix_precision is None:
            return 0, 0
        if name == "gfve_pupil_coordinate_present_idx" and not v.get("gfve_base_pic_flag"):
            return lo, 0 if enhanced.pupil_precision is None else hi
        if name in ("gfv_id", "gfve_id", "gfve_gfv_id"):
            # Few ids, so that messages of one id follow each other.
            return lo, 1
        return lo, hi

    def _put(self, name: str, index: tuple[int, ...], value: Any) -> None:
        if index:
            self.store(name, index, value)
        else:
            self.values[name] = value

    def infer(self, name: str, *index: int, value: int) -> None:
        self._put(name, index, value)

    def text(self, name: str, *index: int) -> str:
        value: str = self.draw(TEXT)
        self._put(name, index, value)
        return value

    def octets(self, name: str, *index: int, count: int | None = None) -> str:
        value: str = self.draw(st.binary(min_size=count or 0, max_size=40 if count is None else count)).hex()
        self._put(name, index, value)
        return value

    def align(self, name: str, bit: int = 0) -> None:
        pass

    def extended(self, name: str) -> bool:
        return False

    def rest(self, name: str, bits: int) -> int:
        count: int = self.draw(st.integers(0, 5))
        return count


@st.composite
def messages(
    draw: Callable[[Any], Any], cls: type[Message], context: Context | None = None, edition: Edition = H274V4
) -> Message:
    """A valid message of ``cls``; ``context`` is advanced, so that later ones can be predicted from it."""
    sampler = Sampler(draw, cls, edition, context or Context())
    cls.table(sampler)
    for commit in sampler.commits:
        commit()
    return cls.model_validate(sampler.values)


@st.composite
def sequences(draw: Callable[[Any], Any], cls: type[Message], edition: Edition = H274V4) -> list[Message]:
    """Messages that may be predicted from those before them."""
    context = Context()
    return [draw(messages(cls, context, edition)) for _ in range(draw(st.integers(1, 5)))]


assert UE_MAX == 2**32 - 2
