"""Known defects of VTM 24.0's decoder (and HM 18.0's), recognised in a stream on which it differs or fails.

Each was found by running the conformance set, and explained by reading the reference's sources.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from conformance.vtm.reference import Section
from sei.messages.generative_face_video import GenerativeFaceVideo as Face
from sei.messages.generative_face_video_enhancement import GenerativeFaceVideoEnhancement as Enhancement
from vvc_bridge import Codec, access_units
from vvc_bridge.access_unit import SeiMessage
from vvc_bridge.vtm_safe import survives


@dataclass
class Seen:
    """A GFV or GFVE message of the stream: its place, and what the standard reads in it.

    sections  its dump by the standard; empty when it cannot be read
    bits      (element, bit offset) in the order of the trace
    whole     nothing follows the structure in the payload
    """

    place: SeiMessage
    au: int
    message: Any = None
    sections: list[Section] = field(default_factory=list)
    bits: list[tuple[str, int]] = field(default_factory=list)
    whole: bool = True
    error: str = ""


@dataclass(frozen=True)
class Evidence:
    """What a defect is recognised by: the stream, its messages, where the reference went another way."""

    data: bytes
    seen: list[Seen]
    at: int
    element: str
    verdict: str

    @property
    def here(self) -> Any:
        """The message at which it went another way, None when there is none."""
        readable = [s.message for s in self.seen]
        return readable[self.at] if self.at < len(readable) else None

    @property
    def so_far(self) -> list[Any]:
        """Messages up to it."""
        return [s.message for s in self.seen[: self.at + 1] if s.message is not None]


@dataclass(frozen=True)
class Defect:
    """A known defect.

    name     short name, used in tables
    title    what is wrong
    detail   why, and what would be right
    example  stream of the conformance set that shows it
    """

    name: str
    title: str
    detail: str
    example: str
    shows: Callable[[Evidence], bool]


def explain(data: bytes, seen: list[Seen], at: int, element: str, verdict: str, reference: str) -> list[str]:
    """Find the name of the defect that explains what happened, in a list; empty when none does."""
    family = reference.split()[0]
    # A decoder that crashes takes the end of its dump with it: the message that it crashed on comes later.
    last = len(seen) if verdict in ("crashed", "timeout") else at + 1
    for place in range(at, max(last, at + 1)):
        evidence = Evidence(data, seen, place, element if place == at else "", verdict)
        for defect in DEFECTS:
            if (family == "VTM" or defect.name not in VTM_ONLY) and defect.shows(evidence):
                return [defect.name]
    return []


def _prefix_alone(e: Evidence) -> bool:
    if e.verdict != "crashed":
        return False
    for unit in access_units(e.data):
        if unit.codec is not Codec.H266:
            return False
        for position in {message.nal for message in unit.messages}:
            types = [m for m in unit.messages if m.nal == position]
            if not survives([m.payload_type for m in types], types[0].suffix):
                return True
    return False


def _prefix(e: Evidence) -> bool:
    return any(not s.place.suffix for s in e.seen) and not e.element


def _faces(e: Evidence) -> list[Face]:
    return [m for m in e.so_far if isinstance(m, Face)]


def _enhancements(e: Evidence) -> list[Enhancement]:
    return [m for m in e.so_far if isinstance(m, Enhancement)]


def _one_state(e: Evidence) -> bool:
    here = e.here
    if isinstance(here, Face):
        predicted = here.gfv_kps_pred_flag and not here.gfv_base_pic_flag
        mixed = len({m.gfv_id for m in _faces(e)}) > 1
        return bool(mixed and (predicted or here.gfv_matrix_pred_flag))
    if isinstance(here, Enhancement):
        mixed = len({(m.gfve_id, m.gfve_gfv_id) for m in _enhancements(e)}) > 1
        # Pupils of another message are taken over even by a base message without pupils.
        carried = e.element.startswith(("gfve_PupilCoordinate", "gfve_nn_alignment"))
        return bool(mixed and (not here.gfve_base_pic_flag or carried))
    return False


def _sizes_grow(e: Evidence) -> bool:
    here = e.here
    bases: list[Any] = []
    if isinstance(here, Face) and here.gfv_matrix_pred_flag:
        bases = [m for m in _faces(e) if m.gfv_base_pic_flag and m.gfv_matrix_present_flag]
        sizes = [_sizes(m.gfv_matrix_element_int) for m in bases]
    elif isinstance(here, Enhancement) and here.gfve_matrix_pred_flag:
        bases = [m for m in _enhancements(e) if m.gfve_base_pic_flag and m.gfve_matrix_present_flag]
        sizes = [_sizes(m.gfve_matrix_element_int) for m in bases]
    return bool(bases) and any(size != sizes[0] for size in sizes)


def _sizes(nested: Any) -> Any:
    """Extents of nested lists, numbers left out."""
    return [_sizes(part) for part in nested] if isinstance(nested, list) else None


def _type_order(e: Evidence) -> bool:
    """A type's flag or number is looked up by its place among all types, and was appended to a list of those
    that have one."""
    coded = [m for m in _faces(e) if m.gfv_matrix_type_idx]
    if not isinstance(e.here, Face) or not coded or not e.here.gfv_matrix_present_flag:
        return False
    flags = spaces = infos = 0
    equal = coded[-1].gfv_num_matrices_equal_to_num_kps_flag or []
    for i, kind in enumerate(coded[-1].gfv_matrix_type_idx or ()):
        if kind in (0, 1):
            if flags != i or (not equal[i] and infos != i):
                return True
            flags += 1
            infos += not equal[i]
        elif kind in (4, 5, 6):
            if spaces != i:
                return True
            spaces += 1
    return False


def _matrix_base(e: Evidence) -> bool:
    here = e.here
    if not isinstance(here, Face) or not here.gfv_matrix_pred_flag or here.gfv_cnt:
        return False
    return any(m.gfv_matrix_present_flag and not m.gfv_base_pic_flag for m in _faces(e)[:-1])


def _shift(e: Evidence) -> bool:
    names = ("gfv_coordinate_precision_factor_minus1", "gfv_matrix_element_precision_factor_minus1")
    more = ("gfve_matrix_element_precision_factor_minus1", "gfve_pupil_coordinate_precision_factor_minus1")
    return any((getattr(m, name, None) or 0) >= 30 for m in e.so_far for name in (*names, *more))


def _signed(e: Evidence) -> bool:
    for message in e.so_far:
        for name, value in message.model_dump(exclude_none=True).items():
            if name.endswith(("_abs", "_int", "_dec")) and _largest(value) >= 2**31:
                return True
    return False


def _largest(value: Any) -> int:
    if isinstance(value, list):
        return max((_largest(v) for v in value), default=0)
    return int(value)


def _overrun(e: Evidence) -> bool:
    """A message with more keypoints than the last base message: they are written behind a list's end."""
    room = 0
    for message in e.so_far:
        if isinstance(message, Face) and message.gfv_num_kps_minus1 is not None:
            if message.gfv_base_pic_flag:
                room = message.gfv_num_kps_minus1 + 1
            elif message.gfv_num_kps_minus1 + 1 > room:
                return True
    return False


def _unset(e: Evidence) -> bool:
    """It took what memory held for a flag that is not coded, and what follows the structure for a network."""
    seen = e.seen[e.at] if e.at < len(e.seen) else None
    if seen is None or seen.message is None or seen.whole:
        return False
    base = getattr(seen.message, "gfv_base_pic_flag", None) or getattr(
        seen.message, "gfve_base_pic_flag", None
    )
    took = "" if not e.element else e.element.partition("[")[0]
    behind = ("gfv_nn_", "gfve_nn_", "reserved_payload_extension_data")
    return not base and e.verdict in ("refused", "differ") and (not took or took.startswith(behind))


def _pupil(e: Evidence) -> bool:
    """The encoder has written a difference that the decoder, as the standard, does not take."""
    seen = e.seen[e.at] if e.at < len(e.seen) else None
    return bool(
        seen and e.verdict == "refused" and "_eye_d" in seen.error and "_coordinate_abs" in seen.error
    )


def _predicted_size(e: Evidence) -> bool:
    """The reference does not notice that what it predicts from has another size."""
    return bool(e.at < len(e.seen) and "another size" in e.seen[e.at].error)


VTM_ONLY = {"prefix-alone", "prefix-unread"}

DEFECTS: tuple[Defect, ...] = (
    Defect(
        "prefix-alone",
        "An SEI NAL unit in which the decoder knows no message ends it with a segmentation fault",
        "GFV and GFVE are not among the messages that it knows in prefix SEI, so that one of them alone in a "
        "prefix SEI NAL unit is enough; so is any unknown payloadType. A decoder shall ignore what it does "
        "not know.",
        "MIN_PREFIXALONE_A",
        _prefix_alone,
    ),
    Defect(
        "prefix-unread",
        "GFV and GFVE in prefix SEI are not read",
        "They are skipped as unknown; the standard allows either kind of SEI NAL unit.",
        "MIN_PREFIX_A",
        _prefix,
    ),
    Defect(
        "unset",
        "A flag that it never set decides whether a payload's ending is taken for a network",
        "gfv_nn_present_flag and gfve_nn_present_flag are coded in base messages only. In others the decoder "
        "tests what memory held before, which depends on its command line: it may take the bit equal to one "
        "for an alignment bit that must be zero, and refuse the stream. A payload whose structure ends on a "
        "whole byte is safe: `seigen encode` writes no other, `seigen inject` and `seigen generate` warn of "
        "them. In the stream here user data as long as what the decoder keeps of a message leave the memory "
        "so that it happens with every command line.",
        "MIN_UNSET_A",
        _unset,
    ),
    Defect(
        "pupil-range",
        "The encoder writes pupil differences that the decoder refuses",
        "Differences of more than 2^(gfve_pupil_coordinate_precision_factor_minus1 + 2) steps are out of the "
        "standard's range, and the decoder refuses them by the base message's precision. The encoder codes, "
        "and looks, by that of the message in its configuration: after a base message of precision 3, no "
        "difference beyond 16 steps is taken, whatever precision wrote it.",
        "BAD_GFVE_E",
        _pupil,
    ),
    Defect(
        "overrun",
        "Keypoints of a message that is no base picture's are written behind the end of a list",
        "The coordinates to predict from are kept in lists as long as the last base message's; a message "
        "with more keypoints, or before any base message, overwrites memory that is not theirs. HM 18.0 too.",
        "MIN_OVERRUN_A",
        _overrun,
    ),
    Defect(
        "type-order",
        "Matrix types 0, 1, 4, 5 or 6 behind another type take their sizes from the wrong place",
        "gfv_num_matrices_equal_to_num_kps_flag, gfv_num_matrices_info and gfv_matrix_for_3d_space_flag are "
        "kept in lists to which only the types that have them append, and are looked up by the place of the "
        "type among all types of the message.",
        "MIN_TYPEORDER_A",
        _type_order,
    ),
    Defect(
        "sizes-grow",
        "Sizes of a second base message's matrices do not replace those of the first",
        "The lists of sizes are appended to and read from the front, so predicted messages after a second "
        "base message are read with the sizes of the first.",
        "MIN_SIZES_A",
        _sizes_grow,
    ),
    Defect(
        "one-state",
        "One prediction state for all gfv_id (gfve_id)",
        "Messages of several faces in turn are predicted from each other; the standard predicts from "
        "messages of the same gfv_id. Sizes differ, so the decoder may read beyond the payload.",
        "MIN_ONESTATE_A",
        _one_state,
    ),
    Defect(
        "matrix-base",
        "Every message with matrices becomes the base of the matrices",
        "A message with gfv_cnt 0 that is not a base picture's is predicted from the last message with "
        "matrices instead of the base message.",
        "MIN_MATRIXBASE_A",
        _matrix_base,
    ),
    Defect(
        "shift",
        "Precision factors 31 and 32 shift a signed int by 31 and 32 bits",
        "1 << 31 is negative and 1 << 32 is 1 on x86: values come out with the wrong sign or size, and "
        "limits that are computed so refuse valid pupils.",
        "MIN_SHIFT_A",
        _shift,
    ),
    Defect(
        "signed-int",
        "Magnitudes from 2^31 are held in a signed int",
        "abs, int and dec elements go up to 2^32-2; from 2^31 they come out negative.",
        "MIN_SIGNED_A",
        _signed,
    ),
    Defect(
        "reference-size",
        "What a message is predicted from may have another size, and is read beyond its end",
        "The decoder does not compare sizes before it adds.",
        "BAD_REFERENCE_A",
        _predicted_size,
    ),
)
"""The most particular first."""
