"""Named parameters: values to bits to values, for every kind, mapping and precision; refusals by name."""

from __future__ import annotations

import json

import numpy as np
import pytest
from bitstring import Bits
from hypothesis import given, settings
from hypothesis import strategies as st

from sei.build import FaceEncoder, Network
from sei.context import Context
from sei.editions import HM18
from sei.elements import UE_MAX
from sei.errors import BitstreamError, OutOfRange, SeigenError
from sei.messages import read_payload
from sei.messages.generative_face_video import GenerativeFaceVideo
from sei.named import (
    KINDS,
    AvatarParameters,
    CompactFeature,
    EnhancementCarrier,
    Field,
    KeypointCarrier,
    Keypoints,
    Mapping,
    MappingError,
    MatrixCarrier,
    NamedParameters,
    PupilCarrier,
    Semantics,
    known,
    names,
)

PREDICT = (None, True, False)


def made(mapping: Mapping, values: dict[str, np.ndarray]) -> NamedParameters:
    return KINDS[mapping.kind](mapping=mapping, values=values)


def sent(parameters: NamedParameters, **options) -> NamedParameters:
    """Through payload bytes, as a receiver that knows the mapping alone reads them."""
    writing, reading, messages = Context(), Context(), []
    for message in parameters.to_messages(**options):
        payload = message.to_payload(context=writing)
        messages.append(read_payload(message.payload_type, payload, context=reading))
    return type(parameters).from_messages(messages, mapping=parameters.mapping)


def drawn(draw, mapping: Mapping, pictures: int) -> dict[str, np.ndarray]:
    """Values of every field: within its range, or up to what the elements hold."""
    values = {}
    for field in mapping.fields:
        rows = []
        for column in field.columns():
            lo, hi = (
                (-(2.0**32) + 2 if column.lo is None else column.lo),
                (2.0**32 - 2 if column.hi is None else column.hi),
            )
            small = st.floats(max(lo, -4), min(hi, 4))
            rows.append(
                draw(st.lists(st.one_of(small, st.floats(lo, hi)), min_size=pictures, max_size=pictures))
            )
        array = np.array(rows).T.reshape(pictures, *field.shape)
        if field.policy == "still":
            array[:] = array[0]
        if field.policy == "held" and pictures > 1 and draw(st.booleans()):
            array[1:] = array[0]
        values[field.name] = array
    return values


@st.composite
def mappings(draw) -> Mapping:
    """Any mapping of keypoints, matrices, GFVE matrices and pupils."""
    fields = []
    dims = draw(st.sampled_from((2, 3)))
    num_kps = draw(st.integers(0, 3))
    policy = st.sampled_from(("linear", "still", "held", "jump"))
    if num_kps:
        z_max = draw(st.sampled_from((1, 7))) if dims == 3 else 1
        fields.append(
            Field(
                name="points",
                carrier=KeypointCarrier(z_max=z_max),
                shape=(num_kps, dims),
                lo=-1,
                hi=1,
                policy=draw(policy),
            )
        )
    shapes = {
        0: (draw(st.integers(1, 3)), dims, dims),
        1: (draw(st.integers(1, 3)), dims, dims),
        4: (1, dims, dims),
        5: (1, dims, 1),
        6: (1, dims, 1),
        2: (1, 2, 1),
        3: (1, 1, 2),
        7: (2, 1, 2),
        31: (1, 2, 2),
    }
    few = st.lists(st.sampled_from(sorted(shapes)), unique=True, max_size=3, min_size=0 if num_kps else 1)
    fields += [
        Field(name=f"m{t}", carrier=MatrixCarrier(type=t), shape=shapes[t], policy=draw(policy))
        for t in draw(few)
        if t > 1 or num_kps
    ]
    if not fields:
        fields.append(Field(name="m7", carrier=MatrixCarrier(type=7), shape=(1, 1, 2)))
    levels = draw(st.integers(0, 2))
    for level in range(1, levels + 1):
        enhancement, pupils = EnhancementCarrier(gfve_id=3 * level), PupilCarrier(gfve_id=3 * level)
        fields += [
            Field(
                name=f"e{level}_{k}", carrier=enhancement, shape=(1 + k, 2), level=level, policy=draw(policy)
            )
            for k in range(draw(st.integers(1, 2)))
        ]
        if draw(st.booleans()):
            more = {"lo": -1, "hi": 1, "level": level, "policy": draw(policy)}
            fields.append(Field(name=f"p{level}", carrier=pupils, shape=(2, 2), **more))
    kind = "keypoints" if num_kps else "compact_feature"
    if kind == "compact_feature" and not {7, 31} & {getattr(f.carrier, "type", None) for f in fields}:
        fields.insert(1, Field(name="m8", carrier=MatrixCarrier(type=8), shape=(1, 1, 1)))
    return Mapping(
        tag="tag:example.org,2026:any",
        kind=kind,
        levels=tuple(f"level{k}" for k in range(levels + 1)),
        fields=tuple(fields),
    )


def check(parameters: NamedParameters, precision, predict) -> None:
    try:
        received = sent(parameters, precision=precision, predict=predict)
    except OutOfRange as error:
        # Only a prediction that was asked for, or pupils, which have no other form, may fail.
        assert "its difference from the prediction" in str(error)
        assert predict or ".left." in error.element or ".right." in error.element
        return
    assert received.level == parameters.level
    for field in parameters.mapping.fields:
        own = precision if isinstance(precision, int) else field.precision
        wanted = np.rint(parameters[field.name] * 2.0**own) / 2.0**own
        assert np.array_equal(received[field.name], wanted), field.name
        assert np.abs(wanted - parameters[field.name]).max() <= 2.0 ** -(own + 1)


@settings(max_examples=120, deadline=None)
@given(st.data(), mappings(), st.integers(1, 31), st.sampled_from(PREDICT), st.integers(1, 4))
def test_any_mapping_comes_back_within_half_a_step(data, mapping, precision, predict, pictures):
    check(made(mapping, drawn(data.draw, mapping, pictures)), precision, predict)


@pytest.mark.parametrize("name", names())
@settings(max_examples=8, deadline=None)
@given(st.integers(0, 2**32), st.one_of(st.none(), st.integers(1, 31)), st.sampled_from(PREDICT))
def test_every_known_mapping_comes_back_within_half_a_step(name, seed, precision, predict):
    mapping, random = known(name), np.random.default_rng(seed)
    check(made(mapping, random_values(mapping, random, 4)), precision, predict)


def random_values(mapping: Mapping, random: np.random.Generator, pictures: int) -> dict[str, np.ndarray]:
    """Values of every field in its range, the first picture's where it is still."""
    values = {}
    for field in mapping.fields:
        lo = np.array([-300 if c.lo is None else c.lo for c in field.columns()])
        hi = np.array([300 if c.hi is None else c.hi for c in field.columns()])
        array = random.uniform(lo, hi, (pictures, field.size))
        if field.policy == "still":
            array[:] = array[0]
        values[field.name] = array.reshape(pictures, *field.shape)
    return values


@pytest.mark.parametrize("name", names())
def test_known_mappings_are_valid_data(name):
    mapping = known(name)
    KINDS[mapping.kind].check_mapping(mapping)
    assert Mapping.from_json(mapping.to_json()) == mapping
    assert known(mapping.tag) is not None and known(mapping.tag) == mapping
    parameters = made(mapping, random_values(mapping, np.random.default_rng(1), 2))
    again = type(parameters).from_json(parameters.to_json())
    assert again.mapping == mapping and np.array_equal(again.rows(), parameters.rows())
    assert len({c.name for c in mapping.columns()}) == mapping.numbers


def test_every_system_is_expressible():
    """Standing and planned ones (design/systems.md), in the sizes that they are said to have."""
    sizes = {name: known(name).numbers for name in names()}
    wanted = {"mesh": 33, "fomm": 60, "light": 60, "dac": 20, "facev2v": 57, "cfte": 16, "light-cfte": 16}
    wanted |= {"tokens": 32, "factors": 40, "semantics": 41, "dense": 45, "avatar": 94, "scene": 75}
    assert wanted.items() <= sizes.items() and "pleno" in sizes
    tokens = [f.size for f in known("tokens").fields]
    assert [sum(tokens[: k + 1]) for k in range(4)] == [4, 8, 16, 32]


def test_known_mappings_are_what_the_systems_send():
    pytest.importorskip("torch")
    from generators import registry
    from generators.networks.code import layout_of
    from generators.networks.config import OWN

    for name in registry.names():
        entry = registry.entry(name)
        if entry.mapping is not None:  # registered by a test, with a mapping of its own
            continue
        assert entry.layout.mapping == known(name) and entry.tag == known(name).tag
        if entry.learned:
            assert layout_of(OWN[name], known(name)).mapping == known(name)
    assert {"mesh", "fomm", "facev2v", "cfte", "light", "dac", "light-cfte"} <= set(registry.names())


# -- prediction ---------------------------------------------------------------------------------------


def test_prediction_is_closed_loop_and_saves_bits():
    time = np.linspace(0, 1, 50)
    points = np.stack([np.stack([0.3 * np.sin(time + k), 0.2 * np.cos(time * k)], 1) for k in range(5)], 1)
    parameters = Keypoints(mapping=Keypoints.layout(5), values={"points": points})
    sizes = {}
    for predict in PREDICT:
        messages = parameters.to_messages(precision=10, predict=predict)
        context = Context()
        sizes[predict] = sum(len(m.to_payload(context=context)) for m in messages)
        received = Keypoints.from_messages(messages)
        assert np.abs(received["points"] - points).max() <= 2.0**-11
    assert sizes[None] <= sizes[True] < 0.6 * sizes[False]


def test_a_run_goes_on_where_the_last_one_ended():
    points = np.random.default_rng(3).uniform(-1, 1, (6, 4, 3))
    mapping = Keypoints.layout(4, 3, z_max=9)
    whole = Keypoints(mapping=mapping, values={"points": points}).to_messages()
    context = Context()
    first = Keypoints(mapping=mapping, values={"points": points[:2]}).to_messages(context)
    rest = Keypoints(mapping=mapping, values={"points": points[2:]}).to_messages(context, start=2)
    assert first + rest == whole
    reading = Context()
    assert Keypoints.from_messages(first, reading).pictures == 2
    later = Keypoints.from_messages(rest, reading, mapping=mapping)
    assert np.abs(later["points"] - points[2:]).max() <= 2.0**-9


@pytest.mark.parametrize("name", ["avatar", "mesh", "tokens", "fomm"])
def test_a_run_of_any_mapping_goes_on(name):
    mapping = known(name)
    values = random_values(mapping, np.random.default_rng(13), 5)
    if name == "mesh":
        values["gaze"][2:] = values["gaze"][1]
    whole = made(mapping, values).to_messages()
    context = Context()
    first = made(mapping, {n: a[:2] for n, a in values.items()}).to_messages(context)
    rest = made(mapping, {n: a[2:] for n, a in values.items()}).to_messages(context, start=2)
    assert first + rest == whole


def test_a_run_that_goes_on_keeps_what_is_still():
    mapping = known("avatar")
    values = random_values(mapping, np.random.default_rng(14), 2)
    context = Context()
    made(mapping, {n: a[:1] for n, a in values.items()}).to_messages(context, precision={"shape": 3})
    later = {n: a[1:] for n, a in values.items()}
    assert [m.payload_type for m in made(mapping, later).to_messages(context, start=1, precision=3)] == [223]
    later["shape"] = later["shape"] + 0.25
    with pytest.raises(OutOfRange, match=r"shape\[0\] of picture 0: still, and not the base picture's"):
        made(mapping, later).to_messages(context, start=2, precision=3)


def test_a_finer_run_is_not_predicted_from_a_coarser_base():
    points = np.random.default_rng(4).uniform(-1, 1, (2, 4, 2))
    mapping = Keypoints.layout(4)
    context = Context()
    Keypoints(mapping=mapping, values={"points": points[:1]}).to_messages(context, precision=3)
    second = Keypoints(mapping=mapping, values={"points": points[1:]})
    (message,) = second.to_messages(context, precision=12, start=1)
    assert message.gfv_kps_pred_flag == 0 and message.gfv_coordinate_precision_factor_minus1 == 11
    with pytest.raises(MappingError, match=r"points: cannot be predicted at precision 12.* is 3"):
        second.to_messages(context, precision=12, start=2, predict=True)


def test_what_stays_is_left_out():
    mapping = known("avatar")
    random = np.random.default_rng(5)
    messages = made(mapping, random_values(mapping, random, 6)).to_messages()
    assert [m.payload_type for m in messages] == [223, 224, 223, 223, 223, 223, 223]
    values = random_values(known("mesh"), random, 3)
    values["gaze"][1] = values["gaze"][0]
    kinds = [m.payload_type for m in made(known("mesh"), values).to_messages()]
    assert kinds == [223, 224, 223, 223, 224]


def test_several_base_pictures_and_a_repeated_one():
    points = np.random.default_rng(6).uniform(-1, 1, (6, 4, 2))
    mapping = Keypoints.layout(4)
    one = Keypoints(mapping=mapping, values={"points": points[:3]}).to_messages(precision=12)
    two = Keypoints(mapping=mapping, values={"points": points[3:]}).to_messages(precision=5)
    received = Keypoints.from_messages([one[0], one[0], *one[1:], *two])
    assert received.pictures == 6
    assert np.abs(received["points"][:3] - points[:3]).max() <= 2.0**-13
    assert np.abs(received["points"][3:] - points[3:]).max() <= 2.0**-6
    other = Keypoints(mapping=mapping, values={"points": points}).to_messages(gfv_id=9)
    assert Keypoints.from_messages([*one, *other], gfv_id=9).pictures == 6


def test_levels_that_were_dropped():
    mapping = known("tokens")
    parameters = made(mapping, random_values(mapping, np.random.default_rng(7), 3))
    messages = parameters.to_messages()
    for level in range(4):
        kept = [m for m in messages if m.payload_type == 223 or m.gfve_id < level]
        received = CompactFeature.from_messages(kept, mapping="tokens")
        assert received.level == level and len(received.columns()) == (4, 8, 16, 32)[level]
    no_base = [m for m in messages if m.payload_type == 223 or m.gfve_gfv_cnt]
    assert CompactFeature.from_messages(no_base, mapping="tokens").level == 0
    torn = [m for m in messages if not (m.payload_type == 224 and m.gfve_id == 1 and m.gfve_gfv_cnt == 2)]
    assert CompactFeature.from_messages(torn, mapping="tokens").level == 1
    with pytest.raises(MappingError, match=r"tokens_4: the field is missing"):
        CompactFeature(mapping="tokens", values={"tokens_8": np.zeros((1, 4))})
    with pytest.raises(MappingError, match=r"tokens_16: fields of lower levels"):
        CompactFeature(mapping="tokens", values={"tokens_4": np.zeros((1, 4)), "tokens_16": np.zeros((1, 8))})


def test_the_resolved_view_is_what_it_was():
    """The same bits as the builder's, for what the builder can say."""
    points = np.random.default_rng(8).uniform(-1, 1, (4, 5, 2))
    jacobians = np.random.default_rng(9).uniform(-2, 2, (4, 5, 2, 2))
    from sei.resolve import Matrices

    encoder = FaceEncoder(3, precision=9, matrix_precision=9)
    built = [encoder.base(points[0], [Matrices(0, jacobians[0])])]
    built += [encoder.picture(points[k], [Matrices(0, jacobians[k])], cnt=k) for k in (1, 2, 3)]
    values = {"points": points, "jacobians": jacobians}
    named = Keypoints(mapping=Keypoints.layout(5, jacobians=5), values=values)
    assert named.to_messages(precision=9, gfv_id=3) == built


# -- which mapping ------------------------------------------------------------------------------------


def test_a_mapping_is_found_by_tag_else_by_layout():
    mapping = known("fomm")
    parameters = made(mapping, random_values(mapping, np.random.default_rng(10), 2))
    tagged = parameters.to_messages(network=Network(tag_uri=mapping.tag, uri=""))
    assert Keypoints.from_messages(tagged).mapping == mapping
    plain = Keypoints.from_messages(parameters.to_messages()).mapping
    assert plain == Keypoints.layout(10, jacobians=10)
    feature = CompactFeature(
        mapping=CompactFeature.layout({"a": (2, 3), "b": (4,)}),
        values={"a": np.zeros((1, 2, 3)), "b": np.ones((1, 4))},
    )
    assert [f.shape for f in CompactFeature.from_messages(feature.to_messages()).mapping.fields] == [
        (1, 2, 3),
        (1, 4),
    ]
    with pytest.raises(MappingError, match=r"name a mapping"):
        CompactFeature.from_messages(parameters.to_messages())
    with pytest.raises(MappingError, match=r"name a mapping"):
        Semantics.from_messages(parameters.to_messages())


@pytest.mark.parametrize(
    ("other", "said"),
    [
        (Keypoints.layout(4), r"coordinates of \(10, 2\).* allowed: \(4, 2\), field points"),
        (Keypoints.layout(10), r"matrix types \[0\].* allowed: \[\]"),
        (
            Keypoints.layout(10, jacobians=3),
            r"matrices of type 0 of \(10, 2, 2\).*\(3, 2, 2\), field jacobians",
        ),
        (Keypoints.layout(10, jacobians=10, covariances=10), r"matrix types \[0\].* allowed: \[0, 1\]"),
    ],
)
def test_messages_of_another_mapping(other, said):
    mapping = known("fomm")
    messages = made(mapping, random_values(mapping, np.random.default_rng(11), 2)).to_messages()
    with pytest.raises(MappingError, match=said):
        Keypoints.from_messages(messages, mapping=other)


def test_messages_of_nothing():
    with pytest.raises(MappingError, match=r"there is no GFV message"):
        Keypoints.from_messages([])
    messages = Keypoints(mapping=Keypoints.layout(1), values={"points": [[[0, 0]]]}).to_messages()
    with pytest.raises(MappingError, match=r"no GFV message of gfv_id 7"):
        Keypoints.from_messages(messages, gfv_id=7)
    with pytest.raises(BitstreamError, match=r"predicted"):
        predicted = Keypoints(mapping=Keypoints.layout(1), values={"points": [[[0, 0]]] * 2}).to_messages(
            predict=True
        )
        Keypoints.from_messages(predicted[1:])


# -- refusals -----------------------------------------------------------------------------------------


def _person(**changes) -> dict[str, np.ndarray]:
    values = {f.name: np.zeros((3, f.size)) for f in known("person").fields}
    for name, (picture, place, value) in changes.items():
        values[name][picture, place] = value
    return values


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"head_rotation": (2, 1, np.nan)}, "head.yaw of picture 2: not a finite number, value nan"),
        ({"eyes": (1, 0, np.inf)}, "eyes.left of picture 1: not a finite number, value inf"),
        ({"mouth": (0, 0, -0.25)}, r"mouth.open of picture 0: out of range, value -0.25, allowed 0..1"),
        ({"mouth": (0, 1, 1.0000001)}, r"mouth.smile of picture 0: out of range.*allowed -1..1"),
        ({"joints": (1, 12, 7)}, r"left_knee.bend of picture 1: out of range, value 7.0, allowed -6.5..6.5"),
        ({"gaze": (1, 3, 1.5)}, r"gaze.right.y of picture 1: out of range"),
    ],
)
def test_a_value_is_refused_by_its_name(changes, said):
    with pytest.raises(OutOfRange, match=said):
        Semantics(mapping="person", values=_person(**changes))


def test_a_number_is_changed_by_its_name_or_not_at_all():
    person = Semantics(mapping="person", values=_person())
    person["head.yaw"] += 0.5
    assert person["head_rotation"][:, 0, 0].tolist() == [[0, 0.5, 0]] * 3
    assert np.abs(person["head.yaw"] - 0.5).max() == 0
    with pytest.raises(OutOfRange, match=r"head.yaw of picture 0"):
        person["head.yaw"] += 4
    assert person["head.yaw"].tolist() == [0.5] * 3
    with pytest.raises(MappingError, match=r"no field and no number"):
        person["nose"]
    with pytest.raises(MappingError, match=r"head.yaw: shape \(2,\), allowed: \(3,\)"):
        person["head.yaw"] = [1, 2]


def test_what_elements_cannot_hold():
    mapping = CompactFeature.layout({"feature": (2,)})

    def feature(*rows):
        return CompactFeature(mapping=mapping, values={"feature": np.array(rows)})

    for precision in (1, 8, 31):
        largest = float(UE_MAX + 1) - 2.0**-precision if precision < 20 else float(UE_MAX)
        assert sent(feature([largest, -largest]), precision=precision)["feature"].tolist() == [
            [[[largest, -largest]]]
        ]
        with pytest.raises(OutOfRange, match=r"feature\[1\] of picture 0: beyond what the element holds"):
            feature([0, 2.0**32 - 1]).to_messages(precision=precision)
    with pytest.raises(OutOfRange, match=r"feature\[0\] of picture 1: its difference from the prediction"):
        feature([-4e9, 0], [4e9, 0]).to_messages(predict=True)
    assert sent(feature([-4e9, 0], [4e9, 0]))["feature"][1, 0, 0].tolist() == [4e9, 0]
    with pytest.raises(OutOfRange, match=r"feature\[1\] of picture 1: its difference"):
        feature([0, 1 / 3], [0, 3e9]).to_messages(predict=True, precision=31)
    points = Keypoints(mapping=Keypoints.layout(1), values={"points": [[[1, 0]], [[-1, 0]]]})
    with pytest.raises(OutOfRange, match=r"points\[0\].x of picture 1: its difference"):
        points.to_messages(precision=31, predict=True)
    assert sent(points, precision=31)["points"].tolist() == [[[1, 0]], [[-1, 0]]]


def test_pupils_have_no_form_but_prediction():
    mapping = known("mesh")
    values = random_values(mapping, np.random.default_rng(12), 2)
    values["location"][:] = 1
    values["gaze"] = np.array([[[1, 0], [1, 0]], [[1, 0], [-1, 0]]])
    assert np.array_equal(sent(made(mapping, values), precision=30)["gaze"], values["gaze"])
    with pytest.raises(OutOfRange, match=r"gaze.right.x of picture 1: its difference"):
        made(mapping, values).to_messages(precision=31)
    context = Context()
    made(mapping, {name: array[:1] for name, array in values.items()}).to_messages(context, precision=4)
    later = made(mapping, {name: array[1:] for name, array in values.items()})
    with pytest.raises(MappingError, match=r"gaze: cannot be coded at precision 5, the base message's is 4"):
        later.to_messages(context, start=1)
    with pytest.raises(MappingError, match=r"gaze: no base message with pupils"):
        later.to_messages(start=1)


def test_still_is_still():
    values = {
        name: np.zeros((3, size))
        for name, size in (("pose", 72), ("rotation", 9), ("translation", 3), ("shape", 10))
    }
    values["shape"][2, 4] = 1
    avatar = AvatarParameters(mapping="avatar", values=values)
    with pytest.raises(
        OutOfRange, match=r"shape\[4\] of picture 2: still, and not the base picture's, value 1.0, allowed 0"
    ):
        avatar.to_messages()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"precision": 32}, "points: precision 32, allowed 1..31"),
        ({"precision": 0}, "points: precision 0"),
        ({"precision": {"nose": 4}}, "nose: a precision for no field"),
        ({"gfv_id": -1}, "out of range"),
        ({"start": UE_MAX + 1}, "out of range"),
        ({"context": Context(shared=True)}, "context"),
    ],
)
def test_options_that_make_no_sense(options, said):
    with pytest.raises(SeigenError, match=said):
        Keypoints(mapping=Keypoints.layout(1), values={"points": [[[0, 0]]]}).to_messages(**options)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({}, "points: the field is missing"),
        ({"points": [[[0, 0]]], "nose": [1]}, "nose: no field of"),
        ({"points": [[[0, 0, 0]]]}, r"points: shape \(1, 1, 3\), allowed: \('pictures', 1, 2\)"),
        ({"points": [[[0, 0]], [[0]]]}, "unequal length"),
        ({"points": [[["a", 0]]]}, "no numbers"),
        ({"points": np.zeros((0, 1, 2))}, "there is no picture"),
        ({"points": 1.0}, "shape"),
    ],
)
def test_values_of_another_shape(values, said):
    with pytest.raises(MappingError, match=said):
        Keypoints(mapping=Keypoints.layout(1), values=values)


def test_kinds_want_their_mappings():
    with pytest.raises(MappingError, match=r"a mapping of keypoints, not of semantics"):
        Semantics(mapping="fomm", values={})
    bare = json.loads(known("person").to_json())
    del bare["fields"][1]["numbers"][0]["positive"]
    bare["fields"][1]["positive"] = ""
    with pytest.raises(MappingError, match=r"mouth.open: a semantic number needs"):
        Semantics.check_mapping(Mapping.model_validate(bare))
    short = json.loads(known("avatar").to_json())
    short["fields"][3]["shape"] = [1, 9]
    with pytest.raises(MappingError, match=r"shape: 9 numbers, allowed: 10"):
        AvatarParameters.check_mapping(Mapping.model_validate(short))
    with pytest.raises(MappingError, match=r"keypoints need a field in the GFV coordinates"):
        Keypoints.check_mapping(known("cfte"))
    with pytest.raises(MappingError, match=r"needs a GFV matrix of type 7"):
        CompactFeature.check_mapping(known("dac"))


POINTS = {"name": "points", "carrier": {"kind": "keypoints"}, "shape": [3, 2], "lo": -1, "hi": 1}
FEATURE = {"name": "f", "carrier": {"kind": "matrix", "type": 7}, "shape": [1, 1, 4]}
GRID = {"name": "g", "carrier": {"kind": "gfve_matrix", "gfve_id": 1}, "shape": [2, 2]}


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ([], "fields: tuple should have at least 1 item"),
        ([GRID], "no field lies in GFV"),
        ([FEATURE, FEATURE], "f: the name occurs twice"),
        ([POINTS, POINTS | {"name": "q"}], "q: a GFV message has one set of coordinates"),
        ([POINTS | {"shape": [3, 4]}], r"points: shape \(3, 4\), allowed: \(num_kps, 2 or 3\)"),
        ([POINTS | {"carrier": {"kind": "keypoints", "z_max": 4}}], "points: shape"),
        ([POINTS | {"hi": 1.5}], r"coordinates need a range within -1..1"),
        ([POINTS | {"lo": None}], r"coordinates need a range within -1..1"),
        ([POINTS | {"hi": 0.3}], r"fields\[0\].hi: input should be a multiple of 0.5"),
        ([POINTS | {"lo": 1, "hi": -1}], "the range 1..-1 is empty"),
        ([FEATURE | {"carrier": {"kind": "matrix", "type": 0}, "shape": [1, 2, 2]}], "type 0 need keypoints"),
        (
            [FEATURE | {"carrier": {"kind": "matrix", "type": 4}}],
            r"f: shape .* allowed: \(1, 2, 2\) or \(1, 3, 3\)",
        ),
        ([FEATURE | {"carrier": {"kind": "matrix", "type": 5}}], r"f: shape .* allowed: \(1, 2, 1\)"),
        (
            [FEATURE | {"carrier": {"kind": "matrix", "type": 2}, "shape": [2, 1, 1]}],
            r"f: shape .*\(1, height, width\)",
        ),
        (
            [FEATURE | {"carrier": {"kind": "matrix", "type": 32}}],
            "type: input should be less than or equal to 31",
        ),
        ([FEATURE | {"shape": [1, 1, 1025]}], "f: shape"),
        ([FEATURE | {"shape": [0, 1, 1]}], "greater than or equal to 1"),
        ([FEATURE | {"shape": [1024, 1024, 1024]}], "numbers, allowed"),
        ([FEATURE | {"precision": 32}], "precision: input should be less than or equal to 31"),
        ([FEATURE | {"policy": "rotation"}], "f: a rotation has"),
        ([FEATURE | {"level": 1}], "f: a field of GFV is of level 0"),
        ([FEATURE | {"numbers": [{"name": "a"}]}], "f: 1 names for 4 numbers"),
        ([FEATURE | {"numbers": [{"name": "a"}] * 4}], "a: the name occurs twice"),
        (
            [FEATURE, GRID | {"name": "h", "shape": [1, 1], "numbers": [{"name": "f"}]}],
            "f: the name is a field's and a number's",
        ),
        ([FEATURE, FEATURE | {"name": "g", "shape": [1, 2, 2]}], "g: fields share a matrix type"),
        (
            [FEATURE | {"shape": [600, 1, 1]}, FEATURE | {"name": "g", "shape": [600, 1, 1]}],
            "1200 matrices of type 7",
        ),
        ([FEATURE, GRID | {"level": 1}], r"fields are of levels \[0, 1\], 1 levels have names"),
        ([FEATURE, GRID | {"carrier": {"kind": "pupils"}}], r"g: shape \(2, 2\)|coordinates need"),
        ([FEATURE | {"carrier": {"kind": "matrix", "type": 5}, "shape": [1, 3, 1]}, POINTS], "dimensions"),
        ([FEATURE | {"colour": 1}], r"fields\[0\].colour: extra inputs"),
        ([FEATURE | {"carrier": {"kind": "letter"}}], r"fields\[0\].carrier"),
        ([FEATURE | {"lo": "nan"}], r"fields\[0\].lo"),
    ],
)
def test_mappings_that_contradict_the_syntax(fields, said):
    text = json.dumps({"tag": "tag:example.org,2026:x", "kind": "keypoints", "fields": fields})
    with pytest.raises(MappingError, match=said):
        Mapping.from_json(text)


@pytest.mark.parametrize(
    "text", ["", "[", "[]", "7", '{"tag": "x"}', "\x00", '{"tag":"tag:a,2026:b","kind":"keypoints"}']
)
def test_mappings_that_are_none(text):
    with pytest.raises(MappingError, match=r"^mapping: "):
        Mapping.from_json(text)
    with pytest.raises(SeigenError):
        Keypoints.from_json(text)


def test_unknown_mapping():
    with pytest.raises(MappingError, match=r"nose: no known mapping; there are avatar"):
        known("nose")


# -- bits ---------------------------------------------------------------------------------------------


@settings(max_examples=40, deadline=None)
@given(st.data(), mappings(), st.integers(1, 30))
def test_a_message_is_its_elements_bits(data, mapping, precision):
    messages = made(mapping, drawn(data.draw, mapping, 2)).to_messages(precision=precision)
    writing, reading = Context(), Context()
    for message in messages:
        _, rows = type(message).trace(message.to_payload(context=writing), context=reading)
        bits = message.to_bits(context=writing)
        assert type(message).from_bits(bits, context=writing) == message
        parts = [message.bits_of(name, context=writing) for name, *_ in rows if "equal_to_zero" not in name]
        joined = Bits().join(parts)
        assert joined == bits[: len(joined)] and not bits[len(joined) :].any(True)


def test_bits_of_leaves_the_context_alone():
    encoder = FaceEncoder(precision=4)
    base, moved = encoder.base([[0.5, -0.25]]), encoder.picture([[0.5, 0.25]], cnt=1)
    finer = FaceEncoder(precision=9).base([[0.5, -0.25], [0, 0]])
    context = Context()
    base.to_payload(context=context)
    assert finer.bits_of("gfv_num_kps_minus1", context=context) == Bits(bin="010")
    assert context.face(0).num_kps == 1
    assert moved.bits_of("gfv_coordinate_dy_abs[0]", context=context) == Bits(bin="0001001")
    for name in ("gfv_coordinate_dy_abs", "gfv_coordinate_x_abs[0]", "gfv_coordinate_dy_abs[1]", "nose"):
        with pytest.raises(BitstreamError, match=r"is not coded in this message"):
            moved.bits_of(name, context=context)
    with pytest.raises(BitstreamError, match=r"whole bytes"):
        GenerativeFaceVideo.from_bits(Bits(bin="0101"))


def test_the_edition_of_hm():
    parameters = Keypoints(mapping=Keypoints.layout(1), values={"points": [[[0.5, 0]], [[0.25, 0]]]})
    messages = parameters.to_messages(edition=HM18)
    assert messages[1].gfv_fusion_pic_flag == 0
    assert np.array_equal(Keypoints.from_messages(messages, edition=HM18)["points"], parameters["points"])


def test_units_as_given():
    """A still picture that every unit repeats is a picture each time."""
    parameters = Keypoints(mapping=Keypoints.layout(1), values={"points": [[[0.5, 0]]]})
    (message,) = parameters.to_messages()
    assert Keypoints.from_messages([message] * 3).pictures == 1
    assert Keypoints.from_messages([[message]] * 3).pictures == 3
