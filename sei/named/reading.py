"""Coded messages to named parameters, prediction undone by `sei.resolve`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from sei.context import Context
from sei.editions import Edition
from sei.errors import MissingReference
from sei.messages.generative_face_video import GenerativeFaceVideo as Face
from sei.messages.generative_face_video_enhancement import GenerativeFaceVideoEnhancement as Enhancement
from sei.named.known import known, names
from sei.named.mapping import EnhancementCarrier, Kind, Mapping, MappingError
from sei.named.numbers import MAX_VALUES, Array
from sei.resolve import ResolvedEnhancement, ResolvedFace, resolve_enhancement, resolve_face

NamedArrays = dict[str, Array]
MappingOf = Callable[[ResolvedFace, dict[int, ResolvedEnhancement]], Mapping]
"""Makes the mapping of a layout that no known one has."""


def read(
    kind: Kind,
    mapping_of: MappingOf,
    messages: Sequence[Any],
    context: Context,
    mapping: Mapping | None,
    gfv_id: int | None,
    edition: Edition,
) -> tuple[Mapping, dict[str, Array]]:
    """See `NamedParameters.from_messages`: the mapping, and values by field name."""
    flat = [m for given in messages for m in (given if isinstance(given, list | tuple) else [given])]
    faces = [m for m in flat if isinstance(m, Face)]
    if gfv_id is None and faces:
        gfv_id = faces[0].gfv_id
    if not any(m.gfv_id == gfv_id for m in faces):
        raise MappingError("there is no GFV message" + ("" if gfv_id is None else f" of gfv_id {gfv_id}"))
    rows: list[NamedArrays] = []
    held: NamedArrays = {}
    size = 0
    for unit in _units(messages, gfv_id):
        pictures = _resolved(unit, context, gfv_id, edition)
        if not pictures:
            continue
        if mapping is None:
            mapping = _mapping_for(kind, mapping_of, unit, pictures)
        for _, (face, enhancements) in sorted(pictures.items()):
            if face.is_base:
                held = {}
            row = _row(mapping, face, enhancements, len(rows))
            for field in mapping.fields:
                if field.stays and field.name not in row and field.name in held:
                    row[field.name] = held[field.name]
            held = row
            size += sum(array.size for array in row.values())
            if size > MAX_VALUES:
                raise MappingError(f"the messages hold more than {MAX_VALUES} values")
            rows.append(row)
    assert mapping is not None
    return mapping, _columns(mapping, rows)


def _units(messages: Sequence[Any], gfv_id: int | None) -> Iterator[list[Any]]:
    """Messages by picture unit: as given, or one of gfv_cnt 0 begins it, unless it repeats the unit's own."""
    if any(isinstance(message, list | tuple) for message in messages):
        for given in messages:
            yield list(given) if isinstance(given, list | tuple) else [given]
        return
    unit: list[Any] = []
    first: Face | None = None
    for message in messages:
        if isinstance(message, Face) and message.gfv_id == gfv_id and message.gfv_cnt == 0:
            if message == first:
                continue
            if first is not None:
                yield unit
                unit = []
            first = message
        if isinstance(message, Face | Enhancement):
            unit.append(message)
    if unit:
        yield unit


def _resolved(
    unit: list[Any], context: Context, gfv_id: int | None, edition: Edition
) -> dict[int, tuple[ResolvedFace, dict[int, ResolvedEnhancement]]]:
    """Pictures of a unit by gfv_cnt; the first of messages of one gfv_cnt stands."""
    faces: dict[int, ResolvedFace] = {}
    enhancements: dict[int, dict[int, ResolvedEnhancement]] = {}
    for message in unit:
        # Writing it gives the context what reading it would: the base message's layout.
        if not isinstance(message, Face | Enhancement):
            continue
        if isinstance(message, Face):
            if message.gfv_id == gfv_id and message.gfv_cnt not in faces:
                message.to_payload(edition=edition, context=context)
                faces[message.gfv_cnt] = resolve_face(message, context)
        elif message.gfve_gfv_id == gfv_id:
            try:
                message.to_payload(edition=edition, context=context)
                found = resolve_enhancement(message, context)
            except MissingReference:
                continue  # a granularity whose base message was dropped
            enhancements.setdefault(found.gfv_cnt, {})[found.gfve_id] = found
    return {cnt: (face, enhancements.get(cnt, {})) for cnt, face in faces.items()}


def _row(
    mapping: Mapping, face: ResolvedFace, enhancements: dict[int, ResolvedEnhancement], picture: int
) -> NamedArrays:
    """Values of a picture by field name, as far as its messages carry them."""
    row: NamedArrays = {}
    points = mapping.points
    if face.keypoints is not None:
        if points is None or face.keypoints.shape != points.shape:
            wanted = "none" if points is None else f"{points.shape}, field {points.name}"
            _other(mapping, picture, f"coordinates of {face.keypoints.shape}", wanted)
        if points is not None and (face.z_max or 1) != points.z_max:
            _other(mapping, picture, f"z in units of {face.z_max}", str(points.carrier))
        if points is not None:
            row[points.name] = face.keypoints
    carried = {m.matrix_type: m.values for m in face.matrices}
    wanted_types = mapping.types
    if carried:
        if list(carried) != list(wanted_types) or len(carried) != len(face.matrices):
            found = [m.matrix_type for m in face.matrices]
            _other(mapping, picture, f"matrix types {found}", str(list(wanted_types)))
        for kind, fields in wanted_types.items():
            count = sum(f.shape[0] for f in fields)
            if carried[kind].shape != (count, *fields[0].shape[1:]):
                _other(
                    mapping,
                    picture,
                    f"matrices of type {kind} of {carried[kind].shape}",
                    f"{(count, *fields[0].shape[1:])}, field {fields[0].name}",
                )
            at = 0
            for field in fields:
                row[field.name] = carried[kind][at : at + field.shape[0]]
                at += field.shape[0]
    for gfve_id in mapping.enhancements:
        enhancement = enhancements.get(gfve_id)
        if enhancement is not None:
            _take(mapping, gfve_id, enhancement, picture, row)
    return row


def _take(mapping: Mapping, gfve_id: int, found: ResolvedEnhancement, picture: int, row: NamedArrays) -> None:
    mine = [f for f in mapping.fields if f.message == gfve_id]
    matrices = [f for f in mine if isinstance(f.carrier, EnhancementCarrier)]
    if found.matrices:
        shapes = [m.shape for m in found.matrices]
        if shapes != [f.shape for f in matrices]:
            wanted = str([f.shape for f in matrices])
            _other(mapping, picture, f"matrices of {shapes} in GFVE of gfve_id {gfve_id}", wanted)
        row |= {f.name: m for f, m in zip(matrices, found.matrices, strict=True)}
    pupils = next((f for f in mine if f not in matrices), None)
    if pupils is not None and found.pupils is not None:
        row[pupils.name] = found.pupils


def _other(mapping: Mapping, picture: int, found: str, wanted: str) -> None:
    raise MappingError(f"picture {picture} carries {found}, by {mapping.tag} allowed: {wanted}")


def _columns(mapping: Mapping, rows: list[NamedArrays]) -> dict[str, Array]:
    """Values by field: of the levels that every picture has whole."""
    values: dict[str, Array] = {}
    for level in range(len(mapping.levels)):
        fields = [f for f in mapping.fields if f.level == level]
        for field in fields:
            lacking = next((k for k, row in enumerate(rows) if field.name not in row), None)
            if lacking is not None and level == 0:
                raise MappingError(f"{field.name}: picture {lacking} does not carry it ({field.carrier})")
            if lacking is not None:
                return values
        values |= {f.name: np.stack([row[f.name] for row in rows]) for f in fields}
    return values


def _mapping_for(kind: Kind, mapping_of: MappingOf, unit: list[Any], pictures: dict[int, Any]) -> Mapping:
    """The known mapping whose tag the base message has, else what its layout gives."""
    tag = next((m.gfv_nn_tag_uri for m in unit if isinstance(m, Face) and m.gfv_nn_tag_uri), None)
    if tag is not None:
        for name in names():
            found = known(name)
            if found.tag == tag and found.kind == kind:
                return found
    face, enhancements = pictures[min(pictures)]
    return mapping_of(face, enhancements)
