"""Subcommand diff: where the messages of two files differ."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from sei.errors import SeigenError
from sei.shown import to_json
from vvc_bridge.terminal import show, warn

if TYPE_CHECKING:
    from vvc_bridge.difference import Difference, Item

LONGEST = 40
"""Characters of a value that are shown; JSON has all."""


@click.command()
@click.argument("a", type=click.Path())
@click.argument("b", type=click.Path(), required=False)
@click.option("--against", type=click.Path(), help="Compare A, and B where it is given, each with this file.")
@click.option("--first", is_flag=True, help="Stop at the first difference.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object per difference, one per line.")
@click.option(
    "--codec",
    type=click.Choice(["h266", "h265", "h264"]),
    help="Standard of the streams; told from their bytes by default.",
)
@click.option("--edition", type=click.Choice(["h274v4", "hm18"]), help="Default: h274v4, in H.265 hm18.")
@click.option("--type", "types", type=int, multiple=True, help="Only this payloadType; may be repeated.")
def diff(
    a: str,
    b: str | None,
    against: str | None,
    first: bool,
    as_json: bool,
    codec: str | None,
    edition: str | None,
    types: tuple[int, ...],
) -> None:
    """Show where the SEI messages of A and B differ: message, element, both values, bit offsets.

    Each file is a stream or container, a messages JSON, or what VTM's DecoderApp or HM's wrote with
    --OutputDecodedSEIMessagesFilename. Messages are paired by access unit and picture order count where both
    files have them. With a dump both are compared as VTM dumps them.

    Exit status: 0 equal, 1 they differ, 2 wrong usage or a file that cannot be read.
    """
    if b is None and against is None:
        raise click.UsageError("two files are compared: B or --against is missing")
    pairs = [(a, b)] if against is None else [(a, against), *([(b, against)] if b is not None else [])]
    differ = False
    try:
        for one, other in pairs:
            assert one is not None and other is not None
            if len(pairs) > 1 and not as_json:
                show(f"A is {one}, B is {other}", bold=True)
            differ |= _compare(one, other, first, as_json, codec, edition, types)
    except SeigenError as error:
        warn(error)
        sys.exit(2)
    except BrokenPipeError:
        raise
    except OSError as error:
        warn(f"{error.filename}: {error.strerror}" if error.filename else error)
        sys.exit(2)
    sys.exit(1 if differ else 0)


def _compare(
    a: str,
    b: str,
    first: bool,
    as_json: bool,
    codec: str | None,
    edition: str | None,
    types: tuple[int, ...],
) -> bool:
    """Show the differences of two files; whether there is one."""
    from vvc_bridge.difference import Compared, differences

    compared = Compared()
    under_way: tuple[Item | None, Item | None] | None = None
    count = 0
    for difference in differences(a, b, codec=codec, edition=edition, types=types, compared=compared):
        count += 1
        if as_json:
            show(to_json({"files": [a, b], **difference.to_dict()}))
        else:
            pair = difference.a, difference.b
            if under_way is None or pair[0] is not under_way[0] or pair[1] is not under_way[1]:
                _heading(difference)
                under_way = pair
            if difference.element:
                _element(difference)
        if first:
            break
    for note in compared.notes:
        warn(note)
    if not as_json:
        left, right = compared.messages
        messages = f"{left} and {right} messages" if left != right else f"{left} message{'s' * (left != 1)}"
        if not count:
            show(f"equal: {messages}")
        elif not first:
            show(f"{count} difference{'s' * (count > 1)} in {compared.differing} of {messages}")
    return count > 0


def _heading(difference: Difference) -> None:
    a, b = difference.a, difference.b
    if a is None or b is None:
        show(f"only in {'A' if b is None else 'B'}: {a or b}", bold=True)
    elif str(a) == str(b):
        show(str(a), bold=True)
    else:
        show(f"A: {a}; B: {b}", bold=True)


def _element(difference: Difference) -> None:
    sides = []
    for side, value, bit in zip("AB", difference.values, difference.bits, strict=True):
        if value is None:
            sides.append(f"not in {side}")
            continue
        text = str(value)
        text = text if len(text) <= LONGEST else f"{text[: LONGEST - 3]}..."
        sides.append(f"{side} {text}" + ("" if bit is None else f" (bit {bit})"))
    show(f"    {difference.element:<46}  {sides[0]:<24}  {sides[1]}")
