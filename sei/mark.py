"""The byte order mark that some editors write before a text (RFC 8259 8.1 lets readers pass over it)."""

from __future__ import annotations

from typing import overload


@overload
def without_mark(text: str) -> str: ...
@overload
def without_mark(text: bytes) -> bytes: ...
def without_mark(text: str | bytes) -> str | bytes:
    """Return the text, or its UTF-8, without the mark."""
    return text.removeprefix("\ufeff") if isinstance(text, str) else text.removeprefix(b"\xef\xbb\xbf")
