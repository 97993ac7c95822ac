"""Subcommands of avatars: train. Nothing heavy is imported until a command runs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from sei.shown import one_line
from vvc_bridge.terminal import console, plain, say


@click.group()
def avatar() -> None:
    """Make avatars of people: Gaussians on a body, for views from anywhere."""


@avatar.command("train")
@click.argument("clip", type=click.Path())
@click.option("-o", "--output", required=True, type=click.Path(dir_okay=False), help="Avatar file.")
@click.option(
    "--size",
    default="240",
    show_default=True,
    metavar="SIDE|WxH",
    help="Pictures trained on: shorter side, or both.",
)
@click.option("--steps", type=click.IntRange(1, 1_000_000), default=3000, show_default=True, help="Steps.")
@click.option(
    "--template",
    type=click.Choice(["small", "middle"]),
    default="small",
    show_default=True,
    help="2,978 or 7,770 Gaussians.",
)
@click.option("--person", type=click.IntRange(0), default=0, show_default=True, help="Which; 0: largest.")
@click.option("--seed", type=click.IntRange(0), default=0, show_default=True, help="Order of the pictures.")
@click.option("--start", type=click.IntRange(0), default=0, help="First picture.")
@click.option("--limit", type=click.IntRange(1), help="Number of pictures.")
@click.option("--resume", is_flag=True, help="Go on from OUTPUT.part, which training leaves.")
def train_avatar(clip: str, output: str, **options: Any) -> None:
    """Make an avatar of the person in CLIP (a file, or a name of the zoo), whose camera stands still."""
    from rich.live import Live

    from generators.systems.avatar.make import make_avatar

    with Live(console=console(err=True), refresh_per_second=2, transient=True) as live:

        def told(what: str, done: int, total: int) -> None:
            live.update(plain(f"{what} {done} of {total}"))

        found = make_avatar(clip, Path(output), progress=told, **options)
    say(
        one_line(
            f"{output}: {found.size} bytes, name {found.name}, {found.count} Gaussians; person "
            f"{found.person:.1f} dB (background alone {found.background:.1f})"
        )
    )


COMMANDS: list[click.Command] = [avatar]
