"""A stream's messages as one HTML page: no network, no server, light or dark, for keyboards and readers.

All that comes from the stream is text: escaped where it is written, and put in by textContent where the
page's script does. The page says so itself by its content security policy.
"""

from __future__ import annotations

import base64
import hashlib
import html
import os
import struct
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np

from conformance.verify import Finding, Report, verify_stream
from generators.parameters.handles import Handle
from generators.semantics import Semantics, read
from sei.editions import Edition
from sei.errors import SeigenError
from sei.extras import needing
from sei.shown import one_line, to_json
from sei.version import VERSION
from vvc_bridge.access_unit import access_units
from vvc_bridge.inspect import Found, Totals, find
from vvc_bridge.nal import Codec
from vvc_bridge.output import output_path
from vvc_bridge.source import Source, name_of, rereadable

MAX_SHOWN = 20_000
"""Messages of a page; `seigen inspect --au` shows the others."""
MAX_ROWS = 100_000
"""Elements of all its messages together."""
MAX_VALUE = 200
"""Characters of an element's value."""
MAX_THUMBNAILS = 240
MAX_DECODED = 3_000
"""Pictures decoded for thumbnails."""
THUMBNAIL = 96
"""Longer side of a thumbnail, in pixels."""
MAX_BARS = 4_000


@dataclass
class Unit:
    """An access unit of the timeline; sizes in bits."""

    index: int
    poc: int | None
    access: str
    types: str
    pictures: int
    payloads: int
    envelope: int
    messages: int = 0
    thumbnails: list[tuple[str, bytes]] = field(default_factory=list)


@dataclass
class Content:
    """All that a page shows."""

    name: str
    codec: Codec | None
    units: list[Unit]
    messages: list[dict[str, Any]]
    totals: Totals
    report: Report | None
    semantics: Semantics | None
    notes: list[str]


def gather(
    source: Source,
    *,
    codec: str | None = None,
    edition: Edition | None = None,
    pictures: bool = True,
) -> Content:
    """Collect what a page shows of a stream. Raises SeigenError where it is none."""
    if not rereadable(source):
        raise SeigenError("a page needs a file: a pipe cannot be read several times")
    notes: list[str] = []
    units, standard = _units(source, codec)
    totals = Totals()
    messages: list[dict[str, Any]] = []
    places: dict[tuple[int, int, int], dict[str, Any]] = {}
    rows = 0
    for found in find(source, codec=codec, edition=edition, totals=totals):
        if len(messages) == MAX_SHOWN:
            notes.append(f"messages after the first {MAX_SHOWN} are left out")
            break
        message = _message(found, MAX_ROWS - rows)
        rows += len(message["rows"])
        messages.append(message)
        places[found.au, found.place.nal, found.place.index] = message
        if found.au < len(units):
            units[found.au].messages += 1
    report = _report(source, codec, edition, notes)
    for finding in report.findings if report else ():
        _attach(finding, places)
    semantics = None
    try:
        semantics = read(source, codec=codec, edition=edition, unnamed=True)
    except SeigenError as error:
        notes.append(f"no parameters over time: {error}")
    if pictures:
        _thumbnails(source, standard, units, notes)
    return Content(name_of(source), standard, units, messages, totals, report, semantics, notes)


def _units(source: Source, codec: str | None) -> tuple[list[Unit], Codec | None]:
    units: list[Unit] = []
    standard = None
    for unit in access_units(source, codec=codec):
        standard = unit.codec
        sei = [nal for nal in unit.nal_units if nal.is_sei]
        bits = 8 * sum(len(bytes(nal)) for nal in unit.nal_units)
        carried = 8 * sum(len(bytes(nal)) for nal in sei)
        payloads = 8 * sum(len(message.payload) for message in unit.messages)
        types = " ".join(nal.name for nal in unit.nal_units if not nal.is_sei)[:MAX_VALUE]
        access = unit.random_access or ""
        units.append(Unit(unit.index, unit.poc, access, types, bits - carried, payloads, carried - payloads))
    return units, standard


def _message(found: Found, room: int) -> dict[str, Any]:
    """A message as the page's data has it."""
    place = found.place
    rows = [
        [name, one_line(str(value)[:MAX_VALUE]), descriptor, offset, length]
        for _, (name, value, descriptor, offset, length) in zip(range(max(room, 0)), found.rows, strict=False)
    ]
    out: dict[str, Any] = {
        "au": found.au,
        "number": found.number,
        "type": place.payload_type,
        "name": found.name,
        "kind": "suffix" if place.suffix else "prefix",
        "bytes": len(place.payload),
        "offset": place.offset,
        "layer": place.layer_id,
        "poc": found.poc,
        "rows": rows,
    }
    if found.marks:
        out["marks"] = found.marks
    if found.error is not None:
        out["error"] = one_line(str(found.error))
    if not found.rows and place.payload:
        shown = place.payload[:64].hex() + ("..." if len(place.payload) > 64 else "")
        out["note"] = f"bytes: {shown}"
    elif len(rows) < len(found.rows):
        out["note"] = f"{len(found.rows) - len(rows)} more elements: seigen inspect --au {found.au}"
    return out


def _report(source: Source, codec: str | None, edition: Edition | None, notes: list[str]) -> Report | None:
    name = None if edition is None else edition.name
    try:
        return verify_stream(source, codec=codec, edition=name)
    except SeigenError as error:
        notes.append(f"pictures were not decoded for the findings: {error}")
    try:
        return verify_stream(source, codec=codec, edition=name, decode=False)
    except SeigenError as error:
        notes.append(f"no findings: {error}")
    return None


def _attach(finding: Finding, places: dict[tuple[int, int, int], dict[str, Any]]) -> None:
    if finding.au is not None and finding.nal is not None:
        message = places.get((finding.au, finding.nal, finding.message or 0))
        if message is not None:
            message.setdefault("findings", []).append([finding.severity, one_line(str(finding))])


# -- pictures ---------------------------------------------------------------------------------------


def _thumbnails(source: Source, codec: Codec | None, units: list[Unit], notes: list[str]) -> None:
    """The first generated picture, the middle one and the last of each base picture, where the decoder is
    here; nothing is fetched."""
    if codec is not Codec.H266:
        return
    try:
        with needing("torch", "av"):
            from generators.codec.decoder import Decoder
        said: list[str] = []
        bases = [unit for unit in units if unit.poc is not None]
        at, made = -1, 0
        frames: list[tuple[str, np.ndarray]] = []
        for count, frame in enumerate(Decoder(source, device="cpu", warn=said.append)):
            if count >= MAX_DECODED or made >= MAX_THUMBNAILS:
                notes.append("thumbnails of the first pictures alone")
                break
            if frame.is_base:
                made += _picked(bases, at, frames)
                at, frames = at + 1, []
            kind = "base picture" if frame.is_base else "generated"
            frames.append((f"{kind} {frame.index}", frame.pixels))
            if len(frames) > 64:  # of a long segment its beginning is kept, and its end
                del frames[32:33]
        _picked(bases, at, frames)
        notes += [f"decoding: {one_line(text)}" for text in said[:5]]
    except SeigenError as error:
        notes.append(f"no thumbnails: {error}")


def _picked(bases: list[Unit], at: int, frames: list[tuple[str, np.ndarray]]) -> int:
    if not frames or not 0 <= at < len(bases):
        return 0
    chosen = sorted({0, len(frames) // 2, len(frames) - 1})
    bases[at].thumbnails = [(frames[k][0], png(_small(frames[k][1]))) for k in chosen]
    return len(chosen)


def _small(picture: np.ndarray) -> np.ndarray:
    """A picture of at most `THUMBNAIL` pixels a side: means of squares."""
    step = -(-max(picture.shape[:2]) // THUMBNAIL)
    height, width = (side // step * step for side in picture.shape[:2])
    if step == 1 or not height or not width:
        return picture[: THUMBNAIL * step : step, : THUMBNAIL * step : step]
    squares = picture[:height, :width].reshape(height // step, step, width // step, step, 3)
    found: np.ndarray = squares.mean((1, 3)).round().astype(np.uint8)
    return found


def png(picture: np.ndarray) -> bytes:
    """Write a picture, uint8 (h, w, 3), as PNG."""
    height, width = picture.shape[:2]
    lines = np.concatenate([np.zeros((height, 1), np.uint8), picture.reshape(height, -1)], axis=1)

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(np.ascontiguousarray(lines).tobytes(), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


# -- the page ---------------------------------------------------------------------------------------


def text(value: object) -> str:
    """Escape what comes from outside, as text of a page."""
    return html.escape(one_line(str(value)))


def render(content: Content) -> str:
    """Make the page."""
    style, script = (_file(f"inspect_page.{kind}") for kind in ("css", "js"))
    data = to_json({"messages": content.messages}).replace("<", "\\u003c")
    allowed = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    policy = f"default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'sha256-{allowed}'"
    parts = [
        "<!doctype html><html lang=en><meta charset=utf-8>",
        "<meta name=viewport content='width=device-width, initial-scale=1'>",
        f'<meta http-equiv=Content-Security-Policy content="{policy}">',
        f"<title>{text(content.name)}: SEI messages</title><style>{style}</style>",
        "<a class=skip href='#messages'>Skip to the messages</a>",
        f"<header><h1>{text(content.name)}</h1>{_summary(content)}",
        "<nav aria-label=Sections><a href='#timeline'>Timeline</a><a href='#messages'>Messages</a>"
        "<a href='#parameters'>Parameters</a><a href='#findings'>Findings</a></nav></header><main>",
        _timeline(content),
        _messages(content),
        _parameters(content),
        _findings(content),
        "</main>",
        f"<script type=application/json id=data>{data}</script><script>{script}</script></html>",
    ]
    return "\n".join(parts) + "\n"


def _file(name: str) -> str:
    return (files("conformance") / "data" / name).read_text(encoding="utf-8")


def _summary(content: Content) -> str:
    totals = content.totals
    kinds = ", ".join(f"{count} {name}" for name, count in sorted(totals.messages.items())) or "none"
    coded = sum(unit.pictures for unit in content.units)
    standard = f"H.{content.codec.value[1:]}" if content.codec else "unknown"
    rows = [
        ("Standard", standard),
        ("Access units", str(len(content.units))),
        ("SEI messages", kinds),
        (
            "Bits",
            f"pictures {coded}, SEI payloads {totals.payload_bits}, their envelope {totals.envelope_bits}",
        ),
    ]
    if content.semantics is not None:
        rows.append(("System", f"{content.semantics.system}, gfv_id {content.semantics.gfv_id}"))
    if content.report is not None:
        rows.append(("Verdict", content.report.outcome))
    rows.append(("Made by", f"seigen {VERSION}"))
    out = "<dl>" + "".join(f"<dt>{key}<dd>{text(value)}" for key, value in rows) + "</dl>"
    notes = "".join(f"<li>{text(note)}" for note in content.notes)
    return out + (f"<ul aria-label=Notes>{notes}</ul>" if notes else "")


def _timeline(content: Content) -> str:
    units = content.units
    head = "".join(
        f"<th scope=col{' class=n' if n else ''}>{word}"
        for word, n in (
            ("access unit", 1), ("POC", 1), ("access", 0), ("NAL units", 0), ("bits of pictures", 1),
            ("of SEI payloads", 1), ("of their envelope", 1), ("messages", 1), ("pictures", 0),
        )
    )  # fmt: skip
    rows = []
    for unit in units[:MAX_BARS]:
        pictures = "".join(
            f"<img alt='{text(label)}' title='{text(label)}' loading=lazy "
            f"src='data:image/png;base64,{base64.b64encode(data).decode()}'>"
            for label, data in unit.thumbnails
        )
        link = f"<a href='#au={unit.index}'>{unit.messages}</a>" if unit.messages else "0"
        cells = "".join(f"<td class=n>{n}" for n in (unit.pictures, unit.payloads, unit.envelope))
        poc = "" if unit.poc is None else unit.poc
        rows.append(
            f"<tr id='au-{unit.index}'><th scope=row class=n>{unit.index}<td class=n>{poc}"
            f"<td>{text(unit.access)}<td>{text(unit.types)}{cells}<td class=n>{link}"
            f"<td class=thumbs>{pictures}"
        )
    return (
        "<section id=timeline aria-labelledby=h-timeline><h2 id=h-timeline>Timeline</h2>"
        + _bars(units[:MAX_BARS])
        + f"<div class=wide tabindex=0 role=region aria-label='Access units'><table><thead><tr>{head}</thead>"
        f"<tbody>{''.join(rows)}</tbody></table></div></section>"
    )


def _bars(units: Sequence[Unit]) -> str:
    """Bits of access units as stacked bars; the table below says the same."""
    if not units:
        return ""
    most = max(unit.pictures + unit.payloads + unit.envelope for unit in units) or 1
    width, height = 1000.0, 140.0
    step = width / len(units)
    bars = []
    for at, unit in enumerate(units):
        top = height
        for value, colour in ((unit.pictures, "a"), (unit.payloads, "b"), (unit.envelope, "c")):
            size = value / most * height
            top -= size
            if size:
                bars.append(
                    f"<rect x='{at * step:.2f}' y='{top:.2f}' width='{max(step - 0.5, 0.3):.2f}' "
                    f"height='{size:.2f}' fill='var(--{colour})'/>"
                )
    key = "".join(
        f"<span style='background:var(--{colour})'></span>{word}"
        for colour, word in (("a", "pictures"), ("b", "SEI payloads"), ("c", "their envelope"))
    )
    label = f"Bits of {len(units)} access units, at most {most}; the table below has the numbers"
    return (
        f"<svg viewBox='0 0 {width:g} {height:g}' preserveAspectRatio=none height=140 width=1000 role=img "
        f"aria-label='{label}'>{''.join(bars)}</svg><p class=key>bits of{key}</p>"
    )


def _messages(content: Content) -> str:
    kinds = sorted({(m["type"], m["name"]) for m in content.messages})
    options = "".join(f"<option value='{kind}'>{kind} {text(name)}" for kind, name in kinds)
    rows = []
    for number, m in enumerate(content.messages):
        marks = "; ".join(m.get("marks", [])) or ", ".join(f[0] for f in m.get("findings", []))
        poc = "" if m["poc"] is None else m["poc"]
        cells = "".join(f"<td class=n>{n}" for n in (m["au"], poc, m["number"], m["type"], m["bytes"]))
        rows.append(
            f"<tr id='m-{number}'><td><button type=button class=link aria-expanded=false "
            f"aria-label='{text(m['name'])}, access unit {m['au']}, message {m['number']}'>{text(m['name'])}"
            f"</button>{cells}<td>{m['kind']}<td class=n>{m['offset']}<td>{text(marks)}"
        )
    words = (
        ("message", 0), ("access unit", 1), ("POC", 1), ("place", 1), ("payloadType", 1), ("bytes", 1),
        ("SEI NAL unit", 0), ("at byte", 1), ("marks", 0),
    )  # fmt: skip
    head = "".join(f"<th scope=col{' class=n' if n else ''}>{word}" for word, n in words)
    return (
        "<section id=messages aria-labelledby=h-messages><h2 id=h-messages>Messages</h2>"
        "<form id=filter role=search aria-label='Filter messages'>"
        "<label>Search elements and values (key /)<input type=search name=q autocomplete=off></label>"
        f"<label>Type<select name=type><option value=''>all{options}</select></label>"
        "<label>Access unit<input name=au inputmode=numeric size=6 autocomplete=off></label>"
        "<label class=row><input type=checkbox name=found>with findings only</label>"
        "<button type=reset>Show all</button></form>"
        "<noscript><p>The trees of messages and the filter need the page's own script.</noscript>"
        f"<p id=count role=status aria-live=polite>{len(rows)} messages</p>"
        f"<div class=wide tabindex=0 role=region aria-label='Messages'><table><thead><tr>{head}</thead>"
        f"<tbody>{''.join(rows)}</tbody></table></div></section>"
    )


def _parameters(content: Content) -> str:
    found = content.semantics
    out = [
        "<section id=parameters aria-labelledby=h-parameters><h2 id=h-parameters>Parameters over time</h2>"
    ]
    if found is None:
        out.append("<p>None.")
    else:
        own = [handle for handle in found.handles if not handle.coded]
        groups: dict[tuple[str, str], list[Handle]] = {}
        for handle in own or found.handles:
            stem = handle.name.split(".")[0].split("[")[0]
            groups.setdefault((stem, handle.unit), []).append(handle)
        for (stem, unit), handles in list(groups.items())[:24]:
            out.append(_plot(found, stem, unit, handles[:12]))
    return "".join(out) + "</section>"


def _plot(found: Semantics, stem: str, unit: str, handles: Sequence[Handle]) -> str:
    """Lines of a group of names, with a table of their ends for who does not see them."""
    times = np.array([picture.time for picture in found.pictures])
    values = [found.values(handle) for handle in handles]
    finite = np.concatenate([column[np.isfinite(column)] for column in values])
    if not finite.size:
        return ""
    low, high = float(finite.min()), float(finite.max())
    span, whole = (high - low) or 1.0, float(np.ptp(times)) or 1.0
    width, height = 1000, 150
    x = (times - times[0]) / whole * width
    lines, rows = [], []
    bases = "".join(
        f"<line x1='{at:.1f}' x2='{at:.1f}' y1=0 y2={height} stroke='var(--line)' stroke-dasharray='2 3'/>"
        for at, picture in zip(x, found.pictures, strict=True)
        if picture.is_base
    )
    for number, (handle, column) in enumerate(zip(handles, values, strict=True)):
        colour = f"hsl({number * 360 // len(handles)} 65% 50%)"
        y = height - (column - low) / span * (height - 8) - 4
        good = np.isfinite(column)
        points = " ".join(f"{a:.1f},{b:.1f}" for a, b in zip(x[good], y[good], strict=True))
        lines.append(
            f"<polyline fill=none stroke='{colour}' stroke-width=1.5 points='{points}'>"
            f"<title>{text(handle.name)}</title></polyline>"
        )
        shown = column[good]
        numbers = (shown[0], shown.min(), shown.mean(), shown.max()) if shown.size else ()
        rows.append(
            f"<tr><th scope=row><span aria-hidden=true style='color:{colour}'>&#9644;</span> "
            f"{text(handle.name)}<td>{text(handle.unit)}<td>{text(handle.range_text)}"
            + "".join(f"<td class=n>{value:.4g}" for value in numbers)
            + f"<td>{text(handle.positive)}"
        )
    label = f"{text(stem)} in {text(unit)} from {low:.4g} to {high:.4g} over {whole:.2f} seconds"
    head = "<th scope=col>name<th scope=col>unit<th scope=col>range" + "".join(
        f"<th scope=col class=n>{word}" for word in ("first", "least", "mean", "most")
    )
    return (
        f"<figure><svg viewBox='0 0 {width} {height}' preserveAspectRatio=none height={height} width={width} "
        f"role=img aria-label='{label}'>{bases}{''.join(lines)}</svg>"
        f"<table><caption>{label}</caption><thead><tr>{head}<th scope=col>positive</thead>"
        f"<tbody>{''.join(rows)}</tbody></table></figure>"
    )


def _findings(content: Content) -> str:
    out = ["<section id=findings aria-labelledby=h-findings><h2 id=h-findings>Findings</h2>"]
    findings: Iterable[Finding] = content.report.findings if content.report else ()
    rows = []
    numbers = {
        (m["au"], text(f[1])): n for n, m in enumerate(content.messages) for f in m.get("findings", [])
    }
    for finding in findings:
        number = numbers.get((finding.au, text(str(finding)))) if finding.au is not None else None
        where = "" if finding.au is None else f"<a href='#au={finding.au}'>access unit {finding.au}</a>"
        if number is not None:
            where += f", <a href='#m-{number}'>message</a>"
        rows.append(
            f"<tr><td class={finding.severity}>{finding.severity}<td>{text(finding.rule)}<td>{where}"
            f"<td>{text(finding.element)}<td>{text(finding.text)}<td>{text(finding.clause)}"
        )
    if not rows:
        out.append(f"<p>{'None: the stream is clean.' if content.report else 'Not looked for.'}</section>")
        return "".join(out)
    head = "".join(f"<th scope=col>{w}" for w in ("severity", "rule", "where", "element", "what", "clause"))
    out.append(f"<table><thead><tr>{head}</thead><tbody>{''.join(rows)}</tbody></table></section>")
    return "".join(out)


def write(
    source: Source,
    out: str | os.PathLike[str],
    *,
    codec: str | None = None,
    edition: Edition | None = None,
    pictures: bool = True,
) -> Path:
    """Write the page of a stream to ``out``: a file where its name ends in .html, else index.html in a
    folder. Returns its path. Raises SeigenError where the source is no stream."""
    path = Path(out)
    folder = path.parent
    if path.suffix.lower() not in (".html", ".htm"):
        folder, path = path, path / "index.html"
    page = render(gather(source, codec=codec, edition=edition, pictures=pictures))
    folder.mkdir(parents=True, exist_ok=True)
    with output_path(path) as temporary:
        temporary.write_text(page, encoding="utf-8")
    return path
