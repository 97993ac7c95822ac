"""Messages as pydantic models: the coded view, one model a syntax structure.

A model's fields are the syntax elements as in the bits, under their H.274 names: integers, with
magnitude and sign, int and dec parts apart; null (None) where an element is not coded. Model to bits to
model is exact, and so is bits to model to bits for every payload that a reader accepts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Self

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import PydanticCustomError, core_schema

from sei.context import Context
from sei.editions import H274V4, Edition
from sei.elements import HEX, Element
from sei.errors import BitstreamError, OutOfRange
from sei.reader import Reader, Tracer
from sei.rows import Rows
from sei.syntax import Syntax, subscripted, unpack_bits
from sei.writer import Counter, Writer

if TYPE_CHECKING:
    from bitstring import Bits


class _BitText:
    """pydantic type of `sei.syntax.pack_bits` text."""

    @staticmethod
    def _check(text: str) -> str:
        try:
            unpack_bits(text)
        except (ValueError, IndexError, OverflowError):
            raise PydanticCustomError("bits", "not hexadecimal digits, a slash and a bit count") from None
        return text

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> core_schema.CoreSchema:
        text = core_schema.str_schema(strict=True, pattern=r"^([0-9a-f][0-9a-f])*/(0|[1-9][0-9]{0,9})$")
        return core_schema.nullable_schema(core_schema.no_info_after_validator_function(self._check, text))


class Message(BaseModel):
    """Base of all structures. A subclass declares fields, `payload_type` and the static method `table`."""

    # Reading needs no validator: it is built when a model is first made from values.
    model_config = ConfigDict(
        extra="forbid", validate_assignment=True, hide_input_in_errors=True, defer_build=True
    )

    payload_type: ClassVar[int]
    syntax_name: ClassVar[str]
    ELEMENTS: ClassVar[dict[str, Element]]
    ABSENT: ClassVar[dict[str, None]]
    """None for every field, in the order of the syntax."""

    sei_reserved_payload_extension_data: Annotated[str | None, _BitText()] = None
    """Bits after the structure that a later edition may define: hexadecimal digits, ``/`` and their
    count. ``/0`` keeps an ending that is coded though the structure ends byte aligned."""

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        cls.ELEMENTS = {
            name: element
            for name, field in cls.model_fields.items()
            for element in field.metadata
            if isinstance(element, Element)
        }
        cls.ABSENT = dict.fromkeys(cls.model_fields)

    @property
    def is_reserved(self) -> bool:
        """It is of values kept for later editions, so that a decoder ignores it."""
        return False

    @staticmethod
    def table(s: Syntax) -> None:
        """Code the structure on a driver: the syntax table (see `sei.syntax`)."""
        raise NotImplementedError

    @classmethod
    def from_payload(
        cls,
        payload: bytes,
        *,
        edition: Edition = H274V4,
        context: Context | None = None,
        endless: bool = False,
    ) -> Self:
        """Read an SEI payload (without payloadType and payloadSize; emulation prevention undone).

        ``context`` holds what earlier messages fixed, and is updated; a fresh one is used when absent.
        ``endless`` passes over bytes behind the structure that do not end as a payload must: VTM 24.0's
        encoder writes a network behind every message, and it may end in zeros. Writing then loses them.
        Raises BitstreamError (OutOfRange, Truncated, MissingReference); the context is unchanged then.
        """
        reader = Reader(payload, cls.syntax_name, cls.ELEMENTS, edition, context or Context())
        return cls._read(reader, endless)

    @classmethod
    def trace(
        cls,
        payload: bytes,
        *,
        edition: Edition = H274V4,
        context: Context | None = None,
        endless: bool = False,
    ) -> tuple[Self, Rows]:
        """Parse as `from_payload`, and return a row per element too (see `sei.syntax.TraceRow`)."""
        tracer = Tracer(payload, cls.syntax_name, cls.ELEMENTS, edition, context or Context())
        return cls._read(tracer, endless), tracer.rows

    @classmethod
    def _read(cls, reader: Reader, endless: bool) -> Self:
        cls.table(reader)
        try:
            reader.values["sei_reserved_payload_extension_data"] = reader.ending()
        except BitstreamError:
            if not endless:
                raise
        for commit in reader.commits:
            commit()
        # The reader has checked every range: validating again would double the time, and asking pydantic
        # for each absent element's default (model_construct) would take a third of it.
        message = cls.__new__(cls)
        object.__setattr__(message, "__dict__", cls.ABSENT | reader.values)
        object.__setattr__(message, "__pydantic_fields_set__", set(reader.values))
        object.__setattr__(message, "__pydantic_extra__", None)
        object.__setattr__(message, "__pydantic_private__", None)
        return message

    def to_payload(self, *, edition: Edition = H274V4, context: Context | None = None) -> bytes:
        """Write the SEI payload. Raises BitstreamError when a value is out of range, missing, or given
        though the structure does not code it; the context is unchanged then."""
        writer = Writer(self._values(), self.syntax_name, self.ELEMENTS, edition, context or Context())
        self._write(writer)
        for commit in writer.commits:
            commit()
        return writer.bits.to_bytes()

    def payload_bits(self, *, edition: Edition = H274V4, context: Context | None = None) -> int:
        """Count the bits of the structure before byte alignment. The context is left as it is."""
        counter = Counter(self._values(), self.syntax_name, self.ELEMENTS, edition, context or Context())
        self.table(counter)
        counter.finish()
        return counter.position

    def to_bits(self, *, edition: Edition = H274V4, context: Context | None = None) -> Bits:
        """Serialise as `to_payload`, to a `bitstring.Bits`."""
        from bitstring import Bits

        return Bits.from_bytes(self.to_payload(edition=edition, context=context))

    @classmethod
    def from_bits(cls, bits: Bits, *, edition: Edition = H274V4, context: Context | None = None) -> Self:
        """Parse as `from_payload`, from a `bitstring.Bits`. Raises BitstreamError also where they are no
        whole bytes."""
        if len(bits) % 8:
            raise BitstreamError(
                "a payload is whole bytes",
                message=cls.syntax_name,
                value=len(bits),
                allowed="8, 16, 24... bits",
            )
        return cls.from_payload(bits.tobytes(), edition=edition, context=context)

    def bits_of(self, element: str, *, edition: Edition = H274V4, context: Context | None = None) -> Bits:
        """Return the bits of one element of the payload, e.g. ``gfv_coordinate_dx_abs[3]``.

        Subscripts are those of `trace`'s rows; ``sei_payload_bit_equal_to_one`` is an element too. A
        predicted message needs the ``context`` that its base message went through, which is left as it is.
        Raises BitstreamError where the message does not code the element."""
        from bitstring import Bits

        used = context or Context()
        writer = Writer(self._values(), self.syntax_name, self.ELEMENTS, edition, used)
        self._write(writer)
        payload = writer.bits.to_bytes()
        tracer = Tracer(payload, self.syntax_name, self.ELEMENTS, edition, used)
        self.table(tracer)
        tracer.ending()
        for name, _, _, offset, length in tracer.rows:
            if name == element:
                return Bits.from_bytes(payload, length=length, offset=offset)
        raise BitstreamError("is not coded in this message", message=self.syntax_name, element=element)

    def _values(self) -> dict[str, Any]:
        values = dict(self.__dict__)
        del values["sei_reserved_payload_extension_data"]
        return values

    def _write(self, writer: Writer) -> None:
        self.table(writer)
        writer.finish()
        writer.ending(self.sei_reserved_payload_extension_data)
        writer.check_size()

    def to_json(self) -> str:
        """Return canonical JSON: coded elements in syntax order, absent ones left out."""
        return self.model_dump_json(exclude_none=True)

    @classmethod
    def from_json(cls, text: str | bytes) -> Self:
        """Read `to_json`'s text. Raises BitstreamError naming element, value and allowed range."""
        try:
            return cls.model_validate_json(text)
        except ValidationError as error:
            raise refusal(cls, error) from None

    @classmethod
    def from_values(cls, values: Any) -> Self:
        """Validate a dictionary such as a parsed JSON object. Raises BitstreamError like `from_json`."""
        try:
            return cls.model_validate(values)
        except ValidationError as error:
            raise refusal(cls, error) from None


def refusal(cls: type[Message], error: ValidationError) -> BitstreamError:
    """Turn pydantic's first finding into an error of this project."""
    first = error.errors(include_url=False, include_context=False)[0]
    location = first["loc"]
    if not location:
        return BitstreamError(f"not a {cls.syntax_name} object: {first['msg']}", message=cls.syntax_name)
    name = str(location[0])
    index = [part for part in location[1:] if isinstance(part, int)]
    element = cls.ELEMENTS.get(name)
    value = first["input"] if isinstance(first["input"], int | str | float) else type(first["input"]).__name__
    return OutOfRange(
        first["msg"][0].lower() + first["msg"][1:],
        message=cls.syntax_name,
        element=subscripted(name, index),
        value=value,
        allowed=element.range_text if element else "",
    )


class RawPayload(BaseModel):
    """A payload that is kept without being understood: an unknown payloadType, or one that was refused."""

    model_config = ConfigDict(extra="forbid", validate_assignment=True, hide_input_in_errors=True)

    payload: Annotated[str, Element("b", text="the payload's bytes")]

    @classmethod
    def from_payload(cls, payload: bytes) -> Self:
        """Keep ``payload``."""
        return cls.model_construct(payload=payload.hex())

    def to_payload(self) -> bytes:
        """Return the bytes kept."""
        return bytes.fromhex(self.payload)


__all__ = ["HEX", "Message", "RawPayload", "refusal"]
