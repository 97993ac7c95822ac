"""Scores of people against measured values: figures of tables whose answers are known."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest
from click.testing import CliRunner

pytest.importorskip("scipy", reason="scipy is not here")

from scipy import optimize, stats

from generators.measure.agreement import ALL, _bounds, agreement, agreements, fit, logistic, plot, to_csv
from generators.measure.mos_cli import mos
from generators.measure.scores import Scores, TableError, read


def scores(noise: float = 0.0, clips: int = 12, seed: int = 0, **columns) -> Scores:
    """Clips at six rates by two codecs: scores 1 to 5 that are a logistic of a quality, and noise."""
    random = np.random.default_rng(seed)
    names = [(f"c{c}", codec, str(r)) for c in range(clips) for codec in ("a", "b") for r in range(6)]
    quality = random.uniform(20, 45, len(names))
    said = 1 + 4 / (1 + np.exp(-(quality - 32) / 3)) + random.normal(0, noise, len(names))
    clip, codec, rate = zip(*names, strict=True)
    measures = {"psnr": quality, "st-lpips": 1 - quality / 50, **columns}
    return Scores(clip, codec, rate, said, np.full(len(names), 0.1), measures)


@pytest.mark.parametrize("kind", [4, 5])
@pytest.mark.parametrize("measure", ["psnr", "st-lpips"])
def test_what_is_a_logistic_agrees_wholly(kind, measure):
    got = agreement(scores(), measure, kind=kind, resamples=20)
    for figure in (got.plcc, got.srcc, got.krcc):
        assert figure.value == pytest.approx(1, abs=2e-4) and figure.low <= figure.value + 1e-9
    assert got.rmse.value < 0.02 and got.outliers == 0 and got.count == 144 and not got.why


def test_figures_are_scipys():
    table = scores(0.5)
    got = agreement(table, "psnr", resamples=0)
    x, y = table.measures["psnr"], table.mos

    def curve(x, high, low, middle, width):
        return low + (high - low) / (1 + np.exp(-(x - middle) / width))

    p, _ = optimize.curve_fit(curve, x, y, [5, 1, 32, 3])
    mapped = curve(x, *p)
    assert got.plcc.value == pytest.approx(stats.pearsonr(mapped, y).statistic, abs=1e-4)
    assert got.rmse.value == pytest.approx(float(np.sqrt(np.mean((mapped - y) ** 2))), rel=1e-3)
    assert got.srcc.value == pytest.approx(stats.spearmanr(x, y).statistic)
    assert got.krcc.value == pytest.approx(stats.kendalltau(x, y).statistic)
    assert np.abs(got.mapped(x) - mapped).max() < 0.05
    assert got.rmse.value == pytest.approx(0.5, rel=0.15)
    # Noise of 0.5 and deviations of 0.1: beyond two of them lies 1 - P(|z| < 0.4).
    assert got.outliers == pytest.approx(0.69, abs=0.1)
    assert math.isnan(got.plcc.low)


def test_a_measure_that_says_nothing_and_one_that_says_the_opposite():
    random = np.random.default_rng(3)
    table = scores(0.2, nothing=random.normal(size=144), vmaf=-random.normal(size=144))
    table.measures["vmaf"][:] = -table.mos
    nothing = agreement(table, "nothing", resamples=60)
    assert abs(nothing.srcc.value) < 0.25 and nothing.rmse.value == pytest.approx(table.mos.std(), rel=0.1)
    assert agreement(table, "vmaf", resamples=0).srcc.value == pytest.approx(-1)
    assert agreement(table, "vmaf", resamples=0, better="lower").srcc.value == pytest.approx(1)


def test_intervals_hold_the_truth_and_shrink_with_more_clips():
    wide, narrow = (agreement(scores(0.5, n), "psnr", resamples=150).plcc for n in (6, 60))
    assert wide.low <= wide.value <= wide.high and narrow.low <= narrow.value <= narrow.high
    assert narrow.high - narrow.low < 0.6 * (wide.high - wide.low)
    again = agreement(scores(0.5, 6), "psnr", resamples=150).plcc
    assert again == wide


def test_rows_of_a_clip_are_drawn_together():
    """Twelve rows each say what one says: an interval of rows drawn one by one would be far narrower."""
    few, random = scores(0.0, 8), np.random.default_rng(1)
    shift = dict(zip(dict.fromkeys(few.clips), random.normal(0, 1, 8), strict=True))
    moved = few.mos + np.array([shift[c] for c in few.clips])
    table = Scores(few.clips, few.codecs, few.rates, moved, few.deviation, few.measures)
    loose = [f"{c}/{i}" for i, c in enumerate(few.clips)]
    alone = Scores(loose, few.codecs, few.rates, moved, few.deviation, few.measures)
    together, each = (agreement(t, "psnr", resamples=200).rmse for t in (table, alone))
    assert together.high - together.low > 1.5 * (each.high - each.low)


def test_a_draw_without_a_figure_leaves_the_interval():
    rows = [
        np.array([math.nan, 0.1, 0.2, 1.0]),
        *(np.array([v, 0.1, math.nan, 1.0]) for v in (0.4, 0.5, 0.6)),
    ]
    low, high = _bounds([*rows, np.full(4, math.nan)])
    assert 0.4 <= low[0] < high[0] <= 0.6 and low[3] == high[3] == 1
    assert np.isnan(_bounds([np.full(4, math.nan)])[0]).all()


def test_what_cannot_be_told_says_why():
    table = scores(0.1, flat=np.ones(144))
    flat = agreement(table, "flat")
    assert math.isnan(flat.plcc.value) and flat.why == "the values are all the same"
    table.measures["psnr"][5:] = np.nan
    assert agreement(table, "psnr").why == "5 rows, needed: 6"
    rows = agreements(table, ["psnr"], resamples=0)
    assert [r.codec for r in rows] == [ALL, "a", "b"]
    assert "5 rows" in to_csv(rows).splitlines()[1]


@pytest.mark.parametrize("kind", [4, 5])
def test_a_fit_finds_the_parameters_again(kind):
    p = [5.0, 1.0, 0.2, 0.6] if kind == 4 else [4.0, 2.0, 0.1, 0.3, 2.5]
    x = np.linspace(-2, 2, 60)
    got = fit(x, logistic(x, p), kind)
    assert np.abs(logistic(x, got) - logistic(x, p)).max() < 1e-3
    assert np.isfinite(logistic(np.array([-1e300, 1e300]), p[:4])).all()


def write(path, text: str) -> str:
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_tables_by_other_names_and_in_two_parts(tmp_path):
    one = write(tmp_path / "a.csv", "Name,MOS,Std\nx/1_fomm_22.yuv,3.5,0.4\n1_fomm_32,2,\n2_rl_0.25,,1\n")
    two = write(tmp_path / "b.csv", "sequence,codec,qp,psnr\n1,fomm,22.0,30\n1,fomm,32,nan\n")
    table = read(one, two)
    assert table.clips == ["1", "1"] and table.codecs == ["fomm", "fomm"] and table.rates == ["22", "32"]
    assert table.mos.tolist() == [3.5, 2] and np.isnan(table.deviation[1])
    assert table.measures["psnr"][0] == 30 and np.isnan(table.measures["psnr"][1])


def test_the_layout_of_cfvqa(tmp_path):
    io = pytest.importorskip("scipy.io")
    cells = np.empty((3, 3), dtype=object)
    for i, row in enumerate(
        [("1_vvc_22", 77.5, 0.03), ("135_rl_0.25", 40.25, 0.1), ("2_cfte_37", 35.0, 0.2)]
    ):
        cells[i] = row
    io.savemat(tmp_path / "MOS.mat", {"MOS": cells})
    table = read(str(tmp_path / "MOS.mat"))
    assert table.clips == ["1", "135", "2"] and table.codecs == ["vvc", "rl", "cfte"]
    assert table.rates == ["22", "0.25", "37"] and table.mos.tolist() == [77.5, 40.25, 35]
    assert table.measures["column-3"].tolist() == [0.03, 0.1, 0.2]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "no row"),
        ("clip,codec,psnr\na,b,1\n", "no column 'mos'"),
        ("clip,codec,mos\na,b,1\n", "no column of measured values"),
        ("clip,codec,mos,psnr\na,b,one,2\n", "no number"),
        ("clip,codec,mos,psnr\na,b,inf,2\n", "infinite"),
        ("clip,codec,mos,psnr\na,b,1,2\na,b,1,3\n", "two rows of a b"),
        ("clip,codec,mos,psnr\na,b,1\n", "as many columns"),
        ("clip,codec,mos,psnr\na,b,1,2,3\n", "as many columns"),
        ("clip,codec,mos,mos\na,b,1,2\n", "named twice"),
        ("clip,codec,mos,score\na,b,1,2\n", "two columns for 'mos'"),
        ("name,mos,psnr\nab,1,2\n", "CLIP_CODEC_RATE"),
        ("clip,mos,psnr\na,1,2\n", "no codec"),
        ("clip,codec,mos,psnr\na,b,,2\n", "no row has a score"),
        ('clip,codec,mos,psnr\na,"b,1,2\n', "no CSV"),
    ],
)
def test_tables_that_say_nothing_are_refused(tmp_path, text, said):
    with pytest.raises(TableError, match=said):
        read(write(tmp_path / "t.csv", text))


def test_files_that_are_no_tables(tmp_path):
    (tmp_path / "MOS.mat").write_bytes(b"MATLAB" + bytes(300))
    with pytest.raises(TableError, match=r"not the MOS\.mat"):
        read(str(tmp_path / "MOS.mat"))
    (tmp_path / "t.csv").write_bytes(b"clip,codec,mos\n\xff\xfe")
    with pytest.raises(TableError, match="UTF-8"):
        read(str(tmp_path / "t.csv"))
    one = write(tmp_path / "a.csv", "clip,codec,mos\na,b,1\n")
    two = write(tmp_path / "b.csv", "clip,codec,psnr\nz,b,1\n")
    with pytest.raises(TableError, match="in common"):
        read(one, two)


def test_the_command(tmp_path):
    pytest.importorskip("matplotlib", reason="matplotlib is not here")
    table = scores(0.3)
    lines = ["clip,codec,rate,mos,psnr,$odd$ /name"]
    rows = zip(table.clips, table.codecs, table.rates, table.mos, table.measures["psnr"], strict=True)
    lines += [f"{c},{k},{r},{m},{p},{-p}" for c, k, r, m, p in rows]
    path = write(tmp_path / "t.csv", "\n".join(lines))
    out = tmp_path / "out"
    words = [path, "--resamples", "10", "-o", str(out), "--json"]
    done = CliRunner().invoke(mos, words, catch_exceptions=False)
    found = json.loads(done.stdout)
    assert [r["codec"] for r in found] == ["all", "a", "b"] * 2 and found[0]["count"] == 144
    assert found[0]["srcc"]["value"] == pytest.approx(agreement(table, "psnr", resamples=0).srcc.value)
    assert found[0]["outliers"] is None
    assert sorted(p.name for p in out.iterdir()) == ["01-psnr.png", "02--odd---name.png", "agreement.csv"]
    shown = CliRunner().invoke(mos, [path, "--measure", "psnr", "--resamples", "0", "--logistic", "5"])
    assert shown.exit_code == 0 and "psnr" in shown.stdout and "odd" not in shown.stdout
    assert CliRunner().invoke(mos, [path, "--measure", "none"]).exception


def test_a_plot_is_a_picture():
    pytest.importorskip("matplotlib", reason="matplotlib is not here")
    table = scores(0.3)
    assert plot(table, agreements(table, resamples=0), "psnr").startswith(b"\x89PNG")
