"""Signals that end the program, as exceptions: what is under way cleans up as it does after Ctrl-C."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

ENDING = [signal.SIGTERM, *([signal.SIGHUP] if hasattr(signal, "SIGHUP") else [])]


class Ended(BaseException):
    """A signal asks for the end; ``number`` says which. Not an Exception, so that nobody goes on after it."""

    def __init__(self, number: int) -> None:
        self.number = number
        super().__init__(signal.Signals(number).name)


def _end(number: int, _: FrameType | None) -> None:
    for each in ENDING:  # one is enough: the next must not cut the cleaning short
        signal.signal(each, signal.SIG_IGN)
    raise Ended(number)


@contextmanager
def raised() -> Iterator[None]:
    """Let `ENDING` raise `Ended` while the block lasts; one that is ignored (``nohup``) stays so."""
    before = {each: signal.getsignal(each) for each in ENDING}
    for each, handler in before.items():
        if handler is not signal.SIG_IGN:
            signal.signal(each, _end)
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler or signal.SIG_DFL)
