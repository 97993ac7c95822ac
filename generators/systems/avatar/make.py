"""A clip to an avatar file: what `seigen avatar train` calls."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from generators.codec.generate import torch_threads
from generators.media import zoo
from generators.subjects.body.subject import BodySubject
from generators.subjects.clip import Clip, Progress, open_clip, parse_size
from generators.systems.avatar.file import pack
from generators.systems.avatar.train import train
from generators.weights.adapter import identity
from sei.errors import SeigenError
from vvc_bridge.output import output_file

STEPS = 3000


@dataclass(frozen=True)
class Made:
    """What was written: bytes, name by hash, Gaussians; person and background as of
    `generators.systems.avatar.train.Trained`."""

    size: int
    name: str
    count: int
    person: float
    background: float


def avatar_of(clip: Clip) -> bytes:
    """Make the avatar of a clip that is open, as a file's bytes, in as many steps as the command takes.

    Raises SeigenError where nobody can be made of it.
    """
    return pack(train(clip, size="small", steps=STEPS, seed=0).avatar)


def make_avatar(
    clip: str,
    output: Path,
    *,
    size: str = "240",
    template: str = "small",
    steps: int = STEPS,
    person: int = 0,
    seed: int = 0,
    start: int = 0,
    limit: int | None = None,
    resume: bool = False,
    progress: Progress | None = None,
) -> Made:
    """Make an avatar file of a clip (a file, or a name of the zoo); options as of the command.

    OUTPUT.part holds what training goes on from; it is removed when all is done. Raises SeigenError.
    """
    if not output.absolute().parent.is_dir():
        raise SeigenError(f"{output}: no such folder")
    if not Path(clip).exists() and clip in zoo.catalogue():
        clip = str(zoo.path(clip))
    kept = output.with_name(output.name + ".part")
    opened = open_clip(
        clip,
        parse_size(size),
        BodySubject(person),
        window="all",
        start=start,
        limit=limit,
        progress=progress,
    )
    with torch_threads(1), opened as shots:
        trained = train(
            shots, size=template, steps=steps, seed=seed, checkpoint=kept, resume=resume, progress=progress
        )
    data = pack(trained.avatar)
    with output_file(output) as file:
        file.write(data)
    kept.unlink(missing_ok=True)
    return Made(len(data), identity(data), len(trained.avatar.columns), trained.person, trained.background)
