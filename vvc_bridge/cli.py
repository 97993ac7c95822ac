"""Subcommands of the bridge: inspect, diff, generate, extract, inject, remove, replace, remux, units."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import click

from sei.shown import to_json
from vvc_bridge.containers.carry import DROPS
from vvc_bridge.diff_cli import diff
from vvc_bridge.inspect_cli import inspect
from vvc_bridge.named_cli import KINDS, MAPPING, generate
from vvc_bridge.terminal import say, show, warn

if TYPE_CHECKING:
    from vvc_bridge.editor import EditReport

COMMANDS: list[click.Command] = [inspect, generate, diff]


def _command(function: Callable[..., None]) -> Callable[..., None]:
    command = click.command()(function)
    COMMANDS.append(command)
    return function


FILE = click.argument("file", type=click.Path(allow_dash=True))
MESSAGES = click.argument("messages", type=click.Path(allow_dash=True))
OUT = click.option(
    "-o", "--output", required=True, type=click.Path(allow_dash=True), help="File to write, - is stdout."
)
CODEC = click.option(
    "--codec",
    type=click.Choice(["h266", "h265", "h264"]),
    help="Standard of FILE; told from its bytes by default.",
)
TYPES = click.option(
    "--type", "types", multiple=True, type=click.IntRange(0), help="payloadType; may be repeated."
)
EDITION = click.option(
    "--edition",
    type=click.Choice(["h274v4", "hm18"]),
    help="Syntax edition to write MESSAGES in. Default: their own where it is FILE's standard that they came "
    "from, else the one that inspect reads FILE in.",
)
SAFE = click.option(
    "--vtm-safe/--no-vtm-safe",
    default=True,
    help="Refuse what crashes VTM 24.0's decoder (default), or allow all.",
)
VERIFY = click.option(
    "--verify",
    is_flag=True,
    help="Read and decode the result: pictures and picture hashes as before, or no output.",
)


def _rate(context: click.Context, option: click.Parameter, value: str | None) -> Fraction | None:
    """--fps as a number, before anything else is done."""
    from vvc_bridge.rate import parse_rate

    return None if value is None else parse_rate(value, "--fps")


FPS = click.option(
    "--fps",
    callback=_rate,
    help="Frames per second when a byte stream goes into a container: 25, 30000/1001 or 23.976 "
    "(default: by the clock in its messages or parameter sets).",
)


def say_report(report: EditReport, output: str) -> None:
    """Say what an edit did, and its warnings."""
    if report.warning:
        warn(report.warning)
    if report.edition_note:
        warn(report.edition_note)
    if report.nothing:
        warn(f"{output}: {report.nothing}")
        return
    if output != "-":
        done = [
            f"{count} {word}" for count, word in ((report.inserted, "in"), (report.removed, "out")) if count
        ]
        say(f"{output}: messages: {', '.join(done)}")


@_command
@FILE
@click.option(
    "-o", "--output", default="-", type=click.Path(allow_dash=True), help="JSON file (default: stdout)."
)
@TYPES
@click.option(
    "--as", "kind", type=click.Choice(list(KINDS)), help="Write named parameters, a row per picture."
)
@MAPPING
@click.option(
    "--gfv-id", type=click.IntRange(0, 2**32 - 2), help="With --as: which face (default: the first)."
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["csv", "npz", "json"]),
    help="With --as (default: by OUTPUT's suffix, else json).",
)
@click.option(
    "--edition", help="Syntax edition of the messages (default: that of the codec's reference software)."
)
@CODEC
def extract(
    file: str,
    output: str,
    types: tuple[int, ...],
    kind: str | None,
    mapping: str | None,
    gfv_id: int | None,
    form: str | None,
    edition: str | None,
    codec: str | None,
) -> None:
    """Write the coded view of FILE's SEI messages, and where each one sits, as JSON.

    With --as: the parameters of its GFV and GFVE messages by name, as CSV, npz or JSON. FILE may also be a
    messages JSON then.
    """
    if kind is not None:
        from vvc_bridge.named_file import write_named

        options = {"mapping": mapping, "gfv_id": gfv_id, "codec": codec, "edition": edition}
        write_named(file, KINDS[kind], output, form, **options)
        return
    if mapping is not None or gfv_id is not None or form is not None:
        raise click.UsageError("--mapping, --gfv-id and --format go with --as")
    from vvc_bridge.extractor import extract as run

    run(file, types=types or None, codec=codec, edition=edition).save(output)


@_command
@FILE
@MESSAGES
@OUT
@click.option(
    "--placement",
    type=click.Choice(["suffix", "prefix"]),
    help="Kind of SEI NAL unit. Default: where extract found the message, if FILE is the stream it came "
    "from, else as the standard has it for its type, suffix where it may be either "
    "(H.266: and VTM 24.0 knows it there).",
)
@click.option("--insist", is_flag=True, help="--placement holds where the standard forbids it, too.")
@click.option(
    "--by",
    type=click.Choice(["au", "poc", "output"]),
    help="Address of each message to go by. Default: au; output if FILE is not the stream it came from.",
)
@click.option("--pack", is_flag=True, help="One SEI NAL unit for all messages of an access unit.")
@click.option(
    "--replace", is_flag=True, help="Take messages of the same types out of those access units first."
)
@EDITION
@SAFE
@VERIFY
@FPS
@CODEC
def inject(file: str, messages: str, output: str, **options: Any) -> None:
    """Put MESSAGES (JSON as extract writes it) into FILE."""
    from vvc_bridge.injector import inject as run

    say_report(run(file, messages, output, **options), output)


@_command
@FILE
@OUT
@TYPES
@click.option(
    "--all", "every", is_flag=True, help="Messages of every type, not only GFV and GFVE (223, 224)."
)
@click.option(
    "--au", "aus", multiple=True, type=click.IntRange(0), help="Only in this access unit; may be repeated."
)
@SAFE
@VERIFY
@FPS
@CODEC
def remove(
    file: str, output: str, types: tuple[int, ...], every: bool, aus: tuple[int, ...], **options: Any
) -> None:
    """Take SEI messages out of FILE: GFV and GFVE unless --type or --all says otherwise."""
    from vvc_bridge.remover import remove as run
    from vvc_bridge.sei_nal import FACE_TYPES

    if every and types:
        raise click.UsageError("either --all or --type")
    chosen = None if every else frozenset(types) or FACE_TYPES
    say_report(run(file, output, types=chosen, aus=frozenset(aus) or None, **options), output)


@_command
@FILE
@MESSAGES
@OUT
@EDITION
@VERIFY
@FPS
@CODEC
def replace(file: str, messages: str, output: str, **options: Any) -> None:
    """Write MESSAGES over the messages of FILE that stand at their places (au, nal, index)."""
    from vvc_bridge.injector import replace as run

    say_report(run(file, messages, output, **options), output)


def _split(context: click.Context, option: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    """Words of an option that may be repeated and may hold several, separated by commas."""
    words = tuple(word.strip() for value in values for word in value.split(","))
    for word in words:
        if word not in DROPS and not (word.isascii() and word.isdigit()):
            raise click.BadParameter(f"{word!r} is neither the number of a stream nor of {', '.join(DROPS)}")
    return words


@_command
@FILE
@OUT
@click.option(
    "--drop",
    multiple=True,
    metavar="WHAT",
    callback=_split,
    help="Leave out what the new container cannot hold: numbers of streams, "
    f"{', '.join(DROPS)}; separated by commas, may be repeated. video: all but the first.",
)
@FPS
@CODEC
def remux(file: str, output: str, drop: tuple[str, ...], fps: Fraction | None, codec: str | None) -> None:
    """Copy FILE between byte stream and container (.mp4, .mkv, .ts, by OUTPUT's suffix), coded data
    untouched."""
    from vvc_bridge.remuxer import remux as run

    run(file, output, fps=fps, codec=codec, drop=drop)
    if output != "-":
        say(f"{output}: coded data and messages as they were")


@_command
@FILE
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True)
@CODEC
def units(file: str, form: str, codec: str | None) -> None:
    """List FILE's access units: pictures, NAL units, SEI messages."""
    from vvc_bridge.access_unit import access_units

    if form == "table":
        show(
            f"{'au':>6} {'byte':>10} {'size':>8} {'poc':>6} {'tid':>3} {'access':<10}  NAL types | SEI types"
        )
    for unit in access_units(file, codec=codec):
        messages = [message.payload_type for message in unit.messages]
        if form == "json":
            row = {
                "au": unit.index,
                "byte": unit.offset,
                "size": len(unit.data),
                "poc": unit.poc,
                "temporal_id": unit.temporal_id,
                "random_access": unit.random_access,
                "output": unit.output,
                "layers": [picture.layer_id for picture in unit.pictures],
                "nal_units": [nal.name for nal in unit.nal_units],
                "messages": messages,
            }
            show(to_json(row))
            continue
        types = " ".join(str(nal.type) for nal in unit.nal_units)
        poc = "-" if unit.poc is None else unit.poc
        head = f"{unit.index:>6} {unit.offset:>10} {len(unit.data):>8} {poc:>6} {unit.temporal_id:>3}"
        show(f"{head} {unit.random_access or '':<10}  {types} | {' '.join(map(str, messages))}")
