"""Subjects by name."""

from __future__ import annotations

from generators.subjects.subject import Subject
from sei.errors import SeigenError

NAMES = ("face", "body", "scene")


def make_subject(name: str, which: int = 0, *, described: str = "scene") -> Subject:
    """Make a subject for one clip.

    which      of several, 0 is the largest
    described  what the system describes: faces or bodies in a scene are still looked for where it describes
               them, and a clip without any is coded all the same

    Raises SeigenError for a name that is none.
    """
    if name == "face" or (name == "scene" and described == "face"):
        from generators.subjects.face.subject import FaceSubject

        return FaceSubject(which, scene=name == "scene")
    if name == "body" or (name == "scene" and described == "body"):
        from generators.subjects.body.subject import BodySubject

        return BodySubject(which, scene=name == "scene")
    if name == "scene":
        from generators.subjects.scene import Scene

        return Scene()
    raise SeigenError(f"no subject {name!r}; there are: {', '.join(NAMES)}")
