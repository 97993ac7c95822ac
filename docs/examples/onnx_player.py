"""Plays a coded talk by onnxruntime, without torch. Writes raw RGB to standard output.

seigen export light -o nets
python onnx_player.py nets/light talk.266 > talk.rgb
"""

import sys

import av
import numpy as np
import onnxruntime

from generators import registry
from generators.parameters.reading import ParameterReader
from sei.messages.generative_face_video import AFFINE, COMPACT, ROTATION, TRANSLATION, GenerativeFaceVideo
from sei.messages.generative_face_video_enhancement import GenerativeFaceVideoEnhancement
from vvc_bridge.access_unit import access_units
from vvc_bridge.talk import Timing

KINDS = {223: GenerativeFaceVideo, 224: GenerativeFaceVideoEnhancement}
PARTS = {  # what the networks take, of what messages carry
    "points": lambda p: p.keypoints,
    "jacobians": lambda p: p.matrices[AFFINE],
    "rotation": lambda p: p.matrices[ROTATION][0],
    "translation": lambda p: p.matrices[TRANSLATION][0, :, 0],
    "feature": lambda p: p.matrices[COMPACT],
    "coefficients": lambda p: p.matrices[COMPACT][0, 0],
    "biases": lambda p: p.matrices[COMPACT][1, 0],
}


def run(net, given):
    """Outputs of a network by name; it gets of what is given what it takes."""
    wanted = {i.name: given[i.name].astype(np.float32) for i in net.get_inputs()}
    return dict(zip([o.name for o in net.get_outputs()], net.run(None, wanted), strict=True))


def main(nets, stream):
    prepare, generate = (onnxruntime.InferenceSession(f"{nets}-{n}.onnx") for n in ("prepare", "generate"))
    names = [i.name for i in prepare.get_inputs() if i.name != "picture"]
    codec, reader = av.CodecContext.create("vvc", "r"), ParameterReader()
    codec.thread_count, codec.flags = 1, av.codec.context.Flags.low_delay
    for unit in access_units(stream, codec="h266"):
        coded = b"".join(b"\0\0\0\1" + bytes(nal.data) for nal in unit.nal_units if not nal.is_sei)
        for frame in codec.decode(av.Packet(coded)):
            picture = frame.reformat(format="rgb24", src_colorspace="ITU709").to_ndarray()
            sys.stdout.buffer.write(picture.tobytes())
        ours = [m for m in unit.messages if m.payload_type in KINDS]
        read = [KINDS[m.payload_type].from_payload(m.payload, context=reader.context) for m in ours]
        face = next(m for m in read if m.payload_type == 223)
        base, rows = reader.read([reader.resolve(message) for message in read], face.gfv_id)
        layout = registry.find(face.gfv_nn_tag_uri, base).layout
        driving = list(layout.between(layout.fitting([base, *rows]), Timing.parse(face.gfv_nn_uri).step))
        parts = {n: np.stack([PARTS[n](parameters) for parameters in driving]) for n in names}
        whole = picture.transpose(2, 0, 1)[None] / 255
        ready = run(prepare, {"picture": whole, **{n: x[:1] for n, x in parts.items()}})
        made = run(generate, ready | {n: x[1:] for n, x in parts.items()})["pictures"]
        pixels = (made.clip(0, 1) * 255).round().astype(np.uint8).transpose(0, 2, 3, 1)
        sys.stdout.buffer.write(pixels.tobytes())


if __name__ == "__main__":
    main(*sys.argv[1:])
