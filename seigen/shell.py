"""What a shell asks of the command: completion, and versions."""

from __future__ import annotations

import platform

import click

from sei.version import VERSION
from vvc_bridge.terminal import show

SHELLS = ("bash", "zsh", "fish")


def versions() -> str:
    """Say which version this is, and which editions of the syntax it reads and writes."""
    from sei.editions import EDITIONS

    words = {"h274v4": "H.274 v4, as VTM 24.0 has it", "hm18": "the draft that HM 18.0 codes in H.265"}
    lines = [f"seigen {VERSION}, Python {platform.python_version()}"]
    return "\n".join([*lines, *(f"edition {name}: {words[name]}" for name in EDITIONS)])


def print_version(context: click.Context, option: click.Parameter, given: bool) -> None:
    """Show `versions` and end, for the option --version."""
    if given and not context.resilient_parsing:
        show(versions())
        context.exit()


@click.command()
@click.argument("shell", type=click.Choice(SHELLS))
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Write the script by which SHELL completes commands, options and file names of seigen.

    Put it where SHELL looks for it, or load it once: eval "$(seigen completion bash)".
    """
    from click.shell_completion import get_completion_class

    found = get_completion_class(shell)
    assert found is not None
    # Click's own source() would start a bash to ask for its version.
    script = found(context.find_root().command, {}, "seigen", "_SEIGEN_COMPLETE")
    show(script.source_template % script.source_vars())
