"""The comparison: clips by name, plans, trials, what is told of them."""

from __future__ import annotations

import csv
import dataclasses
import json
import math
import re
from fractions import Fraction
from types import SimpleNamespace

import numpy as np
import pytest
import torch
from click.testing import CliRunner

from generators import registry
from generators.measure import anchors, metrics
from generators.measure.anchors import meet
from generators.measure.cli import compare as command
from generators.measure.compare import bench, page, plots, systems, tables, verdict, version
from generators.measure.compare.footage import FootageError, find, opened, raw_format
from generators.measure.compare.measuring import Measuring
from generators.measure.compare.plan import Plan, PlanError, chosen, points, possible, preset, trials
from generators.measure.compare.store import Store
from generators.measure.compare.summary import ResultRow, Summary
from generators.measure.compare.systems import kinds
from generators.measure.compare.trial import Trial, TrialError, perform
from generators.measure.compare.ways import ALL_DESCRIBED, HELD, SELF, STATIC, STRANGER, Point, Way
from generators.measure.report import held, strict
from generators.media.pixels import to_batch
from generators.subjects.clip import Clip
from generators.subjects.named import make_subject
from generators.weights import places
from sei.errors import SeigenError
from tests.gen_material import real

SIDE = 64


def scene(count=6, height=SIDE, width=SIDE):
    """Pictures of a smooth gradient that moves, uint8 (count, h, w, 3)."""
    y, x = np.mgrid[:height, :width]
    rows = [
        np.stack([128 + 100 * np.sin((x + 4 * i) / 9), 4 * y % 256, x + y], axis=-1) for i in range(count)
    ]
    return np.clip(np.stack(rows), 0, 255).astype(np.uint8)


def write_raw(folder, name, pictures, packed=False):
    """Pictures as a raw sequence."""
    path = folder / name
    order = pictures if packed else pictures.transpose(0, 3, 1, 2)
    path.write_bytes(np.ascontiguousarray(order).tobytes())
    return path


# Clips


@pytest.mark.parametrize(("packed", "said"), [(False, ""), (True, ""), (False, "_planar"), (True, "_packed")])
def test_raw_sequences_are_read_to_the_bit(tmp_path, packed, said):
    pictures = scene(5, SIDE, 2 * SIDE)
    write_raw(tmp_path, f"a_{2 * SIDE}x{SIDE}_30_8bit_444{said}.rgb", pictures, packed)
    (footage,) = find([str(tmp_path)], 3)
    with opened(footage, make_subject("scene"), window="all") as clip:
        assert clip.rate == Fraction(30) and np.array_equal(clip.pictures, pictures[:3])


def test_what_the_name_says_wins(tmp_path):
    pictures = scene(1)
    path = write_raw(tmp_path, f"a_{SIDE}x{SIDE}_30_8bit_444_packed.rgb", pictures)
    form = raw_format(path)
    assert form is not None and form.packed is True


@pytest.mark.parametrize(
    ("name", "size", "problem"),
    [
        ("a_64x64_25_8bit_444.rgb", 64 * 64 * 3 + 1, "not whole pictures of 12288 bytes"),
        ("a_64x64_25_8bit_444.rgb", 0, "not whole pictures"),
        ("a_64x64_25_10bit_444.rgb", 64 * 64 * 6, "read as RGB of 8 bits"),
        ("a_64x64_25_8bit_420.rgb", 64 * 64 * 3, "read as RGB of 8 bits"),
        ("a_0x64_25_8bit_444.rgb", 64, "0x64"),
        ("a_64x64_0_8bit_444.rgb", 64 * 64 * 3, "0 pictures per second"),
    ],
)
def test_raw_files_that_are_not_what_they_say(tmp_path, name, size, problem):
    (tmp_path / name).write_bytes(bytes(size))
    with pytest.raises(FootageError, match=problem):
        find([str(tmp_path)])


def test_clips_are_found(tmp_path):
    path = write_raw(tmp_path, "a_64x64_25_8bit_444.rgb", scene(4))
    (one,) = find([f"{path}:1-2"])
    assert (one.name, one.start, one.limit) == ("a_64x64_25_8bit_444", 1, 2)
    with opened(one, make_subject("scene"), window="all") as clip:
        assert np.array_equal(clip.pictures, scene(4)[1:3])
    for word, problem in (
        (f"{path}:3-2", "comes before"),
        ("nobody", "no such file"),
        (str(tmp_path / "x"), "no such"),
    ):
        with pytest.raises(FootageError, match=problem):
            find([word])
    (tmp_path / "empty").mkdir()
    with pytest.raises(FootageError, match="no raw sequence"):
        find([str(tmp_path / "empty")])
    with pytest.raises(FootageError, match="two clips"):
        find([str(path), str(path)])


# Plans


def test_a_plan_is_chosen_by_a_preset_and_options():
    assert chosen() == Plan() and chosen("quick", clips=None) == preset("quick")
    plan = chosen("quick", clips=("a",), rates=(4.0, 8.0), anchor_qps=(30,), limit=None, systems=("mesh",))
    assert plan.clips == ("a",) and plan.systems == ("mesh",) and plan.limit == preset("quick").limit
    assert plan.points == points([4, 8], None) and plan.anchor_points == points(None, [30])
    for wrong in ({"name": "none such"}, {"rates": (4.0,), "qps": (30,)}):
        with pytest.raises(PlanError):
            chosen(**wrong)


def test_points():
    assert points([4, 8.5], None) == (Point(4.0), Point(8.5)) and points(None, [22]) == (Point(qp=22),)
    assert points(None, None) is None
    for rates, qps in (([4], [22]), ([0], None), ([math.nan], None), (None, [64]), (None, [0])):
        with pytest.raises(PlanError):
            points(rates, qps)


def test_presets_are_those_of_the_papers():
    jvet, dcc = preset("jvet-gfvc"), preset("dcc2024")
    assert [p.qp for p in jvet.points] == [22, 32, 42, 52]
    assert [p.qp for p in jvet.anchor_points] == [37, 42, 47, 52]
    assert [p.qp for p in dcc.points] == [37, 42, 47, 52]
    assert [p.qp for p in dcc.anchor_points] == [45, 47, 50, 52]
    assert {"psnr", "psnr-yuv"} <= set(jvet.measures)
    assert set(preset("here").measures) >= {
        "st-lpips-vgg",
        "lpips",
        "misplacement-hair",
        "flow-error",
        "eyes-psnr",
    }
    with pytest.raises(PlanError, match="no preset"):
        preset("other")


def test_without_vtm_it_is_vvenc_and_said(monkeypatch):
    monkeypatch.setenv("SEIGEN_VTM_ENCODER", "/nowhere/EncoderApp")
    plan = possible(preset("jvet-gfvc").changed(measures=("psnr", "psnr-yuv")))
    assert plan.anchors == ("vvenc-ld",) and any("in place of VTM" in note for note in plan.notes)
    with pytest.raises(SeigenError, match="no such program"):
        possible(Plan(anchors=("vtm",)))
    with pytest.raises(PlanError, match="no anchor 'x'"):
        possible(Plan(anchors=("x",)))
    with pytest.raises(PlanError, match="nothing to compare"):
        possible(Plan(systems=(), anchors=()))


def test_vtm_is_found_with_its_low_delay_configuration(tmp_path, monkeypatch):
    program = tmp_path / "bin" / "release" / "EncoderApp"
    program.parent.mkdir(parents=True)
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    (tmp_path / "cfg").mkdir()
    (tmp_path / "cfg" / anchors.VTM_CONFIGURATION).write_text("")
    monkeypatch.setenv("SEIGEN_VTM_ENCODER", str(program))
    monkeypatch.delenv("SEIGEN_VTM_CFG", raising=False)
    assert anchors.vtm().configuration == tmp_path / "cfg" / anchors.VTM_CONFIGURATION
    assert possible(preset("jvet-gfvc").changed(measures=("psnr",))).anchors == ("vtm",)


def test_every_standing_system_is_compared_or_named(monkeypatch, tmp_path):
    monkeypatch.setattr(places, "FOLDER", tmp_path)  # no weights come with the package
    plan = possible(Plan(measures=("psnr", "mask-iou")))
    assert plan.systems is not None and plan.systems[0] == "mesh"
    faces = {name for name in registry.names() if registry.entry(name).subject == "face"}
    assert {*plan.systems, *plan.absent} == faces and {"dac", "light-cfte"} <= set(plan.absent)
    assert "dac has no weights here" in plan.absent["dac"]
    assert plan.measures == ("psnr",) and any("mask-iou is not measured" in note for note in plan.notes)
    with pytest.raises(SeigenError, match="dac has no weights"):
        possible(Plan(systems=("mesh", "dac")))


def test_trials_of_a_plan(tmp_path):
    for name in "ab":
        write_raw(tmp_path, f"{name}_64x64_25_8bit_444.rgb", scene(2))
    plan = Plan(systems=("mesh", "light"), points=points([4, 8], None), anchors=("vvenc-ra",))
    rows = trials(plan, find([str(tmp_path)]))
    assert len(rows) == 2 * (2 * 2 + 2 + 1)
    assert [t.other.name[0] for t in rows if t.kind == "beside"] == ["b", "a"]
    assert {t.codec for t in rows if t.still} == {"mesh"}
    assert all(Trial.from_json(json.loads(json.dumps(t.to_json()))) == t for t in rows)


# Trials


@pytest.mark.parametrize("count", [1, 7, 64, 300])
def test_slow_measures_look_at_pictures_between_messages_as_well(count):
    for most in (1, 10, 30, 1000):
        picks = list(metrics.sampled(count, most))
        assert picks[0] == 0 and 1 <= len(picks) <= most
        assert len(picks) < 3 or {i % 2 for i in picks} == {0, 1}


def test_what_looks_at_the_picture_before_is_taken_of_a_sample():
    spots = np.random.default_rng(0).integers(0, 256, (16, 16, 3), dtype=np.uint8)
    still = spots.repeat(6, axis=0).repeat(6, axis=1)
    pictures = np.stack([np.roll(still, 2 * i, axis=1) for i in range(20)])
    clip = Clip(pictures, [None] * 20, [0, 9], [], Fraction(25), needed=False)
    measuring = Measuring(clip, make_subject("scene"), ("flow-error", "flicker", "ssim"), 7)
    shown = pictures.copy()
    shown[12] = shown[11]
    measuring.take(Way("x", 1.0, "c" * 20), shown)
    flow = measuring.values["0/flow-error"]
    # Every third picture, but those that begin a scene; others are not looked at.
    assert np.flatnonzero(~np.isnan(flow)).tolist() == [3, 6, 12, 15, 18]
    assert flow[12] > 1 and flow[[3, 6, 18]] == pytest.approx([0, 0, 0], abs=1e-6)
    assert np.flatnonzero(~np.isnan(measuring.values["0/ssim"])).tolist() == [0, 3, 6, 9, 12, 15, 18]
    assert np.isnan(measuring.values["0/flicker"]).sum() == 2


def test_a_rate_is_met_with_few_encoder_runs():
    asked: list[int] = []

    def size(qp):
        asked.append(qp)
        return 100_000 * 2 ** (-qp / 6)

    for bits in (1e3, 5e3, 7.7e3):
        asked.clear()
        found = meet(size, bits)
        assert size(found) <= bits < size(found - 1) or found == anchors.QPS[0]
        assert len(set(asked)) <= 6 and len(asked) - 2 == len(set(asked[:-2]))
    assert meet(size, 1) == anchors.QPS[1]


def test_kinds_of_pictures():
    clip = SimpleNamespace(absent=lambda i: i in (7, 8, 9))
    assert kinds(clip, [(0, 6, True), (6, 4, True)], 2) == "cididd" + "chhh"
    assert kinds(clip, [(0, 3, True), (3, 4, True)], 1) == "cdd" + "cddd"
    assert kinds(clip, [(0, 3, False), (3, 2, True)], 2) == "chh" + "cd"


def test_the_key_follows_what_the_result_depends_on(tmp_path):
    write_raw(tmp_path, "a_64x64_25_8bit_444.rgb", scene(2))
    (clip,) = find([str(tmp_path)])
    one = Trial("anchor", "vvenc-ra", clip, Point(qp=40), subject="scene", measures=("psnr",))

    def keys(**changes):
        return Trial(**{**vars(one), **changes}).keys()

    assert keys() == one.keys()
    # A clip by another name is the same clip.
    (moved,) = find([str(write_raw(tmp_path, "b_64x64_25_8bit_444.rgb", scene(2)))])
    assert keys(clip=moved) == one.keys()
    assert keys(measures=("ssim",))[0] == one.keys()[0] and keys(measures=("ssim",))[1] != one.keys()[1]
    for change in ({"point": Point(qp=41)}, {"codec": "vvenc-ld"}, {"size": 128}, {"window": "all"}):
        assert not set(keys(**change)) & set(one.keys())
    (other,) = find([str(write_raw(tmp_path, "b_64x64_25_8bit_444.rgb", scene(3)))])
    assert not set(keys(clip=other)) & set(one.keys())


def test_the_version_is_that_of_the_sources_that_matter():
    of_anchors = version.modules(["generators.measure.compare.others"])
    assert "vvc_bridge.external.ffmpeg" in of_anchors and "generators.codec.picture_codec" in of_anchors
    assert not any(name.startswith(("generators.networks", "generators.training")) for name in of_anchors)
    of_systems = version.modules(["generators.measure.compare.systems"])
    assert "generators.codec.rate" in of_systems and "sei.writer" in of_systems
    assert not any("report" in name or "plots" in name for name in of_systems)
    assert version.of_code(["sei.bits"]) != version.of_code(["sei.rbsp"])


def test_a_worker_of_another_version_is_refused(tmp_path):
    write_raw(tmp_path, "a_64x64_25_8bit_444.rgb", scene(2))
    (clip,) = find([str(tmp_path)])
    task = Trial("beside", "", clip, Point(), subject="scene", window="all", measures=("psnr",)).task()
    with pytest.raises(TrialError, match="another version"):
        perform({**task, "entries": ["0" * 64, "1" * 64]}, tmp_path / "store", {clip.path: clip.path})


def test_anchors_end_to_end(tmp_path):
    for name in "ab":
        write_raw(tmp_path, f"{name}_64x64_25_8bit_444.rgb", scene(10 if name == "a" else 3))
    plan = Plan(
        clips=(str(tmp_path),),
        systems=(),
        points=(),
        anchors=("vvenc-ld", "vvenc-ra"),
        anchor_points=points(None, [30, 45]),
        measures=("psnr", "ssim", "psnr-yuv"),
        window="all",
    )
    told = []
    summary = bench.compare(plan, tmp_path / "out", workers=2, tell=told.append)
    assert not summary.failed and len(told) == 10
    for clip in summary.clips:
        for anchor in plan.anchors:
            fine, coarse = sorted(summary.of(anchor, clip), key=lambda r: r.qp)
            assert fine.kbits > coarse.kbits and fine.mean["psnr"] > coarse.mean["psnr"]
            assert fine.worst["psnr"] <= fine.mean["psnr"] and fine.shares == {"coded": 1.0}
        (itself,), (other,) = summary.of(SELF, clip), summary.of(STRANGER, clip)
        assert itself.mean["ssim"] == pytest.approx(1) and itself.kbits is None and other.kbits > 0
    # Low delay: another stream than random access.
    assert len({r.kbits for a in plan.anchors for r in summary.of(a, "a_64x64_25_8bit_444")}) == 4
    read = Summary.from_json(json.loads((tmp_path / "out" / "summary.json").read_text()))
    assert read.codecs == summary.codecs and read.rows[0].kbits == pytest.approx(
        summary.rows[0].kbits, rel=1e-5
    )
    with (tmp_path / "out" / "values.csv").open(newline="") as file:
        lines = list(csv.DictReader(file))
    assert len(lines) == 3 * (10 + 3) * (4 + 2)
    own = [
        float(r["value"])
        for r in lines
        if (r["clip"][0], r["codec"], r["point"], r["measure"]) == ("a", "vvenc-ld", "QP 30", "psnr")
    ]
    (row,) = (r for r in summary.of("vvenc-ld", "a_64x64_25_8bit_444") if r.point == "QP 30")
    assert np.mean(own) == pytest.approx(row.mean["psnr"])
    page_text = (tmp_path / "out" / "index.html").read_text()
    assert not re.search(r"(src|href)=.?https?:|url\(.?https?:|@import", page_text)
    # All over again, from what is kept: nothing is coded.
    before = {p: p.stat().st_mtime_ns for p in (tmp_path / "out" / "store").iterdir()}
    again = bench.compare(plan, tmp_path / "out", workers=2)
    assert again.rows == summary.rows
    assert {p: p.stat().st_mtime_ns for p in (tmp_path / "out" / "store").iterdir()} == before


def test_a_system_end_to_end(tmp_path):
    real("carphone")
    plan = preset("quick").changed(
        limit=7, size=64, points=points([60], None), anchors=(), measures=("psnr", "keypoints")
    )
    summary = bench.compare(plan, tmp_path)
    assert not summary.failed
    (own,), (every,) = summary.of("mesh"), summary.of("mesh" + ALL_DESCRIBED)
    (first,), (each,) = summary.of(STATIC), summary.of(HELD)
    assert own.kbits <= 60 and own.shares.get("described", 0) + own.shares.get("interpolated", 0) < 1
    assert "interpolated" not in every.shares and every.parameters > own.parameters
    assert own.kbits > each.kbits >= first.kbits > 0 and first.shares["held"] == pytest.approx(6 / 7)
    # Of all that is here the source itself is best, and anybody else is worst.
    psnr = {row.codec: row.mean["psnr"] for row in summary.rows}
    assert max(psnr, key=psnr.get) == SELF
    text = (tmp_path / "tables.md").read_text()
    assert "mesh, all described" in text and "static copy" in text


def test_a_failed_trial_is_told_and_the_others_count(tmp_path, monkeypatch):
    real("no-face")
    write_raw(tmp_path, "a_64x64_25_8bit_444.rgb", scene(2))
    plan = Plan(
        clips=(str(tmp_path),),
        systems=("mesh",),
        points=points([60], None),
        anchors=(),
        measures=("psnr",),
        window="all",
    )
    with pytest.raises(SeigenError, match="no face"):
        bench.compare(plan, tmp_path / "out")
    done = CliRunner().invoke(command, ["nobody", "-o", str(tmp_path / "x")])
    assert isinstance(done.exception, FootageError)


# What is told


def row(clip, codec, point, kbits, psnr, keypoints, **more):
    values = {"psnr": psnr, "keypoints": keypoints}
    given = {"parameters": None, "qp": None, "shares": {"coded": 1.0}, "worst": values, "rest": values}
    return ResultRow(clip=clip, codec=codec, point=point, kbits=kbits, mean=values, **{**given, **more})


@pytest.fixture
def summary():
    """Two clips: on the first the system is ahead in keypoints, on the second one point has none."""
    rows = []
    for clip, shift in (("one | <b>", 0.0), ("two", 1.0)):
        for i, rate in enumerate((4.0, 8.0, 16.0, 32.0)):
            point = f"{rate:g} kbit/s"
            unknown = clip == "two" and i == 0
            rows.append(
                row(
                    clip, "mesh", point, rate * 0.99, 20 + i, None if unknown else 2 - 0.1 * i, parameters=1.5
                )
            )
            rows.append(row(clip, HELD, point, rate * 0.7, 19 + i + shift, 4.0))
            rows.append(row(clip, STATIC, point, rate * 0.5, 18, 9.0))
        for qp, rate in ((52, 6.0), (42, 12.0), (37, 24.0), (32, 48.0)):
            rows.append(row(clip, "vvenc-ld", f"QP {qp}", rate, 74 - qp, 3 + (qp - 32) / 20 + shift, qp=qp))
        rows.append(row(clip, SELF, "", None, 100, 0.0))
    clips = {
        name: {"pictures": 10, "seconds": 0.4, "rate": "25", "size": [64, 64]}
        for name in ("one | <b>", "two")
    }
    return Summary(
        *("quick", "a machine", "2026-01-01", ("mesh",), ("vvenc-ld",), ("psnr", "keypoints"), ("a note",)),
        *({}, clips, tuple(rows), {"x: y": "why not"}, {"dac": "dac has no weights here"}),
    )


def cells(text, first):
    """The cells of the lines that begin with a cell."""
    lines = [x for x in text.splitlines() if x.startswith(f"| {first} |")]
    return [[c.strip() for c in line.strip("|").split("|")] for line in lines]


def test_tables(summary):
    text = tables.tables(summary)
    assert ["mesh", "8 kbit/s", "7.92", "21.0 (21.0)"] in cells(text, "mesh")
    # A mean over the clips is of all of them, or none.
    assert ["mesh", "8 kbit/s", "7.92", "1.90 (1.90)"] in cells(text, "mesh")
    assert ["mesh", "4 kbit/s", "3.96", "– (–)"] in cells(text, "mesh")
    assert "### one \\| &lt;b>" in text and "x: y: why not" in text and "a note" in text
    assert ["psnr", "static 8 of 8, held 4 of 8"] in cells(text, "psnr")
    assert ["keypoints", "static 7 of 7, held 7 of 7"] in cells(text, "keypoints")
    assert ["mesh", "8 kbit/s", "7.92", "1.50", "100", "", "", ""] in cells(text, "mesh")
    assert ["dac", "no weights", "–", "–"] in cells(text, "dac")


def test_the_row_next_to_a_rate(summary):
    text = tables.at_rate(summary, 8.0, ["psnr"])
    assert ["two", "mesh", "7.92", "1.50", "21.0"] in cells(text, "two")
    assert ["two", "vvenc-ld", "6.00", "", "22.0"] in cells(text, "two")
    assert "mesh" not in tables.at_rate(summary, 8.0, ["psnr"], ("light",))


def test_delta_rates_are_told_with_their_overlap_or_refused(summary):
    text = tables.deltas(summary, "vvenc-ld")
    (psnr,), (keypoints,) = cells(text, "psnr"), cells(text, "keypoints")
    # PSNR of mesh 20..23, of the anchor 22..42: at 22 dB it takes 15.8 instead of 6 kbit/s.
    assert psnr[1].startswith("+") and "overlap 5 %" in psnr[1]
    assert keypoints[1] == "–" and "no quality in common" in text


def test_the_verdict_follows_from_the_numbers(summary):
    score = verdict.against(summary, "mesh", "vvenc-ld", "psnr")
    assert (score.won, score.of, score.below) == (0, 6, 2)
    near = verdict.against(summary, "mesh", "vvenc-ld", "keypoints")
    assert (near.won, near.of, near.below) == (6, 6, 1)
    assert verdict.against(summary, "mesh", HELD, "psnr").lost == {"two": 4}
    (line,) = cells(verdict.systems(summary), "`mesh`")
    assert (
        line[4] == "keypoints: better than vvenc-ld at its rate in 6 of 6, than held base pictures in 7 of 7"
    )
    assert line[5] == "psnr: better than vvenc-ld at its rate in 0 of 6, than held base pictures in 4 of 8"
    text = verdict.paragraph(summary, "mesh")
    assert "Mostly behind vvenc-ld at the same rate in psnr (better in 0 of 6)." in text
    assert verdict.at([(4.0, 1.0), (16.0, 3.0)], 8.0) == pytest.approx(2)
    assert verdict.at([(4.0, 1.0), (16.0, 3.0)], 3.9) is None and verdict.at([(4.0, 1.0)], 99) is None


def costly(name, parameters, macs):
    stage = {"macs": macs, "seconds": 0.01, "memory": 10**6}
    size = {"height": 64, "width": 64, "analysis_parameters": 0, "weights": 2 * parameters}
    return {"system": name, "parameters": parameters, **size} | dict.fromkeys(
        ("analysis", "base", "generation"), stage
    )


def test_what_is_below_zero_is_not_called_worst(summary):
    held = row("two", HELD, "8 kbit/s", 8, 20, -0.001)
    rows = (row("two", "mesh", "8 kbit/s", 8, 20, -0.1), held)
    assert "Worst" not in verdict.paragraph(dataclasses.replace(summary, rows=rows), "mesh")


def test_a_light_system_beside_its_parent(summary):
    known = {"light": costly("light", 5_000, 4.0), "fomm": costly("fomm", 100_000, 80.0)}
    rows = [row("two", codec, "8 kbit/s", 8, 20, far) for codec, far in (("light", 1.1), ("fomm", 1.0))]
    both = dataclasses.replace(
        summary, systems=("light", "fomm"), rows=tuple(rows), complexity=known, measures=("keypoints",)
    )
    text = verdict.light(both)
    (line,) = cells(text, "`light`")
    assert line[2:7] == ["-95.0 %", "-95.0 %", "-95.0 %", "-95.0 %", "+0.0 %"]
    assert line[7:] == ["–", "+10.0 %", "–"]
    assert cells(text, "`light-cfte`") == [] and verdict.light(summary) == ""
    lacking = dataclasses.replace(both, absent={"light-cfte": "none"}, complexity={"light": known["light"]})
    assert cells(verdict.light(lacking), "`light-cfte`")[0][2] == "no weights"
    assert cells(verdict.light(lacking), "`light`")[0][2] == "not compared"
    assert "| -90.4 % | -88.9 % |" in text
    assert ["`fomm`", "100.0", "200", "80", "80", "10.0", "10.0", "10.0", "1.0"] in cells(
        verdict.costs(both), "`fomm`"
    )
    told = verdict.told(both, {"light": "Never seen rain."})
    assert any("Never seen rain." in part for part in told)
    assert any(part == "**`dac`**: nothing was measured: dac has no weights here." for part in told)


def test_cards_are_of_the_weights_that_were_measured(summary):
    weighed = Summary(**{**vars(summary), "weights": {"mesh": "ab"}})
    rows = verdict.rows_of_card(weighed, "mesh", "ab", (STATIC, "mesh"))
    assert (
        rows["measured: two, 7.92 kbit/s"]
        == "keypoints 1.90 (static copy 9.00); psnr 21.0 (static copy 18.0)"
    )
    assert verdict.rows_of_card(weighed, "mesh", "cd", (STATIC,)) == {}


def test_the_page_shows_every_clip_and_runs_nothing(summary):
    pytest.importorskip("matplotlib")
    text = page.page(summary, {"two": b"png"})
    assert "<b>" not in re.sub("(<figcaption>|<p>)<b>", "", text) and "one | &lt;b&gt;" in text
    assert text.count("<svg ") == 2 * (1 + 2) and text.count("<details>") >= 2 + 2
    assert "<script" not in text and "prefers-color-scheme: dark" in text and "currentColor" in text
    assert plots.curves(summary, "psnr") == plots.curves(summary, "psnr")
    assert plots.INK not in text


def test_the_mean_curve_has_what_every_clip_has(summary):
    assert [v for _, v in summary.mean_curve("mesh", "keypoints")] == pytest.approx([1.9, 1.8, 1.7])
    assert summary.mean_curve("vvenc-ld", "psnr")[0] == (6.0, 22.0)
    assert summary.codecs == ["mesh", "vvenc-ld", STATIC, HELD, SELF]


def test_a_store_of_nothing_gives_no_rows(tmp_path):
    assert list(bench.results([], Store(tmp_path))) == []


# What the report and the comparison share


def test_json_is_strict():
    value = strict({"a": [1.5, math.nan], "b": (math.inf, None, "x")})
    assert json.loads(json.dumps(value, allow_nan=False)) == {"a": [1.5, None], "b": [None, None, "x"]}


def test_held_base_pictures():
    assert held([0, 3, 4], 6).tolist() == [0, 0, 0, 3, 4, 4]
    assert np.array_equal(held([0], 3), [0, 0, 0])


def test_perceptual_distance_of_many_is_that_of_each():
    real("stlpips")
    model, random = metrics.ShiftTolerantLpips(), np.random.default_rng(0)
    source, one, two = (random.integers(0, 256, (3, 64, 64, 3), dtype=np.uint8) for _ in range(3))
    got = metrics.stlpips(model, source, [one, two, source], batch=2)
    with torch.no_grad():
        want = [model(to_batch(source), to_batch(o)).numpy() for o in (one, two)]
    assert np.allclose(got[:2], want, rtol=1e-5)
    assert not got[2].any()


def test_what_is_sent_once_is_made_once(tmp_path, monkeypatch):
    """An avatar is the same at every rate, so it is made at the first of them."""
    made = []

    def attach(clip):
        made.append(clip)
        return b"somebody"

    known = dataclasses.replace(registry.entry("avatar"), attach="here:attach")
    monkeypatch.setattr(
        systems.registry, "entry", lambda name: known if name == "avatar" else registry.SystemEntry(name, "")
    )
    monkeypatch.setattr(systems.registry, "function", lambda name: attach)
    store = Store(tmp_path)
    assert [systems.attach("avatar", "clip", store, "00") for _ in range(3)] == [b"somebody"] * 3
    assert made == ["clip"] and systems.attach("mesh", "clip", store, "01") is None and "01" not in store
