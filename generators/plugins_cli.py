"""Subcommand `plugin`: where the parts are by which other programs play talks."""

from __future__ import annotations

from pathlib import Path

import click

from sei.shown import one_line
from vvc_bridge.terminal import show

FOLDER = Path(__file__).parent / "plugins"
PLUGINS = {"mpv": FOLDER / "seigen.lua", "gstreamer": FOLDER / "gstreamer"}
"""What each host is given: a script, or a folder to look for elements in."""


@click.command()
@click.argument("host", type=click.Choice(sorted(PLUGINS)))
def plugin(host: str) -> None:
    """Print the path of what HOST plays coded talks by."""
    show(one_line(str(PLUGINS[host])))
