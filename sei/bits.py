"""Bit reader and writer over a small integer window: the hot path of the syntax layer.

Both move whole machine words between bytes and an int and cut elements off that int, so that one
element costs a few integer operations however long the payload is. A payload as a `bitstring.Bits` is
one call away (`Message.to_bits`); bitstring is also the independent oracle in the tests.
"""

from __future__ import annotations

MASK = tuple((1 << n) - 1 for n in range(513))
"""MASK[n] has the n lowest bits set. Windows never hold more than 512 bits."""

REFILL = 16
"""Bytes that a refill adds to a window. A signed (int, dec) element needs at most 63 + 32 + 1 bits,
so a window of at least 128 bits holds a whole one."""

UE_ZEROS = 31
"""Most leading zero bits of a ue(v) code, whose value is then 2^32-2 at the most."""


MAX_PAYLOAD = 1 << 24
"""Longest payload taken apart or written element by element, in bytes. Its elements take some hundred times
the room; longer ones are kept as bytes."""


class BitReader:
    """Reads from ``data``, most significant bit first. Raises EOFError where the bits end, and then
    has not moved."""

    __slots__ = ("data", "left", "next", "word")

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.next = 0  # byte that the next refill starts at
        self.word = 0  # bits read from data and not yet consumed, without those consumed
        self.left = 0  # how many

    @property
    def position(self) -> int:
        """Bit offset of the next bit."""
        return self.next * 8 - self.left

    @property
    def remaining(self) -> int:
        """Bits from here to the end."""
        return len(self.data) * 8 - self.next * 8 + self.left

    def refill(self) -> None:
        """Add up to REFILL bytes to the window."""
        chunk = self.data[self.next : self.next + REFILL]
        self.next += len(chunk)
        self.word = self.word << 8 * len(chunk) | int.from_bytes(chunk, "big")
        self.left += 8 * len(chunk)

    def u(self, bits: int) -> int:
        """Read u(bits), bits at most 128."""
        if self.left < bits:
            self.refill()
            if self.left < bits:
                raise EOFError
        self.left -= bits
        value = self.word >> self.left
        self.word &= MASK[self.left]
        return value

    def ue(self) -> int:
        """Read ue(v). Raises OverflowError on a code longer than the standard's longest."""
        if self.left < 64:
            self.refill()
        zeros = self.left - self.word.bit_length()
        if zeros > UE_ZEROS:
            raise OverflowError
        left = self.left - 2 * zeros - 1
        if left < 0:
            raise EOFError
        self.left = left
        value = (self.word >> left) - 1
        self.word &= MASK[left]
        return value

    def read_bytes(self, count: int) -> bytes:
        """Read ``count`` bytes; the position must be byte aligned."""
        if count * 8 > self.remaining:
            raise EOFError
        start = self.position // 8
        self.next = start + count
        self.word = self.left = 0
        return self.data[start : self.next]

    def find_zero_byte(self) -> int:
        """Count the bytes from here to the next zero byte, negative if there is none; the position must be
        aligned."""
        start = self.position // 8
        return self.data.find(b"\0", start) - start


class BitWriter:
    """Collects bits, most significant first."""

    __slots__ = ("chunks", "count", "filled", "word")

    def __init__(self) -> None:
        self.chunks: list[bytes] = []
        self.filled = 0  # bytes in chunks
        self.word = 0  # bits not yet in chunks
        self.count = 0  # how many

    @property
    def position(self) -> int:
        """Bits written."""
        return self.filled * 8 + self.count

    def u(self, value: int, bits: int) -> None:
        """Write u(bits); the caller has checked that the value fits."""
        self.word = self.word << bits | value
        self.count += bits
        if self.count > 256:
            self.flush()

    def ue(self, value: int) -> None:
        """Write ue(v)."""
        self.u(value + 1, 2 * (value + 1).bit_length() - 1)

    def flush(self) -> None:
        """Move the whole bytes of the window to the chunks."""
        spare = self.count & 7
        chunk = (self.word >> spare).to_bytes(self.count >> 3, "big")
        self.chunks.append(chunk)
        self.filled += len(chunk)
        self.word &= MASK[spare]
        self.count = spare

    def write_bytes(self, data: bytes) -> None:
        """Write bytes; the position must be byte aligned."""
        self.flush()
        self.chunks.append(data)
        self.filled += len(data)

    def to_bytes(self) -> bytes:
        """Return everything written, with zero bits filling the last byte."""
        self.flush()
        tail = bytes([self.word << (8 - self.count)]) if self.count else b""
        return b"".join(self.chunks) + tail
