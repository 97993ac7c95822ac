"""Subcommand edit: rules over a stream's messages."""

from __future__ import annotations

from typing import Any

import click

from vvc_bridge.cli import CODEC, FILE, FPS, OUT, SAFE, VERIFY, say_report
from vvc_bridge.terminal import warn


@click.command()
@FILE
@click.argument("rules", type=click.Path(allow_dash=True))
@OUT
@click.option("--edition", type=click.Choice(["h274v4", "hm18"]), help="Default: h274v4, in H.265 hm18.")
@SAFE
@VERIFY
@FPS
@CODEC
def edit(file: str, rules: str, output: str, **options: Any) -> None:
    """Apply RULES (JSON, see docs/editor.md) to the SEI messages of FILE.

    set, add, shift, rename, drop, trim, repeat, insert, over ranges of access units, types and ids.

    What no rule changes says what it said. The output appears whole, read again, or not at all.
    """
    from vvc_bridge.rule_editor import edit as run
    from vvc_bridge.rules import Rules

    done = run(file, Rules.load(rules), output, **options)
    for number in done.idle:
        warn(f"rules[{number}] was about no message")
    say_report(done.report, output)


COMMANDS: list[click.Command] = [edit]
