"""sei_manifest( payloadSize ), payloadType 200 (H.274)."""

from __future__ import annotations

from typing import Annotated

from sei.elements import u
from sei.message import Message
from sei.syntax import Syntax


class SeiManifest(Message):
    """Which types of SEI messages the sequence holds, and whether they are necessary."""

    payload_type = 200
    syntax_name = "sei_manifest"

    manifest_num_sei_msg_types: Annotated[int, u(16, text="payload types listed")]
    manifest_sei_payload_type: Annotated[
        list[int] | None, u(16, dims=1, text="payloadType of messages in the sequence")
    ] = None
    manifest_sei_description: Annotated[
        list[int] | None,
        u(8, dims=1, text="0 none present, 1 necessary, 2 unnecessary, 3 undetermined; more: reserved"),
    ] = None

    @staticmethod
    def table(s: Syntax) -> None:
        types = s("manifest_num_sei_msg_types")
        s.check_loop("manifest_num_sei_msg_types", types, 24)
        for i in range(types):
            s("manifest_sei_payload_type", i)
            s("manifest_sei_description", i)
