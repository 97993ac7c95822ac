"""ffmpeg: VVenC as its encoder libvvenc, its native H.266 decoder, and its word on decoded picture hashes.

The one in imageio-ffmpeg is the default: it comes with pip and has both.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sei.errors import SeigenError
from vvc_bridge.external.base import EncodeSettings, ExternalDecoder, ExternalEncoder, count_frames, need_file
from vvc_bridge.external.process import ProgramFailed, feed, find_program, progress_bar, run, running
from vvc_bridge.external.video import VideoFormat, read_y4m
from vvc_bridge.libav import ffmpeg_input, url, words
from vvc_bridge.output import output_path
from vvc_bridge.sniff import file_looks_like

HINT = "pip install 'seigen[media]' brings one"
QUIET = ("-hide_banner", "-loglevel", "error", "-nostats")
VVENC_LOW_DELAY = ("gopsize=8", "picreordering=0", "decodingrefreshtype=none", "intraperiod=-1")
"""VVenC's parameters for `EncodeSettings.low_delay`; it has such a structure for this size of GOP only."""


def find_ffmpeg(option: str | None = None) -> str:
    """Find the path of ffmpeg: ``option``, else $SEIGEN_FFMPEG, else the one of imageio-ffmpeg, else PATH."""
    if not option and not os.environ.get("SEIGEN_FFMPEG"):
        try:
            import imageio_ffmpeg

            return str(imageio_ffmpeg.get_ffmpeg_exe())
        except (ImportError, RuntimeError):
            pass
    return find_program(option, "SEIGEN_FFMPEG", ("ffmpeg",), HINT)


class FFmpegEncoder(ExternalEncoder):
    """VVenC inside ffmpeg (libvvenc), which takes yuv420p10le: 8-bit video is converted by ffmpeg."""

    name = "ffmpeg"

    def __init__(self, program: str | None = None) -> None:
        self.program = find_ffmpeg(program)

    def command(self, video: VideoFormat, out: str, settings: EncodeSettings) -> list[str]:
        """Make the command line; pictures go in raw on standard input."""
        params = ["decodedpicturehash=1"] if settings.picture_hash else []
        if settings.low_delay:
            params += VVENC_LOW_DELAY
        elif settings.intra_period is not None:
            # libvvenc's own option counts seconds; 0 would be its default, so a period never reached stands
            # for it.
            params.append(f"intraperiod={settings.intra_period or 1 << 20}")
        if settings.parameters:
            params.append(settings.parameters)
        pictures = {
            "f": "rawvideo",
            "pix_fmt": video.pix_fmt,
            "s": f"{video.width}x{video.height}",
            "r": str(video.fps),
            "i": "pipe:",
        }
        stream = {
            "c:v": "libvvenc",
            "pix_fmt": "yuv420p10le",
            "preset": settings.preset,
            "qp": str(settings.qp),
            "qpa": "0",
        }
        if params:
            stream["vvenc-params"] = ":".join(params)
        if settings.threads:
            stream["threads"] = str(settings.threads)
        command = [self.program, *QUIET, *words(pictures), *words(stream | {"f": "vvc"})]
        return [*command, *settings.extra, "-y", url(out)]

    def encode(
        self,
        frames: Iterable[bytes | memoryview],
        video: VideoFormat,
        out: str | os.PathLike[str],
        settings: EncodeSettings | None = None,
        *,
        total: int | None = None,
    ) -> int:
        with output_path(out) as temporary, progress_bar("VVenC", total) as progress:
            command = self.command(video, os.fspath(temporary), settings or EncodeSettings())
            with running(command, stdin=True, writes=out) as child:
                count = feed(child, count_frames(video, frames), progress)
            if not temporary.stat().st_size:
                raise SeigenError("the encoder wrote nothing" if count else "no picture to encode")
        return count


class FFmpegDecoder(ExternalDecoder):
    """ffmpeg's own H.266 decoder; takes containers as well."""

    name = "ffmpeg"

    def __init__(self, program: str | None = None) -> None:
        self.program = find_ffmpeg(program)

    @contextmanager
    def decode(self, path: str | os.PathLike[str]) -> Iterator[tuple[VideoFormat, Iterator[bytes]]]:
        command = [self.program, *QUIET, *words(ffmpeg_input(need_file(path)))]
        command += ["-f", "yuv4mpegpipe", "-strict", "-1", "-fps_mode", "passthrough", "pipe:"]
        with running(command, stdout=True) as child:
            assert child.process.stdout is not None
            head = child.process.stdout.peek(1)  # type: ignore[attr-defined]
            if not head:
                child.finish()
            yield read_y4m(child.process.stdout)
            if child.process.stdout.read(1):
                child.stop()  # the caller has seen enough


@dataclass(frozen=True, slots=True)
class DecodedPictures:
    """What ffmpeg makes of a stream.

    digests   MD5 of every picture in output order
    problems  lines in which a decoded picture hash does not agree, or decoding went wrong; addresses taken
              out
    """

    digests: list[str]
    problems: list[str]


def decode_digests(
    path: str | os.PathLike[str],
    program: str | None = None,
    input_format: str | None = None,
    *,
    go_on: bool = False,
) -> DecodedPictures:
    """Decode a stream or container with decoded picture hashes checked (``-err_detect crccheck``): all of its
    pictures, also those that an edit list hides.

    ``go_on`` gives what came out of it however much could not be decoded. Raises ProgramFailed when ffmpeg
    gives up.
    """
    command = [find_ffmpeg(program), *QUIET, "-err_detect", "crccheck"]
    if input_format is None and file_looks_like(path) == "an MP4 file":
        command += ["-ignore_editlist", "1"]
    command += words(ffmpeg_input(need_file(path), input_format))
    command += ["-map", "0:v:0", "-noautoscale", "-fps_mode", "passthrough"]
    command += ["-max_error_rate", "1"] if go_on else []
    command += ["-f", "framemd5", "-"]
    with running(command, stdout=True) as child:
        assert child.process.stdout is not None
        lines = child.process.stdout.read().decode().splitlines()
        child.finish()
        digests = [line.rsplit(",", 1)[-1].strip() for line in lines if not line.startswith("#")]
        problems = [re.sub(r" @ 0x[0-9a-f]+", "", line) for line in child.lines]
    return DecodedPictures(digests, problems)


def apply_graph(
    paths: Iterable[str | os.PathLike[str]],
    graph: str,
    outs: Iterable[str],
    *,
    folder: str | os.PathLike[str],
) -> str:
    """Run a filter graph over files, in ``folder``; pictures go nowhere. Returns what ffmpeg says.

    outs  names of the graph's outputs

    Raises ProgramFailed with the last line it says.
    """
    inputs = [word for path in paths for word in words(ffmpeg_input(path))]
    maps = [word for out in outs for word in ("-map", f"[{out}]", "-f", "null", "-")]
    done = run([find_ffmpeg(), "-hide_banner", *inputs, "-filter_complex", graph, *maps], cwd=folder)
    said = done.stderr.decode(errors="replace")
    if done.returncode != 0:
        lines = said.strip().splitlines()
        raise ProgramFailed(
            f"ffmpeg cannot compare the pictures: {lines[-1] if lines else 'no reason given'}"
        )
    return said
