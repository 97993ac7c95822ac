"""decoded_picture_hash( payloadSize ), payloadType 132 (H.274; H.265 in edition hm18)."""

from __future__ import annotations

from typing import Annotated

from sei.elements import b, u
from sei.message import Message
from sei.syntax import Syntax

MD5, CRC, CHECKSUM = range(3)
"""dph_sei_hash_type; 3..255 are reserved."""

_BITS = {MD5: 128, CRC: 16, CHECKSUM: 32}


class DecodedPictureHash(Message):
    """Hash of each colour component of the decoded picture."""

    payload_type = 132
    syntax_name = "decoded_picture_hash"

    dph_sei_hash_type: Annotated[int, u(8, text="0 MD5, 1 CRC, 2 checksum; more: reserved")]
    dph_sei_single_component_flag: Annotated[
        int | None, u(1, text="the picture has one component; absent in edition hm18")
    ] = None
    dph_sei_reserved_zero_7bits: Annotated[
        int | None, u(7, text="0; other values are reserved and ignored; absent in edition hm18")
    ] = None
    dph_sei_picture_md5: Annotated[
        list[str] | None, b(128, dims=1, text="MD5 of component cIdx, 16 bytes in hexadecimal digits")
    ] = None
    dph_sei_picture_crc: Annotated[list[int] | None, u(16, dims=1, text="CRC of component cIdx")] = None
    dph_sei_picture_checksum: Annotated[
        list[int] | None, u(32, dims=1, text="checksum of component cIdx")
    ] = None

    @staticmethod
    def table(s: Syntax) -> None:
        hash_type = s("dph_sei_hash_type")
        name = ("dph_sei_picture_md5", "dph_sei_picture_crc", "dph_sei_picture_checksum", "")[
            min(hash_type, 3)
        ]
        components = 0
        if s.edition.hash_components:
            components = 1 if s("dph_sei_single_component_flag") else 3
            s("dph_sei_reserved_zero_7bits")
        elif name:
            components = s.rest(name, _BITS[hash_type])
        for c in range(components):
            if hash_type == MD5:
                s.octets(name, c, count=16)
            elif name:
                s(name, c)

    @property
    def is_reserved(self) -> bool:
        """dph_sei_hash_type is reserved: what follows it is unknown."""
        return self.dph_sei_hash_type > CHECKSUM
