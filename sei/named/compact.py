"""Compact features: vectors and matrices without names, in named granularities."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from sei.messages.generative_face_video import COMPACT
from sei.named.mapping import EnhancementCarrier, Field, Mapping, MappingError, MatrixCarrier, refusing
from sei.named.parameters import NamedParameters

if TYPE_CHECKING:
    from sei.resolve import ResolvedEnhancement, ResolvedFace


class CompactFeature(NamedParameters):
    """Vectors and matrices that a network understands, coarse to fine.

    The first granularity lies in GFV, each further one in GFVE messages of a gfve_id of its own, so that a
    middlebox makes a stream smaller by dropping messages. A vector is a matrix of one row.
    """

    kind = "compact_feature"

    @classmethod
    def check_mapping(cls, mapping: Mapping) -> None:
        """Refuse a mapping without a matrix of type 7 or above in GFV. Raises MappingError."""
        types = (field.matrix_type for field in mapping.fields)
        if not any(kind is not None and kind >= COMPACT for kind in types):
            raise MappingError(f"{mapping.tag}: a compact feature needs a GFV matrix of type 7..31")

    @classmethod
    @refusing("compact_feature")
    def layout(cls, granularities: dict[str, tuple[int, ...]], *, precision: int = 8) -> Mapping:
        """Make the mapping of named granularities, coarse first, each with the shape of one picture's array:
        (numbers,), (height, width), or for the first (matrices, height, width). Raises MappingError."""
        fields = []
        for level, (name, shape) in enumerate(granularities.items()):
            # A matrix has two dimensions at least; what lies in GFV says how many there are as well.
            full = (1,) * ((2 if level else 3) - len(shape)) + tuple(shape)
            fields.append(
                Field(
                    name=name,
                    carrier=EnhancementCarrier(gfve_id=level - 1) if level else MatrixCarrier(type=COMPACT),
                    shape=full,
                    precision=precision,
                    level=level,
                )
            )
        sizes = ".".join("x".join(map(str, field.shape)) for field in fields)
        identity = f"{'-'.join(granularities)}.{sizes}"
        if len(identity) > 160:
            identity = hashlib.sha256(identity.encode()).hexdigest()
        return Mapping(
            tag=f"tag:seigen,2026:compact.{identity}",
            kind="compact_feature",
            title=f"compact feature in {len(fields)} granularities",
            levels=tuple(granularities),
            fields=tuple(fields),
        )

    @classmethod
    def default_mapping(cls, shapes: dict[str, tuple[int, ...]]) -> Mapping:
        """Return the known mapping of these fields, else the `layout` of these shapes, in their order."""
        try:
            return super().default_mapping(shapes)
        except MappingError:
            return cls.layout(shapes)

    @classmethod
    def mapping_of(cls, face: ResolvedFace, enhancements: dict[int, ResolvedEnhancement]) -> Mapping:
        """Return the `layout` of what the messages carry: type 7, and GFVE messages of one matrix each."""
        given = {m.matrix_type: m.values.shape for m in face.matrices}
        if list(given) != [COMPACT] or face.keypoints is not None:
            raise MappingError("the messages carry more or else than matrix type 7: name a mapping")
        granularities: dict[str, tuple[int, ...]] = {"feature": given[COMPACT]}
        for gfve_id, found in sorted(enhancements.items()):
            if len(found.matrices) != 1 or gfve_id != len(granularities) - 1:
                raise MappingError(f"GFVE of gfve_id {gfve_id} is not the next matrix: name a mapping")
            granularities[f"feature{gfve_id + 1}"] = found.matrices[0].shape
        return cls.layout(granularities)
