"""Mutation check: the reader, the writer and their tables are broken on purpose, one place at a time, and the
conformance set has to notice each time.

    python -m conformance.proof.mutate [--sample N]

A mutation is made on the syntax tree of one function (a condition negated, a number shifted, two neighbouring
elements swapped, one left out, `and` for `or`) or on one element's declaration (width, descriptor, range).
What counts is what an implementer would see: coded and resolved values, bytes written again, verdicts.
"""

from __future__ import annotations

import ast
import copy
import inspect
import itertools
import random
import signal
import sys
import textwrap
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from types import FrameType, ModuleType
from typing import Any

import sei.bits
import sei.rbsp
import sei.reader
import sei.syntax
import sei.writer
from conformance.catalogue import Stream, catalogue
from conformance.proof.branches import MODULES, compiled, functions, model, replaced
from conformance.script import T, face_values, matrices, matrix_deltas, points
from conformance.verify import verify_stream
from sei.context import Context
from sei.editions import edition as edition_named
from sei.errors import SeigenError
from sei.messages import message_class
from sei.messages.generative_face_video import GenerativeFaceVideo
from sei.messages.generative_face_video_enhancement import GenerativeFaceVideoEnhancement
from sei.predict import predict_enhancement, predict_face
from sei.reader import Reader
from sei.syntax import Syntax
from sei.writer import Writer
from vvc_bridge import access_units

SECONDS = 20
"""A mutant that runs longer on one stream hangs, which is noticed."""

TRACED = 2000
"""Payloads of up to so many bytes are also traced, element by element."""

DRIVERS: tuple[tuple[ModuleType, str], ...] = (
    (sei.bits, "BitReader.u"),
    (sei.bits, "BitReader.ue"),
    (sei.bits, "BitReader.read_bytes"),
    (sei.bits, "BitReader.find_zero_byte"),
    (sei.bits, "BitWriter.ue"),
    (sei.bits, "BitWriter.flush"),
    (sei.bits, "BitWriter.to_bytes"),
    (sei.reader, "Reader.__call__"),
    (sei.reader, "Reader.align"),
    (sei.reader, "Reader.text"),
    (sei.reader, "Reader.octets"),
    (sei.reader, "Reader.ending"),
    (sei.reader, "_read_magnitudes"),
    (sei.reader, "_read_int_dec"),
    (sei.syntax, "Syntax.signed_array"),
    (sei.syntax, "pack_bits"),
    (sei.writer, "Writer.__call__"),
    (sei.writer, "Writer.text"),
    (sei.writer, "Writer.octets"),
    (sei.writer, "Writer.align"),
    (sei.writer, "Writer.ending"),
    (sei.writer, "_write_signed"),
    (sei.rbsp, "escape"),
    (sei.rbsp, "unescape"),
    (sei.rbsp, "parse"),
    (sei.rbsp, "_number"),
    (sei.rbsp, "_coded"),
    (sei.rbsp, "serialise"),
)
"""Functions that read and write, beside the tables."""

_SOONER = "the window is filled up one bit sooner; what a code needs is in it either way"
_MORE = "the fast path declines more often, writing nothing, and the generic path is what it stands for"
_EITHER = "decides between two ways to the same bytes (tests/test_sei_rbsp.py compares them exhaustively)"

EQUIVALENT: dict[str, str] = {
    "bits.BitReader.ue: 64 + 1 in self.left < 64": _SOONER,
    "reader._read_magnitudes: 64 + 1 in left < 64": _SOONER,
    "reader._read_int_dec: 128 + 1 in left < 128": _SOONER,
    "writer._write_signed: 0 + 1 in min(array) < 0": _MORE,
    "writer._write_signed: 0 + 1 in {0, 1}": _MORE,
    "rbsp.escape: 0 + 1 in range(0, len(rbsp), _STRIDE)": _EITHER,
    "rbsp.escape: not pairs * (_STRIDE // _BLOCK) >= _MANY": _EITHER,
}
"""Mutations that change nothing that anyone can see, and the proof."""


@dataclass(frozen=True)
class Mutation:
    """One change. ``apply`` is in force within its block."""

    name: str
    apply: Callable[[], AbstractContextManager[None]]


class _PlainReader(Reader):
    """A reader without short cuts: arrays element by element, by their declarations."""

    signed_array = Syntax.signed_array


class _PlainWriter(Writer):
    """A writer without short cuts."""

    signed_array = Syntax.signed_array


# -- what is looked at --------------------------------------------------------------------------------


def observe(stream: Stream, data: bytes, written: list[tuple[int, Any]] | None = None) -> Any:
    """Note what a user sees of a stream: values and trace of each message, its verdict, what writing gives.

    ``written`` are (payloadType, values) to write; by default those read.
    """
    edition = edition_named(stream.edition)
    context, traced, slow = Context(), Context(), Context()
    seen: list[Any] = []
    values: list[tuple[int, Any]] = []
    try:
        for unit in access_units(data):
            for message in unit.messages:
                cls = message_class(message.payload_type)
                if cls is None:
                    seen.append((message.payload_type, message.payload))
                    continue
                try:
                    read = cls.from_payload(message.payload, edition=edition, context=context)
                    dumped = read.model_dump()
                    values.append((message.payload_type, dumped))
                    seen.append((message.payload_type, dumped))
                    if isinstance(read, GenerativeFaceVideo):
                        seen.append(predict_face(read, context))
                    elif isinstance(read, GenerativeFaceVideoEnhancement):
                        seen.append(predict_enhancement(read, context))
                    if len(message.payload) <= TRACED:
                        plain = _PlainReader(message.payload, "", cls.ELEMENTS, edition, slow)
                        cls.table(plain)
                        plain.ending()
                        for commit in plain.commits:
                            commit()
                        seen.append(plain.values)
                        seen.append(cls.trace(message.payload, edition=edition, context=traced)[1])
                    else:
                        cls.from_payload(message.payload, edition=edition, context=slow)
                        cls.from_payload(message.payload, edition=edition, context=traced)
                except SeigenError as error:
                    values.append((message.payload_type, None))
                    place = getattr(error, "element", ""), getattr(error, "bit", -1)
                    seen.append((message.payload_type, type(error).__name__, *place))
    except SeigenError as error:
        seen.append(str(type(error)))
    report = verify_stream(data, edition=stream.edition, decode=False)
    context, slow = Context(), Context()
    payloads = []
    for payload_type, value in values if written is None else written:
        cls = message_class(payload_type)
        if value is not None and cls is not None:
            message_ = cls.from_values(value)
            payloads.append(message_.to_payload(edition=edition, context=context))
            if len(payloads[-1]) <= TRACED:
                plain_ = _PlainWriter(message_._values(), "", cls.ELEMENTS, edition, slow)
                message_._write(plain_)
                for commit in plain_.commits:
                    commit()
                payloads.append(plain_.bits.to_bytes())
            else:
                message_.to_payload(edition=edition, context=slow)
    return seen, values, report.outcome, report.broken, payloads, stream.data()


def refusals() -> list[str]:
    """Say what becomes of values that no writer may take: the name of the refusal."""
    base = face_values(base=True, kps=points([(1, 1)]))
    uri = face_values(base=True, kps=points([(1, 1)]), nn_mode_idc=1, nn_tag_uri="t", nn_uri="u")
    network = face_values(base=True, kps=points([(1, 1)]), nn_mode_idc=0, nn_payload_byte="00")
    matrix, zero = (face_values(base=True, mats=matrices(T(7, [[[value]]]))) for value in (1, 0))
    same = face_values(cnt=1, mats=matrix_deltas([[[0]]]))
    changes: list[tuple[dict[str, Any], dict[str, Any]]] = [
        (base, {"gfv_coordinate_precision_factor_minus1": 32}),
        (base, {"gfv_coordinate_precision_factor_minus1": -1}),
        (base, {"gfv_coordinate_precision_factor_minus1": True}),
        (base, {"gfv_coordinate_precision_factor_minus1": None}),
        (base, {"gfv_coordinate_present_flag": 2}),
        (base, {"gfv_id": 1.0}),
        (base, {"gfv_coordinate_x_abs": [2**32]}),
        (base, {"gfv_coordinate_x_abs": [1, 1]}),
        (base, {"gfv_coordinate_x_sign_flag": [2]}),
        (base, {"gfv_coordinate_x_abs": [0], "gfv_coordinate_x_sign_flag": [1]}),
        (base, {"gfv_coordinate_x_abs": [True]}),
        (base, {"gfv_coordinate_x_abs": [-1]}),
        (base, {"gfv_coordinate_x_sign_flag": [True]}),
        (base, {"gfv_matrix_pred_flag": 1}),
        (matrix, {"gfv_matrix_element_dec": [[[[256]]]]}),
        (matrix, {"gfv_matrix_element_dec": [[[[-1]]]]}),
        (zero, {"gfv_matrix_element_sign_flag": [[[[1]]]]}),
        (same, {"gfv_matrix_delta_element_sign_flag": [[[[1]]]]}),
        (uri, {"gfv_nn_uri": "a\0b"}),
        (uri, {"gfv_nn_uri": 7}),
        (network, {"gfv_nn_payload_byte": "zz"}),
        (network, {"gfv_nn_payload_byte": 7}),
    ]
    results = []
    for values, change in changes:
        message = GenerativeFaceVideo.model_construct(**{**values, **change})
        for kind in (Writer, _PlainWriter):
            edition, context = edition_named("h274v4"), Context()
            GenerativeFaceVideo.from_values(matrix).to_payload(edition=edition, context=context)
            writer = kind(message._values(), "", GenerativeFaceVideo.ELEMENTS, edition, context)
            try:
                message._write(writer)
                results.append("written")
            except SeigenError as error:
                results.append(f"{type(error).__name__} {getattr(error, 'element', '')}")
    return results


@dataclass
class Recorded:
    """Streams, and what was seen of them before anything was broken."""

    streams: list[tuple[Stream, bytes, Any]]
    refused: list[str]

    @classmethod
    def make(cls) -> Recorded:
        """Make it of the whole set, short streams first."""
        rows = [(stream, stream.data()) for stream in catalogue()]
        rows.sort(key=lambda row: len(row[1]))
        return cls([(stream, data, observe(stream, data)) for stream, data in rows], refusals())

    def notices(self, mutation: Mutation) -> str | None:
        """Find the name of the first stream on which the mutation shows; None when it shows on none."""
        with mutation.apply():
            for place, (stream, data, expected) in enumerate(self.streams):
                try:
                    with limited(SECONDS):
                        same = observe(stream, data, expected[1]) == expected
                except Exception:  # whatever a broken program does is noticed
                    same = False
                if not same:
                    # What notices one mutation is likely to notice the next: ask it first.
                    self.streams.insert(0, self.streams.pop(place))
                    return stream.name
            try:
                with limited(SECONDS):
                    same = refusals() == self.refused
            except Exception:
                same = False
            return None if same else "values that are to be refused"


class Hang(Exception):
    """A mutant runs too long."""


@contextmanager
def limited(seconds: int) -> Iterator[None]:
    """Hang after so many seconds, where the system has an alarm."""

    def alarm(number: int, frame: FrameType | None) -> None:
        raise Hang

    before = signal.signal(signal.SIGALRM, alarm)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


# -- mutations of functions ----------------------------------------------------------------------------


class _Change(ast.NodeTransformer):
    """Makes the ``wanted``-th change that it could make, or counts them."""

    def __init__(self, wanted: int = -1) -> None:
        self.wanted = wanted
        self.count = 0
        self.what = ""
        self.path: list[ast.AST] = []

    def _now(self, what: str) -> bool:
        self.count += 1
        if self.count - 1 != self.wanted:
            return False
        self.what = what
        return True

    def _test(self, node: ast.expr) -> ast.expr:
        """A condition, or its negation."""
        if isinstance(node, ast.BoolOp):
            if self._now(f"and/or in {ast.unparse(node)}"):
                node.op = ast.Or() if isinstance(node.op, ast.And) else ast.And()
                return node
            node.values = [self._test(value) for value in node.values]
            return node
        if self._now(f"not {ast.unparse(node)}"):
            return ast.UnaryOp(ast.Not(), node)
        visited: ast.expr = self.visit(node)
        return visited

    def visit_ExceptHandler(self, node: ast.ExceptHandler) -> ast.ExceptHandler:
        node.body = self._block(node.body)
        return node

    def visit_If(self, node: ast.If) -> ast.If:
        if "'se'" in ast.unparse(node.test) or "'i'" in ast.unparse(node.test):
            # GFV and GFVE have no signed elements.
            node.orelse = self._block(node.orelse)
            return node
        node.test = self._test(node.test)
        node.body, node.orelse = self._block(node.body), self._block(node.orelse)
        return node

    def visit_While(self, node: ast.While) -> ast.While:
        node.test = self._test(node.test)
        node.body = self._block(node.body)
        return node

    def visit_For(self, node: ast.For) -> ast.For:
        node.iter = self.visit(node.iter)
        node.body = self._block(node.body)
        return node

    def visit_IfExp(self, node: ast.IfExp) -> ast.IfExp:
        node.test = self._test(node.test)
        node.body, node.orelse = self.visit(node.body), self.visit(node.orelse)
        return node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.FunctionDef:
        node.body = self._block(node.body)
        return node

    def _block(self, body: list[ast.stmt]) -> list[ast.stmt]:
        for k, (one, two) in enumerate(itertools.pairwise(body)):
            if _codes(one) and _codes(two) and self._now(f"swap {ast.unparse(one)} / {ast.unparse(two)}"):
                return [*body[:k], two, one, *body[k + 2 :]]
        for k, statement in enumerate(body):
            if _codes(statement) and self._now(f"leave out {ast.unparse(statement)}"):
                return [*body[:k], ast.Pass(), *body[k + 1 :]]
        return [self.visit(statement) for statement in body]

    def visit(self, node: ast.AST) -> Any:
        self.path.append(node)
        try:
            return super().visit(node)
        finally:
            self.path.pop()

    def visit_Constant(self, node: ast.Constant) -> ast.expr:
        if type(node.value) is int and self._now(f"{node.value} + 1 in {self._around()}"):
            return ast.Constant(node.value + 1)
        return node

    def _around(self) -> str:
        """The expression that the node being visited stands in."""
        outer = next((n for n in reversed(self.path[:-1]) if not isinstance(n, ast.UnaryOp)), self.path[-1])
        return ast.unparse(outer).partition("\n")[0]

    def visit_Raise(self, node: ast.Raise) -> ast.Raise:
        return node  # what an error says is no syntax

    def visit_Call(self, node: ast.Call) -> ast.expr:
        name = node.func.attr if isinstance(node.func, ast.Attribute) else ""
        if name in ("check_loop", "check_count", "fail", "missing", "out_of_range", "truncated"):
            return node  # guards against hostile counts ask for estimates
        for keyword in node.keywords:
            if keyword.arg == "bits" and self._now(f"width {ast.unparse(keyword.value)} + 1"):
                keyword.value = ast.BinOp(keyword.value, ast.Add(), ast.Constant(1))
                return node
        self.generic_visit(node)
        return node

    def visit_Compare(self, node: ast.Compare) -> ast.Compare:
        if isinstance(node.ops[0], ast.In):
            return node  # in a set there is no order
        self.generic_visit(node)
        return node

    def visit_Tuple(self, node: ast.Tuple) -> ast.expr:
        if isinstance(node.ctx, ast.Load) and len(node.elts) >= 2:
            pair = node.elts[-2:]
            different = ast.dump(pair[0]) != ast.dump(pair[1])
            if different and self._now(f"swap the last two of {ast.unparse(node)}"):
                node.elts = [*node.elts[:-2], pair[1], pair[0]]
                return node
        self.generic_visit(node)
        return node


def _codes(statement: ast.stmt) -> bool:
    """The statement codes an element and does nothing else: s("..."), value = s("...") + 1."""
    value = getattr(statement, "value", None)
    if not isinstance(statement, ast.Expr | ast.Assign) or value is None:
        return False
    while isinstance(value, ast.BinOp):
        value = value.left
    if not isinstance(value, ast.Call):
        return False
    function = value.func
    names = ("s", "s.text", "s.octets", "s.align", "self.bits.u", "self.bits.ue", "self.align")
    return ast.unparse(function) in names


def _tree(function: Callable[..., Any], owner: str = "") -> ast.FunctionDef:
    tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    definition = tree.body[0]
    assert isinstance(definition, ast.FunctionDef)
    definition.decorator_list = []
    definition.returns = None
    for argument in ast.walk(definition):
        if isinstance(argument, ast.arg):
            argument.annotation = None
        elif owner and isinstance(argument, ast.Call) and ast.unparse(argument) == "super()":
            argument.args = [ast.Name(owner, ast.Load()), ast.Name("self", ast.Load())]
    if (
        definition.body
        and isinstance(definition.body[0], ast.Expr)
        and isinstance(definition.body[0].value, ast.Constant)
    ):
        definition.body = definition.body[1:] or [ast.Pass()]
    return definition


def _changes(definition: ast.FunctionDef) -> Iterator[tuple[str, ast.FunctionDef]]:
    counter = _Change()
    counter.visit(copy.deepcopy(definition))
    names: Counter[str] = Counter()
    for number in range(counter.count):
        change = _Change(number)
        mutant = change.visit(copy.deepcopy(definition))
        names[change.what] += 1
        if ast.dump(mutant) != ast.dump(definition):
            yield f"{change.what} ({n})" if (n := names[change.what]) > 1 else change.what, mutant


def table_mutations() -> Iterator[Mutation]:
    """Yield those of the syntax tables of GFV and GFVE."""
    for module in MODULES:
        short = "GFV" if module is MODULES[0] else "GFVE"
        for name, function in functions(module).items():
            for what, mutant in _changes(_tree(function)):
                changed = compiled(mutant, module, {})
                yield Mutation(f"{short} {name}: {what}", _replacing(module, name, changed))


def _replacing(
    module: ModuleType, name: str, changed: Callable[..., Any]
) -> Callable[[], AbstractContextManager[None]]:
    return lambda: replaced(module, name, changed)


def driver_mutations() -> Iterator[Mutation]:
    """Yield those of the functions that read and write."""
    for module, path in DRIVERS:
        owner, _, name = path.rpartition(".")
        holder: Any = getattr(module, owner) if owner else module
        function = inspect.getattr_static(holder, name)
        for what, mutant in _changes(_tree(function, owner)):
            changed = compiled(mutant, module, {})
            title = f"{module.__name__.rsplit('.', 1)[1]}.{path}: {what}"
            yield Mutation(title, _setting(holder, name, function, changed))


def _setting(
    holder: Any, name: str, old: Callable[..., Any], new: Callable[..., Any]
) -> Callable[[], AbstractContextManager[None]]:
    @contextmanager
    def apply() -> Iterator[None]:
        # Modules hold functions of others under their own names.
        holders = (
            [holder]
            if inspect.isclass(holder)
            else [
                module
                for module_name, module in list(sys.modules.items())
                if module_name.partition(".")[0] in ("sei", "vvc_bridge", "conformance")
                and vars(module).get(name) is old
            ]
        )
        for place in holders:
            setattr(place, name, new)
        try:
            yield
        finally:
            for place in holders:
                setattr(place, name, old)

    return apply


def element_mutations() -> Iterator[Mutation]:
    """Yield those of the elements' declarations: width, descriptor, ends of the range."""
    for module in MODULES:
        cls = model(module)
        for name, element in cls.ELEMENTS.items():
            changes: dict[str, Any] = {}
            if element.kind == "ue":
                changes["u(16) for ue(v)"] = replace(element, kind="u", bits=16)
                if "pupil" not in name or not name.endswith("_abs"):  # the table gives their limit
                    changes["range one less"] = replace(element, hi=element.hi - 1)
                if element.hi < 2**32 - 2:
                    changes["range one more"] = replace(element, hi=element.hi + 1)
            elif element.kind == "u" and element.bits:
                changes["one bit more"] = replace(element, bits=element.bits + 1)
                changes["ue(v) for u(n)"] = replace(element, kind="ue")
            elif element.kind == "u":
                changes["ue(v) for u(v)"] = replace(element, kind="ue")
            for what, changed in changes.items():
                yield Mutation(f"{name}: {what}", _declaring(cls, name, changed))


def _declaring(cls: Any, name: str, changed: Any) -> Callable[[], AbstractContextManager[None]]:
    @contextmanager
    def apply() -> Iterator[None]:
        before = cls.ELEMENTS[name]
        cls.ELEMENTS[name] = changed
        try:
            yield
        finally:
            cls.ELEMENTS[name] = before

    return apply


def mutations() -> list[Mutation]:
    """List all of them; those that nobody can see left out."""
    every = [*table_mutations(), *element_mutations(), *driver_mutations()]
    return [mutation for mutation in every if mutation.name not in EQUIVALENT]


def sample(count: int, seed: int = 0) -> list[Mutation]:
    """Choose ``count`` of those of the tables and of elements, the same for the same seed."""
    every = [*table_mutations(), *element_mutations()]
    return random.Random(seed).sample(every, min(count, len(every)))


def main(arguments: list[str]) -> int:
    """Run them and print those that were not noticed."""
    chosen = sample(int(arguments[1])) if arguments[:1] == ["--sample"] else mutations()
    recorded = Recorded.make()
    survivors = []
    for mutation in chosen:
        where = recorded.notices(mutation)
        if where is None:
            survivors.append(mutation.name)
            print(f"NOT NOTICED  {mutation.name}", flush=True)
    print(f"{len(chosen)} mutations, {len(chosen) - len(survivors)} noticed")
    return 1 if survivors else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
