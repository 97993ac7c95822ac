"""Every refusal of this project, each a one-line message that names the place.

SeigenError            what the command line turns into one line on stderr and exit status 1
  BitstreamError       a payload, an SEI RBSP or a NAL unit is not what the syntax asks for
    OutOfRange         an element's value lies outside its range
    Truncated          the bits end before the syntax does
    MissingReference   a message is predicted from a message that is not there
"""

from __future__ import annotations


class SeigenError(Exception):
    """Base of every error that the project raises for bad input."""


class SeigenWarning(UserWarning):
    """Base of every warning: something was passed over, and the work went on."""


class BitstreamError(SeigenError):
    """A place in a message that breaks its syntax.

    message    kind of message, e.g. ``generative_face_video``
    element    element with subscripts, e.g. ``gfv_coordinate_x_abs[3]``; empty when none is meant
    bit        bit offset in the payload (-1: unknown, e.g. when a value of a model is refused)
    value      offending value, None when there is none
    allowed    allowed range or condition, as text
    clause     where the syntax notes or H.274 say so
    byte       byte offset in the file of the NAL unit, None when not known
    """

    def __init__(
        self,
        problem: str,
        *,
        message: str = "",
        element: str = "",
        bit: int = -1,
        value: object = None,
        allowed: str = "",
        clause: str = "",
        byte: int | None = None,
    ) -> None:
        self.problem = problem
        self.message = message
        self.element = element
        self.bit = bit
        self.value = value
        self.allowed = allowed
        self.clause = clause
        self.byte = byte
        super().__init__(problem)

    def __str__(self) -> str:
        place = []
        if self.byte is not None:
            place.append(f"NAL unit at byte {self.byte}")
        if self.message:
            place.append(self.message)
        if self.element:
            place.append(self.element)
        if self.bit >= 0:
            place.append(f"bit {self.bit}")
        text = ", ".join(place) + ": " + self.problem if place else self.problem
        if self.value is not None:
            text += f", value {self.value!r}" if isinstance(self.value, str) else f", value {self.value}"
        if self.allowed:
            text += f", allowed {self.allowed}"
        if self.clause:
            text += f" ({self.clause})"
        return text


class OutOfRange(BitstreamError):
    """An element's value lies outside the range of its field."""


class Truncated(BitstreamError):
    """The bits end before the syntax does, or a count asks for more than the bits that remain."""


class MissingReference(BitstreamError):
    """A message is predicted from a message that was not received."""
