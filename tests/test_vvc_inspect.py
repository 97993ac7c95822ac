"""The dump of real streams: which SEI messages VTM's decoder reads at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import DATA
from vvc_bridge.access_unit import access_units
from vvc_bridge.inspect import SkippedPictures, vtm_dump


def hashes(path: Path) -> int:
    return sum(text.startswith("----") for _, text in vtm_dump(path))


@pytest.mark.parametrize(
    ("name", "read", "left_out"),
    [
        ("RAP_A_HHI_1", 1, 15),  # RASL pictures of the CRA picture that the stream starts with
        ("RAP_B_HHI_1", 33, 16),  # those, and suffix SEI before the first picture
        ("RAP_D_HHI_1", None, 0),
    ],
)
def test_sei_of_pictures_that_are_not_decoded(shared_dir, name, read, left_out):
    path = shared_dir / "vectors/jvet" / f"{name}.bit"
    total = sum(len(unit.messages) for unit in access_units(path))
    if read is not None:
        assert hashes(path) == read
    assert total - hashes(path) == left_out


def test_leading_pictures_of_the_first_cra_picture_are_left_out(shared_dir):
    skips = SkippedPictures()
    kinds = [
        (unit.random_access, skips.skips(unit))
        for unit in access_units(shared_dir / "vectors/jvet/RAP_B_HHI_1.bit")
    ]
    assert kinds[0] == ("CRA", False)
    assert all(skipped for _, skipped in kinds[1:16])
    assert not any(skipped for _, skipped in kinds[16:])


def test_many_refusals_are_named_up_to_a_hundred(tmp_path):
    from tests.limits import run
    from tests.test_bounds_reading import BAD_SEI

    path = tmp_path / "bad.266"
    path.write_bytes((DATA / "gfv_multi_picture.bit").read_bytes() + BAD_SEI * 150)
    for form in ("table", "json", "vtm"):
        ran = run("inspect", "--format", form, path)
        lines = ran.errors.splitlines()
        assert ran.status == 1 and len(lines) == 101 and "further refusals" in lines[-1]
    assert b"150 refused" in run("inspect", path).out
