"""Branches of the syntax tables: every condition in them, watched while streams are read.

A table is a Python function, so its conditions are found in its source: the tests of if, while and
conditional expressions, and the operands of `and`, `or` and `not` in them. `watched` gives the same functions
with a recorder around each.
"""

from __future__ import annotations

import ast
import inspect
import sys
import textwrap
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any

from sei.messages import generative_face_video, generative_face_video_enhancement

MODULES: tuple[ModuleType, ...] = (generative_face_video, generative_face_video_enhancement)

Condition = tuple[str, int, str]
"""Structure, number of the condition in it, its source."""


@dataclass
class Branches:
    """Conditions of the tables and the outcomes seen."""

    seen: dict[Condition, set[bool]] = field(default_factory=dict)

    def missing(self) -> list[str]:
        """Return the outcomes not seen, in words."""
        return [
            f"{place}: `{source}` was never {'true' if outcome else 'false'}"
            for (place, _, source), outcomes in self.seen.items()
            for outcome in (True, False)
            if outcome not in outcomes and (source, outcome) not in IMPOSSIBLE
        ]

    @property
    def count(self) -> tuple[int, int]:
        """Outcomes seen, and outcomes there are."""
        wanted = [
            (key, outcome)
            for key in self.seen
            for outcome in (True, False)
            if (key[2], outcome) not in IMPOSSIBLE
        ]
        return sum(outcome in self.seen[key] for key, outcome in wanted), len(wanted)


IMPOSSIBLE: set[tuple[str, bool]] = set()
"""(condition, outcome) that no reading can give: none."""


class _Recorder(ast.NodeTransformer):
    """Wraps conditions of one function."""

    def __init__(self, place: str, branches: Branches) -> None:
        self.place = place
        self.branches = branches
        self.number = 0

    def _wrap(self, node: ast.expr) -> ast.expr:
        if isinstance(node, ast.BoolOp):
            node.values = [self._wrap(value) for value in node.values]
            return node
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            node.operand = self._wrap(node.operand)
            return node
        key = (self.place, self.number, ast.unparse(node))
        self.number += 1
        self.branches.seen.setdefault(key, set())
        inner = self.generic_visit(node)
        call = ast.Call(
            ast.Name("_condition", ast.Load()),
            [ast.Constant(key), inner],  # type: ignore[list-item, arg-type]
            [],
        )
        return ast.copy_location(call, node)

    def visit_If(self, node: ast.If) -> ast.If:
        node.test = self._wrap(node.test)
        node.body = [self.visit(child) for child in node.body]
        node.orelse = [self.visit(child) for child in node.orelse]
        return node

    def visit_While(self, node: ast.While) -> ast.While:
        node.test = self._wrap(node.test)
        node.body = [self.visit(child) for child in node.body]
        return node

    def visit_IfExp(self, node: ast.IfExp) -> ast.IfExp:
        node.test = self._wrap(node.test)
        node.body, node.orelse = self.visit(node.body), self.visit(node.orelse)
        return node


def functions(module: ModuleType) -> dict[str, Callable[..., Any]]:
    """Find the functions of a module that are its syntax table, by name; ``table`` is the model's static
    method."""
    found = {
        name: value
        for name, value in vars(module).items()
        if inspect.isfunction(value) and value.__module__ == module.__name__
    }
    return found | {"table": model(module).table}


def model(module: ModuleType) -> Any:
    """Find the message model of a module."""
    return next(
        value
        for value in vars(module).values()
        if inspect.isclass(value) and value.__module__ == module.__name__ and hasattr(value, "payload_type")
    )


def source(function: Callable[..., Any]) -> ast.FunctionDef:
    """Find the function's tree, without decorators."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    definition = tree.body[0]
    assert isinstance(definition, ast.FunctionDef)
    definition.decorator_list = []
    return definition


def compiled(definition: ast.FunctionDef, module: ModuleType, extra: dict[str, Any]) -> Callable[..., Any]:
    """Compile the function of a tree, as if written in ``module``."""
    tree = ast.fix_missing_locations(ast.Module([definition], []))
    names: dict[str, Any] = {}
    exec(compile(tree, f"<{module.__name__}>", "exec"), _Chained(module, extra), names)
    function: Callable[..., Any] = names[definition.name]
    return function


class _Chained(dict[str, Any]):
    """Globals of a module, and more, looked up when they are needed so that replaced functions are found."""

    def __init__(self, module: ModuleType, extra: dict[str, Any]) -> None:
        super().__init__(extra)
        self.module = module
        self["__builtins__"] = __builtins__

    def __missing__(self, name: str) -> Any:
        return vars(self.module)[name]


@contextmanager
def replaced(module: ModuleType, name: str, function: Callable[..., Any]) -> Iterator[None]:
    """Put ``function`` in place of one of the module's table functions."""
    cls = model(module)
    if name == "table":
        old = cls.__dict__["table"]
        cls.table = staticmethod(function)
        try:
            yield
        finally:
            cls.table = old
    else:
        before = getattr(module, name)
        setattr(module, name, function)
        try:
            yield
        finally:
            setattr(module, name, before)


@contextmanager
def watched() -> Iterator[Branches]:
    """Record conditions of the GFV and GFVE tables within the block."""
    branches = Branches()

    def condition(key: Condition, value: Any) -> Any:
        branches.seen[key].add(bool(value))
        return value

    undo = []
    try:
        for module in MODULES:
            for name, function in functions(module).items():
                definition = source(function)
                recorder = _Recorder(f"{module.__name__.rsplit('.', 1)[1]}.{name}", branches)
                definition.body = [recorder.visit(statement) for statement in definition.body]
                changed = compiled(definition, module, {"_condition": condition})
                manager = replaced(module, name, changed)
                manager.__enter__()
                undo.append(manager)
        yield branches
    finally:
        for manager in reversed(undo):
            manager.__exit__(*sys.exc_info())
