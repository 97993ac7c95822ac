"""What a decoder takes and gives: access units in their order, what they bring, pictures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from generators.parameters.reading import Resolved
from generators.subjects.body.skin import Posed
from sei.messages.generative_face_video import GenerativeFaceVideo
from vvc_bridge.access_unit import AccessUnit


@dataclass(frozen=True)
class Received:
    """What an access unit brings beside its coded picture.

    messages  GFV and GFVE messages, prediction undone
    face      the first GFV message as it was coded
    entry     decoding can begin here, and nothing before is referred to
    periods   pictures that it stands for at least
    late      newer messages have come already
    """

    messages: list[Resolved]
    face: GenerativeFaceVideo | None
    entry: bool = True
    periods: int = 1
    late: bool = False


class Continuity:
    """Whether all coded pictures came since one that decoding can begin with.

    In streams laid out as `generators.codec.stream` says, picture order counts go up by one from picture to
    picture.
    """

    def __init__(self) -> None:
        self.intact, self._poc = False, 0

    def follow(self, unit: AccessUnit, *, ours: bool) -> bool:
        """Take in the next access unit. Returns whether its picture can be decoded as it is meant."""
        poc = unit.poc
        if unit.random_access is not None:
            self.intact = True
        elif ours and poc is not None and poc != self._poc + 1:
            self.intact = False
        self._poc = self._poc + 1 if poc is None else poc
        return self.intact


@dataclass(frozen=True)
class Frame:
    """One picture out: generated, held, or a coded picture as decoded; ``pixels`` as `Decoder` was asked for.

    ``index`` and ``time`` (seconds) go on where pictures were lost, and from one stream to one joined to it;
    in a stream that is entered in the middle they are that picture's own. ``mesh``: the body that it shows,
    where `Decoder` was asked for it and there is one (`generators.system.System.mesher` has its template).
    """

    index: int
    time: float
    pixels: Any
    is_base: bool
    mesh: Posed | None = None
