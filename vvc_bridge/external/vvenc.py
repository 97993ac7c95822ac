"""Fraunhofer's stand-alone programs: vvencapp and vvdecapp."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from vvc_bridge.external.base import EncodeSettings, ExternalDecoder, ExternalEncoder, count_frames, need_file
from vvc_bridge.external.ffmpeg import VVENC_LOW_DELAY
from vvc_bridge.external.process import feed, find_program, progress_bar, running
from vvc_bridge.external.video import VideoFormat, read_y4m
from vvc_bridge.output import output_path


class VVencEncoder(ExternalEncoder):
    """vvencapp."""

    name = "vvenc"

    def __init__(self, program: str | None = None) -> None:
        hint = "build it from github.com/fraunhoferhhi/vvenc, or use --encoder ffmpeg"
        self.program = find_program(program, "SEIGEN_VVENCAPP", ("vvencapp",), hint)

    def command(self, video: VideoFormat, out: str, settings: EncodeSettings) -> list[str]:
        """Make the command line; pictures go in as YUV4MPEG2 on standard input."""
        command = [self.program, "--y4m", "-i", "-", "-o", out, "--preset", settings.preset]
        command += ["--qp", str(settings.qp), "--qpa", "0", "--verbosity", "1"]
        additional: list[str] = ["decodedpicturehash=1"] if settings.picture_hash else []
        if settings.low_delay:
            additional += VVENC_LOW_DELAY
        elif settings.intra_period is not None:
            command += ["--intraperiod", str(settings.intra_period or 1 << 20)]
        additional += [settings.parameters] if settings.parameters else []
        if additional:
            command += ["--additional", ":".join(additional)]
        if settings.threads:
            command += ["--threads", str(settings.threads)]
        return [*command, *settings.extra]

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
                assert child.process.stdin is not None
                child.process.stdin.write(video.y4m_header())
                return feed(child, _with_headers(count_frames(video, frames)), progress)


def _with_headers(frames: Iterable[bytes | memoryview]) -> Iterator[bytes]:
    for frame in frames:
        yield b"FRAME\n" + bytes(frame)


class VVdecDecoder(ExternalDecoder):
    """vvdecapp."""

    name = "vvdec"

    def __init__(self, program: str | None = None) -> None:
        hint = "build it from github.com/fraunhoferhhi/vvdec, or use --decoder ffmpeg"
        self.program = find_program(program, "SEIGEN_VVDECAPP", ("vvdecapp",), hint)

    @contextmanager
    def decode(self, path: str | os.PathLike[str]) -> Iterator[tuple[VideoFormat, Iterator[bytes]]]:
        with tempfile.TemporaryDirectory(prefix="seigen-") as folder:
            out = Path(folder) / "out.y4m"
            with running(
                [self.program, "-b", str(need_file(path).absolute()), "-o", os.fspath(out), "--y4m"],
                log_stdout=True,
            ):
                pass
            with out.open("rb") as file:
                yield read_y4m(file)
