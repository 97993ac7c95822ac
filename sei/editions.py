"""Editions: where drafts of H.274 and its software differ, as data that the tables consult."""

from __future__ import annotations

from dataclasses import dataclass

from sei.errors import SeigenError


@dataclass(frozen=True, slots=True)
class Edition:
    """What sets one edition of the syntax apart from another.

    chroma_key_purpose   gfv_chroma_key_purpose_idc is coded, and one pair of thresholds (lower, upper delta)
                         behind one flag; else two gfv_chroma_key_thr_value[ i ] behind a flag each
    fusion_with_any_cnt  gfv_fusion_pic_flag is coded also when gfv_cnt is greater than 0
    hash_components      dph_sei_single_component_flag tells the decoded picture hash's components; H.265 has
                         no such flag, and the payload's size tells them
    """

    name: str
    chroma_key_purpose: bool
    fusion_with_any_cnt: bool
    hash_components: bool


H274V4 = Edition("h274v4", chroma_key_purpose=True, fusion_with_any_cnt=False, hash_components=True)
"""H.274 (VSEI) v4 as VTM 24.0 writes and reads it."""

HM18 = Edition("hm18", chroma_key_purpose=False, fusion_with_any_cnt=True, hash_components=False)
"""The draft that HM 18.0 writes: before the change of the chroma key."""

EDITIONS = {edition.name: edition for edition in (H274V4, HM18)}


def edition(name: str) -> Edition:
    """Find an edition by name. Raises SeigenError on an unknown one."""
    try:
        return EDITIONS[name]
    except KeyError:
        raise SeigenError(f"unknown edition {name!r}; there are {', '.join(EDITIONS)}") from None
