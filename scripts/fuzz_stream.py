"""Fuzz target: whole byte streams through access units, extraction and editing (run by `make fuzz`).

Only SeigenError may escape, what is read joins to the input again, and extract, remove and inject give back
every stream that can be edited.
"""

from __future__ import annotations

import contextlib
import io
from collections.abc import Iterator
from pathlib import Path

from sei.errors import SeigenError
from vvc_bridge.access_unit import access_units, parse_access_unit
from vvc_bridge.extractor import extract
from vvc_bridge.injector import inject
from vvc_bridge.message_file import MessageFile
from vvc_bridge.presentation import presentation
from vvc_bridge.remover import remove

DATA = Path(__file__).parents[1] / "tests" / "data"
CODECS = ("h266", "h265", "h264", None)


class Slowly(io.BytesIO):
    """A pipe that gives ``size`` bytes at a time."""

    def __init__(self, data: bytes, size: int) -> None:
        super().__init__(data)
        self.size = size

    def read1(self, size: int | None = -1, /) -> bytes:
        return self.read(self.size)


def check(data: bytes) -> None:
    """Run one input: its first byte chooses the codec and the size of the pieces. Raises AssertionError, or
    whatever should not escape."""
    if len(data) < 2:
        return
    codec, size, stream = CODECS[data[0] & 3], (data[0] >> 2) + 1, data[1:]
    check_reading(stream, codec, size)
    check_editing(stream, codec)
    try:
        parse_access_unit(stream, (data[0] >> 2 & 3) + 1, codec=codec)
    except SeigenError as error:
        assert "\n" not in str(error)


def check_reading(stream: bytes, codec: str | None, size: int) -> None:
    """The bytes come back, and the same from small pieces."""
    try:
        units = list(access_units(stream, codec=codec))
    except SeigenError as error:
        assert "\n" not in str(error)
        return
    assert b"".join(unit.data + unit.trailing for unit in units) == stream
    with contextlib.suppress(SeigenError):
        presentation(stream, codec).decoding_times()
    for unit in units:
        assert b"".join(map(bytes, unit.nal_units)) == unit.data
        try:
            assert len(unit.messages) >= 0
        except SeigenError as error:
            assert "\n" not in str(error)
    cut = access_units(Slowly(stream, size), codec=units[0].codec)
    assert [unit.data for unit in cut] == [unit.data for unit in units]


def check_editing(stream: bytes, codec: str | None) -> None:
    """Taking messages out and putting them back gives the stream, and so does editing nothing."""
    bare, same, again = io.BytesIO(), io.BytesIO(), io.BytesIO()
    try:
        messages = MessageFile.from_json(extract(stream, codec=codec).to_json())
        remove(stream, bare, types=None, codec=codec)
    except SeigenError as error:
        assert "\n" not in str(error)
        return
    inject(stream, MessageFile(codec=messages.codec), same, codec=codec)
    assert same.getvalue() == stream
    try:
        inject(bare.getvalue(), messages, again, codec=codec or messages.codec)
    except SeigenError as error:
        # Pictures without their parameter sets, or nothing but SEI: not to be edited.
        assert "\n" not in str(error)
        return
    assert again.getvalue() == stream


def seeds() -> Iterator[bytes]:
    """First inputs: the streams in tests/data, whole and cut, as each codec, and the smallest of NAL
    units."""
    for path in sorted(DATA.glob("*.bit")):
        data = path.read_bytes()
        for first in (0, 3, 63 << 2):
            yield bytes([first]) + data[:2000]
        yield bytes([0]) + data[len(data) // 3 :]
    h265 = "0000000140010c000001420101000001440100c0000001" + "2601af0000015001050112800000010201d0"
    h264 = "000000016742001e0000000168ce0000016588840000010605011280000001419a"
    for codec, text in ((1, h265), (2, h264), (3, h265), (3, h264)):
        yield bytes([codec]) + bytes.fromhex(text)
    yield b"\0\0\0\1\0\x79\0\0\1\0\x81\0\0\1\0\x41\x88\x80\0\0\1\0\xc5\x05\x01\x11\x80\0\0"
