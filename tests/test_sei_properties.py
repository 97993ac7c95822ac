"""Properties that hold for every message, and for every input."""

from __future__ import annotations

import time
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sei.context import Context
from sei.editions import EDITIONS
from sei.errors import BitstreamError
from sei.message import Message
from sei.messages import PAYLOAD_TYPES, message_class
from sei.messages.generative_face_video import GenerativeFaceVideo
from sei.messages.generative_face_video_enhancement import GenerativeFaceVideoEnhancement
from sei.reader import Tracer
from sei.resolve import resolve_enhancement, resolve_face
from sei.syntax import ENDING, Syntax, pack_bits

from .sampler import messages, sequences

CLASSES = [message_class(t) for t in PAYLOAD_TYPES]
by_class = pytest.mark.parametrize("cls", CLASSES, ids=lambda cls: cls.syntax_name)


def check_round_trip(sent: list[Message], edition_name: str = "h274v4") -> None:
    edition = EDITIONS[edition_name]
    writing, reading, tracing, counting = Context(), Context(), Context(), Context()
    for message in sent:
        bits = message.payload_bits(edition=edition, context=counting)
        payload = message.to_payload(edition=edition, context=writing)
        message.to_payload(edition=edition, context=counting)
        cls = type(message)
        received = cls.from_payload(payload, edition=edition, context=reading)
        assert received == message
        assert cls.from_json(received.to_json()) == message
        traced, rows = cls.trace(payload, edition=edition, context=tracing)
        assert traced == message
        assert sum(row[4] for row in rows) == 8 * len(payload)
        assert sum(row[4] for row in rows if row[0] not in ENDING) == bits


@by_class
@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_any_model_to_bits_to_model(cls, data):
    check_round_trip([data.draw(messages(cls))])


@pytest.mark.parametrize("edition", EDITIONS)
@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_any_sequence_of_faces(edition, data):
    check_round_trip(data.draw(sequences(GenerativeFaceVideo, EDITIONS[edition])), edition)


@given(sequences(GenerativeFaceVideoEnhancement))
@settings(max_examples=60, deadline=None)
def test_any_sequence_of_enhancements(sent):
    check_round_trip(sent)


@given(sequences(GenerativeFaceVideo), st.booleans())
@settings(max_examples=60, deadline=None)
def test_resolving_ends_in_arrays_or_a_typed_error(sent, shared):
    context = Context(shared=shared)
    for message in sent:
        try:
            message.to_payload(context=context)
            face = resolve_face(message, context)
        except BitstreamError:
            continue
        assert face.keypoints is None or face.keypoints.ndim == 2
        assert all(m.values.ndim == 3 for m in face.matrices)


@given(sequences(GenerativeFaceVideoEnhancement), st.booleans())
@settings(max_examples=60, deadline=None)
def test_resolving_enhancements_ends_in_arrays_or_a_typed_error(sent, shared):
    context = Context(shared=shared)
    for message in sent:
        try:
            message.to_payload(context=context)
            resolve_enhancement(message, context)
        except BitstreamError:
            continue


@by_class
@given(data=st.binary(max_size=300), edition=st.sampled_from(sorted(EDITIONS)))
@settings(max_examples=150, deadline=None)
def test_any_bytes_to_model_or_typed_error(cls, data, edition):
    try:
        message = cls.from_payload(data, edition=EDITIONS[edition])
    except BitstreamError as error:
        assert error.message == cls.syntax_name
        assert error.element
        assert 0 <= error.bit <= 8 * len(data)
        assert "\n" not in str(error)
    else:
        # What is accepted is kept bit by bit.
        assert message.to_payload(edition=EDITIONS[edition]) == data


@given(data=st.data(), extension=st.binary(max_size=9), drop=st.integers(0, 7))
@settings(max_examples=60, deadline=None)
def test_extension_bits_are_kept(data, extension, drop):
    message = data.draw(messages(GenerativeFaceVideo))
    if message.gfv_nn_mode_idc == 0:
        return  # a network's bytes reach to the payload's end
    length = max(0, 8 * len(extension) - drop)
    value = int.from_bytes(extension, "big") >> (8 * len(extension) - length)
    message.sei_reserved_payload_extension_data = pack_bits(value, length)
    payload = message.to_payload()
    received = GenerativeFaceVideo.from_payload(payload)
    assert received.to_payload() == payload
    if length or message.payload_bits() % 8 == 0:
        assert received == message


class GenericTracer(Tracer):
    """Reads element by element, without the fast path of arrays."""

    signed_array = Syntax.signed_array


@given(sequences(GenerativeFaceVideo))
@settings(max_examples=50, deadline=None)
def test_fast_path_equals_generic_path(sent):
    fast, slow = Context(), Context()
    for message in sent:
        payload = message.to_payload(context=fast)
        generic = GenericTracer(payload, "x", GenerativeFaceVideo.ELEMENTS, EDITIONS["h274v4"], slow)
        GenerativeFaceVideo.table(generic)
        traced = Tracer(payload, "x", GenerativeFaceVideo.ELEMENTS, EDITIONS["h274v4"], slow)
        GenerativeFaceVideo.table(traced)
        assert traced.rows == generic.rows
        assert traced.values == generic.values
        for commit in generic.commits:
            commit()
        values = {name: value for name, value in message.__dict__.items() if value is not None}
        values.pop("sei_reserved_payload_extension_data", None)
        assert generic.values == values


HUGE = {
    "zero bits": b"\0" * 65536,
    "one bits": b"\xff" * 65536,
    "keypoints of one bit": bytes.fromhex("fd80") + b"\xff" * 65534,
    "alternating": b"\x55" * 65536,
    "head then ones": bytes.fromhex("e0") + b"\xff" * 65535,
}


@by_class
@pytest.mark.parametrize("name", HUGE)
def test_large_input_takes_bounded_time_and_memory(cls, name):
    data = HUGE[name]
    started = time.process_time()
    with_error = False
    try:
        cls.from_payload(data)
    except BitstreamError:
        with_error = True
    took = time.process_time() - started
    tracemalloc.start()
    try:
        cls.from_payload(data)
    except BitstreamError:
        assert with_error
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert took < 1
    assert peak < 200e6
