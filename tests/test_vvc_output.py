"""Writing behind: the same bytes, in order, and the same errors."""

from __future__ import annotations

import errno
import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import DATA
from vvc_bridge import output, remove
from vvc_bridge.output import Behind

STREAM = DATA / "gfv_multi_picture.bit"


@pytest.fixture
def spare(monkeypatch):
    """A processor is free, and short files are worth a thread."""
    monkeypatch.setattr(output, "_has_spare_processor", lambda: True)
    monkeypatch.setattr(Behind, "FROM", 1000)
    monkeypatch.setattr(Behind, "SMALL", 500)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.binary(max_size=900), max_size=40))
def test_pieces_come_in_order(tmp_path_factory, pieces):
    path = tmp_path_factory.mktemp("behind") / "out"
    with pytest.MonkeyPatch.context() as patch, path.open("wb") as file:
        patch.setattr(output, "_has_spare_processor", lambda: True)
        patch.setattr(Behind, "FROM", 100)
        patch.setattr(Behind, "SMALL", 500)
        with Behind(file) as out:
            for piece in pieces:
                out.write(memoryview(piece))
    assert path.read_bytes() == b"".join(pieces)


class Full(io.FileIO):
    """A file on a disk that is full after 2000 bytes."""

    def write(self, data):
        if self.tell() + len(data) > 2000:
            raise OSError(errno.ENOSPC, "No space left on device")
        return super().write(data)


@pytest.mark.parametrize("count", [22, 200])
def test_an_error_of_the_thread_comes_out(count, spare, tmp_path):
    written = []
    full = pytest.raises(OSError, match="No space")
    with Full(tmp_path / "out", "w") as file, full as caught, Behind(file) as out:
        for number in range(count):
            out.write(b"x" * 100)
            written.append(number)
    assert caught.value.errno == errno.ENOSPC
    assert len(written) < 20 + Behind.AHEAD + 2


def test_an_error_beside_the_thread_ends_it(spare, tmp_path):
    with (tmp_path / "out").open("wb") as file, pytest.raises(KeyError), Behind(file) as out:
        for _ in range(20):
            out.write(b"x" * 100)
        raise KeyError
    assert out._thread is not None and out._thread._shutdown


def test_what_is_no_file_is_written_at_once():
    kept = io.BytesIO()
    with Behind(kept) as out:
        for number in range(1, 100):
            out.write(b"x" * 100)
            assert kept.tell() == 100 * number
    assert out._thread is None


def test_an_edit_that_is_written_behind_is_the_same(spare, tmp_path: Path):
    source, out, plain = tmp_path / "in.266", tmp_path / "out.266", io.BytesIO()
    source.write_bytes(STREAM.read_bytes() * 300)
    began: list[Behind] = []
    start = Behind.__enter__
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Behind, "__enter__", lambda self: began.append(self) or start(self))
        removed = remove(source, out)
    assert began[0]._thread is not None
    assert remove(source, plain).removed == removed.removed > 0
    assert out.read_bytes() == plain.getvalue()


def test_room_is_asked_for_once_and_what_is_left_goes_back(tmp_path: Path, monkeypatch):
    asked: list[tuple[int, bool]] = []
    reserve = output._reserve
    monkeypatch.setattr(output, "RESERVED_FROM", 1 << 16)
    monkeypatch.setattr(
        output, "_reserve", lambda file, size: asked.append((size, reserve(file, size))) or asked[-1][1]
    )
    source, out, plain = tmp_path / "in.266", tmp_path / "out.266", io.BytesIO()
    source.write_bytes(STREAM.read_bytes() * 600)
    size = source.stat().st_size
    remove(source, plain)
    for _ in range(2):  # a new file, and one that is written over
        remove(source, out)
        assert out.read_bytes() == plain.getvalue()
        assert out.stat().st_blocks * 512 <= plain.tell() + (1 << 16)
    assert [told for told, _ in asked] == [size, size] and plain.tell() < size - (1 << 17)

    monkeypatch.setattr(output, "_reserve", lambda file, size: asked.append((0, False)) or False)
    remove(source, tmp_path / "unreserved.266")
    assert (tmp_path / "unreserved.266").read_bytes() == plain.getvalue()
    assert len(asked) == 3
    remove(source, source)
    assert source.read_bytes() == plain.getvalue()
    assert len(asked) == 3, "written over its own source: as the file system does it safely"


def test_a_source_with_holes_reserves_no_more_than_the_limit(tmp_path: Path):
    holes = tmp_path / "holes"
    with holes.open("wb") as file:
        file.truncate(1 << 40)
    assert output._size(holes, tmp_path / "out") == output.RESERVED_UP_TO
    assert output._size("-", tmp_path / "out") == output._size(None, tmp_path / "out") == 0
