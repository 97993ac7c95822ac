"""Emulation prevention of large data full of zeros, by numpy: `sei.rbsp.escape` calls it where one regular
expression match an inserted byte would be slow, and numpy is loaded for nothing less."""

from __future__ import annotations

import numpy as np

CHUNK = 1 << 17
"""Bytes at a time: temporary arrays stay in the processor's cache, however long the data."""


def escape_many(rbsp: bytes) -> bytes:
    """Insert emulation_prevention_three_byte (H.266 7.4.2.1), except after a last zero byte."""
    pieces: list[bytes] = []
    pending = 0
    for start in range(0, len(rbsp), CHUNK):
        # Zero bytes that end the chunk before, none of them followed by an inserted byte, begin this one.
        piece = _escape_chunk(bytes(pending) + rbsp[start : start + CHUNK])
        pieces.append(piece[pending:])
        pending = len(piece) - len(piece.rstrip(b"\0"))
    return b"".join(pieces)


def _escape_chunk(chunk: bytes) -> bytes:
    data = np.frombuffer(chunk, np.uint8)
    zero = data == 0
    # Bytes of 0..3 after two zeros. Of neighbouring ones only every second stays: the byte inserted before
    # the first parts it from the zeros before the next.
    places = np.flatnonzero(zero[:-2] & zero[1:-1] & (data[2:] <= 3)) + 2
    if not len(places):
        return chunk
    order = np.arange(len(places))
    first = np.ones(len(places), bool)
    np.not_equal(np.diff(places), 1, out=first[1:])
    run_start = np.maximum.accumulate(np.where(first, order, 0))
    places = places[(order - run_start) & 1 == 0]
    places += np.arange(len(places))
    out = np.empty(len(data) + len(places), np.uint8)
    kept = np.ones(len(out), bool)
    kept[places] = False
    out[kept] = data
    out[places] = 3
    return out.tobytes()
