"""Our dump of a stream against a reference decoder's, element by element, and against the standard."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from conformance.vtm.defects import Seen, explain
from conformance.vtm.recorded import find as recorded_run
from conformance.vtm.reference import Reference, Run, Section, sections
from sei.context import Context
from sei.editions import Edition
from sei.editions import edition as edition_named
from sei.errors import SeigenError
from sei.message import Message
from sei.messages import message_class
from sei.syntax import ENDING
from sei.vtm_dump import dump
from vvc_bridge import access_units
from vvc_bridge.external.process import MissingProgram

Verdict = Literal["agree", "differ", "refused", "crashed", "timeout"]


@dataclass(frozen=True)
class Difference:
    """First element in which two dumps differ.

    message   number among the stream's GFV and GFVE messages, from 0
    element   its name in the dump; empty when a message is there in one of them only
    ours      value by the standard
    theirs    value of the reference decoder
    bit       bit offset in the payload, None for a derived value
    """

    message: int
    element: str
    ours: str
    theirs: str
    bit: int | None = None

    def __str__(self) -> str:
        place = f"message {self.message}"
        if not self.element:
            return f"{place}: {self.ours} by the standard, {self.theirs} in the reference"
        bit = "" if self.bit is None else f", bit {self.bit}"
        return (
            f"{place}, {self.element}{bit}: {_short(self.ours)} by the standard, {_short(self.theirs)} there"
        )


@dataclass
class Comparison:
    """One stream against one reference decoder.

    verdict      agree, differ, refused (it ended with an error), crashed (by a signal), timeout
    messages     GFV and GFVE messages of the stream
    difference   first one, None when there is none
    defects      names of known defects of the reference that explain it
    emulated     our dump in the reference's own manner has what the reference has
    said         its last words
    expected     the stream breaks a rule, so that it may be refused
    """

    name: str
    reference: str
    verdict: Verdict
    messages: int
    difference: Difference | None = None
    defects: list[str] = field(default_factory=list)
    emulated: bool = False
    said: str = ""
    expected: bool = False

    @property
    def explained(self) -> bool:
        """Nothing is open: it agrees, a known defect is behind it, or the stream is to be refused."""
        return self.verdict == "agree" or bool(self.defects) or self.expected


def compare(
    name: str, data: bytes, edition: str, reference: Reference, *, expected: bool = False, timeout: float = 60
) -> Comparison:
    """Decode with the reference and compare."""
    return judge(name, data, edition, reference.name, reference.run(data, timeout), expected=expected)


def judge(
    name: str, data: bytes, edition: str, reference: str, run: Run, *, expected: bool = False
) -> Comparison:
    """Compare with what a reference has said, now or some time ago."""
    chosen = edition_named(edition)
    seen = list(_read(data, chosen))
    ours = [section for message in seen for section in message.sections]
    manner = _manner(data, chosen)
    difference = first_difference(ours, run.sections, seen)
    verdict: Verdict = "agree" if difference is None else "differ"
    if run.ending != "ok":
        verdict = run.ending
    found = Comparison(name, reference, verdict, len(seen), difference, said=run.said, expected=expected)
    found.emulated = first_difference(manner, run.sections, []) is None
    if verdict != "agree":
        at = difference.message if difference else max(0, len(run.sections) - 1)
        element = difference.element if difference else ""
        found.defects = explain(data, seen, at, element, verdict, reference)
    return found


def _read(data: bytes, edition: Edition) -> Iterable[Seen]:
    """GFV and GFVE messages by the standard: a state an id."""
    context, traced = Context(), Context()
    for unit in access_units(data):
        try:
            messages = unit.messages
        except SeigenError:
            continue
        for place in messages:
            if place.payload_type not in (223, 224):
                continue
            found = Seen(place, unit.index)
            cls: type[Message] | None = message_class(place.payload_type)
            assert cls is not None
            try:
                text = dump(place.payload_type, place.payload, context, edition)
                found.sections = sections(text)
                found.message, rows = cls.trace(place.payload, edition=edition, context=traced, endless=True)
                structure = [row for row in rows if row[0] not in ENDING]
                found.bits = [(row[0], row[3]) for row in structure]
                found.whole = structure[-1][3] + structure[-1][4] == 8 * len(place.payload)
            except SeigenError as error:
                found.error = str(error)
            yield found


def _manner(data: bytes, edition: Edition) -> list[Section]:
    """GFV and GFVE messages as the reference decoder takes them: one state for all ids."""
    from vvc_bridge.inspect import vtm_dump

    texts = []
    try:
        for _, text in vtm_dump(data, edition=edition.name):
            texts.append(text)
    except SeigenError:
        pass
    return sections("".join(texts))


def first_difference(ours: list[Section], theirs: list[Section], seen: list[Seen]) -> Difference | None:
    """Find where two lists of messages differ first."""
    for number, (a, b) in enumerate(zip(ours, theirs, strict=False)):
        for k, (x, y) in enumerate(zip(a.lines, b.lines, strict=False)):
            if x != y:
                bit = _bit(seen, number, k, a)
                if x[0] != y[0]:
                    return Difference(number, x[0], x[1], f"{y[0]} {y[1]}", bit)
                return Difference(number, x[0], x[1], y[1], bit)
        if len(a.lines) != len(b.lines):
            longer = a if len(a.lines) > len(b.lines) else b
            at = min(len(a.lines), len(b.lines))
            element, value = longer.lines[at]
            mine = longer is a
            bit = _bit(seen, number, at, a) if mine else None
            return Difference(
                number, element, value if mine else "nothing", "nothing" if mine else value, bit
            )
    if len(ours) != len(theirs):
        at = min(len(ours), len(theirs))
        return Difference(at, "", f"{len(ours)} messages", f"{len(theirs)} messages")
    return None


def _bit(seen: list[Seen], number: int, line: int, section: Section) -> int | None:
    """Bit offset of a line: coded lines are in the order of the trace, derived ones stand between them."""
    readable = [s for s in seen if s.sections]
    if number >= len(readable):
        return None
    bits = readable[number].bits
    name = section.lines[line][0]
    before = sum(1 for other, _ in section.lines[:line] if other == name)
    plain = name.partition("[")[0].replace("picture_flag", "pic_flag")
    rows = [bit for element, bit in bits if element.partition("[")[0] == plain]
    return rows[before] if before < len(rows) else None


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:57] + "..."


def compare_all(
    streams: Iterable[tuple[str, bytes, str, bool, Path | None]],
    *,
    vtm: str | None = None,
    hm: str | None = None,
    recorded: bool = False,
    timeout: float = 60,
    progress: Callable[[], None] | None = None,
) -> tuple[list[Comparison], dict[str, tuple[bytes, str, Run]]]:
    """Compare (name, stream, edition, breaks a rule, path) rows; H.265 with HM, H.266 with VTM, each live
    when it is installed, else with what was recorded. Returns the comparisons, and the runs by name.

    Raises MissingProgram when a program that was named is not there, or there is no recorded run either.
    """
    references: dict[str, Reference | None] = {}
    found: list[Comparison] = []
    runs: dict[str, tuple[bytes, str, Run]] = {}
    for name, data, edition, broken, path in streams:
        family = "hm" if edition == "hm18" else "vtm"
        if family not in references and not recorded:
            references[family] = _reference(family, {"vtm": vtm, "hm": hm}[family])
        live = references.get(family)
        if live is not None:
            title, run = live.name, live.run(data, timeout)
        else:
            kept = recorded_run(data, path)
            if kept is None:
                raise MissingProgram(f"{name}: no reference decoder, and no recorded run of this stream")
            title, run = kept
        runs[name] = (data, title, run)
        found.append(judge(name, data, edition, title, run, expected=broken))
        if progress is not None:
            progress()
    return found, runs


def _reference(family: str, program: str | None) -> Reference | None:
    try:
        return Reference.hm(program) if family == "hm" else Reference.vtm(program)
    except MissingProgram:
        if program is not None:
            raise
        return None
