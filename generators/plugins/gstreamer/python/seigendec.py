"""GStreamer element seigendec: coded talks in, generated pictures out.

    gst-launch-1.0 filesrc location=talk.266 ! seigendec ! videoconvert ! autovideosink

In: H.266, whole access units or NAL units, with their times; or bytes without bounds, of a byte stream, MP4,
Matroska or MPEG-TS, whose pictures are timed by the stream's own clock. Out: I420, NV12 or RGB, whatever the
element behind takes first. Loaded by GStreamer's Python plugin loader from the folder `python` of
GST_PLUGIN_PATH, which `seigen plugin gstreamer` prints.
"""

from __future__ import annotations

import threading
from collections import deque
from fractions import Fraction
from typing import Any

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstVideo", "1.0")
from gi.repository import GLib, GObject, Gst, GstVideo  # noqa: E402

Gst.init(None)

import numpy as np  # noqa: E402

from generators.codec.push import Picture, PushDecoder  # noqa: E402
from sei.errors import SeigenError  # noqa: E402
from vvc_bridge.access_unit import access_units  # noqa: E402
from vvc_bridge.readable import readable  # noqa: E402

WAITING = 1 << 22
"""Bytes that wait to be decoded before the element upstream has to wait."""
STREAMS = "video/x-h266; video/quicktime; video/x-matroska; video/webm; video/mpegts"
FORMATS = {"I420": "i420", "NV12": "nv12", "RGB": "rgb"}
RAW = f"video/x-raw, format={{ {', '.join(FORMATS)} }}, width=[1,16384], height=[1,16384]"


class _Bytes:
    """A pipe between two threads, of WAITING bytes."""

    def __init__(self) -> None:
        self._parts: deque[bytes] = deque()
        self._size, self._ended, self._wanted = 0, False, True
        self._changed = threading.Condition()

    def write(self, data: bytes) -> None:
        with self._changed:
            self._changed.wait_for(lambda: self._size < WAITING or not self._wanted)
            if self._wanted:
                self._parts.append(data)
                self._size += len(data)
                self._changed.notify_all()

    def end(self) -> None:
        with self._changed:
            self._ended = True
            self._changed.notify_all()

    def drop(self) -> None:
        """What comes is no longer wanted."""
        with self._changed:
            self._wanted, self._ended = False, True
            self._parts.clear()
            self._changed.notify_all()

    def read(self, size: int, /) -> bytes:
        with self._changed:
            self._changed.wait_for(lambda: self._parts or self._ended)
            if not self._parts:
                return b""
            part = self._parts.popleft()
            if len(part) > size:
                self._parts.appendleft(part[size:])
                part = part[:size]
            self._size -= len(part)
            self._changed.notify_all()
            return part


class SeigenDec(Gst.Element):
    """Generates the pictures of coded talks."""

    __gstmetadata__ = (
        "seigen decoder",
        "Codec/Decoder/Video",
        "Generates the pictures of talks coded with GFV SEI messages (H.274) in H.266",
        "seigen",
    )
    __gsttemplates__ = (
        Gst.PadTemplate.new("sink", Gst.PadDirection.SINK, Gst.PadPresence.ALWAYS, Gst.Caps(STREAMS)),
        Gst.PadTemplate.new("src", Gst.PadDirection.SRC, Gst.PadPresence.ALWAYS, Gst.Caps(RAW)),
    )
    device = GObject.Property(type=str, default="auto", nick="Device", blurb="cpu, cuda, ... or auto")
    system = GObject.Property(type=str, default="", nick="System", blurb="Whatever the stream says")
    view = GObject.Property(
        type=str, default="", nick="View", blurb="From where an avatar is looked at: YAW,PITCH[,ROLL,ZOOM]"
    )
    level = GObject.Property(
        type=int, default=-1, minimum=-1, nick="Level", blurb="Highest granularity that is used; -1: all"
    )

    def __init__(self) -> None:
        super().__init__()
        self.sinkpad = Gst.Pad.new_from_template(self.__gsttemplates__[0], "sink")
        self.sinkpad.set_chain_function_full(self._chain)
        self.sinkpad.set_event_function_full(self._sink_event)
        self.add_pad(self.sinkpad)
        self.srcpad = Gst.Pad.new_from_template(self.__gsttemplates__[1], "src")
        self.srcpad.set_event_function_full(self._src_event)
        self.srcpad.set_query_function_full(self._src_query)
        self.srcpad.use_fixed_caps()
        self.add_pad(self.srcpad)
        self._changed = threading.Condition()
        self._forget()

    def _forget(self) -> None:
        self._decoder: PushDecoder | None = None
        self._bytes: _Bytes | None = None
        self._threads: list[threading.Thread] = []
        self._caps: Any = None
        self._alignment, self._record = "", b""
        self._format = "I420"
        self._info: Any = None
        self._timed = False  # a segment in time came from upstream
        self._fed, self._ended, self._stopped = 0, False, False
        self._flow = Gst.FlowReturn.OK
        self._delay = 0.0
        self._last: float | None = None

    # What comes from upstream.

    def _chain(self, pad: Any, parent: Any, buffer: Any) -> Any:
        if self._flow != Gst.FlowReturn.OK:
            return self._flow
        try:
            decoder = self._begun()
            data = buffer.extract_dup(0, buffer.get_size())
            if self._bytes is not None:
                self._bytes.write(data)
            else:
                timed = buffer.pts != Gst.CLOCK_TIME_NONE
                self._push(decoder, data, buffer.pts / Gst.SECOND if timed else None)
        except SeigenError as error:
            self._fail(error)
        return self._flow

    def _push(self, decoder: PushDecoder, data: bytes, pts: float | None = None) -> None:
        with self._changed:
            self._changed.wait_for(lambda: decoder.waiting < WAITING or self._stopped, 600)
        if self._stopped:
            return
        decoder.push(data, pts)
        if pts is not None and self._alignment == "nal":
            self._delayed(pts)
        with self._changed:
            self._fed += 1
            self._changed.notify_all()

    def _delayed(self, pts: float) -> None:
        """An access unit of NAL units is whole when the next one begins."""
        if self._last is not None and pts - self._last > self._delay:
            self._delay = pts - self._last
            self.post_message(Gst.Message.new_latency(self))
        self._last = pts

    def _begun(self) -> PushDecoder:
        """The decoder, made when the first data are there: what is behind is known by then."""
        if self._decoder is not None:
            return self._decoder
        allowed = self.srcpad.get_allowed_caps()
        if allowed is not None and not allowed.is_empty():
            wanted = allowed.fixate().get_structure(0).get_string("format")
            self._format = wanted if wanted in FORMATS else self._format
        options = {"device": self.device, "level": None if self.level < 0 else self.level}
        self._decoder = decoder = PushDecoder(
            alignment=self._alignment or "au",
            record=self._record,
            format=FORMATS[self._format],
            system=self.system or None,
            view=self.view or None,
            warn=lambda text: Gst.warning(f"seigendec: {text}"),
            **options,
        )
        if not self._alignment:
            self._bytes = _Bytes()
            self._start(self._feed, decoder, self._bytes)
        self._start(self._work, decoder)
        return decoder

    def _start(self, what: Any, *given: Any) -> None:
        self._threads.append(threading.Thread(target=what, args=given, name="seigendec", daemon=True))
        self._threads[-1].start()

    def _feed(self, decoder: PushDecoder, source: _Bytes) -> None:
        """Cut bytes without bounds into access units."""
        try:
            with readable(source) as found:
                for unit in access_units(found, codec="h266"):
                    nals = (*unit.record, *unit.nal_units)
                    self._push(decoder, b"".join(b"\0\0\0\1" + bytes(nal.data) for nal in nals))
        except Exception as error:
            self._fail(error)
        self._end()

    def _end(self) -> None:
        with self._changed:
            self._ended = True
            self._changed.notify_all()

    def _sink_event(self, pad: Any, parent: Any, event: Any) -> bool:
        kind = event.type
        if kind == Gst.EventType.CAPS:
            return self._sink_caps(event.parse_caps())
        if kind == Gst.EventType.SEGMENT:
            self._timed = event.parse_segment().format == Gst.Format.TIME
            return self.srcpad.push_event(event) if self._timed else True
        if kind == Gst.EventType.EOS:
            if self._decoder is None:
                return self.srcpad.push_event(event)
            self._bytes.end() if self._bytes is not None else self._end()
            return True
        if kind == Gst.EventType.FLUSH_STOP and self._decoder is not None and self._bytes is None:
            self._decoder.seek()
            with self._changed:
                self._ended, self._flow, self._last = False, Gst.FlowReturn.OK, None
        return pad.event_default(parent, event)

    def _sink_caps(self, caps: Any) -> bool:
        given = caps.get_structure(0)
        if given.get_name() != "video/x-h266":
            return True
        form, alignment = given.get_string("stream-format"), given.get_string("alignment")
        record = b""
        if form in ("vvc1", "vvi1"):
            held = given.get_value("codec_data")
            record = held.extract_dup(0, held.get_size()) if held is not None else b""
            alignment = "au"
        if self._decoder is not None and (alignment, record) != (self._alignment, self._record):
            self._fail(SeigenError("another stream begins: its form cannot change under way"))
            return False
        self._alignment, self._record = alignment if alignment in ("au", "nal") else "", record
        return True

    def _src_event(self, pad: Any, parent: Any, event: Any) -> bool:
        if event.type == Gst.EventType.SEEK and self._bytes is not None:
            return False  # bytes without bounds come as they come
        return pad.event_default(parent, event)

    # What goes downstream.

    def _work(self, decoder: PushDecoder) -> None:
        """Hand pictures on as they are made."""
        try:
            while not self._stopped:
                fed = self._fed
                picture = decoder.pull(0.2)
                with self._changed:
                    self._changed.notify_all()  # there may be room for more
                    if picture is None and self._fed == fed and not (self._stopped or self._ended):
                        self._changed.wait(0.2)
                    ended = self._ended and self._fed == fed
                if picture is not None:
                    self._show(decoder, picture)
                elif ended:
                    for picture in decoder.flush():
                        self._show(decoder, picture)
                    self._ended = False
                    self.srcpad.push_event(Gst.Event.new_eos())
        except Exception as error:
            self._fail(error)

    def _show(self, decoder: PushDecoder, picture: Picture) -> None:
        if self._stopped or self._flow != Gst.FlowReturn.OK:
            return
        height, width = picture.size
        rate = decoder.rate
        if (height, width, rate) != self._caps:
            self._caps = height, width, rate
            self._announce(height, width, rate)
        info = self._info
        data = np.zeros(info.size, np.uint8)
        for at, plane in enumerate(picture.planes):
            rows = plane.reshape(plane.shape[0], -1)
            place = data[info.offset[at] :][: info.stride[at] * rows.shape[0]]
            place.reshape(rows.shape[0], -1)[:, : rows.shape[1]] = rows
        buffer = Gst.Buffer.new_wrapped(data.tobytes())
        buffer.pts = round(picture.time * Gst.SECOND)
        buffer.duration = round(Gst.SECOND / rate)
        flow = self.srcpad.push(buffer)
        if flow not in (Gst.FlowReturn.OK, Gst.FlowReturn.FLUSHING):
            self._flow = flow

    def _announce(self, height: int, width: int, rate: Fraction) -> None:
        self._info = GstVideo.VideoInfo.new()
        form = getattr(GstVideo.VideoFormat, self._format)
        self._info.set_format(form, width, height)
        self._info.fps_n, self._info.fps_d = rate.numerator, rate.denominator
        caps = self._info.to_caps()
        caps.set_value("colorimetry", "sRGB" if self._format == "RGB" else "bt709")
        if self._format != "RGB":
            caps.set_value("chroma-site", "jpeg")
        self.srcpad.push_event(Gst.Event.new_caps(caps))
        if not self._timed:
            self._timed = True
            segment = Gst.Segment()
            segment.init(Gst.Format.TIME)
            self.srcpad.push_event(Gst.Event.new_segment(segment))

    def _src_query(self, pad: Any, parent: Any, query: Any) -> bool:
        if query.type != Gst.QueryType.LATENCY or not self.sinkpad.peer_query(query):
            return pad.query_default(parent, query)
        live, least, most = query.parse_latency()
        # A picture's own time to be made, and until the next access unit begins.
        own = round(self._delay * Gst.SECOND)
        own += round(Gst.SECOND / (self._decoder.rate if self._decoder is not None else 25))
        most = most if most == Gst.CLOCK_TIME_NONE else most + own
        query.set_latency(live, least + own, most)
        return True

    def _fail(self, error: Exception) -> None:
        if not self._stopped:
            self._flow = Gst.FlowReturn.ERROR
            said = GLib.Error.new_literal(
                Gst.StreamError.quark(), f"seigendec: {error}", Gst.StreamError.DECODE
            )
            self.post_message(Gst.Message.new_error(self, said, repr(error)))

    # States.

    def do_change_state(self, transition: Any) -> Any:
        """Begin afresh, and end the threads."""
        if transition == Gst.StateChange.PAUSED_TO_READY:
            with self._changed:
                self._stopped = True
                self._changed.notify_all()
            if self._bytes is not None:
                self._bytes.drop()
        result = Gst.Element.do_change_state(self, transition)
        if transition == Gst.StateChange.PAUSED_TO_READY:
            if self._decoder is not None:
                self._decoder.close()
            for thread in self._threads:
                thread.join()
            self._forget()
        return result


__gstelementfactory__ = ("seigendec", Gst.Rank.NONE, SeigenDec)
