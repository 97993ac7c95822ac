"""The reference software: VTM's EncoderApp and DecoderApp. Slow, and right by definition."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sei.errors import SeigenError
from vvc_bridge.external.base import EncodeSettings, ExternalDecoder, ExternalEncoder, count_frames, need_file
from vvc_bridge.external.process import MissingProgram, find_program, progress_bar, running
from vvc_bridge.external.video import VideoFormat, read_y4m
from vvc_bridge.output import naming, output_path

HINT = "build it from vcgit.hhi.fraunhofer.de/jvet/VVCSoftware_VTM"
CONFIGURATION = "encoder_lowdelay_P_vtm.cfg"


class VTMEncoder(ExternalEncoder):
    """VTM EncoderApp.

    configuration  coding structure (``-c``): by default $SEIGEN_VTM_CFG, else VTM's low delay P from the
                   ``cfg`` folder beside the program's
    """

    name = "vtm"

    def __init__(self, program: str | None = None, configuration: str | None = None) -> None:
        self.program = find_program(program, "SEIGEN_VTM_ENCODER", ("EncoderApp", "EncoderAppStatic"), HINT)
        given = configuration or os.environ.get("SEIGEN_VTM_CFG")
        beside = Path(os.path.realpath(self.program)).parent.parent / "cfg" / CONFIGURATION
        self.configuration = Path(given) if given else beside
        if not self.configuration.is_file():
            raise MissingProgram(
                f"{self.configuration}: no configuration for VTM there; it comes with VTM's sources (cfg/), "
                "set SEIGEN_VTM_CFG to one"
            )

    def command(
        self, video: VideoFormat, source: str, count: int, out: str, settings: EncodeSettings
    ) -> list[str]:
        """Make the command line."""
        depth = video.bit_depth
        command = [
            self.program,
            "-c",
            str(self.configuration.absolute()),
            "-i",
            source,
            "-b",
            out,
            "-o",
            os.devnull,
        ]
        command += ["-wdt", str(video.width), "-hgt", str(video.height), "-f", str(count)]
        command += ["-fr", str(max(1, round(video.fps))), "-q", str(settings.qp)]
        command += [f"--InputBitDepth={depth}", f"--InternalBitDepth={max(depth, 10)}"]
        command += [
            f"--InputChromaFormat={video.chroma}",
            f"--SEIDecodedPictureHash={int(settings.picture_hash)}",
        ]
        if settings.intra_period is not None:
            command.append(f"--IntraPeriod={settings.intra_period or -1}")
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
        with tempfile.TemporaryDirectory(prefix="seigen-") as folder, output_path(out) as temporary:
            source = Path(folder) / "in.yuv"
            count = 0
            with naming(source), source.open("wb") as file:
                for frame in count_frames(video, frames):
                    file.write(frame)
                    count += 1
            if not count:
                raise SeigenError("no picture to encode")
            command = self.command(
                video, os.fspath(source), count, os.fspath(temporary), settings or EncodeSettings()
            )
            with (
                progress_bar("VTM", total or count) as progress,
                running(command, stdout=True, writes=out) as child,
            ):
                assert child.process.stdout is not None
                for line in child.process.stdout:
                    if line.startswith(b"POC "):
                        progress()
                    elif line.strip():
                        child.lines.append(line.decode(errors="replace").strip())
        return count


class VTMDecoder(ExternalDecoder):
    """VTM DecoderApp."""

    name = "vtm"

    def __init__(self, program: str | None = None) -> None:
        names = ("DecoderApp", "DecoderAppStatic")
        self.program = find_program(program, "SEIGEN_VTM_DECODER", names, HINT)

    @contextmanager
    def decode(self, path: str | os.PathLike[str]) -> Iterator[tuple[VideoFormat, Iterator[bytes]]]:
        with tempfile.TemporaryDirectory(prefix="seigen-") as folder:
            out = Path(folder) / "out.y4m"
            with running(
                [self.program, "-b", str(need_file(path).absolute()), "-o", os.fspath(out)], log_stdout=True
            ):
                pass
            with out.open("rb") as file:
                yield read_y4m(file)
