"""An editor's pass from anything to anything: byte stream or container, by the name of what is written.

Every edit is one pass that holds one access unit. NAL units that no edit touches are copied byte for byte,
start codes included, so that extract, remove and inject give the original file back.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Collection
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from sei.errors import BitstreamError, SeigenError
from vvc_bridge.access_unit import segmented
from vvc_bridge.containers.reading import SampleCutter, in_band, open_container, same_kind
from vvc_bridge.containers.record import Record
from vvc_bridge.editor import Checked, Editor, EditReport
from vvc_bridge.nal import Kind, NalUnit
from vvc_bridge.output import Behind, naming, output_file, output_path
from vvc_bridge.pictures import PictureTracker
from vvc_bridge.rate import parse_rate
from vvc_bridge.scan import RawAccessUnit
from vvc_bridge.sniff import CONTAINER_SUFFIXES, is_container, require_writable
from vvc_bridge.source import Source

if TYPE_CHECKING:
    from vvc_bridge.containers.samples import Change, ChangeRecord, File


def rewrite(
    source: Source,
    out: str | os.PathLike[str] | BinaryIO,
    editor: Editor,
    codec: str | None = None,
    fps: Fraction | float | str | None = None,
    drop: Collection[str] = (),
) -> None:
    """Pass ``source`` through ``editor`` to ``out`` (a path, ``-`` or a binary file).

    A path appears only when the whole edit has gone well. Its suffix may ask for a container (`.mp4`, `.mkv`,
    `.ts`): times and other streams of a container are kept, a byte stream gets times as by `muxer.mux`.
    NAL units of type 0x1F are refused, as all that `access_units` refuses.
    """
    editor = Checked(editor)
    if fps is not None:
        parse_rate(fps)  # refused before anything is done
    if not isinstance(out, (str, os.PathLike)):
        _rewrite(source, out, editor, codec)
        return
    require_writable(out)
    if Path(out).suffix.lower() in CONTAINER_SUFFIXES:
        if isinstance(source, (str, os.PathLike)) and is_container(source):
            if fps is not None:
                raise SeigenError(f"{os.fspath(source)}: a container has its own times, --fps is of no use")
            edit_container(source, out, editor, drop)
            return
        from vvc_bridge.muxer import mux  # messages and their models, needed here alone

        with tempfile.TemporaryDirectory(prefix=".seigen-", dir=Path(out).parent) as folder:
            plain = Path(folder) / "edited"
            with naming(out), plain.open("wb") as file:
                _rewrite(source, file, editor, codec)
            mux(plain, out, fps=fps, codec=codec)
    else:
        with output_file(out, source if isinstance(source, (str, os.PathLike)) else None) as file:
            _rewrite(source, file, editor, codec)


def _rewrite(source: Source, file: BinaryIO, editor: Editor, codec: str | None) -> None:
    tracker = PictureTracker()
    with Behind(file) as out, segmented(source, codec, tracker) as (segmenter, units):
        # Access units that stay as they are go out together, as far as they lie in one piece of input.
        buffer, begin, end = b"", 0, 0
        report = editor.report
        for raw in units:
            refuse_unusable(raw)
            report.access_units += 1
            report.codec = raw.codec
            record = editor.edit_record(raw.record, raw.index == 0) if raw.record else None
            nals = editor.edit(raw, tracker)
            untouched = nals is None and not raw.record
            if not (untouched and raw.buffer is buffer and raw.begin == end):
                out.write(memoryview(buffer)[begin:end])
                buffer, begin, end = raw.buffer, raw.begin, raw.begin
            if untouched:
                end = raw.end
            else:
                data = raw.view if nals is None else b"".join(map(bytes, nals))
                out.write(in_band(raw, data, record) if raw.record else data)
                begin = end = raw.end
            done = editor.done
            if raw.trailing or done:
                out.write(memoryview(buffer)[begin:end])
                begin = end
                out.write(raw.trailing)
            if done:  # nothing is left to find: the rest passes at the speed of the search
                for piece in segmenter.rest():
                    out.write(piece)
                break
        out.write(memoryview(buffer)[begin:end])
    editor.finish()


def refuse_unusable(raw: RawAccessUnit) -> None:
    """Refuse to edit an access unit with a NAL unit of type 0x1F: no standard gives it a meaning, and most
    often it is a sign of a damaged or foreign stream."""
    if Kind.UNUSABLE in raw.kinds:
        position = raw.kinds.index(Kind.UNUSABLE)
        raise BitstreamError("nal_unit_type 0x1F", byte=raw.offset + raw.starts[position] - raw.begin)


def edit_container(
    path: str | os.PathLike[str], out: str | os.PathLike[str], editor: Editor, drop: Collection[str] = ()
) -> None:
    """Do as `rewrite`, from container to container: in place where both are of one kind; else packets go over
    one by one, with all that stands beside them but for what is in ``drop`` (see `containers.convert`)."""
    with open_container(path) as file:
        assert file is not None
        if same_kind(path, out):
            with output_file(out, path) as target:
                file.rewrite(target, *_changes(file, editor))
                editor.finish()
            return
        from vvc_bridge.containers.convert import convert  # PyAV, only where it is needed

        with output_path(out) as temporary:
            convert(path, file, temporary, *_changes(file, editor), drop)
            editor.finish()


def _changes(file: File, editor: Editor) -> tuple[Change, ChangeRecord | None]:
    """What an editor does to samples, and to the decoder configuration records that hold SEI messages."""
    cutter, tracker, track = SampleCutter(file), PictureTracker(), file.track
    records: dict[bytes, bytes] = {}
    for first, data in track.records.items():
        nals = editor.edit_record(track.record_units(data), first == 0)
        if nals is not None:
            records[data] = bytes(Record.parse(track.codec, data).with_units(nal.data for nal in nals))

    def change(index: int, data: bytes) -> bytes:
        if editor.done:
            return data
        raw = cutter.unit(index, data)
        refuse_unusable(raw)
        for unit in (raw.record, raw):
            if unit is not None and unit.has_parameter_sets:
                tracker.feed_parameter_sets(unit)
        editor.report.access_units += 1
        editor.report.codec = raw.codec
        nals = editor.edit(raw, tracker)
        return data if nals is None else track.stored(nals) + raw.trailing

    return change, (lambda data: records.get(data, data)) if records else None


@dataclass
class Copier:
    """Changes nothing: for `remux`, and to check a stream."""

    report: EditReport = field(default_factory=EditReport)
    done: bool = False

    def edit(self, raw: RawAccessUnit, tracker: PictureTracker) -> list[NalUnit] | None:
        return None

    def edit_record(self, record: RawAccessUnit, first: bool) -> list[NalUnit] | None:
        return None

    def finish(self) -> None:
        pass


def remux(
    source: Source,
    out: str | os.PathLike[str] | BinaryIO,
    *,
    codec: str | None = None,
    fps: Fraction | float | str | None = None,
    drop: Collection[str] = (),
) -> EditReport:
    """Copy a stream from byte stream or container to byte stream or container, by the suffix of ``out``.

    Between containers of different kinds ``drop`` (of `containers.carry.DROPS`) is left out; SeigenError
    names all else that the new kind cannot hold, with nothing written.
    """
    copier = Copier()
    rewrite(source, out, copier, codec, fps, drop)
    return copier.report
