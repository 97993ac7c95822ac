"""Streams of the reference software: every bit, every line of its decoder's dump."""

from __future__ import annotations

import json

from bitstring import Bits
from click.testing import CliRunner

from sei.context import Context
from sei.editions import EDITIONS
from sei.message import Message
from sei.messages import message_class
from sei.syntax import ENDING, unpack_bits
from vvc_bridge.inspect import find
from vvc_bridge.inspect_cli import inspect


def test_dump_is_the_reference_decoders_byte_for_byte(vector):
    result = CliRunner().invoke(inspect, [str(vector.bits), "--format", "vtm"])
    assert result.exit_code == 0, result.output
    assert result.stdout == vector.dump_text()


def test_payload_to_model_to_payload_and_json_to_payload(vector):
    edition = EDITIONS[vector.edition]
    written, from_json = Context(), Context()
    count = 0
    for found in find(vector.bits.read_bytes()):
        assert found.error is None
        payload = found.place.payload
        if isinstance(found.message, Message):
            assert found.message.to_payload(edition=edition, context=written) == payload
            again = type(found.message).from_json(found.message.to_json())
            assert again == found.message
            assert again.to_json() == found.message.to_json()
            assert again.to_payload(edition=edition, context=from_json) == payload
            count += found.place.payload_type in (223, 224)
        else:
            assert found.message.to_payload() == payload
    assert count


def test_trace_accounts_for_every_bit_and_bitstring_reads_the_same(vector):
    for found in find(vector.bits.read_bytes()):
        if not found.rows:
            continue
        bits = Bits.from_bytes(found.place.payload)
        position = 0
        for name, value, descriptor, offset, length in found.rows:
            assert offset == position, name
            position += length
            part = bits[offset : offset + length]
            if descriptor == "ue(v)":
                assert part.ue == value, name
            elif descriptor == "b(8)" or (
                isinstance(value, str) and descriptor.startswith("u(") and "/" not in value
            ):
                assert part.hex == value, name
            elif descriptor == "st(v)":
                assert part.bytes == str(value).encode() + b"\0", name
            elif isinstance(value, str):
                assert (part.uint, length) == unpack_bits(value), name
            else:
                assert part.uint == value, name
        assert position == len(bits)


def test_size_counter_agrees_with_the_writer(vector):
    edition = EDITIONS[vector.edition]
    context = Context()
    for found in find(vector.bits.read_bytes()):
        if not isinstance(found.message, Message) or message_class(found.place.payload_type) is None:
            continue
        structure = sum(row[4] for row in found.rows if row[0] not in ENDING)
        assert found.message.payload_bits(edition=edition, context=context) == structure
        found.message.to_payload(edition=edition, context=context)


def test_json_format_carries_everything_needed_to_write_the_payloads(vector):
    result = CliRunner().invoke(inspect, [str(vector.bits), "--format", "json"])
    assert result.exit_code == 0
    context = Context()
    payloads = []
    for line in result.stdout.splitlines():
        entry = json.loads(line)
        cls = message_class(entry["payload_type"])
        if cls is None:
            payloads.append(bytes.fromhex(entry["message"]["payload"]))
        else:
            message = cls.from_values(entry["message"])
            payloads.append(message.to_payload(edition=EDITIONS[vector.edition], context=context))
    assert payloads == [found.place.payload for found in find(vector.bits.read_bytes())]
