"""Subcommands: from-vtm-cfg, to-vtm-cfg and the conformance group."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sei.errors import SeigenError
from sei.mark import without_mark
from sei.shown import one_line, to_json
from vvc_bridge.terminal import say, show, warn

if TYPE_CHECKING:
    from conformance.catalogue import Stream
    from conformance.verify import Decoder
    from vvc_bridge.message_file import MessageFile

COMMANDS: list[click.Command] = []


def _overrides(pairs: tuple[str, ...]) -> dict[str, str]:
    found = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals:
            raise click.UsageError(f"--set {pair}: not NAME=VALUE")
        found[name] = value
    return found


@click.command("from-vtm-cfg")
@click.argument("configurations", metavar="CFG...", type=click.Path(), nargs=-1)
@click.option(
    "-c", "more", multiple=True, type=click.Path(), help="A further CFG, as the encoders take them."
)
@click.option(
    "--set", "pairs", multiple=True, metavar="NAME=VALUE", help="Override a parameter, as --NAME=VALUE there."
)
@click.option("--base", type=click.Path(allow_dash=True), help="Stream to put the messages into.")
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(allow_dash=True),
    help="Stream (with --base) or messages JSON; - is stdout.",
)
@click.option("--au", default=0, type=click.IntRange(0), help="Access unit of BASE to put them into.")
@click.option(
    "--edition",
    type=click.Choice(["h274v4", "hm18"]),
    help="h274v4: VTM 24.0, hm18: HM 18.0 (default: told).",
)
@click.option(
    "--vtm-safe/--no-vtm-safe",
    default=True,
    help="With --base: refuse what crashes VTM 24.0's decoder (default), or allow all.",
)
def from_vtm_cfg(
    configurations: tuple[str, ...],
    more: tuple[str, ...],
    pairs: tuple[str, ...],
    base: str | None,
    output: str,
    au: int,
    edition: str | None,
    vtm_safe: bool,
) -> None:
    """Write the GFV and GFVE messages that VTM's (HM's) encoder writes for CFG files, bit for bit.

    Of several files the later one wins. Other parameters than those of GFV and GFVE are ignored.
    """
    from conformance.vtm.config import Configuration
    from conformance.vtm.messages import message_file

    if not configurations and not more and not pairs:
        raise click.UsageError("no configuration: name a CFG file, or --set NAME=VALUE")
    config = Configuration.load([*more, *configurations], _overrides(pairs), edition)
    messages, notes = message_file(config, au)
    for note in notes:
        warn(note)
    if base is None:
        messages.save(output)
        return
    from vvc_bridge import inject

    report = inject(base, messages, output, by="au", placement="suffix", vtm_safe=vtm_safe)
    if report.warning:
        warn(report.warning)


COMMANDS.append(from_vtm_cfg)


@click.command("to-vtm-cfg")
@click.argument("file", type=click.Path(allow_dash=True))
@click.option("-o", "--output", default="-", type=click.Path(allow_dash=True), help="File (default: stdout).")
@click.option("--lossy", is_flag=True, help="Write it even if the encoder would code something else for it.")
def to_vtm_cfg(file: str, output: str, lossy: bool) -> None:
    """Write the configuration that makes VTM's (HM's) encoder write the messages of FILE.

    FILE is messages JSON or a stream. A network's bytes go beside OUTPUT, into the file that the
    configuration names. The configuration is proved by writing its messages again.
    """
    from conformance.vtm.export import export
    from conformance.vtm.messages import payloads
    from vvc_bridge.output import output_file

    messages = _load(file)
    result = export(payloads(messages), messages.edition)
    if result.inexact and not lossy:
        number, reason = next(iter(result.inexact.items()))
        raise SeigenError(
            f"{file}: {len(result.inexact)} of its messages cannot be asked of the encoder, "
            f"the first is number {number}: {reason} (--lossy writes the configuration all the same)"
        )
    if result.network:
        if output == "-":
            raise SeigenError(f"{file}: it carries a network, whose bytes need a file: give -o")
        for prefix, data in result.network.items():
            name = result.config.text(f"{prefix}PayloadFilename")
            with output_file(Path(output).parent / name) as stream:
                stream.write(data)
    with output_file(output) as stream:
        stream.write(result.config.to_text().encode())


COMMANDS.append(to_vtm_cfg)


def _load(file: str) -> MessageFile:
    """Messages JSON, or the messages of a stream."""
    from vvc_bridge import extract
    from vvc_bridge.message_file import MessageFile

    if file != "-":
        with Path(file).open("rb") as stream:
            if without_mark(stream.read(64)).lstrip()[:1] != b"{":
                return extract(file, types={223, 224})
    return MessageFile.load(file)


@click.group()
def conformance() -> None:
    """Make streams that prove the syntax, check streams, compare with reference decoders."""


COMMANDS.append(conformance)

ONLY = click.option(
    "--only", multiple=True, metavar="PATTERN", help="Only streams whose name matches, e.g. 'GFVE_*'."
)


def _chosen(only: tuple[str, ...]) -> list[Stream]:
    from fnmatch import fnmatch

    from conformance.catalogue import catalogue

    found = [s for s in catalogue() if not only or any(fnmatch(s.name, pattern) for pattern in only)]
    if not found:
        raise SeigenError(f"no stream matches {' '.join(only)}")
    return found


@conformance.command("list")
@ONLY
def list_streams(only: tuple[str, ...]) -> None:
    """List the catalogue: name, expected verdict, purpose."""
    for stream in _chosen(only):
        show(f"{stream.name:36} {stream.finding or stream.verdict:22} {stream.purpose}")


@conformance.command()
@click.option("-o", "--output", required=True, type=click.Path(file_okay=False), help="Folder for packages.")
@ONLY
@click.option("--source-url", default="", help="Where the packages will be served, for the fluster suites.")
def build(output: str, only: tuple[str, ...], source_url: str) -> None:
    """Write the conformance set: a package a stream, and fluster test suites.

    The same bytes come out on every run and every machine. fluster can decode the set with any decoder that
    it knows: put the SEIGEN-GFV-*.json into its test_suites folder.
    """
    from conformance.package import build as run
    from vvc_bridge.external.process import progress_bar

    streams = _chosen(only)
    with progress_bar("build", len(streams)) as progress:
        written = run(streams, Path(output), source_url, progress)
    say(f"{output}: {len(streams)} streams, {len(written)} files")


@conformance.command()
@click.argument("file", type=click.Path(allow_dash=True))
@click.option("-o", "--output", default=".", type=click.Path(file_okay=False), help="Folder (default: here).")
@click.option("--feature", required=True, help="What it exercises, such as GFV; begins its name.")
@click.option("--letter", required=True, help="A to Z: tells streams of one feature apart.")
@click.option("--company", required=True, help="Who made it, as it stands in its name.")
@click.option("--contact", required=True, help="Whom to ask.")
@click.option("--number", type=int, default=1, show_default=True, help="Version of the stream.")
@click.option("--purpose", default="", help="What it is for, in words.")
@click.option("--profile", default="", help="Profile, tier and level, in words.")
@click.option("--encoder", default="", help="What wrote it.")
@click.option("--edition", type=click.Choice(["h274v4", "hm18"]), help="Edition of GFV and GFVE.")
@click.option("--invalid", is_flag=True, help="It breaks a rule, and is to be packed as one that does.")
@click.option("--generate/--no-generate", default=True, help="Make the pictures of the generator it names.")
@click.option("--device", default="cpu", show_default=True, help="Where they are made.")
def pack(
    file: str,
    output: str,
    edition: str | None,
    invalid: bool,
    generate: bool,
    device: str,
    **about: Any,
) -> None:
    """Write a package of FILE, a stream of one's own: FEATURE_LETTER_COMPANY_NUMBER.zip.

    What `seigen conformance verify` checks is made from the stream: checksums, picture log, messages, VTM's
    dump, and the pictures of a generator that it names. The package is verified before it gets its name.
    """
    from conformance.own_package import About, pack_own

    said = About(**about)
    done = pack_own(
        file, said, Path(output), edition=edition, invalid=invalid, generate=generate, device=device
    )
    for note in done.notes:
        warn(note)
    show(f"{done.path.name}: {done.report.outcome}, {done.report.messages} messages, {len(done.files)} files")


@conformance.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(allow_dash=True))
@click.option("--json", "as_json", is_flag=True, help="One JSON object for each file, a line each.")
@click.option(
    "--expect",
    is_flag=True,
    help="Succeed when each package gives the verdict that it says is to be expected.",
)
@click.option("--decode/--no-decode", default=True, help="Decode, with picture hashes checked.")
@click.option(
    "--decoder",
    type=click.Choice(["ffmpeg", "vtm"]),
    default="ffmpeg",
    show_default=True,
    help="By what streams are decoded; vtm: $SEIGEN_VTM_DECODER, or DecoderApp on PATH.",
)
@click.option(
    "--edition", type=click.Choice(["h274v4", "hm18"]), help="Edition of GFV and GFVE (default: told)."
)
@click.option("--codec", type=click.Choice(["h266", "h265", "h264"]), help="Standard (default: told).")
@click.option(
    "--device", default="cpu", show_default=True, help="Where pictures of a package's generator are made."
)
@click.option("-q", "--quiet", is_flag=True, help="Verdicts alone, no findings.")
@click.pass_context
def verify(
    ctx: click.Context,
    files: tuple[str, ...],
    as_json: bool,
    expect: bool,
    decode: bool,
    decoder: Decoder,
    edition: str | None,
    codec: str | None,
    device: str,
    quiet: bool,
) -> None:
    """Check streams, containers and packages (zips, or folders of them).

    What the stream breaks is an error; what the decoder lacks, and so was not checked, is a note.

    Exit status: 0 all clean, 3 something reserved or not understood in one of them, 4 one is invalid. With
    --expect: 0 if each verdict is the expected one, else 4.
    """
    from conformance.verify import OUTCOMES, STATUS, Report, verify_stream

    worst, surprises = "clean", 0
    for file in _expanded(files):
        expected = None
        report: Report
        if _packaged(file):
            from conformance.verify_package import verify_package

            report, expected = verify_package(Path(file), edition=edition, decode=decode, device=device)
        else:
            report = verify_stream(file, edition=edition, codec=codec, decode=decode, decoder=decoder)
        worst = max(worst, report.outcome, key=OUTCOMES.index)
        surprise = expected is not None and (
            report.outcome != expected.outcome or report.broken != set(expected.broken)
        )
        surprises += surprise
        if as_json:
            row = {"file": file, **report.to_dict()}
            given = {"expected": expected.model_dump(exclude_unset=True)} if expected else {}
            show(to_json(row | given))
            continue
        mark = "" if expected is None else "  NOT AS EXPECTED" if surprise else "  (as expected)"
        show(f"{one_line(file)}: {report.outcome}{mark}")
        for finding in report.findings if not quiet else ():
            show(f"  {one_line(str(finding))}")
        for rule, count in report.further.items():
            show(f"  and {count} more of {rule}")
    ctx.exit((4 if surprises else 0) if expect else STATUS[worst])


def _packaged(file: str) -> bool:
    from conformance.package import is_package

    return file != "-" and is_package(Path(file))


def _expanded(files: tuple[str, ...]) -> list[str]:
    """Folders of packages or streams replaced by what is in them and below; one that is a package stays."""
    found: list[str] = []
    for file in files:
        path = Path(file)
        if file == "-" or not path.is_dir():
            found.append(file)
            continue
        inside = _inside(path)
        if not inside:
            raise SeigenError(f"{file}: neither packages nor streams in it")
        found += inside
    return found


def _inside(folder: Path) -> list[str]:
    """Packages and streams in a folder and its subfolders, by name; links to folders are not followed."""
    here = sorted(folder.iterdir())
    streams = [p for p in here if p.suffix in (".zip", ".bit", ".266", ".265") and not p.is_dir()]
    one = len(streams) == 1 and streams[0].suffix != ".zip"
    found = [str(folder)] if one else [str(p) for p in streams]
    for below in here:
        if below.is_dir() and not below.is_symlink():
            found += _inside(below)
    return found


@conformance.command()
@click.argument("files", nargs=-1, type=click.Path())
@click.option("--json", "as_json", is_flag=True, help="JSON.")
@click.pass_context
def coverage(ctx: click.Context, files: tuple[str, ...], as_json: bool) -> None:
    """Say which elements, branches, ends of ranges and forms of carriage FILES exercise, and what is missing.

    FILES are streams, packages or folders of them; without any, the catalogue. Exit status 4 when something
    is missing.
    """
    from conformance.catalogue import catalogue
    from conformance.proof.coverage import coverage as run

    streams = (
        [_stream_of(f) for f in _expanded(files)]
        if files
        else [(s.name, s.data(), s.edition) for s in catalogue()]
    )
    found = run(streams)
    missing = found.missing()
    if as_json:
        rows = {kind: {"covered": covered, "wanted": wanted} for kind, covered, wanted in found.table()}
        head = {"streams": found.streams, "messages": found.messages}
        show(to_json({**head, "coverage": rows, "missing": missing}, 1))
    else:
        show(f"{found.streams} streams, {found.messages} GFV and GFVE messages")
        for kind, covered, wanted in found.table():
            show(f"  {kind:22} {covered:4} of {wanted:4}  {100 * covered / wanted:5.1f} %")
        for line in missing:
            show(f"missing {one_line(line)}")
    ctx.exit(4 if missing else 0)


def _stream_of(file: str) -> tuple[str, bytes, str]:
    from conformance.package import MAX_PACKAGE, open_package
    from conformance.verify_package import edition_of
    from vvc_bridge.source import BEGINS, read_limited

    if not _packaged(file):
        data = read_limited(file, MAX_PACKAGE, "bitstream", begins=BEGINS)
        return file, data, edition_of(data)
    package = open_package(Path(file))
    data = package.files[".bit"]
    expected = package.expected
    return package.name, data, (expected and expected.edition) or edition_of(data)


@conformance.command()
@click.argument("files", nargs=-1, type=click.Path())
@click.option("--vtm", help="VTM's DecoderApp (default: $SEIGEN_VTM_DECODER, or DecoderApp on PATH).")
@click.option("--hm", help="HM's TAppDecoder, for H.265 (default: $SEIGEN_HM_DECODER, or on PATH).")
@click.option("--recorded", is_flag=True, help="Run nothing: compare with what was recorded.")
@click.option("--timeout", default=60.0, show_default=True, help="Seconds for one stream.")
@click.option("--negative", is_flag=True, help="Of the catalogue, also the streams that break a rule.")
@ONLY
@click.option("--markdown", "markdown_path", type=click.Path(), help="Write the table as Markdown.")
@click.option("--html", "html_path", type=click.Path(), help="Write the table as HTML.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a stream, a line each.")
@click.option("--record", type=click.Path(), help="Keep the runs in this file (for the project's own use).")
@click.pass_context
def interop(
    ctx: click.Context,
    files: tuple[str, ...],
    vtm: str | None,
    hm: str | None,
    recorded: bool,
    timeout: float,
    negative: bool,
    only: tuple[str, ...],
    markdown_path: str | None,
    html_path: str | None,
    as_json: bool,
    record: str | None,
) -> None:
    """Decode with VTM (and HM), and compare its dump with ours element by element.

    FILES are streams, packages or folders of them; without any, the catalogue. A reference decoder that is
    not installed is replaced by what it said when the set was made. Exit status 4 when a difference, a
    refusal or a crash is explained by none of the known defects.
    """
    from dataclasses import asdict

    from conformance.vtm.interop import compare_all
    from conformance.vtm.recorded import keep
    from conformance.vtm.report import markdown, page, summary
    from vvc_bridge.external.process import progress_bar
    from vvc_bridge.output import output_file

    streams = _interop_streams(files, only, negative)
    with progress_bar("interop", len(streams)) as progress:
        found, runs = compare_all(
            streams, vtm=vtm, hm=hm, recorded=recorded, timeout=timeout, progress=progress
        )
    if as_json:
        for c in found:
            show(to_json({**asdict(c), "explained": c.explained}))
    else:
        for c in found:
            why = f"  [{', '.join(c.defects)}]" if c.defects else "  [breaks a rule]" if c.expected else ""
            shown = "" if c.verdict == "agree" else f"{why}  {c.difference or ''} {c.said}"
            show(one_line(f"{c.name:36} {c.reference:10} {c.verdict:8}{shown}".rstrip()))
        show(summary(found))
    texts = ((markdown_path, markdown(found)), (html_path, page(found)))
    for path, text in texts:
        if path:
            with output_file(path) as file:
                file.write(text.encode())
    if record:
        with output_file(record) as file:
            file.write(keep(runs))
    ctx.exit(0 if all(c.explained for c in found) else 4)


def _interop_streams(
    files: tuple[str, ...], only: tuple[str, ...], negative: bool
) -> list[tuple[str, bytes, str, bool, Path | None]]:
    """(name, stream, edition, breaks a rule, path)."""
    if not files:
        chosen = [s for s in _chosen(only) if negative or not s.negative]
        return [(s.name, s.data(), s.edition, s.negative, None) for s in chosen]
    found: list[tuple[str, bytes, str, bool, Path | None]] = []
    for file in _expanded(files):
        name, data, edition = _stream_of(file)
        broken = False
        if _packaged(file):
            from conformance.package import open_package

            expected = open_package(Path(file)).expected
            broken = bool(expected and expected.broken)
        found.append((name, data, edition, broken, Path(file)))
    return found
