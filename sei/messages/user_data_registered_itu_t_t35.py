"""user_data_registered_itu_t_t35( payloadSize ), payloadType 4 (H.274)."""

from __future__ import annotations

from typing import Annotated

from sei.elements import b, u
from sei.message import Message
from sei.syntax import Syntax


class UserDataRegisteredItuTT35(Message):
    """Bytes of a meaning that an ITU-T T.35 country code and the bytes after it identify."""

    payload_type = 4
    syntax_name = "user_data_registered_itu_t_t35"

    itu_t_t35_country_code: Annotated[int, u(8, text="T.35 country code; 255: an extension byte follows")]
    itu_t_t35_country_code_extension_byte: Annotated[
        int | None, u(8, text="T.35 country code, when the first byte is 255")
    ] = None
    itu_t_t35_payload_byte: Annotated[
        str, b(text="terminal provider code, its oriented code and the data, hexadecimal")
    ]

    @staticmethod
    def table(s: Syntax) -> None:
        if s("itu_t_t35_country_code") == 0xFF:
            s("itu_t_t35_country_code_extension_byte")
        s.octets("itu_t_t35_payload_byte")
