"""Positions of pictures in output order."""

from __future__ import annotations

from vvc_bridge.pictures import CodedPicture


class OutputOrder:
    """Positions in output order: coded video sequences one after another, in each by picture order count,
    counting the pictures that are output. Two fields of a frame have one position."""

    def __init__(self) -> None:
        self.cvs = -1
        self.shown = 0  # pictures output in the sequences before
        self._pictures: list[tuple[int, list[int]]] = []  # picture order count, access units

    def add(self, au: int, pictures: list[CodedPicture]) -> dict[int, int] | None:
        """Note the pictures of access unit ``au``. When they begin a new sequence: access unit to position
        of the one before."""
        if not pictures:
            return None
        finished = None
        if pictures[0].cvs != self.cvs:
            finished = self.finish()
            self.cvs = pictures[0].cvs
        poc, seen = pictures[0].poc, self._pictures
        if pictures[0].second_field:
            if seen and seen[-1][1] == [au - 1]:
                seen[-1][1].append(au)
        elif poc is not None and any(picture.output for picture in pictures):
            seen.append((poc, [au]))
        return finished

    def finish(self) -> dict[int, int]:
        """End the sequence under way: return the position of each access unit."""
        ordered = enumerate(sorted(self._pictures), self.shown)
        self.shown += len(self._pictures)
        self._pictures = []
        return {au: position for position, (_, aus) in ordered for au in aus}
