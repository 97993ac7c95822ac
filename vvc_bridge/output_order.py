"""Positions of pictures in output order."""

from __future__ import annotations

from vvc_bridge.pictures import Picture


class OutputOrder:
    """Positions in output order: coded video sequences one after another, in each by picture order count,
    counting the pictures that are output."""

    def __init__(self) -> None:
        self.cvs = -1
        self.shown = 0  # pictures output in the sequences before
        self.pocs: list[int] = []

    def add(self, pictures: list[Picture]) -> dict[int, int] | None:
        """Note an access unit's pictures. When they begin a new sequence: POC to position of the one
        before."""
        if not pictures:
            return None
        finished = None
        if pictures[0].cvs != self.cvs:
            finished = self.finish()
            self.cvs = pictures[0].cvs
        poc = pictures[0].poc
        if poc is not None and any(picture.output for picture in pictures):
            self.pocs.append(poc)
        return finished

    def finish(self) -> dict[int, int]:
        """POC to position of the sequence under way, which ends here."""
        ranks = {poc: self.shown + rank for rank, poc in enumerate(sorted(self.pocs))}
        self.shown += len(self.pocs)
        self.pocs = []
        return ranks
