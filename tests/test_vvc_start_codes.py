"""The search for start codes: both ways find the same."""

from __future__ import annotations

import numpy
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vvc_bridge import Codec, start_codes
from vvc_bridge.scan import Segmenter

SCARCE = st.lists(st.sampled_from([0, 0, 0, 1, 2]), min_size=2, max_size=64).map(bytes)


@given(SCARCE, st.integers(0, 1 << 40))
def test_pairs_of_bytes_find_what_the_expression_finds(data: bytes, offset: int) -> None:
    found = [match.start() + offset for match in start_codes.START_CODE.finditer(data)]
    assert start_codes._by_words(numpy, data, offset) == found


@given(SCARCE, st.sampled_from([2, 4, 16]), st.sampled_from([1, 3, 64]))
def test_blocks_and_dense_blocks_find_the_same(data: bytes, block: int, few: int) -> None:
    found = [match.start() for match in start_codes.START_CODE.finditer(data)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(start_codes, "BLOCK", block)
        patch.setattr(start_codes, "FEW", few)
        assert start_codes._by_words(numpy, data, 0) == found


def test_long_pieces_are_searched_by_words(monkeypatch) -> None:
    count = start_codes.WORTHWHILE
    data = (b"\xff" * 5 + b"\0\0\1" + b"\0\0\0\1") * count
    by_words = start_codes.start_codes(data, 3)
    monkeypatch.setattr(start_codes, "WORTHWHILE", len(data) + 1)
    assert by_words == start_codes.start_codes(data, 3)
    assert by_words[:3] == [8, 12, 20] and len(by_words) == 2 * count


def test_end_of_stream_before_a_waiting_slice_header() -> None:
    """The cut after an end of stream is not forgotten while a slice header is waited for (H.264)."""
    slice_ = b"\0\0\1\x65\x88" + bytes(range(16, 76))
    stream = slice_ + b"\0\0\1\x0b" + slice_
    sizes = [
        [raw.end - raw.begin for raw in Segmenter(Codec.H264).split(pieces)]
        for pieces in ([stream], [stream[at : at + 1] for at in range(len(stream))])
    ]
    assert sizes[0] == sizes[1] == [len(slice_) + 4, len(slice_)]
