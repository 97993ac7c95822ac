"""Emulation prevention and sei_rbsp( ) framing."""

from __future__ import annotations

import itertools
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sei.errors import Truncated
from sei.rbsp import Payload, escape, parse, serialise, unescape


def escape_by_the_book(rbsp: bytes) -> bytes:
    """H.266 7.4.2.1, byte by byte."""
    out = bytearray()
    zeros = 0
    for byte in rbsp:
        if zeros == 2 and byte <= 3:
            out.append(3)
            zeros = 0
        out.append(byte)
        zeros = zeros + 1 if byte == 0 else 0
    if out and out[-1] == 0:
        out.append(3)
    return bytes(out)


zeros_mostly = st.lists(st.sampled_from([0, 0, 0, 1, 2, 3, 4, 255]), max_size=60).map(bytes)


@given(zeros_mostly)
def test_escape_is_the_standards(rbsp):
    assert escape(rbsp) == escape_by_the_book(rbsp)


@given(zeros_mostly, st.integers(1, 9))
def test_escape_of_many_zeros_is_the_standards(rbsp, chunk):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sei.rbsp._MANY", 0)
        patch.setattr("sei.emulation.CHUNK", chunk)
        assert escape(rbsp) == escape_by_the_book(rbsp)


def test_both_ways_to_escape_are_the_same_for_every_short_string(monkeypatch):
    # Bytes differ to them by being zero, 1..3, or larger.
    strings = [bytes(s) for n in range(10) for s in itertools.product((0, 3, 4), repeat=n)]
    few = [escape(s) for s in strings]
    monkeypatch.setattr("sei.rbsp._MANY", 0)
    assert [escape(s) for s in strings] == few
    monkeypatch.setattr("sei.emulation.CHUNK", 3)
    assert [escape(s) for s in strings] == few


@pytest.mark.parametrize("seed", range(3))
def test_escape_of_large_data(seed):
    rng = random.Random(seed)
    rbsp = bytes(rng.choices([0, 0, 0, 1, 2, 3, 4, 255], k=600_000)) + bytes(200_001) + b"\x80"
    data = escape(rbsp)
    assert data == escape_by_the_book(rbsp)
    assert unescape(data) == rbsp


@given(zeros_mostly, st.sampled_from([b"\x80", b"\x80\0\0", b"\x80\0\0\0\0"]))
def test_unescape_undoes_escape(rbsp, ending):
    # An RBSP ends in its stop bit, or in cabac_zero_words after it; never in a single zero byte.
    rbsp += ending
    data = escape(rbsp)
    assert unescape(data) == rbsp
    for code in (b"\0\0\0", b"\0\0\1", b"\0\0\2"):
        assert code not in data


@given(st.lists(st.tuples(st.integers(0, 1100), st.binary(max_size=600)), max_size=5))
def test_framing_round_trip(messages):
    payloads = [Payload(kind, data) for kind, data in messages]
    rbsp = serialise(payloads)
    found, trailing = parse(rbsp)
    assert [(p.payload_type, p.data) for p in found] == messages
    assert trailing == b"\x80"
    assert all(rbsp[p.offset : p.offset + len(p.data)] == p.data for p in found)


@pytest.mark.parametrize("size", [0, 1, 254, 255, 256, 509, 510, 511, 70000])
def test_sizes_around_the_escape_byte(size):
    rbsp = serialise([Payload(223, b"x" * size), Payload(255, b"y")])
    assert rbsp[1 : 1 + size // 255] == b"\xff" * (size // 255)
    assert rbsp[1 + size // 255] == size % 255
    assert [len(p.data) for p in parse(rbsp)[0]] == [size, 1]


@pytest.mark.parametrize(
    ("rbsp", "element"),
    [
        (bytes([223, 5, 1, 2, 3, 0x80]), "payload_size_byte"),
        (bytes([223, 255, 255]), "payload_size_byte"),
        (bytes([255, 255]), "payload_type_byte"),
        (bytes([5, 0, 223, 200, 0x80]), "payload_size_byte"),
    ],
)
def test_a_payload_beyond_the_nal_unit_is_refused(rbsp, element):
    with pytest.raises(Truncated) as refusal:
        parse(rbsp)
    assert refusal.value.element == element
    assert refusal.value.bit >= 0
