"""docs/messages-json.md names every member of the format."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from vvc_bridge.message_file import Entry, MessageFile, Place

PAGE = (Path(__file__).parents[1] / "docs" / "messages-json.md").read_text(encoding="utf-8")


def members(title: str) -> set[str]:
    """Names in the first column of a section's table."""
    section = re.split(r"^## ", PAGE.partition(f"## {title}\n")[2], maxsplit=1, flags=re.M)[0]
    cells = [line.split("|")[1] for line in section.splitlines() if line.startswith("| `")]
    return {name for cell in cells for name in re.findall(r"`(\w+)`", cell)}


@pytest.mark.parametrize(
    ("title", "model"), [("The file", MessageFile), ("A message", Entry), ("A place", Place)]
)
def test_every_member_is_on_the_page(title, model):
    assert members(title) == set(model.model_fields)
