"""A decoder that is fed by its host: a player, a pipeline, a plug-in.

    with PushDecoder(device="cuda") as decoder:
        for data, pts in packets:
            decoder.push(data, pts=pts)
            for picture in decoder.ready():
                show(picture.planes, picture.time)
        for picture in decoder.flush():
            show(picture.planes, picture.time)

All methods may be called from any thread. One thread of its own makes the pictures.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from types import TracebackType
from typing import Any, NamedTuple, TypeAlias

import av
import numpy as np
import torch
from torch.utils.dlpack import from_dlpack

from generators.codec.arriving import ENDING, Arrived, Joined, arriving
from generators.codec.decoder import Decoder
from generators.codec.frames import Frame
from generators.codec.picture_codec import PictureDecoder, to_rgb
from generators.media.pixels import to_bytes, to_yuv
from sei.errors import SeigenError
from vvc_bridge.access_unit import AccessUnit, SeiMessage
from vvc_bridge.containers.samples import Track
from vvc_bridge.nal import Codec
from vvc_bridge.pictures import PictureTracker
from vvc_bridge.scan import RawAccessUnit, Segmenter

MAX_WAITING = 1 << 26
"""Bytes that wait for their turn."""
MAX_TIMES = 4096
"""Access units whose time is known, until their pictures come."""
AHEAD = 32
"""Pictures that are made before they are asked for."""
FORMATS = ("rgb", "i420", "nv12")
OUTPUTS = ("numpy", "torch")

Plane: TypeAlias = np.ndarray | torch.Tensor


class Colour(NamedTuple):
    """How samples are to be understood: code points of H.273.

    chroma_location  chroma_sample_loc_type; None: colour is not subsampled
    """

    primaries: int = 1
    transfer: int = 1
    matrix: int = 1
    full_range: bool = False
    chroma_location: int | None = 1


RGB = Colour(matrix=0, full_range=True, chroma_location=None)


@dataclass(frozen=True)
class Picture:
    """A picture that came out.

    time    when it is shown, in seconds: by the pts that were pushed, else by the stream's own clock
    index   number in the stream
    is_base it was coded, not generated
    format  ``rgb``: one plane (h, w, 3); ``i420``: (h, w) and twice (h/2, w/2), rounded up; ``nv12``: (h, w)
            and (h/2, w/2, 2)
    planes  uint8, numpy arrays or torch tensors on the decoder's device; both speak DLPack
    """

    time: float
    index: int
    is_base: bool
    format: str
    planes: tuple[Plane, ...]
    colour: Colour

    @property
    def size(self) -> tuple[int, int]:
        """Height and width."""
        height, width = self.planes[0].shape[:2]
        return height, width

    def __dlpack__(self, **options: Any) -> Any:
        """Hand out the first plane by DLPack: all of an RGB picture."""
        return self.planes[0].__dlpack__(**options)

    def __dlpack_device__(self) -> Any:
        """Say where the first plane is."""
        return self.planes[0].__dlpack_device__()


class _Numbered(np.ndarray):
    """A decoded picture that knows of which access unit it is."""

    number: int


class _Engine(Decoder):
    """A decoder of access units that come from elsewhere, some with their picture decoded.

    unit   number of the access unit whose pictures come out
    given  pictures that the host decoded, by their access unit
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(b"", output="torch", **options)
        self.unit = -1
        self.given: dict[int, np.ndarray] = {}

    def run(self, units: Iterator[Arrived]) -> Iterator[Frame]:
        return self._paced(units)

    def _picture_decoder(self) -> PictureDecoder:
        return _Pictures(self.given)

    def _unit(self, pixels: np.ndarray, *rest: Any) -> Iterator[Frame]:
        if isinstance(pixels, _Numbered):
            self.unit = pixels.number
        return super()._unit(np.asarray(pixels), *rest)


class _Pictures(PictureDecoder):
    """Decodes the pictures that the host did not decode."""

    def __init__(self, given: dict[int, np.ndarray]) -> None:
        super().__init__()
        self._given = given

    def __call__(self, access_unit: bytes, number: int = 0) -> list[tuple[int, np.ndarray]]:
        known = self._given.pop(number, None)
        if known is None:
            return _numbered(super().__call__(access_unit, number))
        self.failed = False
        return _numbered([(number, known)])

    def flush(self) -> list[tuple[int, np.ndarray]]:
        return _numbered(super().flush())


def _numbered(found: list[tuple[int, np.ndarray]]) -> list[tuple[int, np.ndarray]]:
    out: list[tuple[int, np.ndarray]] = []
    for number, pixels in found:
        marked = pixels.view(_Numbered)
        marked.number = number
        out.append((number, marked))
    return out


class _HostUnit:
    """An access unit of which the host has decoded the picture: its SEI messages alone."""

    codec, data, trailing, offset = Codec.H266, b"", b"", 0
    pictures, random_access, poc, temporal_id, output = (True,), "IDR", None, 0, True

    def __init__(self, index: int, payloads: Sequence[tuple[int, bytes]]) -> None:
        self.index = index
        self.nal_units: list[Any] = []
        self.record: list[Any] = []
        self.messages = [
            SeiMessage(kind, bytes(data), True, 0, at, 0, 0, 0) for at, (kind, data) in enumerate(payloads)
        ]


class _Stopped(Exception):
    """What was pushed is no longer wanted."""


_END = object()


class PushDecoder:
    """Makes pictures of what its host pushes.

    alignment  ``au``: each push brings whole access units; ``nal``: single NAL units, and an access unit ends
               where the next one begins; in the live layout pictures come with each message
    record     decoder configuration record of a container (vvcC), whose samples are pushed then
    format     ``rgb``, ``i420`` or ``nv12``
    output     ``numpy``, or ``torch`` on the device
    ahead      pictures that are made before they are asked for
    options    of `Decoder`; threads is 1 unless given

    Raises SeigenError for what is not allowed.
    """

    def __init__(
        self,
        *,
        alignment: str = "au",
        record: bytes = b"",
        format: str = "rgb",
        output: str = "numpy",
        ahead: int = AHEAD,
        **options: Any,
    ) -> None:
        for name, value, allowed in (
            ("alignment", alignment, ("au", "nal")),
            ("format", format, FORMATS),
            ("output", output, OUTPUTS),
        ):
            if value not in allowed:
                raise SeigenError(f"{name} {value!r}, allowed: {', '.join(allowed)}")
        self._nals, self._format, self._output = alignment == "nal", format, output
        self._options = {"threads": 1, **options}
        self._track = Track.of(Codec.H266, record)
        if self._nals and self._track.length_size:
            raise SeigenError("samples of a container are whole access units: alignment nal has no record")
        self._ahead = max(1, ahead)
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None
        self._closed = False
        self._engine = _Engine(**self._options)
        self._index = 0  # of the next access unit, never twice the same
        self._epoch = 0  # of what was pushed since `_begin`
        self._begin()

    def _begin(self) -> None:
        """Forget what was pushed, and what was made of it."""
        self._waiting: deque[Any] = deque()
        self._bytes = 0
        self._made: deque[Picture] = deque()
        self._error: BaseException | None = None
        self._times: dict[int, float] = {}
        self._tracker = PictureTracker()
        self._epoch += 1
        self._busy = False
        self._engine.given.clear()

    # What the host calls.

    @property
    def waiting(self) -> int:
        """Bytes that were pushed and wait for their turn, MAX_WAITING at most."""
        return self._bytes

    @property
    def rate(self) -> Fraction:
        """Pictures per second, as the stream says it; 25 before it has said so."""
        return self._engine.timing.rate

    def push(self, data: bytes | bytearray | memoryview, pts: float | None = None) -> None:
        """Take whole access units, or one NAL unit, with or without start code (``alignment``).

        ``pts``: when the first picture of it is shown, in seconds. Raises SeigenError for what is no such
        thing, and where more than MAX_WAITING bytes wait; all is then as if it had not been pushed.
        """
        data = bytes(data)
        with self._changed:
            self._check()
            if self._bytes + len(data) > MAX_WAITING:
                raise SeigenError(f"more than {MAX_WAITING} bytes wait: take pictures first")
            if self._nals:
                if not data.startswith((b"\0\0\1", b"\0\0\0\1")):
                    data = b"\0\0\0\1" + data
                self._put((data, pts), len(data))
                return
            for raw in self._access_units(data):
                nals = raw.nal_units()
                if raw.record:
                    self._tracker.feed_parameter_sets(raw.record)
                if raw.has_parameter_sets:
                    self._tracker.feed_parameter_sets(raw)
                unit = AccessUnit(raw, nals, self._tracker.pictures(nals) if nals else [])
                self._told(unit.index, pts)
                pts = None
                self._index += 1
                self._put(unit, len(raw.data))

    def push_picture(
        self, picture: Any, payloads: Sequence[tuple[int, bytes]] = (), pts: float | None = None
    ) -> None:
        """Take a picture that the host has decoded, and the SEI messages of its access unit.

        picture   uint8 RGB (h, w, 3): an array, or what speaks DLPack; or an `av.VideoFrame`
        payloads  payloadType and payload bytes, emulation prevention undone, in the order of the stream
        pts       when it is shown, in seconds
        """
        pixels = _rgb(picture)
        with self._changed:
            self._check()
            size = pixels.nbytes + sum(len(data) for _, data in payloads)
            if self._bytes and self._bytes + size > MAX_WAITING:
                raise SeigenError(f"more than {MAX_WAITING} bytes wait: take pictures first")
            if self._nals:
                raise SeigenError("pictures are pushed with alignment au")
            self._engine.given[self._index] = pixels
            self._told(self._index, pts)
            self._put(_HostUnit(self._index, payloads), size)
            self._index += 1

    def ready(self) -> list[Picture]:
        """Return the pictures that are there, without waiting."""
        with self._changed:
            self._raise()
            found = list(self._made)
            self._made.clear()
            self._changed.notify_all()
            return found

    def pull(self, timeout: float | None = None) -> Picture | None:
        """Wait for the next picture; None where nothing is under way any more, or after ``timeout``
        seconds."""
        with self._changed:
            self._changed.wait_for(lambda: self._made or self._error or not self._under_way, timeout)
            return self._take()

    def flush(self) -> Iterator[Picture]:
        """Say that the stream ends here, and yield all its pictures that are still to come. Another stream
        may follow."""
        with self._changed:
            self._check()
            self._put(_END, 0)
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._made or self._error or not self._under_way)
                picture = self._take()
            if picture is None:
                return
            yield picture

    def seek(self) -> None:
        """Drop what was pushed and made: what comes next is from another place, where decoding can begin."""
        with self._changed:
            self._begin()
            self._changed.notify_all()

    def reset(self) -> None:
        """Forget everything, the generator with its weights as well."""
        with self._changed:
            self._engine = _Engine(**self._options)
            self._begin()
            self._changed.notify_all()

    def close(self) -> None:
        """End the thread."""
        with self._changed:
            self._closed = True
            self._begin()
            self._changed.notify_all()
            thread = self._thread
        if thread is not None and thread is not threading.current_thread():
            thread.join()

    def __enter__(self) -> PushDecoder:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # Helpers, with the lock held.

    @property
    def _under_way(self) -> bool:
        return self._busy or bool(self._waiting)

    def _check(self) -> None:
        if self._closed:
            raise SeigenError("the decoder is closed")
        self._raise()

    def _raise(self) -> None:
        if self._error is not None:
            error, self._error = self._error, None
            raise error

    def _take(self) -> Picture | None:
        if not self._made:
            self._raise()
            return None
        picture = self._made.popleft()
        self._changed.notify_all()
        return picture

    def _told(self, number: int, pts: float | None) -> None:
        if pts is not None:
            self._times.setdefault(number, float(pts))
        while len(self._times) > MAX_TIMES:  # of pictures that never came
            del self._times[next(iter(self._times))]

    def _put(self, item: Any, size: int) -> None:
        self._waiting.append((item, size))
        self._bytes += size
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, name="seigen-push", daemon=True)
            self._thread.start()
        self._changed.notify_all()

    def _access_units(self, data: bytes) -> list[RawAccessUnit]:
        if self._track.length_size:
            return [self._track.access_unit(data, self._index)]
        found = list(Segmenter(Codec.H266, PictureTracker().same_unit).split(iter([data])))
        return [replace(raw, index=self._index + at) for at, raw in enumerate(found)]

    # What the thread does.

    def _work(self) -> None:
        while True:
            with self._changed:
                self._busy = False
                self._changed.notify_all()
                self._changed.wait_for(lambda: self._closed or self._waiting)
                if self._closed:
                    return
                epoch, engine, self._busy = self._epoch, self._engine, True
            try:
                self._stream(epoch, engine)
            except _Stopped:
                continue
            except BaseException as error:  # raised again where the host asks
                with self._changed:
                    if epoch == self._epoch:
                        self._waiting.clear()
                        self._bytes, self._error = 0, error

    def _stream(self, epoch: int, engine: _Engine) -> None:
        """Make the pictures of one stream, to its end."""
        fed = False

        def units() -> Iterator[Arrived]:
            nonlocal fed
            found: Iterator[Arrived] = self._split(epoch) if self._nals else self._items(epoch)
            for unit in found:
                fed = True
                yield unit

        number, away = None, 0.0
        try:
            for frame in engine.run(units()):
                if engine.unit != number:
                    number = engine.unit
                    with self._changed:
                        told = self._times.pop(number, None) if epoch == self._epoch else None
                    away = away if told is None else told - frame.time
                self._give(epoch, self._picture(frame, frame.time + away))
        except SeigenError:
            if fed:
                raise

    def _items(self, epoch: int) -> Iterator[Any]:
        """What was pushed, as it comes, to the end of the stream."""
        while True:
            with self._changed:
                if epoch == self._epoch and not self._waiting:
                    self._busy = False
                    self._changed.notify_all()
                self._changed.wait_for(lambda: epoch != self._epoch or self._waiting)
                if epoch != self._epoch:
                    raise _Stopped
                self._busy = True
                item, size = self._waiting.popleft()
                self._bytes -= size
            if item is _END:
                return
            yield item

    def _split(self, epoch: int) -> Iterator[Arrived]:
        """Access units of NAL units that come one by one; of live ones messages as they come."""
        begins: deque[tuple[int, float]] = deque()  # where in the stream a NAL unit with a time begins

        def pieces() -> Iterator[bytes]:
            at = 0
            for data, pts in self._items(epoch):
                if pts is not None:
                    begins.append((at, pts))
                at += len(data) + len(ENDING)
                yield data + ENDING

        for unit in arriving(Joined(pieces(), "stream")):
            if isinstance(unit, AccessUnit):
                while begins and begins[0][0] < unit.offset + len(unit.data):
                    place, pts = begins.popleft()
                    if place >= unit.offset:
                        with self._changed:
                            if epoch == self._epoch:
                                self._told(unit.index, pts)
            yield unit

    def _give(self, epoch: int, picture: Picture) -> None:
        with self._changed:
            self._changed.wait_for(lambda: epoch != self._epoch or len(self._made) < self._ahead)
            if epoch != self._epoch:
                raise _Stopped
            self._made.append(picture)
            self._changed.notify_all()

    def _picture(self, frame: Frame, time: float) -> Picture:
        planes: tuple[torch.Tensor, ...]
        if self._format == "rgb":
            planes = (to_bytes(frame.pixels),)
        else:
            y, cb, cr = to_yuv(frame.pixels)
            planes = (y, cb, cr) if self._format == "i420" else (y, torch.stack([cb, cr], dim=-1))
        out: tuple[Plane, ...] = planes
        if self._output == "numpy":
            out = tuple(plane.cpu().numpy() for plane in planes)
        colour = RGB if self._format == "rgb" else Colour()
        return Picture(time, frame.index, frame.is_base, self._format, out, colour)


def _rgb(picture: Any) -> np.ndarray:
    """A host's picture as uint8 RGB (h, w, 3)."""
    if isinstance(picture, av.VideoFrame):
        return to_rgb(picture)
    if isinstance(picture, torch.Tensor):
        picture = picture.cpu().numpy()
    elif not isinstance(picture, np.ndarray):
        picture = from_dlpack(picture).cpu().numpy()
    if picture.dtype != np.uint8 or picture.ndim != 3 or picture.shape[2] != 3:
        raise SeigenError(f"a picture of {picture.dtype} {picture.shape}, allowed: uint8 (h, w, 3)")
    return np.ascontiguousarray(picture)


__all__ = ["Colour", "Picture", "PushDecoder"]
