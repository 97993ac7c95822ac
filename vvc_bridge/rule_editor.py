"""Rules (`vvc_bridge.rules`) put to work on a stream: any message changed, and what was predicted from GFV
and GFVE messages that changed says what it said."""

from __future__ import annotations

import itertools
import os
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any, BinaryIO

import vvc_bridge.vtm_safe as vtm
from sei.context import Context
from sei.editions import edition as edition_named
from sei.elements import HEX
from sei.errors import BitstreamError, SeigenError
from sei.message import Message, RawPayload
from sei.messages import message_class
from sei.rbsp import MAX_MESSAGES, Payload
from sei.recode import Enhancement, Face, Heard, Recoder
from vvc_bridge.editor import EditReport
from vvc_bridge.injector import Placed, place
from vvc_bridge.nal import Codec, NalUnit, default_edition
from vvc_bridge.pictures import PictureTracker
from vvc_bridge.placement import default
from vvc_bridge.remuxer import rewrite
from vvc_bridge.rules import Add, Drop, Insert, Rename, Repeat, Rules, Select, Set, Shift, Trim, within
from vvc_bridge.scan import RawAccessUnit
from vvc_bridge.sei_nal import FACE_TYPES, SeiNal
from vvc_bridge.source import Source
from vvc_bridge.verify import proved

_SUBSCRIPT = re.compile(r"\[(\d+|\*)\]")


@dataclass
class _Item:
    """One message on its way through the rules.

    values   coded elements once a rule has changed one; None: as they were
    touched  elements that rules changed
    gone     it is taken out
    repeats  the message behind which it comes again, in the same access unit
    again    it comes again
    told     what was written of it
    """

    payload: Payload
    suffix: bool
    heard: Heard | None = None
    message: Message | RawPayload | None = None
    gone: bool = False
    cnt: int = 0
    gfv_id: int = 0
    gfve_id: int | None = None
    values: dict[str, Any] | None = None
    touched: set[str] = field(default_factory=set)
    copy: bool = False
    repeats: _Item | None = None
    again: bool = False
    told: bytes = b""

    def like(self, *, behind: bool = False) -> _Item:
        """Make a copy that the rules after this one see too; ``behind``: it comes behind this one."""
        values = None if self.values is None else dict(self.values)
        self.again |= behind
        return replace(
            self,
            values=values,
            touched=set(self.touched),
            copy=True,
            repeats=self if behind else None,
            again=False,
        )

    @property
    def unchanged(self) -> bool:
        """Whether it repeats a message, and no rule has made another one of either."""
        one = self.repeats
        return one is not None and not one.gone and self._says() == one._says()

    def _says(self) -> tuple[object, ...]:
        return self.cnt, self.gfv_id, self.gfve_id, self.values


class RuleEditor:
    """An editor (`vvc_bridge.editor.Editor`) that applies rules to each access unit.

    edition   name of the syntax edition that messages are read and written in; None: the codec's usual one
    vtm_safe  refuse what crashes VTM 24.0
    """

    def __init__(self, rules: Rules, *, edition: str | None = None, vtm_safe: bool = True) -> None:
        self.rules, self.vtm_safe = rules.rules, vtm_safe
        self.report = EditReport()
        self.hits = [0] * len(self.rules)
        """Messages that each rule was about."""
        self._edition = None if edition is None else edition_named(edition)
        self._recoder: Recoder | None = None
        self._kept: dict[int, list[_Item]] = {}  # by rule: messages that go into later access units

    @property
    def done(self) -> bool:
        return False

    @property
    def idle(self) -> list[int]:
        """Numbers of rules that were about no message."""
        return [number for number, hits in enumerate(self.hits) if not hits]

    def edit_record(self, record: RawAccessUnit, first: bool) -> list[NalUnit] | None:
        """Change the messages of the first record, which are the first access unit's."""
        return self._edit(record, 0, record=True) if first else None

    def edit(self, raw: RawAccessUnit, tracker: PictureTracker) -> list[NalUnit] | None:
        """Return the access unit's new NAL units, see `vvc_bridge.editor.Editor`."""
        return self._edit(raw, raw.index)

    def finish(self) -> None:
        """Take note that the stream has ended."""

    def _edit(self, raw: RawAccessUnit, au: int, record: bool = False) -> list[NalUnit] | None:
        if not raw.has_sei and not self._brings(au):
            return None
        nals = raw.nal_units()
        where = f"access unit {au}"
        units: dict[int, list[_Item]] = {}
        for at, nal in enumerate(nals):
            sei = SeiNal.or_warn(nal, au) if nal.is_sei else None
            if sei is not None:
                units[at] = [self._item(p, nal.is_suffix_sei, raw.codec) for p in sei.payloads]
        new: list[_Item] = []
        for number, rule in enumerate(self.rules):
            try:
                self._apply(number, rule, au, units, new, raw.codec, record)
            except SeigenError as error:
                raise SeigenError(f"rules[{number}]: {where}: {error}") from None
        out: list[NalUnit] = []
        changed = False
        for at, nal in enumerate(nals):
            if at not in units:
                out.append(nal)
                continue
            sei = SeiNal.of(nal)
            payloads = [p for item in units[at] if (p := self._written(item, where)) is not None]
            if _same(payloads, sei.payloads):
                out.append(nal)
                continue
            changed = True
            self._count(sei.payloads, payloads)
            if payloads:
                self._require(raw.codec, payloads, nal.is_suffix_sei, where)
                out.append(NalUnit(nal.codec, nal.prefix, sei.with_payloads(payloads), nal.offset))
        for item in new:
            payload = self._written(item, where)
            if payload is not None:
                self._require(raw.codec, [payload], item.suffix, where)
                out = place(out, Placed([payload], item.suffix), raw)
                self.report.inserted += 1
                changed = True
        return out if changed else None

    def _require(self, codec: Codec, payloads: Sequence[Payload], suffix: bool, where: str) -> None:
        if self.vtm_safe and codec is Codec.H266:
            vtm.require([p.payload_type for p in payloads], suffix, where)

    def _count(self, before: Sequence[Payload], after: Sequence[Payload]) -> None:
        kept = len({(p.payload_type, p.data) for p in before} & {(p.payload_type, p.data) for p in after})
        self.report.removed += max(len(before) - kept, 0)
        self.report.inserted += max(len(after) - kept, 0)

    def _brings(self, au: int) -> bool:
        """Whether rules may put messages into an access unit that has none."""
        for rule in self.rules:
            if isinstance(rule, Insert) and within(rule.au, au):
                return True
            if isinstance(rule, Repeat) and rule.at is not None and within(rule.at, au):
                return True
        return False

    def _recode(self, codec: Codec) -> Recoder:
        if self._recoder is None:
            edition = self._edition or default_edition(codec)
            self._recoder = Recoder(edition, ending=self.vtm_safe and codec is Codec.H266)
            self.report.edition = edition.name
        return self._recoder

    def _item(self, payload: Payload, suffix: bool, codec: Codec) -> _Item:
        item = _Item(payload, suffix)
        recoder = self._recode(codec)
        try:
            if payload.payload_type in FACE_TYPES:
                heard = recoder.hear(payload.payload_type, payload.data)
                item.heard, item.message = heard, heard.message
                item.cnt, item.gfv_id, item.gfve_id = heard.cnt, heard.gfv_id, heard.gfve_id
        except BitstreamError:
            pass  # stays as it is, unless it is taken out
        return item

    # -- rules --------------------------------------------------------------------------------------

    def _apply(
        self,
        number: int,
        rule: Select | Insert,
        au: int,
        units: dict[int, list[_Item]],
        new: list[_Item],
        codec: Codec,
        record: bool,
    ) -> None:
        if isinstance(rule, Insert):
            if within(rule.au, au) and not record:
                self.hits[number] += 1
                new += [self._made(rule, codec) for _ in range(rule.times)]
            return
        if isinstance(rule, Repeat) and rule.at is not None and within(rule.at, au) and not record:
            for kept in self._kept.get(number, []):
                new += [kept.like() for _ in range(rule.times)]
        groups = [*units.values(), new]
        chosen = [item for group in groups for item in group if not item.gone and _about(rule, item, au)]
        if isinstance(rule, Trim):
            self.hits[number] += len(chosen)
            stay = set(map(id, chosen))
            for item in itertools.chain(*groups):
                item.gone |= within(rule.type, item.payload.payload_type) and id(item) not in stay
            return
        self.hits[number] += len(chosen)
        for item in chosen:
            self._change(rule, item)
        if isinstance(rule, Repeat):
            if rule.at is not None:
                kept_here = [item.like() for item in chosen if not item.copy]
                if kept_here:
                    self._kept[number] = kept_here
                return
            copied = set(map(id, chosen))
            for group in groups:
                times = [rule.times if id(item) in copied else 0 for item in group]
                if sum(times) + len(group) > MAX_MESSAGES:
                    raise SeigenError(f"more than {MAX_MESSAGES} messages in an access unit")
                group[:] = [
                    one
                    for item, more in zip(group, times, strict=True)
                    for one in (item, *(item.like(behind=True) for _ in range(more)))
                ]

    def _change(self, rule: Select, item: _Item) -> None:
        match rule:
            case Drop():
                item.gone = True
            case Shift():
                if item.heard is None:
                    raise SeigenError(f"payloadType {item.payload.payload_type} has no gfv_cnt")
                item.cnt += rule.by
                if not 0 <= item.cnt <= 2**32 - 2:
                    raise SeigenError(f"gfv_cnt would be {item.cnt}, allowed: 0..2^32-2")
            case Rename():
                if item.heard is None:
                    raise SeigenError(f"payloadType {item.payload.payload_type} has no gfv_id")
                item.gfv_id = item.gfv_id if rule.to is None else rule.to
                if rule.gfve_to is not None and item.gfve_id is not None:
                    item.gfve_id = rule.gfve_to
            case Set() | Add():
                self._set(item, rule.values, add=isinstance(rule, Add))

    def _set(self, item: _Item, values: dict[str, Any], *, add: bool) -> None:
        if item.values is None:
            item.values = self._elements(item)
        for name, value in values.items():
            stem, _, rest = name.partition("[")
            if stem in ("gfv_cnt", "gfve_gfv_cnt", "gfv_id", "gfve_gfv_id", "gfve_id"):
                raise SeigenError(f"{stem}: a rule shift or rename changes it, with all that hangs on it")
            _put(item.values, stem, _SUBSCRIPT.findall("[" + rest if rest else ""), value, add)
            item.touched.add(stem)

    def _elements(self, item: _Item) -> dict[str, Any]:
        if item.message is None:
            item.message = _read(item.payload, self._recoder)
        return item.message.model_dump(exclude_none=True)

    def _made(self, rule: Insert, codec: Codec) -> _Item:
        suffix = (rule.kind or default(codec, rule.payload_type)) == "suffix"
        if rule.payload is not None:
            return _Item(Payload(rule.payload_type, bytes.fromhex(rule.payload)), suffix, copy=True)
        cls = message_class(rule.payload_type)
        if cls is None:
            raise SeigenError(f"payloadType {rule.payload_type} has no coded view: give its bytes as payload")
        values = dict(rule.message or {})
        message = cls.from_values(values)
        item = _Item(Payload(rule.payload_type, b""), suffix, message=message, values=values, copy=True)
        if isinstance(message, Face):
            item.cnt, item.gfv_id = message.gfv_cnt, message.gfv_id
        elif isinstance(message, Enhancement):
            item.cnt, item.gfv_id, item.gfve_id = message.gfve_gfv_cnt, message.gfve_gfv_id, message.gfve_id
        return item

    # -- writing ------------------------------------------------------------------------------------

    def _written(self, item: _Item, where: str) -> Payload | None:
        """The payload of a message in the new stream, None when it is gone."""
        if item.gone:
            return None
        kind = item.payload.payload_type
        try:
            if kind in FACE_TYPES:
                return Payload(kind, self._told(item))
            if item.values is None:
                return item.payload
            cls = message_class(kind)
            if cls is None:
                return Payload(kind, _bytes(item.values))
            return Payload(kind, cls.from_values(item.values).to_payload(context=Context()))
        except SeigenError as error:
            if isinstance(error, BitstreamError):
                error.byte = None
            raise SeigenError(f"{where}: {error}") from None

    def _told(self, item: _Item) -> bytes:
        assert self._recoder is not None
        again = item.repeats.told if item.repeats is not None and item.unchanged else b""
        if again and (item.heard is None or self._recoder.says_again(item.heard, again)):
            # A repetition is the same bytes (H.274, gfv_cnt).
            item.told = self._recoder.tell_bytes(item.payload.payload_type, again)
        else:
            item.told = self._told_anew(item)
        return item.told

    def _told_anew(self, item: _Item) -> bytes:
        assert self._recoder is not None
        ids: dict[str, Any] = {"gfv_id": item.gfv_id}
        if item.gfve_id is not None:
            ids = {"gfve_gfv_id": item.gfv_id, "gfve_id": item.gfve_id}
        if item.heard is None:
            if item.values is None:
                return self._recoder.tell_bytes(item.payload.payload_type, item.payload.data)
            cls = message_class(item.payload.payload_type)
            assert cls is not None
            made = cls.from_values(_counted(item.values | ids, item))
            assert isinstance(made, Face | Enhancement)
            return self._recoder.tell_as_coded(made)
        message = item.heard.message
        if item.values is not None:
            beside = {"gfv_low_confidence_face_parameter_flag", "sei_reserved_payload_extension_data"}
            beside |= {"gfv_fusion_pic_flag"} if item.cnt == item.heard.cnt == 0 else set()
            values = item.values | ids
            if item.heard.is_base or not item.touched <= beside:
                changed = type(message).from_values(_counted(values, item))
                return self._recoder.tell_as_coded(changed)
            message = type(message).from_values(values)
        elif any(getattr(message, name) != value for name, value in ids.items()):
            message = message.model_copy(update=ids)
        return self._recoder.tell(item.heard, cnt=item.cnt, like=message, again=item.again)


def _read(payload: Payload, recoder: Recoder | None) -> Message | RawPayload:
    if payload.payload_type in FACE_TYPES:
        raise SeigenError(
            f"payloadType {payload.payload_type}: the message cannot be read, so no element changes"
        )
    cls = message_class(payload.payload_type)
    if cls is None:
        return RawPayload.from_payload(payload.data)
    assert recoder is not None
    return cls.from_payload(payload.data, edition=recoder.edition)


def _bytes(values: dict[str, Any]) -> bytes:
    """The payload of a type without a coded view."""
    text = values.get("payload")
    if set(values) != {"payload"} or not isinstance(text, str) or re.fullmatch(HEX, text) is None:
        raise SeigenError("a type without a coded view has one element, payload, in hexadecimal digits")
    return bytes.fromhex(text)


def _about(rule: Select, item: _Item, au: int) -> bool:
    """Whether a rule is about a message."""
    if not (within(rule.au, au) and within(rule.type, item.payload.payload_type)):
        return False
    face = item.heard is not None or isinstance(item.message, Face | Enhancement)
    if not face:
        return (rule.gfv_id, rule.gfv_cnt, rule.gfve_id, rule.base) == (None,) * 4
    base = getattr(item.message, "gfv_base_pic_flag", None) or getattr(
        item.message, "gfve_base_pic_flag", None
    )
    return (
        within(rule.gfv_id, item.gfv_id)
        and within(rule.gfv_cnt, item.cnt)
        and within(rule.gfve_id, item.gfve_id)
        and rule.base in (None, bool(base))
    )


def _counted(values: dict[str, Any], item: _Item) -> dict[str, Any]:
    """Elements with the message's gfv_cnt, and the flags that hang on whether it is 0."""
    prefix = "gfv" if item.gfve_id is None else "gfve"
    name = "gfv_cnt" if item.gfve_id is None else "gfve_gfv_cnt"
    if values.get(name) == item.cnt:
        return values
    out = {**values, name: item.cnt}
    for flag in (f"{prefix}_base_pic_flag", "gfv_fusion_pic_flag"):
        out.pop(flag, None)
    if item.cnt == 0:
        out[f"{prefix}_base_pic_flag"] = 0
        if item.gfve_id is None:
            out["gfv_fusion_pic_flag"] = 0
    return out


def _put(values: dict[str, Any], name: str, places: list[str], value: Any, add: bool) -> None:
    """Set an element, or entries of one; ``*`` stands for all of a subscript."""
    if not places:
        if value is None:
            values.pop(name, None)
        else:
            values[name] = _added(name, values.get(name), value) if add else value
        return
    if name not in values:
        raise SeigenError(f"{name}: the message does not code it")
    values[name] = _entered(name, values[name], places, value, add)


def _entered(name: str, there: Any, places: list[str], value: Any, add: bool) -> Any:
    if not places:
        return _added(name, there, value) if add else value
    if not isinstance(there, list):
        raise SeigenError(f"{name}: has fewer subscripts")
    here = list(there)
    chosen = range(len(here)) if places[0] == "*" else [int(places[0])]
    for k in chosen:
        if k >= len(here):
            raise SeigenError(f"{name}[{k}]: there are {len(here)}")
        here[k] = _entered(f"{name}[{k}]", here[k], places[1:], value, add)
    return here


def _added(name: str, there: Any, value: int) -> int:
    if not isinstance(there, int) or isinstance(there, bool):
        raise SeigenError(
            f"{name}: {'not coded' if there is None else 'no number'}, so nothing is added to it"
        )
    return there + value


def _same(a: Sequence[Payload], b: Sequence[Payload]) -> bool:
    return [(p.payload_type, p.data) for p in a] == [(p.payload_type, p.data) for p in b]


def edit(
    source: Source,
    rules: Rules,
    out: str | os.PathLike[str] | BinaryIO,
    *,
    edition: str | None = None,
    vtm_safe: bool = True,
    verify: bool = False,
    codec: str | None = None,
    fps: Fraction | float | str | None = None,
) -> RuleEditor:
    """Write ``source`` with ``rules`` applied to its SEI messages; see docs/editor.md.

    GFV and GFVE messages that no rule changes say what they said, whatever they were predicted from. Returns
    the editor: its ``report``, and which rules were ``idle``. Raises SeigenError that names the rule, with
    nothing written, where a value is out of range or no message says what it must.

    verify  read and decode the result, see `vvc_bridge.verify`; nothing is written where it differs
    """
    editor = RuleEditor(rules, edition=edition, vtm_safe=vtm_safe)
    if not verify:
        rewrite(source, out, editor, codec, fps)
        return editor
    with proved(source, out, codec) as proof:
        rewrite(source, proof.target, editor, codec, fps)
    return editor
