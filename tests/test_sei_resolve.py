"""The resolved view: prediction undone, by the standard and as VTM does it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sei.build import EnhancementEncoder, FaceEncoder, Network
from sei.context import Context
from sei.editions import HM18
from sei.errors import MissingReference
from sei.messages.generative_face_video import GenerativeFaceVideo
from sei.predict import ChromaKey
from sei.quantise import BuildError, precision_for_error, quantise, quantise_chain
from sei.resolve import Matrices, resolve_enhancement, resolve_face

HEAD = {"gfv_id": 0, "gfv_low_confidence_face_parameter_flag": 0}
BASE = HEAD | {
    "gfv_cnt": 0,
    "gfv_base_pic_flag": 1,
    "gfv_nn_present_flag": 0,
    "gfv_chroma_key_info_present_flag": 0,
}


def kps(predicted: bool, x: list[int], y: list[int], layout: bool = True) -> dict:
    d = "d" if predicted else ""
    part = {
        "gfv_coordinate_present_flag": 1,
        "gfv_kps_pred_flag": int(predicted),
        "gfv_matrix_present_flag": 0,
    }
    if layout:
        part |= {
            "gfv_coordinate_precision_factor_minus1": 1,
            "gfv_num_kps_minus1": len(x) - 1,
            "gfv_coordinate_z_present_flag": 0,
        }
    for axis, values in (("x", x), ("y", y)):
        part[f"gfv_coordinate_{d}{axis}_abs"] = [abs(v) for v in values]
        part[f"gfv_coordinate_{d}{axis}_sign_flag"] = [int(v < 0) for v in values]
    return part


def received(values: dict, context: Context):
    message = GenerativeFaceVideo.from_values(values)
    payload = message.to_payload(context=Context() if values.get("gfv_base_pic_flag") else context)
    return resolve_face(GenerativeFaceVideo.from_payload(payload, context=context), context)


def test_each_rule_of_coordinate_prediction():
    context = Context()
    # Units of 1/4. Base: keypoint i from keypoint i-1, the first from 0.
    base = received(BASE | kps(True, [1, 2], [-1, 3]), context)
    assert base.keypoints.tolist() == [[0.25, -0.25], [0.75, 0.5]]
    # gfv_cnt 1: from the previous message.
    one = received(HEAD | {"gfv_cnt": 1} | kps(True, [1, 0], [0, 0], layout=False), context)
    assert one.keypoints.tolist() == [[0.5, -0.25], [0.75, 0.5]]
    two = received(HEAD | {"gfv_cnt": 2} | kps(True, [1, 0], [0, -4], layout=False), context)
    assert two.keypoints.tolist() == [[0.75, -0.25], [0.75, -0.5]]
    # gfv_cnt 0 of a picture that is no base: from the base message.
    zero = HEAD | {"gfv_cnt": 0, "gfv_base_pic_flag": 0, "gfv_fusion_pic_flag": 1}
    fused = received(zero | kps(True, [1, 0], [0, 0], layout=False), context)
    assert fused.keypoints.tolist() == [[0.5, -0.25], [0.75, 0.5]]
    assert fused.is_fusion
    # Not predicted: on its own.
    assert received(HEAD | {"gfv_cnt": 1} | kps(False, [4, 0], [0, -4]), context).keypoints.tolist() == [
        [1, 0],
        [0, -1],
    ]


def test_ids_have_their_own_state_unless_shared():
    for shared, expected in ((False, 0.25), (True, 1.0)):
        context = Context(shared=shared)
        received(BASE | kps(False, [1], [0]), context)
        received(BASE | {"gfv_id": 7} | kps(False, [4], [0]), context)
        message = HEAD | {"gfv_cnt": 1} | kps(True, [0], [0], layout=False)
        assert received(message, context).keypoints[0, 0] == expected


def test_a_base_of_another_id_is_no_base():
    context = Context()
    received(BASE | {"gfv_id": 7} | kps(False, [4], [0]), context)
    with pytest.raises(MissingReference, match="gfv_kps_pred_flag"):
        received(HEAD | {"gfv_cnt": 1} | kps(True, [0], [0], layout=False), context)


def test_resolving_needs_the_messages_between():
    context = Context()
    encoder = FaceEncoder(predict=True)
    sent = [encoder.base([[0.5, 0.5]]), encoder.picture([[0.4, 0.5]], cnt=1)]
    for message in sent:
        message.to_payload(context=context)
    with pytest.raises(MissingReference, match="not received"):
        resolve_face(sent[1], context)
    resolve_face(sent[0], context)
    assert resolve_face(sent[1], context).keypoints == pytest.approx(np.array([[0.4, 0.5]]), abs=2**-9)


@given(
    st.integers(1, 6),
    st.integers(2, 3),
    st.integers(4, 12),
    st.sampled_from([None, True, False]),
    st.sampled_from(["nearest", "vtm"]),
    st.integers(0, 2**32),
)
@settings(max_examples=60, deadline=None)
def test_builders_and_a_decoder_agree_and_errors_do_not_add_up(
    count, axes, precision, predict, rounding, seed
):
    rng = np.random.default_rng(seed)
    encoder = FaceEncoder(
        3, precision=precision, matrix_precision=precision, predict=predict, rounding=rounding
    )
    walk = rng.uniform(-0.9, 0.9, (count, axes))
    jacobians = rng.normal(0, 2, (count, axes, axes))
    context = Context()
    for cnt in range(8):
        types = [Matrices(0, jacobians), Matrices(7, rng.normal(0, 3, (2, 3, 1)))]
        message = encoder.base(walk, types) if cnt == 0 else encoder.picture(walk, types, cnt=cnt)
        face = resolve_face(
            GenerativeFaceVideo.from_payload(
                message.to_payload(context=Context() if cnt == 0 else context), context=context
            ),
            context,
        )
        # VTM's truncation toward zero of v + 0.5 errs by up to 1.5 units below zero.
        allowed = 2.0**-precision * (0.5 if rounding == "nearest" else 1.5) + 1e-12
        assert np.abs(face.keypoints - walk).max() <= allowed
        for sent, got in zip(types, face.matrices, strict=True):
            assert got.matrix_type == sent.matrix_type
            assert np.abs(got.values - sent.values).max() <= allowed
        walk = walk + rng.normal(0, 0.02, walk.shape)
        jacobians = jacobians + rng.normal(0, 0.05, jacobians.shape)


def test_prediction_is_chosen_by_bits():
    rng = np.random.default_rng(1)
    points = rng.uniform(-1, 1, (10, 2))
    for moved, predicted in ((points + 0.002, 1), (points * 0.001, 0)):
        encoder = FaceEncoder()
        encoder.base(points)
        message = encoder.picture(moved, cnt=1)
        assert message.gfv_kps_pred_flag == predicted
        others = []
        for predict in (True, False):
            other = FaceEncoder(predict=predict)
            other.base(points)
            others.append(other.picture(moved, cnt=1).payload_bits(context=other.context))
        assert message.payload_bits(context=encoder.context) == min(others)


def test_precision_for_an_error_and_for_a_budget():
    rng = np.random.default_rng(2)
    points, types = rng.uniform(-1, 1, (10, 2)), [Matrices(7, rng.normal(0, 1, (1, 4, 4)))]
    for max_error in (0.2, 2**-7, 1e-4):
        message = FaceEncoder().base(points, types, max_error=max_error)
        context = Context()
        message.to_payload(context=context)
        face = resolve_face(message, context)
        assert np.abs(face.keypoints - points).max() <= max_error
        assert np.abs(face.matrices[0].values - types[0].values).max() <= max_error
        assert message.gfv_coordinate_precision_factor_minus1 + 1 == precision_for_error(max_error)
    for max_bits in (200, 300, 500):
        message = FaceEncoder(predict=False).base(points, types, max_bits=max_bits)
        used = message.payload_bits()
        assert used <= max_bits
        finer = message.gfv_coordinate_precision_factor_minus1 + 2
        encoder = FaceEncoder(predict=False, precision=finer, matrix_precision=finer)
        assert encoder.base(points, types).payload_bits() > max_bits
    with pytest.raises(BuildError, match="budget is 20"):
        FaceEncoder().base(points, types, max_bits=20)


def test_vtm_rounding_has_vtms_bias():
    values = np.array([[0.3, -0.3], [-0.001, -0.49]])
    assert quantise(values, 1, "nearest").tolist() == [[1, -1], [0, -1]]
    # int( v * 2 + 0.5 ): -0.6 + 0.5 is truncated to 0.
    assert quantise(values, 1, "vtm").tolist() == [[1, 0], [0, 0]]
    assert quantise_chain(np.array([[0.3], [0.7]]), 2, "nearest").tolist() == [[1], [2]]
    encoder = FaceEncoder(matrix_precision=4, rounding="vtm")
    message = encoder.base(matrices=[Matrices(7, np.array([[[0.999, -0.999]]]))])
    assert (message.gfv_matrix_element_int, message.gfv_matrix_element_dec) == ([[[[0, 0]]]], [[[[15, 15]]]])
    assert FaceEncoder(matrix_precision=4).base(
        matrices=[Matrices(7, np.array([[[0.999, -0.999]]]))]
    ).gfv_matrix_element_int == [[[[1, 1]]]]


def test_enhancement_pupils_and_matrices_not_square():
    encoder = EnhancementEncoder(1, 2, pupil_precision=6)
    context = Context()
    shapes = [(2, 5), (1, 1)]
    rng = np.random.default_rng(3)
    eyes = np.array([[0.1, -0.2], [0.3, 0.25]])
    for cnt in range(4):
        arrays = [rng.normal(0, 1, shape) for shape in shapes]
        pupils = eyes.copy()
        if cnt == 2:
            pupils[0] = np.nan
        message = encoder.base(arrays, pupils) if cnt == 0 else encoder.picture(arrays, pupils, cnt=cnt)
        again = type(message).from_payload(
            message.to_payload(context=Context() if cnt == 0 else context), context=context
        )
        resolved = resolve_enhancement(again, context)
        for sent, got in zip(arrays, resolved.matrices, strict=True):
            assert got.shape == sent.shape
            assert np.abs(got - sent).max() <= 2**-9
        if cnt == 2:
            assert again.gfve_pupil_coordinate_present_idx == 2
            assert np.abs(resolved.pupils[0] - (eyes[0] - 0.05)).max() <= 2**-7  # its reference: the last one
        else:
            assert np.abs(resolved.pupils - eyes).max() <= 2**-7
        eyes = eyes + 0.05


def test_left_eye_alone_in_a_base_message_gives_both():
    encoder = EnhancementEncoder(pupil_precision=4)
    message = encoder.base(pupils=[[0.25, 0.5], [np.nan, np.nan]])
    context = Context()
    message.to_payload(context=context)
    assert resolve_enhancement(message, context).pupils.tolist() == [[0.25, 0.5], [0.25, 0.5]]


@pytest.mark.parametrize(
    ("key", "flags"),
    [(ChromaKey(1, (10, None, 30), (5, 9)), [1, 0, 1]), (ChromaKey(2, (None, 7, None), (0, 1)), [0, 1, 0])],
)
def test_chroma_key_and_networks_come_back(key, flags):
    for edition in (None, HM18):
        encoder = FaceEncoder(edition=edition) if edition else FaceEncoder()
        message = encoder.base([[0, 0]], chroma_key=key, network=Network(tag_uri="tag:a", uri="http://b/ü"))
        payload = message.to_payload(edition=encoder.edition)
        context = Context()
        again = GenerativeFaceVideo.from_payload(payload, edition=encoder.edition, context=context)
        face = resolve_face(again, context)
        assert again.gfv_chroma_key_value_present_flag == flags
        assert face.chroma_key.values == key.values
        assert face.chroma_key.thresholds == key.thresholds
        assert (again.gfv_nn_tag_uri, again.gfv_nn_uri) == ("tag:a", "http://b/ü")
    message = FaceEncoder().base([[0, 0]], network=Network(payload=b"\0\1\2"))
    assert GenerativeFaceVideo.from_payload(message.to_payload()).gfv_nn_payload_byte == "000102"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({}, "keypoints or matrices"),
        ({"keypoints": [[0, 0, 0, 0]]}, "2 or 3"),
        ({"keypoints": [[0, float("nan")]]}, "finite"),
        ({"keypoints": [[0, 1e12]]}, "too large"),
        ({"matrices": [Matrices(0, np.eye(2)[None])]}, "need keypoints"),
        ({"keypoints": [[0, 0]], "matrices": [Matrices(0, np.ones((1, 3, 3)))]}, "2x2"),
        ({"keypoints": [[0, 0]], "matrices": [Matrices(4, np.ones((1, 3, 3)))]}, "cannot be"),
        ({"matrices": [Matrices(5, np.ones((1, 3, 2)))]}, "cannot be"),
        ({"matrices": [Matrices(2, np.ones((2, 3, 2)))]}, "one matrix"),
        ({"matrices": [Matrices(9, np.ones((2, 3)))]}, "num_matrices, height, width"),
        ({"matrices": [Matrices(64, np.ones((1, 2, 3)))]}, "gfv_matrix_type_idx"),
    ],
)
def test_builder_refusals(arguments, words):
    with pytest.raises(Exception, match=words) as refusal:
        FaceEncoder().base(**arguments)
    assert isinstance(refusal.value, BuildError) or "gfv_" in str(refusal.value)


@pytest.mark.parametrize("count", [1, 2, 4, 6, 8])
def test_subsets_of_affine_matrices(count):
    points = np.zeros((5, 2))
    types = [Matrices(1, np.ones((count, 2, 2)))]
    message = FaceEncoder().base(points, types)
    context = Context()
    again = GenerativeFaceVideo.from_payload(message.to_payload(), context=context)
    assert resolve_face(again, context).matrices[0].values.shape == (count, 2, 2)


def test_vtm_bits_from_vtms_input(shared_dir):
    """The configuration's numbers, rounded as VTM rounds, give the stream's bits (all predicted)."""
    from vvc_bridge.inspect import find

    folder = shared_dir / "vectors/vtm24/gfv_kps2d_pred"
    lines = dict(
        line.split(":", 1) for line in (folder / "gfv_kps2d_pred.cfg").read_text().splitlines() if ":" in line
    )
    axes = [
        np.array(lines[f"SEIGenerativeFaceVideo{a}Coordinate"].split(), float).reshape(12, 10) for a in "XY"
    ]
    encoder = FaceEncoder(precision=9, rounding="vtm", predict=True)
    sent = []
    for cnt in range(12):
        points = np.stack([axes[0][cnt], axes[1][cnt]], axis=1)
        message = encoder.base(points) if cnt == 0 else encoder.picture(points, cnt=cnt)
        sent.append(message.to_payload(context=encoder.context))
    found = find((folder / "gfv_kps2d_pred.bit").read_bytes())
    assert sent == [f.place.payload for f in found if f.place.payload_type == 223]


def test_sizes_after_a_second_base_message_are_the_first_ones_in_vtm():
    """VTM's lists of sizes only grow and are read from the front; the standard takes the last base's."""
    first, second = np.ones((1, 2)), np.ones((2, 2))
    for shared, size in ((False, 4), (True, 2)):
        context = Context(shared=shared)
        for matrix in (first, second):
            base = EnhancementEncoder().base([matrix])
            type(base).from_payload(base.to_payload(), context=context)
        encoder = EnhancementEncoder(predict=True)
        encoder.base([first if shared else second])
        picture = encoder.picture([first if shared else second], cnt=1)
        _, rows = type(picture).trace(picture.to_payload(context=encoder.context), context=context)
        assert sum(row[0].startswith("gfve_matrix_delta_element_int") for row in rows) == size


@pytest.mark.parametrize("limit", [{"MAX_IDS": 2}, {"MAX_NUMBERS": 20}], ids=str)
def test_state_of_many_ids_is_bounded(limit, monkeypatch):
    """The id that was not used for longest is forgotten, which a message predicted from it says."""
    for name, value in limit.items():
        monkeypatch.setattr(f"sei.context.{name}", value)
    context = Context()
    points = np.linspace(-0.5, 0.5, 4).reshape(2, 2)

    def send(number: int, *, base: bool):
        """Write without the bounded context, read with it."""
        encoder = FaceEncoder(gfv_id=number, precision=4, predict=True)
        messages = [encoder.base(points), encoder.picture(points / 2, cnt=0)]
        writing = Context()
        payloads = [message.to_payload(context=writing) for message in messages]
        message = GenerativeFaceVideo.from_payload(payloads[not base], context=context)
        return resolve_face(message, context).keypoints

    for number in (1, 2):
        send(number, base=True)
    assert send(1, base=False) == pytest.approx(points / 2, abs=0.1)
    send(3, base=True)
    assert send(1, base=False) == pytest.approx(points / 2, abs=0.1)
    with pytest.raises(MissingReference):
        send(2, base=False)


def test_one_message_is_kept_however_many_numbers_it_has(monkeypatch):
    monkeypatch.setattr("sei.context.MAX_NUMBERS", 3)
    encoder = FaceEncoder(precision=4, predict=True)
    points = np.linspace(-0.5, 0.5, 8).reshape(4, 2)
    context, writing = Context(), Context()
    for message in (encoder.base(points), encoder.picture(points / 2, cnt=0)):
        payload = message.to_payload(context=writing)
        resolved = resolve_face(GenerativeFaceVideo.from_payload(payload, context=context), context)
    assert resolved.keypoints == pytest.approx(points / 2, abs=0.1)
