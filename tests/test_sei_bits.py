"""Bit reader and writer against bitstring, which shares no code with them."""

from __future__ import annotations

import pytest
from bitstring import BitArray, Bits
from hypothesis import given
from hypothesis import strategies as st

from sei.bits import BitReader, BitWriter
from sei.elements import UE_MAX

elements = st.lists(
    st.one_of(
        st.tuples(st.just("ue"), st.integers(0, UE_MAX), st.just(0)),
        st.integers(1, 64).flatmap(lambda n: st.tuples(st.just("u"), st.integers(0, 2**n - 1), st.just(n))),
    ),
    max_size=60,
)


def by_bitstring(items: list[tuple[str, int, int]]) -> Bits:
    bits = BitArray()
    for kind, value, width in items:
        bits += Bits(ue=value) if kind == "ue" else Bits(uint=value, length=width)
    return Bits(bits)


@given(elements)
def test_writer_writes_what_bitstring_writes(items):
    writer = BitWriter()
    for kind, value, width in items:
        if kind == "ue":
            writer.ue(value)
        else:
            writer.u(value, width)
    expected = by_bitstring(items)
    assert writer.position == len(expected)
    assert writer.to_bytes() == expected.tobytes()


@given(elements)
def test_reader_reads_what_bitstring_wrote(items):
    expected = by_bitstring(items)
    reader = BitReader(expected.tobytes())
    for kind, value, width in items:
        assert (reader.ue() if kind == "ue" else reader.u(width)) == value
    assert reader.position == len(expected)


@given(st.binary(max_size=40), st.integers(0, 7))
def test_reader_ends_where_the_bits_end(data, skip):
    reader = BitReader(data)
    if data:
        reader.u(skip)
    with pytest.raises(EOFError):
        while True:
            reader.u(7)
    assert reader.remaining < 7


def test_a_code_longer_than_the_standard_allows_is_told_from_the_end():
    with pytest.raises(OverflowError):
        BitReader(b"\0\0\0\0\1\xff\xff\xff\xff\xff").ue()
    with pytest.raises(EOFError):
        BitReader(b"\0\0\1").ue()
    assert BitReader(bytes.fromhex("00000001fffffffe")).ue() == UE_MAX


def test_bytes_and_text_between_bits():
    reader = BitReader(b"\xa5abc\0\x80" + bytes(range(40)))
    assert reader.u(8) == 0xA5
    assert reader.find_zero_byte() == 3
    assert reader.read_bytes(4) == b"abc\0"
    assert reader.u(1) == 1
    assert reader.u(7) == 0
    assert reader.read_bytes(40) == bytes(range(40))
    with pytest.raises(EOFError):
        reader.read_bytes(1)
