"""Adapters where a decoder finds them: in the stream, in a file that it was given, in a folder. Bytes alone;
what they change is `generators.weights.adapter`'s matter. Nothing is ever fetched."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from pathlib import Path

from generators.codec.stream import adapter_in
from generators.weights.adapter import LIMIT, AdapterError, identity
from vvc_bridge.access_unit import SeiMessage
from vvc_bridge.source import read_file

_NAME = re.compile(r"[A-Za-z0-9_-]{8}")
KEPT = 4
"""Adapters of a stream that are kept, the last ones."""


class Adapters:
    """Those at hand. ``given``: the bytes or the file of one; ``beside``: the stream's file, beside which
    STREAM.adapter, STREAM.avatar or IDENTITY.avatar may lie. Raises AdapterError when the one given cannot be
    read."""

    def __init__(
        self,
        given: bytes | str | os.PathLike[str] | None = None,
        beside: str | os.PathLike[str] | None = None,
    ) -> None:
        self._beside = None if beside is None else Path(beside)
        self._known: dict[str, bytes] = {}
        self._given = read_adapter(Path(given)) if isinstance(given, (str, os.PathLike)) else given

    @property
    def is_given(self) -> bool:
        """Whether one was given, which has to fit then."""
        return self._given is not None

    def take(self, messages: Iterable[SeiMessage]) -> None:
        """Take those that an access unit brings."""
        for message in messages:
            data = adapter_in(message.payload) if message.payload_type == 5 else None
            if data is not None and len(data) <= LIMIT:
                self._known[identity(data)] = data
                while len(self._known) > KEPT:
                    del self._known[next(iter(self._known))]

    def find(self, name: str) -> bytes | None:
        """Find the adapter that a stream names, as 8 characters of base64url ("": it names none); None: not
        here.

        Raises AdapterError when one was given and it is not that.
        """
        if self._given is not None:
            if name != identity(self._given):
                raise AdapterError(
                    f"the stream names adapter {name or 'none'}, the one given is {identity(self._given)}"
                )
            return self._given
        if not name or name in self._known:
            return self._known.get(name)
        for file in self._places(name):
            if file.is_file() and file.stat().st_size <= LIMIT:
                data = read_adapter(file)
                if identity(data) == name:
                    return data
        return None

    def _places(self, name: str) -> list[Path]:
        """Where the file of a name may lie. What a stream says goes into a path as eight characters of
        base64url, or not at all."""
        if not _NAME.fullmatch(name):
            return []
        folder, places = os.environ.get("SEIGEN_ADAPTERS"), []
        if folder:
            places += [Path(folder) / f"{name}{suffix}" for suffix in (".adapter", ".avatar")]
        if self._beside is not None:
            stream = self._beside
            places += [stream.with_name(f"{stream.name}{suffix}") for suffix in (".adapter", ".avatar")]
            places.append(stream.with_name(f"{name}.avatar"))
        return places


def read_adapter(file: Path) -> bytes:
    return read_file(file, LIMIT, "an adapter", AdapterError)
