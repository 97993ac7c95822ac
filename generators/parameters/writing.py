"""Parameters to coded GFV and GFVE messages, in a closed loop.

A `MessageWriter` makes the messages of a layout with the builders of `sei.build`: GFV coordinates and
matrices, GFVE matrices of several gfve_id, and pupils. Which integers are sent, what a message leaves out
and whether it is predicted, is the choice of a `Rounding`: by the effect on what is seen, or by tolerance.
What the decoder will have, not what the encoder wished for, is what the next message starts from.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np

from generators.parameters.layout import Layout, Part, Row
from generators.parameters.values import Parameters
from sei.build import EnhancementEncoder, FaceEncoder, Network
from sei.errors import SeigenError
from sei.message import Message
from sei.predict import ChromaKey
from sei.resolve import Matrices

TRADE = 0.2
"""Squared displacement of landmarks worth one bit, see `generators.parameters.by_effect`."""

MOST = 2.0**20
"""Magnitude below which numbers are coded: steps, differences and sums are exact whatever the precision."""


class ParameterError(SeigenError):
    """Parameters that no message holds."""


@dataclass(frozen=True)
class Coded:
    """Messages of one picture, and the parameters a decoder gets from them."""

    messages: list[Message]
    received: Parameters


@dataclass(frozen=True)
class Wanted:
    """What a picture's messages should say: numbers (size,) of each part that is known."""

    numbers: Mapping[Part, np.ndarray]


@dataclass(frozen=True)
class Chosen:
    """What a picture's messages say.

    integers  of every part, in steps of its precision: what the decoder has after them
    sent      the parts that they carry; the others are as they were
    values    parts that are sent as they are, not as differences
    """

    integers: Mapping[Part, np.ndarray]
    sent: frozenset[Part]
    values: frozenset[Part] = field(default_factory=frozenset)


class Rounding(Protocol):
    """Chooses the integers of one stream's messages."""

    @property
    def precisions(self) -> Mapping[Part, int]:
        """Bits after the binary point of each part, from the next base message on."""
        ...

    def start(self, layout: Layout, gfv_id: int) -> None:
        """Begin a stream. Called once."""
        ...

    def plan(self, wanted: Sequence[Wanted]) -> None:
        """Choose the next base message's precisions by it and some pictures after it."""
        ...

    def base(self, wanted: Wanted) -> Chosen:
        """Choose what a base picture's messages say; all parts that are known are sent, not predicted."""
        ...

    def judge(self, shown: Mapping[Part, np.ndarray]) -> None:
        """Take in how errors of each part show in pictures generated from this base picture: gram matrices
        (size, size), in any unit."""
        ...

    def weigh(self, factor: float) -> None:
        """Let a bit count ``factor`` times what it did at first, from the next message on."""
        ...

    def segment(self, wanted: Sequence[Wanted]) -> list[Chosen]:
        """Choose what the messages of the next pictures say."""
        ...


class MessageWriter:
    """Messages of one gfv_id, in order.

    layout    where the parameters lie
    rounding  chooses the integers
    gfv_id    of all messages
    chroma_key  that base messages carry, None: none
    """

    def __init__(
        self,
        layout: Layout,
        rounding: Rounding,
        *,
        gfv_id: int = 0,
        chroma_key: ChromaKey | None = None,
    ) -> None:
        self.layout, self.rounding, self.gfv_id = layout, rounding, gfv_id
        self.chroma_key = chroma_key
        rounding.start(layout, gfv_id)
        self._face = FaceEncoder(gfv_id)
        self._enhancements: dict[int, EnhancementEncoder] = {}
        self._units: dict[Part, float] = {}
        self._count = 0

    @property
    def precision(self) -> int | None:
        """Bits after the binary point of GFV matrix elements, None without."""
        of = {(part.message, part.kind): bits for part, bits in self.rounding.precisions.items()}
        return of.get((None, "matrices"))

    def plan(self, rows: Sequence[Parameters]) -> None:
        """Let the rounding choose the next base message's precisions by its parameters and those of pictures
        after it."""
        self.rounding.plan([self._wanted(row) for row in rows])

    def base(self, parameters: Parameters, uri: str | None = None, network: Network | None = None) -> Coded:
        """Make the messages of a base picture; ``uri`` goes into gfv_nn_uri beside the layout's tag."""
        self._count = 0
        self._begin()
        chosen = self.rounding.base(self._wanted(parameters))
        if network is None and uri is not None:
            network = Network(tag_uri=self.layout.tag, uri=uri)
        return self._coded(parameters, chosen, network)

    def judge(self, shown: Mapping[Part, np.ndarray]) -> None:
        """Tell the rounding how errors show in what is generated from this base picture: gram matrices (size,
        size) of parts, in any unit."""
        self.rounding.judge(shown)

    def weigh(self, factor: float) -> None:
        """Let a bit count ``factor`` times what it did at first, from the next message on, where the rounding
        weighs bits."""
        self.rounding.weigh(factor)

    def segment(self, rows: Sequence[Parameters]) -> list[Coded]:
        """Make the messages of the next pictures generated from the same base picture."""
        out = []
        for row, chosen in zip(rows, self.rounding.segment([self._wanted(row) for row in rows]), strict=True):
            self._count += 1
            out.append(self._coded(row, chosen))
        return out

    def _wanted(self, parameters: Parameters) -> Wanted:
        row = self.layout.row(parameters)
        there = (p for p in self.layout.parts if all(f.name in row for f in p.fields))
        return Wanted({part: _codable(part, part.flat(row)) for part in there})

    def _begin(self) -> None:
        """Builders of the precisions that hold from here on."""
        precisions = self.rounding.precisions
        self._units = {part: float(1 << bits) for part, bits in precisions.items()}
        of = {(part.message, part.kind): bits for part, bits in precisions.items()}
        self._face = FaceEncoder(
            self.gfv_id,
            precision=of.get((None, "coordinates"), 8),
            matrix_precision=of.get((None, "matrices"), 8),
        )
        self._enhancements = {
            gfve_id: EnhancementEncoder(
                gfve_id,
                self.gfv_id,
                matrix_precision=of.get((gfve_id, "matrices"), 8),
                pupil_precision=of.get((gfve_id, "pupils"), 8),
            )
            for gfve_id in self.layout.mapping.enhancements
        }

    def _coded(self, parameters: Parameters, chosen: Chosen, network: Network | None = None) -> Coded:
        row: Row = {}
        for part, integers in chosen.integers.items():
            row |= part.fields_of(integers / self._units[part])
        messages: list[Message] = [self._face_message(row, chosen, parameters.low_confidence, network)]
        for gfve_id, encoder in self._enhancements.items():
            sent = {p.kind: p for p in chosen.sent if p.message == gfve_id}
            if not sent:
                continue
            matrices = [row[f.name] for f in sent["matrices"].fields] if "matrices" in sent else []
            pupils = row[sent["pupils"].fields[0].name] if "pupils" in sent else None
            encoder.predict = not (chosen.values & set(sent.values()))
            if self._count == 0:
                messages.append(encoder.base(matrices, pupils))
            else:
                messages.append(encoder.picture(matrices, pupils, cnt=self._count))
        return Coded(messages, self.layout.parameters(row, low_confidence=parameters.low_confidence))

    def _face_message(
        self, row: Row, chosen: Chosen, low_confidence: bool, network: Network | None
    ) -> Message:
        sent = {p.kind: p for p in chosen.sent if p.message is None}
        points = row[sent["coordinates"].fields[0].name] if "coordinates" in sent else None
        whole = self.layout.parameters(row).matrices if "matrices" in sent else {}
        matrices = [Matrices(t, whole[t]) for t, _ in self.layout.types if t in whole]
        z_max = self.layout.z_max
        if self._count == 0:
            self._face.predict = None
            key = self.chroma_key
            return self._face.base(
                points,
                matrices,
                z_max=z_max,
                network=network,
                chroma_key=key,
                low_confidence=low_confidence,
            )
        # As chosen: the bits were counted so.
        self._face.predict = not (chosen.values & set(sent.values()))
        return self._face.picture(
            points, matrices, cnt=self._count, z_max=z_max, low_confidence=low_confidence
        )


def _codable(part: Part, numbers: np.ndarray) -> np.ndarray:
    """Numbers as far as elements hold them: coordinates and pupils are clipped to -1..1. Raises
    ParameterError when a number is not finite or too large."""
    bad = ~(np.abs(numbers) < MOST)
    if bad.any():
        ends = np.cumsum([f.size for f in part.fields])
        name = part.fields[int(np.searchsorted(ends, int(np.argmax(bad)), side="right"))].name
        raise ParameterError(f"{name}: {numbers[bad][0]:g} cannot be coded")
    return numbers if part.kind == "matrices" else np.clip(numbers, -1, 1)
