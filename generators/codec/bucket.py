"""A leaky bucket: what leaves never exceeds a rate by more than the bucket holds.

In every window of time no more bits leave than rate * window + size. A reader that takes ``rate`` bits per
second, and has room for ``size``, never overflows.
"""

from __future__ import annotations

from collections import deque

from sei.errors import SeigenError


class Bucket:
    """Lets data through as the rate allows, in order; what comes too early waits.

    rate  bits per second
    size  bits that may leave at once
    """

    def __init__(self, rate: float, size: float) -> None:
        self.rate, self.size = rate, size
        self._room, self._at = size, 0.0
        self._begun = False
        self._waiting: deque[bytes] = deque()

    def room(self, now: float) -> float:
        """Return the bits that may leave at ``now`` (seconds, never backwards) beside what waits; below 0
        where that is more."""
        self._advance(now)
        return self._room - 8 * sum(map(len, self._waiting))

    def put(self, data: bytes) -> None:
        """Let data leave as soon as it may, as a whole. Raises SeigenError where it never may."""
        if 8 * len(data) > self.size:
            raise SeigenError(
                f"{8 * len(data)} bits are to leave at once, and the bucket holds {self.size:.0f}: "
                "take a larger one, or a smaller picture"
            )
        self._waiting.append(data)

    def take(self, now: float) -> bytes:
        """Take out what may leave at ``now``."""
        self._advance(now)
        out: list[bytes] = []
        while self._waiting and 8 * len(self._waiting[0]) <= self._room:
            out.append(self._waiting.popleft())
            self._room -= 8 * len(out[-1])
        return b"".join(out)

    def delay(self, now: float) -> float:
        """Tell how many seconds it takes until something more may leave, about; 0: nothing waits."""
        self._advance(now)
        if not self._waiting:
            return 0.0
        return max(1e-3, (8 * len(self._waiting[0]) - self._room) / self.rate)

    def late(self, now: float) -> float:
        """Tell how many seconds later than it came what was put in last will have left."""
        return max(0.0, -self.room(now) / self.rate)

    def _advance(self, now: float) -> None:
        if self._begun and now > self._at:
            self._room = min(self.size, self._room + self.rate * (now - self._at))
        self._at, self._begun = max(now, self._at) if self._begun else now, True
