"""Checks of an edited stream against the one before: nothing coded was touched, and it decodes to the
same."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import zip_longest
from typing import BinaryIO, cast

from sei.context import Context
from sei.editions import edition as edition_named
from sei.errors import BitstreamError, SeigenError
from sei.log import log
from vvc_bridge.access_unit import messages_of, raw_access_units
from vvc_bridge.external.ffmpeg import decode_digests
from vvc_bridge.extractor import extract
from vvc_bridge.message_file import MessageFile
from vvc_bridge.nal import Kind, NalUnit
from vvc_bridge.output import output_path
from vvc_bridge.placement import allowed, why
from vvc_bridge.source import Source, rereadable

CODED = (Kind.VCL, Kind.HEADER)


class VerifyError(SeigenError):
    """An edited stream does not hold what it must."""


@dataclass(frozen=True, slots=True)
class VerifyReport:
    """pictures: how many came out of the decoder; messages: how many SEI messages the new stream holds."""

    pictures: int
    messages: int


def _coded(path: str | os.PathLike[str], codec: str | None) -> Iterator[NalUnit]:
    for raw, _ in raw_access_units(path, codec=codec):
        for position, kind in enumerate(raw.kinds):
            if kind & Kind.MASK in CODED:
                yield raw.nal_unit(position)


def verify(
    before: str | os.PathLike[str],
    after: str | os.PathLike[str],
    expected: MessageFile | None = None,
    *,
    codec: str | None = None,
    ffmpeg: str | None = None,
) -> VerifyReport:
    """Read ``after`` again and decode both files.

    Slices and picture headers must be the same; every message of ``expected`` must be there; none may stand
    in a kind of SEI NAL unit that its type may not stand in, unless it did before; ffmpeg must
    decode as many pictures to the same MD5s, and find no decoded picture hash wrong that was not wrong
    before. Raises VerifyError naming the first difference.
    """
    for old, new in zip_longest(_coded(before, codec), _coded(after, codec)):
        if old is None or new is None or old.data != new.data:
            where = f"byte {old.offset} before" if old else "the end"
            raise VerifyError(f"verify: coded pictures differ at {where}")
    found = extract(after, codec=codec)
    if expected is not None:
        missing = _payloads(expected) - _payloads(found)
        for (payload_type, _), count in missing.items():
            raise VerifyError(f"verify: {count} message(s) of payloadType {payload_type} did not arrive")
    for text in _misplaced(after, codec) - _misplaced(before, codec):
        raise VerifyError(f"verify: {text}")
    old_pictures, new_pictures = decode_digests(before, ffmpeg), decode_digests(after, ffmpeg)
    if len(old_pictures.digests) != len(new_pictures.digests):
        counts = f"{len(old_pictures.digests)} pictures before, {len(new_pictures.digests)} now"
        raise VerifyError(f"verify: {counts}")
    for number, (was, now) in enumerate(zip(old_pictures.digests, new_pictures.digests, strict=True)):
        if was != now:
            raise VerifyError(f"verify: picture {number} in output order decodes differently")
    new_problems = Counter(new_pictures.problems) - Counter(old_pictures.problems)
    for problem in new_problems:
        raise VerifyError(f"verify: {problem}")
    return VerifyReport(len(new_pictures.digests), len(found.messages))


@dataclass
class Proof:
    """An edit that is checked: ``target`` to write to, ``expected`` messages that have to be there then."""

    target: str
    expected: MessageFile | None = None


@contextmanager
def proved(source: Source, out: str | os.PathLike[str] | BinaryIO, codec: str | None) -> Iterator[Proof]:
    """Let the block write a temporary file that becomes ``out`` when `verify` has found nothing; say so by
    the log. Raises SeigenError also where ``source`` or ``out`` cannot be read again."""
    again = isinstance(source, (str, os.PathLike)) and rereadable(source)
    if not again or not isinstance(out, (str, os.PathLike)) or os.fspath(out) == "-":
        raise SeigenError("--verify needs files: it reads input and output again")
    with output_path(out) as temporary:
        proof = Proof(str(temporary))
        yield proof
        report = verify(cast("str", source), temporary, proof.expected, codec=codec)
    log.info("verified: %d pictures, %d messages", report.pictures, report.messages)


def _misplaced(path: str | os.PathLike[str], codec: str | None) -> Counter[str]:
    """What stands in the wrong kind of SEI NAL unit, in words, and how often."""
    found: Counter[str] = Counter()
    for raw, _ in raw_access_units(path, codec=codec):
        for position, kind in enumerate(raw.kinds):
            if kind & Kind.SEI:
                with suppress(BitstreamError):
                    for message in messages_of(raw.nal_unit(position)):
                        if not allowed(raw.codec, message.payload_type, message.suffix):
                            found[why(raw.codec, message.payload_type, message.suffix)] += 1
    return found


def _payloads(messages: MessageFile) -> Counter[tuple[int, bytes]]:
    context, edition = Context(), edition_named(messages.edition)
    return Counter((entry.payload_type, entry.to_payload(edition, context)) for entry in messages.messages)
