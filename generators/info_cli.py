"""Subcommand info: what is in a stream."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from sei.shown import one_line, to_json
from vvc_bridge.terminal import columns, show

if TYPE_CHECKING:
    from generators.info import FaceInfo, Info

NAMES = {"h266": "H.266", "h265": "H.265", "h264": "H.264"}


@click.command()
@click.argument("file", type=click.Path(allow_dash=True))
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.option(
    "--codec", type=click.Choice(list(NAMES)), help="Standard of FILE; told from its bytes by default."
)
def info(file: str, as_json: bool, codec: str | None) -> None:
    """Say what is in FILE: standard, size, pictures, duration, bytes by kind, systems and their levels.

    FILE is a byte stream (- is stdin) or a container. No picture is decoded.
    """
    from generators.info import info as gather

    found = gather(file, codec=codec)
    if as_json:
        show(to_json(found.to_dict(), 1))
        return
    show(f"{one_line(file)}: {found.bytes} bytes, {found.container or 'byte stream'}", bold=True)
    _video(found)
    columns(("bytes of", "units", "bytes", "share", "kbit/s"), _kinds(found))
    for gfv_id, face in found.faces.items():
        show("")
        _face(gfv_id, face)
    if found.replaced:
        show("its face was replaced: this is not the person who was filmed")
    if found.further_ids:
        show(f"{found.further_ids} messages of further gfv_id")
    if found.unread:
        show(f"{found.unread} SEI NAL units or messages cannot be read: see seigen inspect")


def _video(found: Info) -> None:
    size = "" if found.width is None else f", {found.width}x{found.height}"
    level = "" if found.level is None else f", level {found.level}"
    show(f"{NAMES[found.codec]}{size}{level}")
    access = ", ".join(f"{count} {name}" for name, count in found.random_access.items())
    show(
        f"{found.access_units} access units, {found.pictures} pictures, {found.shown} shown"
        f"; decoding can begin at: {access or 'none'}"
    )
    rate = "no rate" if found.rate is None else f"{_number(float(found.rate))} pictures per second"
    step = "" if found.step is None else f", a message every {found.step}"
    duration = "duration unknown" if found.duration is None else f"{_number(found.duration)} s"
    total = found.bits_per_second()
    show(f"{duration}, {rate}{step}" + ("" if total is None else f", {_number(total / 1000)} kbit/s"))


def _kinds(found: Info) -> list[tuple[str, ...]]:
    total = sum(kind.bytes for kind in found.kinds.values())
    rows: list[tuple[str, ...]] = []
    for name, kind in sorted(found.kinds.items(), key=lambda item: -item[1].bytes):
        rate = found.bits_per_second(name)
        share = f"{100 * kind.bytes / total:.1f} %"
        rows.append(
            (name, str(kind.count), str(kind.bytes), share, "-" if rate is None else _number(rate / 1000))
        )
    return rows


def _face(gfv_id: int, face: FaceInfo) -> None:
    system = face.system or face.problem or "no base message"
    show(one_line(f"gfv_id {gfv_id}: {system}" + (f" ({face.tag})" if face.tag and face.system else "")))
    show(f"    {face.base_pictures} base pictures, messages of {face.pictures} further pictures")
    if face.gfve_ids:
        show(f"    enhanced by gfve_id {', '.join(map(str, face.gfve_ids))}")
    if face.levels or face.unfitting:
        levels = [f"{count} {name}" for name, count in face.levels.items()]
        levels += [f"{face.unfitting} not as the system has them"] if face.unfitting else []
        show(f"    levels: {', '.join(levels)}")


def _number(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".")
