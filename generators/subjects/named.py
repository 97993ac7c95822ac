"""Subjects by name."""

from __future__ import annotations

from generators.subjects.subject import Subject
from sei.errors import SeigenError

NAMES = ("face", "scene")


def make_subject(name: str, which: int = 0) -> Subject:
    """Make a subject for one clip; ``which`` of several, 0 is the largest. Raises SeigenError."""
    if name == "face":
        from generators.subjects.face.subject import FaceSubject

        return FaceSubject(which)
    if name == "scene":
        from generators.subjects.scene import Scene

        return Scene()
    raise SeigenError(f"no subject {name!r}; there are: {', '.join(NAMES)}")
