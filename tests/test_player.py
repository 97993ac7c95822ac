"""`seigen play`: a talk served by pieces to a player, which can seek in it and hears its sound."""

from __future__ import annotations

import io
import shutil
import sys
import tempfile
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import av
import numpy as np
import pytest
import torch

from generators import registry
from generators.codec import player
from generators.codec.decoder import Decoder
from generators.codec.encode import encode_clip
from generators.codec.encoder import Settings
from generators.codec.seekable import Talk
from generators.subjects.clip import open_clip
from generators.subjects.scene import Scene
from sei.errors import SeigenError
from tests import toy_system
from tests.command import call
from tests.sound_material import PICTURES_PER_SECOND, clicks, flashes_of, write_flashes
from vvc_bridge.muxer import write
from vvc_bridge.sound import arranged, find, muxer_of, of_stream

SECONDS = 6
FLASHES = [1.0, 3.0, 5.0]


@pytest.fixture(autouse=True)
def toy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_ENTRIES", {n: registry.entry(n) for n in registry.names()})
    registry.register(toy_system.ENTRY)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """talk.266, and talk.mp4, talk.mkv, flac.mkv with sound."""
    path = tmp_path_factory.mktemp("talk")
    clip = write_flashes(path / "clip.mp4", FLASHES, SECONDS)
    write_flashes(path / "clip.mkv", FLASHES, SECONDS, codec="flac")
    with open_clip(str(clip), 64, Scene(), window="all") as opened:
        system = toy_system.make(*opened.size, "cpu", torch.float32)
        data = encode_clip(opened, system, bitrate=None, settings=Settings(40, step=1)).data
    (path / "talk.266").write_bytes(data)
    for name, source in (("talk.mp4", clip), ("talk.mkv", clip), ("flac.mkv", path / "clip.mkv")):
        write(data, path / name, sound=arranged(find(source), name, muxer_of(name)))
    return path


@pytest.fixture
def pieces(folder: Path) -> Iterator[player.Pieces]:
    talk = Talk(str(folder / "talk.mp4"), device="cpu")
    made = player.Pieces(talk, of_stream(folder / "talk.mp4"))
    yield made
    made.close()
    talk.close()


def pictures_of(piece: bytes) -> list[np.ndarray]:
    with av.open(io.BytesIO(piece)) as container:
        return [frame.to_ndarray(format="rgb24") for frame in container.decode(video=0)]


@pytest.mark.parametrize("name", ["talk.266", "talk.mp4", "talk.mkv"])
def test_pictures_from_any_number_are_those_of_the_whole(folder, name):
    whole = [frame.pixels for frame in Decoder(str(folder / name), device="cpu")]
    talk = Talk(str(folder / name), device="cpu")
    assert (talk.rate, talk.count, talk.size) == (PICTURES_PER_SECOND, len(whole), (64, 64))
    assert len(talk.entries) > 3
    for number in (0, 1, 4, 7, 11, 12, len(whole) - 1):
        made = list(talk.pictures(number))
        assert len(made) == len(whole) - number
        assert all(np.array_equal(a, b) for a, b in zip(made, whole[number:], strict=True))
    assert list(talk.pictures(len(whole) + 5)) == []
    talk.close()


@pytest.mark.parametrize("name", ["talk.mp4", "talk.mkv", "flac.mkv"])
def test_pieces_are_the_whole_with_its_sound(folder, tmp_path, name):
    talk = Talk(str(folder / name), device="cpu")
    made = player.Pieces(talk, of_stream(folder / name))
    out = tmp_path / "all.ts"
    assert made.count == SECONDS
    out.write_bytes(b"".join(made.piece(number) for number in range(made.count)))
    assert len(pictures_of(out.read_bytes())) == SECONDS * PICTURES_PER_SECOND
    for found in (clicks(out), flashes_of(out)):
        assert np.allclose(found, FLASHES, atol=0.02)
    made.close()
    talk.close()


def test_nothing_is_left_of_one_who_is_killed(folder, tmp_path, monkeypatch):
    """Sound that is coded anew, and the talk, are in files without a name."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    talk = Talk(str(folder / "flac.mkv"), device="cpu")
    made = player.Pieces(talk, of_stream(folder / "flac.mkv"))
    assert made.piece(0) and list(tmp_path.iterdir()) == []
    made.close()
    talk.close()


def test_a_piece_is_the_same_in_any_order(pieces):
    forward = [pictures_of(pieces.piece(number)) for number in range(pieces.count)]
    pieces._made.clear()
    for number in (4, 0, 5, 2, 1, 3):
        for a, b in zip(pictures_of(pieces.piece(number)), forward[number], strict=True):
            assert np.array_equal(a, b)


def test_no_more_pieces_are_kept_than_is_said(pieces, monkeypatch):
    monkeypatch.setattr(player, "KEPT", 2)
    for number in range(pieces.count):
        pieces.piece(number)
    assert len(pieces._made) == 2


def test_the_playlist_names_every_piece(pieces):
    lines = pieces.playlist().splitlines()
    assert lines[0] == "#EXTM3U" and lines[-1] == "#EXT-X-ENDLIST"
    assert [line for line in lines if line.endswith(".ts")] == [f"{n}.ts" for n in range(SECONDS)]
    assert sum(float(line[8:-1]) for line in lines if line.startswith("#EXTINF:")) == SECONDS


def test_only_who_knows_the_secret_gets_something(pieces):
    with player.Server(pieces) as server:
        assert server.address.startswith("http://127.0.0.1:")
        base = server.address.removesuffix("talk.m3u8")
        with urlopen(server.address) as answer:
            assert answer.read().decode() == pieces.playlist()
        with urlopen(f"{base}2.ts") as answer:
            assert len(pictures_of(answer.read())) == PICTURES_PER_SECOND
        root = server.address.split("/", 3)
        for path in ("99.ts", "-1.ts", "x.ts", "../talk.m3u8", "%2e%2e/etc/passwd", "9" * 400 + ".ts"):
            with pytest.raises(HTTPError, match="404"):
                urlopen(base + path)
        with pytest.raises(HTTPError, match="404"):
            urlopen("/".join(root[:3]) + "/talk.m3u8")


def test_a_stream_that_is_none_is_refused(tmp_path):
    for data in (b"", b"\0\0\1" + bytes(40), b"hello"):
        (tmp_path / "x.266").write_bytes(data)
        with pytest.raises(SeigenError):
            Talk(str(tmp_path / "x.266"), device="cpu")


@pytest.mark.parametrize("name", ["mpv", "ffplay"])
def test_play_shows_a_file_by_its_address(folder, tmp_path, monkeypatch, capfd, name):
    """A stand-in for the player fetches what it is given."""
    program = tmp_path / name
    program.write_text(
        f"#!{sys.executable}\n"
        "import sys\n"
        "from urllib.request import urlopen\n"
        "address = sys.argv[-1]\n"
        "lines = urlopen(address).read().decode().splitlines()\n"
        f"with open({str(tmp_path / 'shown.ts')!r}, 'wb') as file:\n"
        "    for line in lines:\n"
        "        if line.endswith('.ts'):\n"
        "            file.write(urlopen(address.replace('talk.m3u8', line)).read())\n"
    )
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert call("play", folder / "talk.mkv", "--level", "0") == 0
    assert capfd.readouterr().err == ""
    assert np.allclose(clicks(tmp_path / "shown.ts"), FLASHES, atol=0.02)
    program.write_text("#!/bin/sh\nexit 3\n")
    assert call("play", folder / "talk.mkv") == 0 and capfd.readouterr().err == ""


def test_without_a_player_one_line_says_how_to_get_one(folder, tmp_path, monkeypatch, capfd):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert call("play", folder / "talk.266") == 1
    said = capfd.readouterr().err
    assert "neither mpv nor ffplay" in said and "apt install mpv" in said and said.count("\n") == 1


@pytest.mark.skipif(shutil.which("ffplay") is None, reason="ffplay is not here")
def test_ffplay_plays_it_to_its_end(folder, monkeypatch):
    monkeypatch.setenv("SDL_VIDEODRIVER", "dummy")
    monkeypatch.setenv("SDL_AUDIODRIVER", "dummy")
    monkeypatch.setitem(player.PLAYERS, "ffplay", [*player.PLAYERS["ffplay"], "-t", "2"])
    program = shutil.which("ffplay")
    assert program is not None
    player.play(str(folder / "talk.mp4"), program, of_stream(folder / "talk.mp4"), device="cpu")


def test_rates_that_are_no_whole_number_of_pictures_per_second():
    class Short:
        rate, count, size = Fraction(30000, 1001), 100, (64, 64)

    made = player.Pieces(Short())  # type: ignore[arg-type]
    assert made.count == 4 and [made._span(n) for n in range(4)] == [(0, 30), (30, 60), (60, 90), (90, 100)]
