"""Record how VTM writes and dumps the SEI messages that stand around GFV and GFVE.

    python -m scripts.record_vtm_relatives --encoder EncoderApp --decoder DecoderApp \\
        --cfg encoder_intra_vtm.cfg -o tests/data/vtm_relatives.json

Records of pictures of 64x64 samples that are made here:

- `ENCODED` and `ENCODED_ONLY`: VTM's encoder writes the message, from its own parameters;
- `SPLICED`: the message is written here and put into a stream of VTM's, for what its encoder cannot write.

VTM's decoder dumps both. A record holds the payload and the lines of the dump that belong to it.
"""

from __future__ import annotations

import argparse
import json
import math
import re
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from sei.messages import PAYLOAD_TYPES, message_class
from sei.rbsp import Payload, escape, serialise
from sei.vtm_known import TITLES
from vvc_bridge import access_units

MODELLED = {TITLES[payload_type] for payload_type in PAYLOAD_TYPES}

Options = dict[str, object]

_FILTER: Options = {
    "SEINNPFCEnabled": 1,
    "SEINNPFCNumFilters": 1,
    "SEINNPFCId0": 1,
    "SEINNPFCModeIdc0": 1,
    "SEINNPFCUriTag0": "tag:example.com,2026:nnr",
    "SEINNPFCUri0": "https://example.com/filter.nnr",
    "SEINNPFCPropertyPresentFlag0": 1,
    "SEINNPFCBaseFlag0": 1,
    "SEINNPFCPurpose0": 1,
    "SEINNPFCInpFormatIdc0": 1,
    "SEINNPFCInpTensorBitDepthLumaMinusEight0": 2,
    "SEINNPFCInpTensorBitDepthChromaMinusEight0": 1,
    "SEINNPFCAuxInpIdc0": 1,
    "SEINNPFCInpOrderIdc0": 2,
    "SEINNPFCOutFormatIdc0": 1,
    "SEINNPFCOutTensorBitDepthLumaMinusEight0": 2,
    "SEINNPFCOutTensorBitDepthChromaMinusEight0": 1,
    "SEINNPFCOutOrderIdc0": 2,
    "SEINNPFCConstantPatchSizeFlag0": 1,
    "SEINNPFCPatchWidthMinus10": 127,
    "SEINNPFCPatchHeightMinus10": 63,
    "SEINNPFCOverlap0": 4,
    "SEINNPFCPaddingType0": 1,
}
_ACTIVATION: Options = {
    **_FILTER,
    "SEINNPostFilterActivationEnabled": 1,
    "SEINNPostFilterActivationTargetId": 1,
    "SEINNPostFilterActivationTargetBaseFlag": 1,
}
_ORDER: Options = {
    "SEIPOEnabled": 1,
    "SEIPOId": 9,
    "SEIPONumMinus1": 3,
    "SEIPOForHumanViewingIdc": 3,
    "SEIPOForMachineAnalysisIdc": 2,
    "SEIPOWrappingFlag": "0 0 0 1",
    "SEIPOImportanceIdc": "0 2 1 3",
    "SEIPOPrefixFlag": "1 1 0 0",
    "SEIPOPayLoadType": "4 4 19 144",
    "SEIPOProcessingOrder": "0 0 2 255",
    "SEIPONumofPrefixBits": "48 37 0 0",
    "SEIPOPrefixByte": "0 60 0 1 4 1 181 0 59 0 9",
}

ENCODED: dict[str, Options] = {
    "hash_md5": {"SEIDecodedPictureHash": 1},
    "hash_crc": {"SEIDecodedPictureHash": 2},
    "hash_checksum": {"SEIDecodedPictureHash": 3},
    "hash_monochrome": {"SEIDecodedPictureHash": 1, "ChromaFormatIDC": 400},
    "nnpfc_uri": _FILTER,
    "nnpfc_payload": {
        **_FILTER,
        "SEINNPFCModeIdc0": 0,
        "SEINNPFCPayloadFilename0": "network.nnr",
        "SEINNPFCComponentLastFlag0": 1,
        "SEINNPFCComplexityInfoPresentFlag0": 1,
        "SEINNPFCParameterTypeIdc0": 1,
        "SEINNPFCLog2ParameterBitLengthMinus30": 3,
        "SEINNPFCNumParametersIdc0": 2,
        "SEINNPFCNumKmacOperationsIdc0": 512,
        "SEINNPFCTotalKilobyteSize0": 70000,
        "SEINNPFCForHumanViewingIdc0": 3,
        "SEINNPFCForMachineAnalysisIdc0": 2,
    },
    "nnpfc_purpose_uri": {
        **_FILTER,
        "SEINNPFCPurpose0": 0,
        "SEINNPFCApplicationPurposeTagUriPresentFlag0": 1,
        "SEINNPFCApplicationPurposeTagUri0": "tag:example.com,2026:relight",
        "SEINNPFCForHumanViewingIdc0": 1,
        "SEINNPFCComplexityInfoPresentFlag0": 1,
        "SEINNPFCParameterTypeIdc0": 2,
        "SEINNPFCNumParametersIdc0": 5,
    },
    "nnpfc_chroma_fixed_padding": {
        **_FILTER,
        "SEINNPFCPurpose0": 2,
        "SEINNPFCOutSubCFlag0": 1,
        "SEINNPFCSepColDescriptionFlag0": 1,
        "SEINNPFCColPrimaries0": 9,
        "SEINNPFCTransCharacteristics0": 16,
        "SEINNPFCMatrixCoeffs0": 9,
        "SEINNPFCFullRangeFlag0": 1,
        "SEINNPFCConstantPatchSizeFlag0": 0,
        "SEINNPFCExtendedPatchWidthCdDeltaMinus10": 7,
        "SEINNPFCExtendedPatchHeightCdDeltaMinus10": 15,
        "SEINNPFCPaddingType0": 4,
        "SEINNPFCLumaPadding0": 12,
        "SEINNPFCCbPadding0": 6,
        "SEINNPFCCrPadding0": 200,
    },
    "nnpfc_rate_prompt_seed": {
        **_FILTER,
        "SEINNPFCPurpose0": 8,
        "SEINNPFCNumberInputDecodedPicsMinusOne0": 2,
        "SEINNPFCNumberInterpolatedPics0": "1 3",
        "SEINNPFCInputPicOutputFlag0": "1 0 1",
        "SEINNPFCAbsentInputPicZeroFlag0": 1,
        "SEINNPFCAuxInpIdc0": 7,
        "SEINNPFCInbandPromptFlag0": 1,
        "SEINNPFCPrompt0": "sunset",
        "SEINNPFCInbandSeedFlag0": 1,
        "SEINNPFCSeed0": 51966,
    },
    "nnpfc_resolution": {
        **_FILTER,
        "SEINNPFCPurpose0": 4,
        "SEINNPFCPicWidthNumerator0": 3,
        "SEINNPFCPicWidthDenominator0": 2,
        "SEINNPFCPicHeightNumerator0": 2,
        "SEINNPFCInpOrderIdc0": 0,
        "SEINNPFCOutOrderIdc0": 0,
        "SEINNPFCInpFormatIdc0": 0,
    },
    "nnpfc_extrapolation": {
        **_FILTER,
        "SEINNPFCPurpose0": 64,
        "SEINNPFCNumberExtrapolatedPicsMinus10": 3,
    },
    "nnpfc_two": {
        **_FILTER,
        "SEINNPFCNumFilters": 2,
        "SEINNPFCId1": 2,
        "SEINNPFCModeIdc1": 0,
        "SEINNPFCPropertyPresentFlag1": 0,
        "SEINNPFCBaseFlag1": 1,
        "SEINNPFCPayloadFilename1": "network.nnr",
    },
    "nnpfc_suffix": {**_FILTER, "SEINNPFCUseSuffixSEI": 1},
    "nnpfa_plain": _ACTIVATION,
    "nnpfa_prompt_seed": {
        **_ACTIVATION,
        "SEINNPFCAuxInpIdc0": 6,
        "SEINNPFCInbandPromptFlag0": 1,
        "SEINNPFCPrompt0": "day",
        "SEINNPFCInbandSeedFlag0": 1,
        "SEINNPostFilterActivationPersistenceFlag": 1,
        "SEINNPostFilterActivationNoPrevCLVSFlag": 1,
        "SEINNPostFilterActivationNoFollCLVSFlag": 1,
        "SEINNPostFilterActivationPromptUpdateFlag": 1,
        "SEINNPostFilterActivationPrompt": "night",
        "SEINNPostFilterActivationSeedUpdateFlag": 1,
        "SEINNPostFilterActivationSeed": 4097,
    },
    "nnpfa_cancel": {**_ACTIVATION, "SEINNPostFilterActivationCancelFlag": 1},
    "processing_order": _ORDER,
    "processing_order_complexity": {
        **_ORDER,
        "SEIPOBreadthFirstFlag": 1,
        "SEIPOPayLoadType": "4 210 211 144",
        "SEIPOPrefixFlag": "1 0 0 0",
        "SEIPONumofPrefixBits": "48 0 0 0",
        "SEIPOComplexityInfoPresentFlag": 1,
        "SEIPOParameterTypeIdc": 1,
        "SEIPOLog2ParameterBitLengthMinus3": 2,
        "SEIPONumParametersIdc": 11,
        "SEIPONumKmacOperationIdcg": 100,
        "SEIPOTotalKilobyteSize": 4096,
    },
    "source_timing": {
        "SEISourcePictureTimingInfo": 1,
        "SEISPTISourceTimingEqualsOutputTimingFlag": 0,
        "SEISPTISourceType": 5,
        "SEISPTITimeScale": 4294967295,
        "SEISPTINumUnitsInElementalInterval": 1080000,
        "SEISPTIDirectionFlag": 1,
    },
    "source_timing_equal": {"SEISourcePictureTimingInfo": 1},
    "manifest_prefix_indication": {
        "SEISEIManifestEnabled": 1,
        "SEISEIPrefixIndicationEnabled": 1,
        "SEIFramePacking": 1,
        "SEIFramePackingType": 4,
        "SEIFramePackingId": 3,
        "SEIFramePackingInterpretation": 1,
        "SEISphereRotationEnabled": 1,
        "SEISphereRotationCancelFlag": 0,
        "SEISphereRotationPersistenceFlag": 1,
        "SEISphereRotationYaw": 65536,
    },
}

ENCODED_ONLY: dict[str, Options] = {
    # The count of metadata bits leaves out nnpfc_scan_type_idc, and the decoder counts on below zero.
    "nnpfc_scan_type": {
        **_FILTER,
        "SEINNPFCPurpose0": 4,
        "SEINNPFCScanTypeIdc0": 2,
        "SEINNPFCForHumanViewingIdc0": 3,
        "SEINNPFCForMachineAnalysisIdc0": 1,
    },
    # The encoder leaves out po_log2_parameter_bit_length_minus3, the decoder reads it.
    "processing_order_binary": {
        **_ORDER,
        "SEIPOPayLoadType": "4 210 211 144",
        "SEIPOPrefixFlag": "0 0 0 0",
        "SEIPOComplexityInfoPresentFlag": 1,
        "SEIPOParameterTypeIdc": 2,
        "SEIPONumParametersIdc": 33,
        "SEIPONumKmacOperationIdcg": 7,
        "SEIPOTotalKilobyteSize": 8,
    },
}
"""What VTM's decoder cannot read: the payload is recorded without a dump."""

_URI = {"nnpfc_tag_uri": "tag:example.com,2026:x", "nnpfc_uri": "https://example.com/x"}
_BASE = {"nnpfc_purpose": 1, "nnpfc_id": 1, "nnpfc_base_flag": 1, "nnpfc_mode_idc": 1, **_URI}
_TENSORS = {
    "nnpfc_component_last_flag": 0,
    "nnpfc_inp_format_idc": 0,
    "nnpfc_auxiliary_inp_idc": 0,
    "nnpfc_inp_order_idc": 2,
    "nnpfc_out_format_idc": 0,
    "nnpfc_out_order_idc": 2,
    "nnpfc_separate_colour_description_present_flag": 0,
    "nnpfc_chroma_loc_info_present_flag": 0,
}
_ENDING = {"nnpfc_complexity_info_present_flag": 0, "nnpfc_num_metadata_extension_bits": 0}

Nal = tuple[bool, list[tuple[int, dict[str, Any] | str]]]
"""Prefix or suffix, and messages: payloadType, and the elements' values or the payload in hexadecimal."""

SPLICED: dict[str, list[Nal]] = {
    "user_data": [
        (
            True,
            [
                (5, {"uuid_iso_iec_11578": "00112233445566778899aabbccddeeff", "user_data_payload_byte": ""}),
                (5, {"uuid_iso_iec_11578": "ff" * 16, "user_data_payload_byte": "000000030180"}),
                (4, {"itu_t_t35_country_code": 181, "itu_t_t35_payload_byte": "003b0009000001"}),
                (
                    4,
                    {
                        "itu_t_t35_country_code": 255,
                        "itu_t_t35_country_code_extension_byte": 0,
                        "itu_t_t35_payload_byte": "",
                    },
                ),
            ],
        ),
        (False, [(5, "01" * 17), (4, "b50102"), (250, "00")]),
    ],
    "unknown": [
        (True, [(5, "22" * 16), (223, "8080"), (132, "00"), (250, "0102"), (1000, "")]),
        (False, [(5, "33" * 16), (200, "0000"), (216, "80")]),
    ],
    "hash_single_component": [
        (False, [(132, {"dph_sei_hash_type": 2, "dph_sei_single_component_flag": 1,
                        "dph_sei_reserved_zero_7bits": 85, "dph_sei_picture_checksum": [4294967295]})])
    ],
    "reserved_padding": [
        (True, [(210, {
            **_BASE, "nnpfc_property_present_flag": 1, "nnpfc_num_input_pics_minus1": 0, **_TENSORS,
            "nnpfc_overlap": 0, "nnpfc_constant_patch_size_flag": 1, "nnpfc_patch_width_minus1": 0,
            "nnpfc_patch_height_minus1": 0, "nnpfc_padding_type": 5, **_ENDING,
        })])
    ],
    "colourization": [
        (True, [(210, {
            **_BASE, "nnpfc_purpose": 32, "nnpfc_mode_idc": 0, "nnpfc_tag_uri": None, "nnpfc_uri": None,
            "nnpfc_property_present_flag": 1, "nnpfc_num_input_pics_minus1": 0,
            "nnpfc_out_colour_format_idc": 1,
            **_TENSORS, "nnpfc_inp_order_idc": 0, "nnpfc_overlap": 16383, "nnpfc_constant_patch_size_flag": 0,
            "nnpfc_extended_patch_width_cd_delta_minus1": 0, "nnpfc_extended_patch_height_cd_delta_minus1": 5,
            "nnpfc_padding_type": 4, "nnpfc_luma_padding_val": 255, **_ENDING,
            "nnpfc_payload_byte": "7f80ff00",
        })])
    ],
    "source_timing_types": [
        (True, [
            (216, {"spti_cancel_flag": 1}),
            (216, {
                "spti_cancel_flag": 0, "spti_persistence_flag": 0,
                "spti_source_timing_equals_output_timing_flag": 0, "spti_source_type_present_flag": 1,
                "spti_source_type": 127, "spti_time_scale": 1,
                "spti_num_units_in_elemental_interval": 4294967295,
                "spti_direction_flag": 0, "spti_sublayer_interval_scale_factor": [4294967294],
                "spti_sublayer_synthesized_picture_flag": [1],
            }),
        ])
    ],
    "manifest_prefixes": [
        (True, [
            (200, {"manifest_num_sei_msg_types": 0}),
            (200, {"manifest_num_sei_msg_types": 2, "manifest_sei_payload_type": [223, 65535],
                   "manifest_sei_description": [1, 255]}),
            (201, {"prefix_sei_payload_type": 4, "num_sei_prefix_indications_minus1": 2,
                   "num_bits_in_prefix_indication_minus1": [7, 0, 11],
                   "sei_prefix_data_bit": [[1, 0, 1, 1, 0, 1, 0, 1], [0], [0, 1] * 6]}),
        ])
    ],
    "extension_bits": [
        (True, [
            (200, {"manifest_num_sei_msg_types": 0, "sei_reserved_payload_extension_data": "abcd80/17"}),
            (216, {"spti_cancel_flag": 1, "sei_reserved_payload_extension_data": "a0/3"}),
        ])
    ],
    "nnpfc_update": [
        (True, [
            (210, {**_BASE, "nnpfc_property_present_flag": 0}),
            (210, {**_BASE, "nnpfc_base_flag": 0, "nnpfc_property_present_flag": 0}),
        ])
    ],
    "nnpfa_outputs_shift": [
        (True, [
            (210, {**_BASE, "nnpfc_property_present_flag": 0}),
            (211, {"nnpfa_target_id": 1, "nnpfa_cancel_flag": 0, "nnpfa_persistence_flag": 0,
                   "nnpfa_target_base_flag": 1, "nnpfa_no_prev_clvs_flag": 0, "nnpfa_num_output_entries": 3,
                   "nnpfa_output_flag": [1, 0, 1], "nnpfa_prompt_update_flag": 0, "nnpfa_seed_update_flag": 0,
                   "nnpfa_selected_input_flag": 1, "nnpfa_num_input_pic_shift_minus1": 2}),
        ])
    ],
    "nnpfa_unknown_v3": [
        # No flag after the output flags, and a payload that ends byte aligned: H.274 v3.
        (True, [
            (210, {**_BASE, "nnpfc_property_present_flag": 0}),
            (211, {"nnpfa_target_id": 1, "nnpfa_cancel_flag": 0, "nnpfa_persistence_flag": 0,
                   "nnpfa_target_base_flag": 1, "nnpfa_no_prev_clvs_flag": 0, "nnpfa_num_output_entries": 0}),
        ])
    ],
}  # fmt: skip


def pictures(path: Path, monochrome: bool) -> None:
    """One picture of 64x64 samples, 8 bits, 4:2:0 or 4:0:0."""
    with path.open("wb") as file:
        for size in (64,) if monochrome else (64, 32, 32):
            file.write(
                bytes(
                    round(128 + 60 * math.sin(x / 9) + 40 * math.cos(y / 7))
                    for y in range(size)
                    for x in range(size)
                )
            )


def encode(encoder: Path, cfg: Path, options: Options, folder: Path) -> bytes:
    """The stream that VTM's encoder makes with ``options``."""
    options = {"SEIDecodedPictureHash": 0, "ChromaFormatIDC": 420, **options}
    pictures(folder / "in.yuv", options["ChromaFormatIDC"] == 400)
    (folder / "network.nnr").write_bytes(bytes([0, 1, 127, 128, 255, 0, 0, 0, 3]))
    fixed: Options = {
        "InputFile": "in.yuv", "SourceWidth": 64, "SourceHeight": 64, "InputBitDepth": 8, "FrameRate": 30,
        "InputChromaFormat": options["ChromaFormatIDC"], "FramesToBeEncoded": 1, "QP": 45,
        "BitstreamFile": "out.266", "ReconFile": "out.yuv",
    }  # fmt: skip
    command = [str(encoder), "-c", str(cfg), *(f"--{k}={v}" for k, v in {**fixed, **options}.items())]
    result = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if result.returncode:
        raise SystemExit(f"{options}\n{result.stdout[-2000:]}{result.stderr[-2000:]}")
    return (folder / "out.266").read_bytes()


def splice(base: bytes, units: list[Nal]) -> bytes:
    """``base``, a stream of one picture, with SEI NAL units before and after the picture's slice."""
    out = b""
    for unit in (nal for access_unit in access_units(base) for nal in access_unit.nal_units):
        slice_ = unit.is_vcl
        for prefix, messages in units if slice_ else []:
            if prefix:
                out += _sei_unit(prefix, messages)
        out += b"\0\0\0\1" + unit.data
        for prefix, messages in units if slice_ else []:
            if not prefix:
                out += _sei_unit(prefix, messages)
    return out


def _sei_unit(prefix: bool, messages: list[tuple[int, dict[str, Any] | str]]) -> bytes:
    payloads = []
    for payload_type, values in messages:
        if isinstance(values, str):
            data = bytes.fromhex(values)
        else:
            cls = message_class(payload_type)
            assert cls is not None
            data = cls.from_values(values).to_payload()
        payloads.append(Payload(payload_type, data))
    return b"\0\0\0\1" + bytes([0, (23 if prefix else 24) << 3 | 1]) + escape(serialise(payloads))


def dump(decoder: Path, stream: bytes, folder: Path) -> str:
    """What VTM's decoder writes with --OutputDecodedSEIMessagesFilename."""
    (folder / "in.266").write_bytes(stream)
    command = [str(decoder), "-b", "in.266", "--OutputDecodedSEIMessagesFilename=sei.txt"]
    subprocess.run(command, cwd=folder, capture_output=True, check=False)
    return (folder / "sei.txt").read_text(encoding="utf-8")


def records(name: str, stream: bytes, text: str | None) -> list[dict[str, Any]]:
    """One record a message that has a model or that VTM does not know; ``text``, where there is one, must
    hold the dump of each of these."""
    messages = [
        (not message.suffix, Payload(message.payload_type, message.payload))
        for unit in access_units(stream)
        for message in unit.messages
        if message.payload_type in PAYLOAD_TYPES or message.payload_type not in TITLES
    ]
    blocks: list[str | None] = [None] * len(messages)
    if text is not None:
        blocks = [
            block
            for block in re.findall(r"^-+\n.*\n(?: (?! *pon_).*\n)*|^Unknown .*\n", text, re.MULTILINE)
            if block.startswith("Unknown")
            or re.sub(r".*\n(.*) SEI message (?s:.*)", r"\1", block) in MODELLED
        ]
    assert len(messages) == len(blocks), (name, messages, text)
    return [
        {
            "stream": name,
            "prefix": prefix,
            "payload_type": payload.payload_type,
            "payload": payload.data.hex(),
            "dump": block,
        }
        for (prefix, payload), block in zip(messages, blocks, strict=True)
    ]


def main() -> None:
    """Record everything."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--encoder", type=Path, required=True)
    parser.add_argument("--decoder", type=Path, required=True)
    parser.add_argument("--cfg", type=Path, required=True)
    parser.add_argument("-o", type=Path, required=True)
    args = parser.parse_args()
    encoder, decoder, cfg = (path.resolve() for path in (args.encoder, args.decoder, args.cfg))
    all_records = []
    with tempfile.TemporaryDirectory() as folder:
        for name, options in ENCODED.items():
            stream = encode(encoder, cfg, options, Path(folder))
            all_records += records(name, stream, dump(decoder, stream, Path(folder)))
        for name, options in ENCODED_ONLY.items():
            all_records += records(name, encode(encoder, cfg, options, Path(folder)), None)
        base = encode(encoder, cfg, {}, Path(folder))
        for name, units in SPLICED.items():
            stream = splice(base, units)
            all_records += records(name, stream, dump(decoder, stream, Path(folder)))
    args.o.write_text(json.dumps(all_records, indent=1) + "\n")


if __name__ == "__main__":
    main()
