"""External encoders and decoders behind one interface (`ExternalEncoder`, `ExternalDecoder`).

A program is found by option, else by environment variable (SEIGEN_FFMPEG, SEIGEN_VVENCAPP, SEIGEN_VVDECAPP,
SEIGEN_VTM_ENCODER, SEIGEN_VTM_DECODER), else on PATH; ffmpeg also in imageio-ffmpeg, the default.
"""

from __future__ import annotations

from sei.errors import SeigenError
from vvc_bridge.external.base import EncodeSettings, ExternalDecoder, ExternalEncoder
from vvc_bridge.external.ffmpeg import (
    DecodedPictures,
    FFmpegDecoder,
    FFmpegEncoder,
    apply_graph,
    decode_digests,
    find_ffmpeg,
)
from vvc_bridge.external.process import MissingProgram, ProgramFailed
from vvc_bridge.external.video import VideoFormat
from vvc_bridge.external.vtm import VTMDecoder, VTMEncoder
from vvc_bridge.external.vvenc import VVdecDecoder, VVencEncoder

ENCODERS: dict[str, type[FFmpegEncoder] | type[VVencEncoder] | type[VTMEncoder]] = {
    "ffmpeg": FFmpegEncoder,
    "vvenc": VVencEncoder,
    "vtm": VTMEncoder,
}
DECODERS: dict[str, type[FFmpegDecoder] | type[VVdecDecoder] | type[VTMDecoder]] = {
    "ffmpeg": FFmpegDecoder,
    "vvdec": VVdecDecoder,
    "vtm": VTMDecoder,
}


def encoder(name: str = "ffmpeg", program: str | None = None) -> ExternalEncoder:
    """Find an external encoder by name. Raises MissingProgram when its program is not there."""
    if name not in ENCODERS:
        raise SeigenError(f"unknown encoder {name!r}; there are {', '.join(ENCODERS)}")
    return ENCODERS[name](program)


def decoder(name: str = "ffmpeg", program: str | None = None) -> ExternalDecoder:
    """Find an external decoder by name. Raises MissingProgram when its program is not there."""
    if name not in DECODERS:
        raise SeigenError(f"unknown decoder {name!r}; there are {', '.join(DECODERS)}")
    return DECODERS[name](program)


__all__ = [
    "DECODERS",
    "ENCODERS",
    "DecodedPictures",
    "EncodeSettings",
    "ExternalDecoder",
    "ExternalEncoder",
    "MissingProgram",
    "ProgramFailed",
    "VideoFormat",
    "apply_graph",
    "decode_digests",
    "decoder",
    "encoder",
    "find_ffmpeg",
]
