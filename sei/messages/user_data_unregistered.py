"""user_data_unregistered( payloadSize ), payloadType 5 (H.274)."""

from __future__ import annotations

from typing import Annotated

from sei.elements import b
from sei.message import Message
from sei.syntax import Syntax


class UserDataUnregistered(Message):
    """Bytes of a meaning that a UUID identifies."""

    payload_type = 5
    syntax_name = "user_data_unregistered"

    uuid_iso_iec_11578: Annotated[str, b(128, text="UUID, 16 bytes in hexadecimal digits")]
    user_data_payload_byte: Annotated[str, b(text="the user data, hexadecimal")]

    @staticmethod
    def table(s: Syntax) -> None:
        s.octets("uuid_iso_iec_11578", count=16)
        s.octets("user_data_payload_byte")
