"""GStreamer plays coded talks by the element of `seigen plugin gstreamer`, without a window."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from generators.codec.decoder import Decoder
from generators.codec.push import PushDecoder
from generators.plugins_cli import PLUGINS
from tests.command import call
from tests.conftest import DATA
from vvc_bridge.access_unit import access_units
from vvc_bridge.containers.reading import open_container
from vvc_bridge.muxer import write

TALK = DATA / "mesh_talk.266"
ROOT = Path(__file__).parents[1]
SYSTEM_PYTHON = "/usr/bin/python3"


@cache
def environment() -> dict[str, str]:
    """What a host needs: where the element is, and the packages of this interpreter."""
    packages = [str(ROOT), *(path for path in sys.path if path.endswith("site-packages"))]
    return {
        **os.environ,
        "GST_PLUGIN_PATH": str(PLUGINS["gstreamer"]),
        "PYTHONPATH": os.pathsep.join(packages),
        "OMP_NUM_THREADS": "1",
    }


@cache
def missing() -> str:
    """Why nothing can be played here; empty where it can."""
    if shutil.which("gst-inspect-1.0") is None:
        return "GStreamer's tools are not here"
    words = ["gst-inspect-1.0", "--exists", "seigendec"]
    found = subprocess.run(words, env=environment(), capture_output=True, check=False)
    same = f"{sys.version_info.major}.{sys.version_info.minor}"
    words = [SYSTEM_PYTHON, "-c", "import sys; print('%d.%d' % sys.version_info[:2])"]
    if Path(SYSTEM_PYTHON).exists():
        ours = subprocess.run(words, capture_output=True, text=True, check=False).stdout.strip()
        if ours != same:
            return f"GStreamer's Python is {ours}, ours {same}"
    return "" if found.returncode == 0 else "GStreamer's Python plugin loader is not here"


@pytest.fixture
def host() -> None:
    if missing():
        pytest.skip(missing())


def launch(*words: str) -> subprocess.CompletedProcess[str]:
    command = ["gst-launch-1.0", "-q", *words]
    return subprocess.run(
        command, env=environment(), capture_output=True, text=True, timeout=120, check=False
    )


def wanted() -> bytes:
    return b"".join(frame.pixels.tobytes() for frame in Decoder(TALK, device="cpu"))


def test_the_folder_is_printed(capfd):
    assert call("plugin", "gstreamer") == 0
    path = Path(capfd.readouterr().out.strip())
    assert (path / "python" / "seigendec.py").is_file()


@pytest.mark.usefixtures("host")
@pytest.mark.parametrize("name", ["talk.266", "talk.mp4", "talk.mkv"])
def test_files_are_played_to_their_end(tmp_path, name):
    write(TALK.read_bytes(), tmp_path / name, codec="h266")
    out = tmp_path / "out.rgb"
    words = f"filesrc location={tmp_path / name} blocksize=700 ! seigendec device=cpu"
    done = launch(*words.split(), *f"! video/x-raw,format=RGB ! filesink location={out}".split())
    assert done.returncode == 0, done.stderr
    assert out.read_bytes() == wanted()


@pytest.mark.usefixtures("host")
def test_what_is_none_is_an_error_of_the_element(tmp_path):
    (tmp_path / "bad.266").write_bytes(b"hello" * 99)
    done = launch("filesrc", f"location={tmp_path / 'bad.266'}", "!", "seigendec", "!", "fakesink")
    assert done.returncode == 1
    assert "no start code" in done.stderr and "Traceback" not in done.stderr


HOST = r"""
import json, sys
import gi
gi.require_version("Gst", "1.0")
gi.require_version("GstApp", "1.0")
from gi.repository import Gst, GstApp
Gst.init(None)
job = json.load(sys.stdin)
pipe = Gst.parse_launch("appsrc name=in format=time is-live=%s ! seigendec name=dec device=cpu level=0 ! "
                        "video/x-raw,format=%s ! appsink name=out sync=false" % (job["live"], job["format"]))
feed, out = pipe.get_by_name("in"), pipe.get_by_name("out")
feed.set_property("caps", Gst.Caps(job["caps"]))
pipe.set_state(Gst.State.PLAYING)
def give(parts):
    for data, pts in parts:
        buffer = Gst.Buffer.new_wrapped(bytes.fromhex(data))
        buffer.pts = Gst.CLOCK_TIME_NONE if pts is None else round(pts * Gst.SECOND)
        feed.emit("push-buffer", buffer)
def take(count):
    found = []
    while len(found) != count:
        sample = out.emit("try-pull-sample", 60 * Gst.SECOND)
        if sample is None:
            break
        buffer = sample.get_buffer()
        found.append({"pts": buffer.pts / Gst.SECOND, "duration": buffer.duration / Gst.SECOND,
                      "bytes": buffer.get_size(), "caps": sample.get_caps().to_string()})
    return found
answer = {}
give(job["parts"])
if job["seek"]:
    take(3)
    feed.send_event(Gst.Event.new_flush_start())
    feed.send_event(Gst.Event.new_flush_stop(True))
    give(job["again"])
query = Gst.Query.new_latency()
if job["live"]:
    answer["first"] = take(1)
    pipe.get_by_name("dec").get_static_pad("src").query(query)
    answer["latency"] = [query.parse_latency()[0], query.parse_latency()[1] / Gst.SECOND]
feed.emit("end-of-stream")
answer["pictures"] = take(-1)
answer["error"] = None
message = pipe.get_bus().pop_filtered(Gst.MessageType.ERROR)
if message:
    answer["error"] = message.parse_error()[0].message
pipe.set_state(Gst.State.NULL)
json.dump(answer, sys.stdout)
"""


def host_plays(parts: list[tuple[bytes, float | None]], caps: str, **job: Any) -> dict[str, Any]:
    job = {"live": 0, "format": "NV12", "seek": False, "caps": f"video/x-h266,{caps}", **job}
    job["parts"] = [(data.hex(), pts) for data, pts in parts]
    job["again"] = [(data.hex(), pts) for data, pts in job.get("again", [])]
    done = subprocess.run(
        [SYSTEM_PYTHON, "-c", HOST],
        input=json.dumps(job),
        env=environment(),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def whole_units() -> list[tuple[bytes, float | None]]:
    return [(bytes(unit.data), 10.0 + at) for at, unit in enumerate(access_units(TALK, codec="h266"))]


def expected(parts: list[tuple[bytes, float | None]]) -> list[float]:
    with PushDecoder(device="cpu", level=0) as decoder:
        for data, pts in parts:
            decoder.push(data, pts)
        return [picture.time for picture in decoder.flush()]


@pytest.mark.usefixtures("host")
def test_access_units_come_out_with_their_times_and_in_the_format_asked_for():
    answer = host_plays(whole_units(), "stream-format=byte-stream,alignment=au")
    assert answer["error"] is None
    found = answer["pictures"]
    assert np.allclose([p["pts"] for p in found], expected(whole_units()), atol=1e-6)
    assert all(p["bytes"] == 96 * 96 * 3 // 2 for p in found)
    assert np.allclose([p["duration"] for p in found], 1 / 30, atol=1e-6)
    caps = found[0]["caps"]
    for word in ("NV12", "width=(int)96", "height=(int)96", "30/1", "bt709", "chroma-site=(string)jpeg"):
        assert word in caps


@pytest.mark.usefixtures("host")
def test_nal_units_wait_for_the_next_access_unit_and_say_so():
    parts: list[tuple[bytes, float | None]] = []
    for at, unit in enumerate(access_units(TALK, codec="h266")):
        parts += [(bytes(nal.data), 10.0 + at if not k else None) for k, nal in enumerate(unit.nal_units)]
    answer = host_plays(parts, "stream-format=byte-stream,alignment=nal", live=1)
    found = [p["pts"] for p in answer["first"] + answer["pictures"]]
    assert np.allclose(found, expected(whole_units()), atol=1e-6)
    live, delay = answer["latency"]
    assert live and 1.0 <= delay < 1.2


@pytest.mark.usefixtures("host")
def test_samples_of_a_container(tmp_path):
    """As a demuxer gives them: NAL units behind their lengths, parameter sets in codec_data."""
    write(TALK.read_bytes(), tmp_path / "talk.mp4", codec="h266")
    with open_container(tmp_path / "talk.mp4") as file, av.open(str(tmp_path / "talk.mp4")) as container:
        assert file is not None
        record = file.track.record.hex()
        packets = [bytes(packet) for packet in container.demux(video=0) if packet.size]
    parts = [(data, 10.0 + at) for at, data in enumerate(packets)]
    answer = host_plays(parts, f"stream-format=vvc1,alignment=au,codec_data=(buffer){record}", format="I420")
    assert answer["error"] is None
    times = [p["pts"] for p in answer["pictures"]]
    assert np.allclose(times, expected(whole_units()), atol=1e-6)


@pytest.mark.usefixtures("host")
def test_what_follows_a_flush_begins_afresh():
    units = whole_units()
    again = [(units[1][0], 30.0)]
    answer = host_plays(units, "stream-format=byte-stream,alignment=au", seek=True, again=again)
    times = [p["pts"] for p in answer["pictures"]]
    assert [t for t in times if t >= 29] == pytest.approx(expected(again), abs=1e-6)
    assert answer["error"] is None
