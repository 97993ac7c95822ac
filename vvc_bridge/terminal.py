"""Everything that a command says goes through here, and through `sei.shown` on its way."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import click

from sei import shown
from vvc_bridge.output import naming

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text


live = False
"""Whether progress may be shown: the command line says so, for a library prints nothing."""


def show(text: object, *, nl: bool = True, **style: Any) -> None:
    """Print to standard output: lines and columns stay, the rest of what is not harmless is escaped.

    ``style`` as `click.style` takes it. Raises OSError with a name where the output is full.
    """
    _print(text, nl, False, style)


def say(text: object, **style: Any) -> None:
    """Print a line for people to standard error; a newline in it is escaped."""
    _print(shown.one_line(str(text)), True, True, style)


def warn(text: object) -> None:
    """Say with the program's name before it, as `say`."""
    say(f"seigen: {text}")


def _print(text: object, nl: bool, err: bool, style: dict[str, Any]) -> None:
    stream = sys.stderr if err else sys.stdout
    clean = shown.lines(str(text))
    encoding = getattr(stream, "encoding", None) or "utf-8"
    if not clean.isascii():
        clean = clean.encode(encoding, "backslashreplace").decode(encoding)
    with naming("standard error" if err else "standard output"):
        click.echo(click.style(clean, **style) if style else clean, nl=nl, err=err)


WIDE = 400
"""Columns of what is no terminal: cells of a table that goes into a file or a pipe are not broken."""


def console(*, err: bool) -> Console:
    """Make a console for tables and live lines. What is not one's own goes in as `plain`."""
    from rich.console import Console

    made = Console(stderr=err, markup=False, highlight=False, emoji=False)
    if not made.is_terminal and "COLUMNS" not in os.environ:
        made.width = WIDE
    return made


def plain(text: object) -> Text:
    """Make text for a console: escaped as `say` does, no markup in it."""
    from rich.text import Text

    return Text(shown.one_line(str(text)))


def table(head: Iterable[str], rows: Iterable[Iterable[object]], *, err: bool = False) -> None:
    """Print a table."""
    from rich.table import Table

    found = Table(*head)
    for row in rows:
        found.add_row(*map(plain, row))
    console(err=err).print(found)


def columns(head: Iterable[str], rows: Iterable[Iterable[object]]) -> None:
    """Print rows of one line each in columns as wide as they need: nothing is cut, whatever reads it."""
    lines = [[shown.one_line(str(cell)) for cell in row] for row in (head, *rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    for line in lines:
        show("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())
