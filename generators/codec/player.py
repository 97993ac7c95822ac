"""A talk in mpv or ffplay, with its sound, seekable: served to the player on this machine as it asks for it.

The player gets a playlist (HTTP Live Streaming, RFC 8216) that names pieces of one second. A piece is made
when it is asked for: pictures are generated from the nearest place where decoding can begin, unless they
follow those just made. The address holds a secret, and answers to this machine alone.
"""

from __future__ import annotations

import io
import secrets
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO, cast

import av
import numpy as np

from generators.codec.decoder import Decoder
from generators.codec.playback import steady
from generators.codec.seekable import Talk
from generators.media.video import VideoWriter
from sei.errors import SeigenError
from sei.shown import one_line
from vvc_bridge.containers.carry import MPEGTS
from vvc_bridge.external.process import DISPLAY, started, which
from vvc_bridge.libav import open_output
from vvc_bridge.output import output_file
from vvc_bridge.sound import Sound, SoundParts, as_file
from vvc_bridge.talk import LIVE
from vvc_bridge.terminal import warn

SECONDS = 1
"""Length of a piece."""
KEPT = 16
"""Pieces that are kept: players ask for some of them again."""
PLAYERS = {
    "mpv": ["--really-quiet", "--force-window=yes"],
    "ffplay": ["-loglevel", "error", "-autoexit"],
}
"""Players by preference, with what they are told."""
PIPED = {"mpv": ["--really-quiet", "-"], "ffplay": ["-loglevel", "error", "-autoexit", "-i", "-"]}
"""The same for what comes by a pipe."""
PROMPT = {"mpv": ["--profile=low-latency", "--untimed"], "ffplay": ["-fflags", "nobuffer"]}
"""The same for live streams: what came is shown."""
HOW = "`apt install mpv`, `brew install mpv` or mpv.io; `seigen decode` writes an mp4 for any player"


def find_player() -> str:
    """Return the path of mpv or ffplay. Raises SeigenError, saying how to get one, where neither is here."""
    found = next((path for name in PLAYERS if (path := which(name))), None)
    if found is None:
        raise SeigenError(f"neither mpv nor ffplay is here: {HOW}")
    return found


class Pieces:
    """A talk cut into pieces, made when they are asked for, by one thread at a time.

    sound  that goes with the pictures, None: there is none
    """

    def __init__(self, talk: Talk, sound: Sound | None = None) -> None:
        self.talk = talk
        self._stack = ExitStack()
        file: BinaryIO | None = None
        if sound is not None and sound.codec not in MPEGTS:
            # Without a name: a player may kill us, and nothing is left.
            file = cast(BinaryIO, tempfile.TemporaryFile())  # noqa: SIM115
            self._stack.callback(file.close)
            sound = as_file(sound, file)
        self._sound = None if sound is None else self._stack.enter_context(SoundParts(sound, file))
        self._lock = threading.Lock()
        self._made: dict[int, bytes] = {}
        self._pictures: Iterator[np.ndarray] = iter(())
        self._at = -1  # number of the picture that it goes on with
        self._held: np.ndarray | None = None

    @property
    def count(self) -> int:
        """How many there are."""
        return -(-self.talk.count // self._length)

    @property
    def _length(self) -> int:
        return max(1, round(SECONDS * self.talk.rate))

    def _span(self, number: int) -> tuple[int, int]:
        return number * self._length, min((number + 1) * self._length, self.talk.count)

    def playlist(self) -> str:
        """Name all pieces, with their lengths."""
        spans = [self._span(number) for number in range(self.count)]
        lengths = [float((end - begin) / self.talk.rate) for begin, end in spans]
        lines = ["#EXTM3U", "#EXT-X-VERSION:3", f"#EXT-X-TARGETDURATION:{-int(-max(lengths) // 1)}"]
        lines += ["#EXT-X-MEDIA-SEQUENCE:0", "#EXT-X-PLAYLIST-TYPE:VOD"]
        for number, length in enumerate(lengths):
            lines += [f"#EXTINF:{length:.6f},", f"{number}.ts"]
        return "\n".join([*lines, "#EXT-X-ENDLIST", ""])

    def piece(self, number: int) -> bytes:
        """Make a piece: an MPEG transport stream of H.264 and the sound."""
        with self._lock:
            if number not in self._made:
                while len(self._made) >= KEPT:
                    del self._made[next(iter(self._made))]
                self._made[number] = self._make(*self._span(number))
            return self._made[number]

    def _make(self, begin: int, end: int) -> bytes:
        if self._at != begin:
            self._pictures = self.talk.pictures(begin)
        self._at = end
        rate, (height, width) = self.talk.rate, self.talk.size
        buffer = io.BytesIO()
        options = {"mpegts_copyts": "1", "mpegts_flags": "initial_discontinuity"}
        with open_output(buffer, "mpegts", options) as container:
            video: Any = container.add_stream("libx264", rate=rate)
            video.width, video.height, video.pix_fmt = width + width % 2, height + height % 2, "yuv420p"
            video.options = {"crf": "14", "preset": "veryfast", "tune": "zerolatency"}
            packets = [] if self._sound is None else self._sound.part(container, begin / rate, end / rate)
            for packet in packets:
                container.mux(packet)
            number = begin
            for number, picture in enumerate(self._filled(end - begin), begin):
                frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
                frame.pts, frame.time_base = number, 1 / rate
                container.mux(video.encode(frame))
            container.mux(video.encode(None))
        return buffer.getvalue()

    def _filled(self, count: int) -> Iterator[np.ndarray]:
        """So many pictures; where the stream has fewer the last one stays."""
        for picture in islice(self._pictures, count):
            height, width = picture.shape[:2]
            self._held = np.pad(picture, ((0, height % 2), (0, width % 2), (0, 0)), mode="edge")
            count -= 1
            yield self._held
        if self._held is None:
            height, width = self.talk.size
            self._held = np.zeros((height + height % 2, width + width % 2, 3), np.uint8)
        yield from (self._held for _ in range(count))

    def close(self) -> None:
        """Give back what it took."""
        self._stack.close()


class _Quiet(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: a player that seeks, or is closed, leaves in the middle of an answer."""


class Server:
    """Gives a player on this machine a talk's pieces while the block lasts."""

    def __init__(self, pieces: Pieces) -> None:
        secret = secrets.token_urlsafe(16)

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                _answer(self, pieces, self.path.removeprefix(f"/{secret}/"))

            def log_message(self, format: str, *args: Any) -> None:
                """Say nothing."""

        self._server = _Quiet(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self._server.server_port}/{secret}/talk.m3u8"
        """What a player is given."""
        self._thread = threading.Thread(target=self._server.serve_forever, name="seigen-player", daemon=True)

    def __enter__(self) -> Server:
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


def _answer(request: BaseHTTPRequestHandler, pieces: Pieces, name: str) -> None:
    body, kind, status = b"", "text/plain", 404
    number = name.removesuffix(".ts")
    if name == "talk.m3u8":
        body, kind, status = pieces.playlist().encode(), "application/vnd.apple.mpegurl", 200
    elif name.endswith(".ts") and number.isascii() and number.isdecimal() and int(number[:9]) < pieces.count:
        try:
            body, kind, status = pieces.piece(int(number)), "video/mp2t", 200
        except (SeigenError, av.FFmpegError, OSError) as error:
            warn(one_line(str(error)))
            status = 500
    try:
        request.send_response(status)
        request.send_header("Content-Type", kind)
        request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        request.wfile.write(body)
    except OSError:  # it seeks, or it was closed
        request.close_connection = True


@contextmanager
def served(path: str, sound: Sound | None, **options: Any) -> Iterator[str]:
    """Give the address at which players on this machine find a talk of a file, while the block lasts.

    options  of `Decoder`
    """
    with ExitStack() as stack:
        talk = Talk(path, **options)
        stack.callback(talk.close)
        pieces = Pieces(talk, sound)
        stack.callback(pieces.close)
        yield stack.enter_context(Server(pieces)).address


def play(path: str, player: str, sound: Sound | None, **options: Any) -> None:
    """Show a talk of a file in the player of `find_player`, until it ends or its window is closed.

    options  of `Decoder`
    """
    with served(path, sound, **options) as address:
        command = [player, *PLAYERS[Path(player).stem], address]
        with started(command, more=DISPLAY) as process:
            process.wait()


def serve(path: str, sound: Sound | None, where: str, **options: Any) -> None:
    """Write the address at which players find a talk of a file into the file ``where``, a line, and answer
    them until the process is ended.

    options  of `Decoder`
    """
    with served(path, sound, **options) as address:
        with output_file(where) as file:
            file.write(f"{address}\n".encode())
        threading.Event().wait()


def play_pipe(decoder: Decoder, player: str) -> None:
    """Show a decoder's pictures as they come, where nothing can be asked for again; there is no sound."""
    rate, _, pictures = steady(decoder, warn)
    name = Path(player).stem
    command = [player, *(PROMPT[name] if decoder.timing.latency == LIVE else []), *PIPED[name]]
    # A window that is closed before the end is no error; closing the pipe may say so again.
    with suppress(BrokenPipeError), started(command, more=DISPLAY, stdin=subprocess.PIPE) as process:
        assert process.stdin is not None
        writer = VideoWriter("-", rate, kind="y4m", stream=cast(BinaryIO, process.stdin))
        for picture in pictures:
            writer.write(picture)
        process.stdin.close()
        process.wait()
