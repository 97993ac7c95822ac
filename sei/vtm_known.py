"""The SEI messages that VTM 24.0 knows."""

from __future__ import annotations

from sei.errors import BitstreamError, OutOfRange

TITLES = {
    0: "Buffering period",
    1: "Picture timing",
    3: "Filler payload",
    4: "User data registered",
    5: "User data unregistered",
    19: "Film grain characteristics",
    45: "Frame packing arrangement",
    47: "Display orientation",
    56: "Green metadata",
    129: "Parameter sets inclusion indication",
    130: "Decoding unit information",
    132: "Decoded picture hash",
    133: "Scalable nesting",
    137: "Mastering display colour volume",
    142: "Colour transform information",
    144: "Content light level information",
    145: "Dependent RAP indication",
    147: "Alternative transfer characteristics",
    148: "Ambient viewing environment",
    149: "Content colour volume",
    150: "Equirectangular projection",
    153: "Generalized cubemap projection",
    154: "Sphere rotation",
    155: "Region wise packing information",
    156: "Omni viewport",
    165: "Alpha channel information",
    168: "Unknown",
    177: "Depth representation information",
    179: "Multiview acquisition information",
    180: "Multiview view position",
    200: "SEI manifest",
    201: "SEI prefix indication",
    202: "Annotated Region",
    203: "Subpicture level information",
    204: "Sample aspect ratio information",
    205: "Shutter interval information",
    206: "Extended DRAP indication",
    207: "Constrained RASL encoding",
    208: "Scalability dimension information",
    210: "Neural network post-filter characteristics",
    211: "Neural network post-filter activation",
    212: "Phase Indication",
    213: "SEI messages Processing order",
    214: "",
    215: "Unknown",
    216: "Source picture timing info",
    217: "Unknown",
    218: "Modality information",
    219: "",
    220: "Digitally Signed Content Initialization",
    221: "Digitally Signed Content Selection",
    222: "Digitally Signed Content Verification",
    223: "Generative face video",
    224: "Generative face video enhancement",
    225: "AI usage restrictions",
    226: "Packed regions info",
    227: "Image format metadata",
}
"""Headings of the messages that VTM reads; empty: it prints none."""

KNOWN_IN_PREFIX = frozenset(TITLES) - {132, 222, 223, 224}
KNOWN_IN_SUFFIX = frozenset((3, 5, 132, 133, 210, 211, 214, 221, 222, 223, 224))
"""Which of them VTM reads in what kind of SEI NAL unit."""


def encoder_wrote(error: BitstreamError) -> str:
    """Tell that VTM 24.0's encoder writes what is refused here, as its decoder refuses it too; empty where it
    does not."""
    pupil = error.element.startswith("gfve_pupil_") and error.element.endswith("_coordinate_abs")
    if isinstance(error, OutOfRange) and pupil and error.bit >= 0:
        return "VTM 24.0's encoder writes such differences of pupils, and its decoder refuses them"
    return ""
