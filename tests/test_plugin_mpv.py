"""mpv plays coded talks by the script of `seigen plugin mpv`, without a window or a loudspeaker."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import av
import numpy as np
import pytest

from generators.codec.decoder import Decoder
from generators.plugins_cli import PLUGINS
from tests.command import call
from tests.conftest import DATA
from tests.sound_material import clicks, write_flashes
from vvc_bridge.muxer import write
from vvc_bridge.sound import arranged, find, muxer_of

TALK = DATA / "mesh_talk.266"
ROOT = Path(__file__).parents[1]
needs_mpv = pytest.mark.skipif(shutil.which("mpv") is None, reason="mpv is not here")


def test_the_path_is_printed(capfd):
    assert call("plugin", "mpv") == 0
    assert Path(capfd.readouterr().out.strip()) == PLUGINS["mpv"] and PLUGINS["mpv"].is_file()


def test_what_cannot_be_sought_in_is_not_served(tmp_path, capfd):
    assert call("play", "--serve", tmp_path / "address", tmp_path / "missing.266") == 1
    assert not (tmp_path / "address").exists() and capfd.readouterr().err.count("\n") == 1


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The command, and talk.mp4, talk.mkv, talk.ts with a click after a second."""
    path = tmp_path_factory.mktemp("mpv")
    sounding = write_flashes(path / "clip.mp4", [1.0], 1.5)
    for name in ("talk.mp4", "talk.mkv", "talk.ts"):
        sound = arranged(find(sounding), name, muxer_of(name), None)
        write(TALK.read_bytes(), path / name, codec="h266", sound=sound)
    command = path / "seigen"
    command.write_text(f'#!/bin/sh\nPYTHONPATH="{ROOT}" exec "{sys.executable}" -m seigen "$@"\n')
    command.chmod(0o755)
    return path


def mpv(folder: Path, file: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = ["mpv", "--no-config", "--msg-level=all=warn", f"--script={PLUGINS['mpv']}", *options]
    command += [f"--script-opts=seigen-command={folder / 'seigen'},seigen-args=--device cpu", str(file)]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)


def pictures(folder: Path) -> list[np.ndarray]:
    found = []
    for path in sorted(folder.glob("*.png")):
        with av.open(str(path)) as image:
            found += [frame.to_ndarray(format="rgb24") for frame in image.decode(video=0)]
    return found


@needs_mpv
@pytest.mark.parametrize("name", ["talk.266", "talk.mp4"])
def test_generated_pictures_are_shown_from_any_time_on(folder, tmp_path, name):
    file = TALK if name == "talk.266" else folder / name
    out = ["--vo=image", "--vo-image-format=png", f"--vo-image-outdir={tmp_path}"]
    number = 24
    done = mpv(folder, file, *out, "--ao=null", f"--start={number / 30}", "--frames=3")
    shown, wanted = pictures(tmp_path), [frame.pixels for frame in Decoder(TALK, device="cpu")]
    assert len(shown) == 3, done.stdout + done.stderr
    for at, picture in enumerate(shown, number):
        away = [np.square(picture.astype(float) - other).mean() for other in wanted]
        assert abs(int(np.argmin(away)) - at) <= 1 and min(away) < 30


@needs_mpv
def test_sound_comes_with_them(folder, tmp_path):
    heard = tmp_path / "heard.wav"
    done = mpv(folder, folder / "talk.mp4", "--vo=null", "--ao=pcm", f"--ao-pcm-file={heard}", "--untimed")
    with av.open(str(heard)) as file:
        frames = [frame.to_ndarray() for frame in file.decode(audio=0)]
        rate = file.streams.audio[0].rate
    samples = np.abs(np.concatenate([f.reshape(-1) for f in frames]).astype(float))
    at = np.nonzero(samples > 0.2 * samples.max())[0][0] / rate
    assert abs(at - 1.0) < 0.05, done.stderr
    assert np.allclose(clicks(folder / "talk.mp4"), [1.0], atol=0.02)


@needs_mpv
def test_other_files_are_left_to_mpv(folder):
    """An ordinary clip is played without the command, which is told to be one that is not there."""
    options = ["--vo=null", "--ao=null", "--frames=2", "--script-opts=seigen-command=/nonexistent/seigen"]
    command = ["mpv", "--no-config", "--msg-level=all=warn", f"--script={PLUGINS['mpv']}", *options]
    for name, fine in (("clip.mp4", True), ("talk.mp4", False), ("talk.mkv", False), ("talk.ts", False)):
        words = [*command, str(folder / name)]
        done = subprocess.run(words, capture_output=True, text=True, timeout=60, check=False)
        assert (done.returncode == 0) == fine
        assert ("is not on PATH" in done.stdout + done.stderr) != fine


@needs_mpv
def test_a_file_that_is_none_ends_in_one_line(folder, tmp_path):
    (tmp_path / "bad.266").write_bytes(b"hello")
    done = mpv(folder, tmp_path / "bad.266", "--vo=null", "--ao=null")
    assert done.returncode == 2
    assert "no bitstream" in done.stdout and "Traceback" not in done.stdout + done.stderr
