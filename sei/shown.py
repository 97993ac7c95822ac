"""Text from streams, names and files made harmless to look at.

A string of a stream may hold what a terminal obeys (escape sequences, carriage returns) or what makes a
reader see another text than there is (bidirectional controls, characters without a width). Each such
character is shown as an escape; nothing else changes. In JSON the escape is JSON's own: the value stays.
"""

from __future__ import annotations

import json
import unicodedata
from typing import Any

# Letters and marks that show nothing, beside the characters that are not printable.
_INVISIBLE = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0")


def _harmless(char: str) -> bool:
    # Zs: spaces of any width.
    return (char.isprintable() and char not in _INVISIBLE) or unicodedata.category(char) == "Zs"


def _all_harmless(text: str) -> bool:
    """Quick, and sure where it says so."""
    return text.isprintable() and (text.isascii() or _INVISIBLE.isdisjoint(text))


def _escaped(char: str) -> str:
    code = ord(char)
    if char in "\t\n\r":
        return {"\t": "\\t", "\n": "\\n", "\r": "\\r"}[char]
    return f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}" if code < 65536 else f"\\U{code:08x}"


def one_line(text: str) -> str:
    """Return ``text`` with all that is not harmless to show written as ``\\x1b``, ``\\u202e``, ``\\n``..."""
    if _all_harmless(text):
        return text
    return "".join(char if _harmless(char) else _escaped(char) for char in text)


def lines(text: str) -> str:
    """Return `one_line` of each line and of each column: newlines and tabs stay."""
    bare = text.replace("\n", "").replace("\t", "")
    if _all_harmless(bare):
        return text
    return "\n".join("\t".join(map(one_line, line.split("\t"))) for line in text.split("\n"))


def to_markdown(text: str) -> str:
    """Return `one_line` as text for Markdown, also in a table: no link, no HTML, no new cell."""
    text = one_line(text).replace("\\", "\\\\").replace("|", "\\|")
    return text.replace("<", "&lt;").replace("](", "]\\(")


def to_json(value: Any, indent: int | None = None) -> str:
    """Return the JSON text of ``value``, in Unicode, that holds nothing but what is harmless to show."""
    return escape_json(json.dumps(value, ensure_ascii=False, indent=indent))


def escape_json(text: str) -> str:
    """Return JSON text, whoever wrote it, with escapes for what is not harmless to show in its strings."""
    if _all_harmless(text):
        return text
    return "".join(char if char == "\n" or _harmless(char) else _json_escape(char) for char in text)


def _json_escape(char: str) -> str:
    return json.dumps(char)[1:-1] if ord(char) > 127 else f"\\u{ord(char):04x}"


__all__ = ["escape_json", "lines", "one_line", "to_json", "to_markdown"]
