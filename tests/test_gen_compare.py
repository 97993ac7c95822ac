"""The comparison's tables, and the parts of its measuring that need no clip."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest
import torch

from generators.measure import metrics
from generators.measure.report import held, strict
from generators.media.pixels import to_batch
from scripts import compare_table
from scripts.compare import CLIPS
from scripts.compare_table import BEGIN, END, HELD, MESH, STATIC, STRANGER, VVENC
from tests.gen_material import real


def row(kbits, stlpips, keypoints, **more):
    return {
        "kbits": kbits,
        "psnr": 25.0,
        "ssim": 0.8,
        "vmaf": 40.0,
        "stlpips": stlpips,
        "keypoints": keypoints,
        **more,
    }


@pytest.fixture
def result():
    """Two clips: on the first, light beats everything; on the second, its keypoints could not be measured."""
    one = {
        MESH: row(8.0, 0.2, 2.0, parameters=2.0),
        "light": row(7.0, 0.1, 1.0, parameters=1.5),
        "fomm": row(7.0, 0.2, 1.0, parameters=1.5),
        STATIC: row(3.0, 0.4, 9.0),
        HELD: row(6.0, 0.3, 4.0),
        VVENC: row(7.9, 0.3, 3.0, qp=41),
        STRANGER: row(3.0, 0.9, 12.0),
    }
    two = {
        MESH: row(8.0, 0.1, 2.0, parameters=2.0),
        "light": row(7.0, 0.4, None, parameters=1.5),
        "fomm": row(7.0, 0.2, 1.0, parameters=1.5),
        STATIC: row(3.0, 0.5, 9.0),
        HELD: row(6.0, 0.3, 4.0),
    }
    clips = {
        "a": {"seconds": 10.0, "base pictures": [{}, {}], "rows": one},
        "b": {"seconds": 4.04, "base pictures": [{}], "rows": two},
    }
    cost = {"macs a picture": 3e9, "macs a base picture": 2e9}
    systems = {
        "light": {"parameters": 80_000, "macs a picture": 120e6, "macs a base picture": 110e6},
        "fomm": {"parameters": 1_200_000, **cost},
    }
    return {"clips": clips, "systems": systems}


def cells(text, first):
    """The cells of the line that begins with a cell."""
    (line,) = [x for x in text.splitlines() if x.startswith(f"| {first} |")]
    return [c.strip() for c in line.strip("|").split("|")]


def test_rows(result):
    text = compare_table.tables(result)
    assert cells(text, "a, 10.0 s, 2 base pictures")[1:5] == ["light", "7.00", "1.50", "0.100"]
    assert cells(text, "b, 4.0 s, 1 base picture")[1:] == [
        "light",
        "7.00",
        "1.50",
        "0.400",
        "–",
        "25.0",
        "0.800",
        "40",
    ]
    assert "| VVenC, QP 41 | 7.90 |  | 0.300 |" in text
    # Systems first, then what stands beside, in a fixed order.
    order = [line.split("|")[2].strip().split(",")[0] for line in text.splitlines()[2:9]]
    assert order == ["light", "fomm", MESH, STATIC, HELD.split(",")[0], VVENC, STRANGER]


def test_what_could_not_be_measured_beats_nothing(result):
    text = compare_table.tables(result)
    assert cells(text, "light")[1:] == ["1", "1", "1", "2"]
    # Equal is not better: fomm has mesh's ST-LPIPS on the first clip.
    assert cells(text, "fomm")[1:] == ["2", "2", "0", "2"]
    assert cells(text, MESH)[1:] == ["2", "2", "", "2"]


def test_light_against_its_parent(result):
    text = compare_table.tables(result)
    assert cells(text, "multiply-accumulates a picture")[1:] == ["120.0 M", "3000.0 M", "96.0 %"]
    # Ratios 1/2 and 2: as good on average; keypoints stand on the one clip that has both.
    lines = [x for x in text.splitlines() if "geometric mean" in x]
    assert [x.split("|")[-2].strip() for x in lines] == ["0.0 %", "0.0 %"]
    assert compare_table.ratio(result["clips"], "light", "fomm", "stlpips") == pytest.approx(1)
    assert compare_table.ratio({}, "light", "fomm", "stlpips") is None
    del result["systems"]["fomm"]
    assert "geometric mean" not in compare_table.tables(result)


def test_docs_between_markers(tmp_path, result):
    path = tmp_path / "learned.md"
    path.write_text(f"before\n{BEGIN}\nold\n{END}\nafter\n", encoding="utf-8")
    text = compare_table.tables(result)
    for _ in range(2):
        compare_table.write_docs(path, text)
        assert path.read_text(encoding="utf-8") == f"before\n{BEGIN}\n{text}{END}\nafter\n"
    path.write_text(f"{END} {BEGIN}", encoding="utf-8")
    with pytest.raises(ValueError, match="no <!-- compare begin"):
        compare_table.write_docs(path, text)


def test_model_cards_name_the_clips(result):
    rows = compare_table.card_rows(result["clips"], "light")
    assert rows and all(key.startswith("held out: ") for key in rows)
    assert all("static copy" in text and "mesh" in text for text in rows.values())
    assert compare_table.card_rows(result["clips"], "nobody") == {}


def test_json_is_strict():
    value = strict({"a": [1.5, math.nan], "b": (math.inf, None, "x")})
    assert json.loads(json.dumps(value, allow_nan=False)) == {"a": [1.5, None], "b": [None, None, "x"]}


def test_held_base_pictures():
    assert held([0, 3, 4], 6).tolist() == [0, 0, 0, 3, 4, 4]
    assert np.array_equal(held([0], 3), [0, 0, 0])


def test_a_stranger_is_somebody_else():
    assert all(other in CLIPS and other != clip for clip, (_, other) in CLIPS.items())


def test_perceptual_distance_of_many_is_that_of_each():
    real("stlpips")
    model, random = metrics.ShiftTolerantLpips(), np.random.default_rng(0)
    source, one, two = (random.integers(0, 256, (3, 64, 64, 3), dtype=np.uint8) for _ in range(3))
    got = metrics.stlpips(model, source, [one, two, source], batch=2)
    with torch.no_grad():
        want = [model(to_batch(source), to_batch(o)).numpy() for o in (one, two)]
    assert np.allclose(got[:2], want, rtol=1e-5)
    assert not got[2].any()
