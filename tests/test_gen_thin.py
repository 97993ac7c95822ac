"""Thinned streams say at every picture that survives what they said before; nothing is decoded."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from generators import registry
from generators.parameters.layout import Layout
from generators.parameters.reading import ParameterReader
from generators.parameters.values import Parameters
from generators.thin import thin
from generators.thin_cli import thin as command
from sei.build import EnhancementEncoder, FaceEncoder, Network
from sei.errors import SeigenError
from sei.messages import read_payload
from sei.named import (
    CompactFeature,
    EnhancementCarrier,
    Field,
    KeypointCarrier,
    Mapping,
    MatrixCarrier,
    PupilCarrier,
)
from vvc_bridge.access_unit import access_units
from vvc_bridge.injector import inject
from vvc_bridge.message_file import Entry, MessageFile, Place
from vvc_bridge.remover import remove
from vvc_bridge.talk import Timing

DATA = Path(__file__).parent / "data"
TALK = DATA / "mesh_talk.266"
VTM = os.environ.get("SEIGEN_VTM_DECODER")

MAPPING = Mapping(
    tag="tag:seigen,2026:test-thin",
    kind="compact_feature",
    levels=("low", "middle", "high"),
    fields=(
        Field(name="points", carrier=KeypointCarrier(), shape=(3, 2), lo=-1, hi=1, precision=7),
        Field(name="feature", carrier=MatrixCarrier(type=7), shape=(1, 2, 2), precision=6, policy="held"),
        Field(name="gaze", carrier=PupilCarrier(gfve_id=0), shape=(2, 2), lo=-1, hi=1, policy="held"),
        Field(name="more", carrier=EnhancementCarrier(gfve_id=1), shape=(1, 4), level=1, policy="held"),
        Field(name="most", carrier=EnhancementCarrier(gfve_id=2), shape=(1, 4), level=2),
    ),
)
LAYOUT = Layout(MAPPING)


@pytest.fixture(autouse=True)
def system(monkeypatch):
    monkeypatch.setattr(registry, "_ENTRIES", {n: registry.entry(n) for n in registry.names()})
    registry.register(registry.SystemEntry("test-thin", lambda *_: None, MAPPING))


@pytest.fixture(scope="module")
def bare(tmp_path_factory) -> Path:
    """Two access units without GFV and GFVE."""
    path = tmp_path_factory.mktemp("thin") / "bare.266"
    remove(TALK, path)
    return path


def stream(bare: Path, units: list[list[object]]) -> bytes:
    """Messages of two access units in a stream."""
    entries = [
        Entry(
            place=Place(au=au),
            payload_type=message.payload_type,
            message=message.model_dump(exclude_none=True),
        )
        for au, messages in enumerate(units)
        for message in messages
    ]
    out = io.BytesIO()
    inject(bare, MessageFile(messages=entries), out, pack=True, vtm_safe=False)
    return out.getvalue()


def pictures(data: bytes) -> list[tuple[Timing | None, list[Parameters]]]:
    """Of each access unit the timing, and the parameters of all its pictures."""
    reader, out = ParameterReader(), []
    for unit in access_units(data):
        found, timing = [], None
        for m in unit.messages:
            if m.payload_type in (223, 224):
                message = read_payload(m.payload_type, m.payload, context=reader.context)
                found.append(reader.resolve(message))
                uri = getattr(message, "gfv_nn_uri", None)
                timing = Timing.parse(uri) if uri else timing
        base, rows = reader.read(found, 0)
        out.append((timing, LAYOUT.held([*([base] if base else []), *rows])))
    return out


def same(a: Parameters, b: Parameters) -> bool:
    one, two = LAYOUT.row(a), LAYOUT.row(b)
    return one.keys() == two.keys() and all(np.array_equal(one[name], two[name]) for name in one)


@st.composite
def talks(draw) -> tuple[list[list[object]], int]:
    """Messages of two access units: numbers that move and rest, predicted or not, some GFVE left out."""
    step = draw(st.integers(1, 3))
    units = []
    for au in range(2):
        count = draw(st.integers(1, 9))
        random = np.random.default_rng(draw(st.integers(0, 2**32)))
        values = {}
        for field in MAPPING.fields:
            moves = random.integers(-9, 10, (count, *field.shape)) * (random.random(count) < 0.5).reshape(
                count, *[1] * len(field.shape)
            )
            values[field.name] = moves.cumsum(0) / 2.0**field.precision
        network = Network(tag_uri=MAPPING.tag, uri=Timing(Fraction(25), step, None, au * 40).uri())
        made = CompactFeature(mapping=MAPPING, values=values).to_messages(
            predict=draw(st.sampled_from([None, False])), network=network
        )
        lost = draw(st.sets(st.tuples(st.integers(0, 2), st.integers(1, 9)), max_size=4))
        units.append(
            [m for m in made if (getattr(m, "gfve_id", -1), getattr(m, "gfve_gfv_cnt", 0)) not in lost]
        )
    return units, step


@settings(max_examples=40, deadline=None)
@given(talks(), st.integers(1, 5), st.sampled_from([None, 0, 1, 2]))
def test_what_survives_says_what_it_said(bare, talk, every, level):
    units, step = talk
    data = stream(bare, units)
    out = io.BytesIO()
    thin(data, out, every=every, level=level)
    assert len(pictures(out.getvalue())) == 2
    for (timing, before), (renewed, after) in zip(pictures(data), pictures(out.getvalue()), strict=True):
        last = len(before) - 1
        kept = [k for k in range(last + 1) if k % every == 0 or k == last]
        assert len(after) == len(kept)
        assert renewed.pictures(len(after)) == timing.pictures(len(before)) == 1 + last * step
        for k, parameters in zip(kept, after, strict=True):
            wanted = LAYOUT.row(before[k], level)
            assert same(parameters, LAYOUT.parameters(wanted)), k


def test_pictures_lie_where_they_lay():
    """The last step of an access unit is cut, so that the next base picture comes when it came."""
    rows = [
        LAYOUT.parameters({"points": np.full((3, 2), k / 8), "feature": np.zeros((1, 2, 2))})
        for k in (0, 2, 3)
    ]
    between = [LAYOUT.row(p)["points"][0, 0] * 8 for p in LAYOUT.between(rows, 2, 1)]
    assert between == [0, 1, 2, 3]
    timing = Timing(Fraction(25), 4, 9, 2, span=7)
    assert Timing.parse(timing.uri()) == timing and timing.pictures(3) == 7
    assert [timing.pictures(n) for n in (1, 2, 4)] == [1, 5, 13], "a span beyond the last step says nothing"
    assert Timing.parse("r=25&p=-3").span == 1 and Timing.parse("r=25&p=x").span is None


@pytest.mark.parametrize(("count", "named"), [(4, False), (5, True), (1, True), (0, False)])
def test_a_base_picture_that_says_no_step_says_it_where_it_must(bare, count, named, tmp_path):
    """Where decoding cannot begin, base messages are short: the step said before holds."""
    from sei.resolve import Matrices

    feature = [Matrices(7, np.zeros((1, 2, 2)))]
    units: list[list[object]] = []
    uri = Timing(Fraction(25), 3, 99, 40).uri()
    for network, pictures_after in ((Network(tag_uri=MAPPING.tag, uri=uri), 4), (None, count)):
        encoder = FaceEncoder(precision=7)
        messages = [encoder.base(np.zeros((3, 2)), feature, network=network)]
        rows = (np.full((3, 2), k / 128) for k in range(1, pictures_after + 1))
        messages += [encoder.picture(row, feature, cnt=k) for k, row in enumerate(rows, 1)]
        units.append(messages)
    out = io.BytesIO()
    done = thin(stream(bare, units), out, every=2)
    (first, one), (second, two) = pictures(out.getvalue())
    assert first == Timing(Fraction(25), 6, 99, 40) and len(one) == 3 and not done.notes
    assert (second is not None) == named
    assert len(two) == 1 + -(-count // 2)
    if second is not None:
        assert (second.rate, second.first, second.count) == (25, 40 + 1 + 4 * 3, 99)
    # What holds at the second base picture gives as many pictures as there were.
    assert (second or first).pictures(len(two)) == 1 + count * 3


def test_a_talk_of_the_encoder(tmp_path):
    out = tmp_path / "thin.266"
    done = CliRunner().invoke(command, [str(TALK), "-o", str(out), "--every", "2", "--no-vtm-safe"])
    assert done.exit_code == 0, done.output
    faces = [m for unit in access_units(out) for m in unit.messages if m.payload_type == 223]
    assert len(faces) == 12 and out.stat().st_size < TALK.stat().st_size - 50


def test_the_decoder_shows_as_many_pictures_as_before(tmp_path):
    pytest.importorskip("torch")
    pytest.importorskip("av")
    from generators.codec.decoder import Decoder
    from tests.gen_material import real

    real()
    thin(TALK, tmp_path / "thin.266", every=3)
    before, after = (list(Decoder(path, device="cpu")) for path in (TALK, tmp_path / "thin.266"))
    assert [(f.index, f.time, f.is_base) for f in before] == [(f.index, f.time, f.is_base) for f in after]
    # The pictures of messages that survive are the same pictures, bit for bit.
    equal = [np.array_equal(a.pixels, b.pixels) for a, b in zip(before, after, strict=True)]
    assert sum(equal) >= 9 and equal[-1] and not all(equal)


def test_rate_takes_the_highest_level_that_fits(bare, tmp_path):
    base = FaceEncoder(precision=7)
    more = {i: EnhancementEncoder(i, matrix_precision=7) for i in (1, 2)}
    network = Network(tag_uri=MAPPING.tag, uri=Timing(Fraction(25), 1, 40).uri())
    from sei.resolve import Matrices

    feature = [Matrices(7, np.zeros((1, 2, 2)))]
    units = [[base.base(np.zeros((3, 2)), feature, network=network)]]
    units[0] += [encoder.base([np.ones((1, 4))]) for encoder in more.values()]
    for cnt in range(1, 20):
        units[0].append(base.picture(np.full((3, 2), cnt / 128), feature, cnt=cnt))
        units[0] += [e.picture([np.full((1, 4), cnt % 7 / 128)], cnt=cnt) for e in more.values()]
    path = tmp_path / "levels.266"
    path.write_bytes(stream(bare, units))
    sizes = []
    for level in range(3):
        assert thin(path, tmp_path / f"{level}.266", level=level).level == level
        sizes.append((tmp_path / f"{level}.266").stat().st_size)
    assert sizes[0] < sizes[1] < sizes[2] == path.stat().st_size
    seconds = 21 / 25  # 20 pictures of the first base picture, and the second picture, which is no talk's
    for level in range(3):
        rate = 8 * sizes[level] / seconds / 1000
        assert thin(path, tmp_path / "r.266", rate=rate + 1e-6).level == level
        assert (tmp_path / "r.266").stat().st_size == sizes[level]
    (tmp_path / "r.266").unlink()
    with pytest.raises(SeigenError, match="at its lowest level"):
        thin(path, tmp_path / "r.266", rate=8 * sizes[0] / seconds / 1000 - 0.01)
    assert not (tmp_path / "r.266").exists()


def test_torch_is_not_needed(tmp_path):
    code = "import sys; sys.modules['torch'] = None; from seigen.__main__ import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", code, "thin", str(TALK), "-o", str(tmp_path / "a.266"), "--every", "2"],
        capture_output=True,
        text=True,
        check=False,
        cwd=DATA.parents[1],
    )
    assert done.returncode == 0 and (tmp_path / "a.266").exists(), done.stderr


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ([], "one of --level, --rate, --every"),
        (["--every", "0"], "0 is not in the range"),
        (["--level", "-1"], "-1 is not in the range"),
        (["--rate", "0"], "more than 0"),
        (["--rate", "nan"], "more than 0"),
        (["--every", "17"], "allowed: 1..16"),
        (["--every", "12"], "24 pictures apart, allowed: 16"),
        (["--level", "0", "--system", "nobody"], "no system 'nobody'"),
    ],
)
def test_refusals_say_what_is_allowed(options, words, tmp_path):
    out = tmp_path / "a.266"
    done = CliRunner().invoke(command, [str(TALK), "-o", str(out), *options])
    assert done.exit_code and words in done.output + str(done.exception) and not out.exists()


def test_a_stream_of_an_unknown_system_has_no_levels(bare, tmp_path):
    base = FaceEncoder().base(np.zeros((4, 2)), network=Network(tag_uri="tag:example.org,2026:x", uri="r=25"))
    data = stream(bare, [[base]])
    with pytest.raises(registry.UnknownSystem, match="access unit 0: the stream names a network"):
        thin(data, tmp_path / "a.266", level=0)
    thin(data, tmp_path / "a.266", every=2)
    assert (tmp_path / "a.266").read_bytes() == data


def test_numbers_beyond_what_a_sum_holds_are_refused(bare, tmp_path):
    """2^32 steps up, and again: the sum of the two differences is no difference any more."""
    from sei.messages.generative_face_video import GenerativeFaceVideo

    encoder = FaceEncoder(precision=1, predict=True)
    messages: list[object] = [encoder.base([[0.0, 0.0]])]
    for cnt in (1, 2):
        values = {
            "gfv_id": 0, "gfv_cnt": cnt, "gfv_low_confidence_face_parameter_flag": 0,
            "gfv_coordinate_present_flag": 1, "gfv_kps_pred_flag": 1, "gfv_matrix_present_flag": 0,
            "gfv_coordinate_dx_abs": [2**32 - 2], "gfv_coordinate_dx_sign_flag": [0],
            "gfv_coordinate_dy_abs": [0], "gfv_coordinate_dy_sign_flag": [0],
        }  # fmt: skip
        messages.append(GenerativeFaceVideo.from_values(values))
    with pytest.raises(SeigenError, match=r"access unit 0: .*gfv_cnt 1 in the new stream: no message says"):
        thin(stream(bare, [messages]), tmp_path / "a.266", every=2)


@pytest.mark.skipif(not VTM, reason="needs SEIGEN_VTM_DECODER")
@pytest.mark.parametrize("every", [2, 3])
def test_vtms_dump_of_a_thinned_stream(every, tmp_path):
    from vvc_bridge.inspect import vtm_dump

    out, text = tmp_path / "thin.266", tmp_path / "dump.txt"
    thin(TALK, out, every=every)
    run = [str(VTM), "-b", str(out), "-o", os.devnull, f"--OutputDecodedSEIMessagesFilename={text}"]
    assert subprocess.run(run, capture_output=True, check=False).returncode == 0
    assert text.read_text() == "".join(part for _, part in vtm_dump(out))
