"""Keypoints, 2D or 3D, with or without local Jacobians or covariances."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sei.messages.generative_face_video import AFFINE, COVARIANCE
from sei.named.mapping import Field, KeypointCarrier, Mapping, MappingError, MatrixCarrier, refusing
from sei.named.parameters import NamedParameters

if TYPE_CHECKING:
    from sei.resolve import ResolvedEnhancement, ResolvedFace


class Keypoints(NamedParameters):
    """Points of a face, a body or a scene per picture, with what belongs to each or to all of them.

    The field in the GFV coordinates holds x and y in -1..1 over the cropped base picture, x to the right, y
    down, and z in units of its carrier's z_max. Beside it there may be a Jacobian (matrix type 0) or a
    covariance (1) of each point or of the first ones, and more that the mapping has, such as a head's pose.
    Without a mapping: fields ``points``, ``jacobians``, ``covariances``.
    """

    kind = "keypoints"

    @classmethod
    def check_mapping(cls, mapping: Mapping) -> None:
        """Refuse a mapping without coordinates. Raises MappingError."""
        if mapping.points is None:
            raise MappingError(f"{mapping.tag}: keypoints need a field in the GFV coordinates")

    @classmethod
    @refusing("keypoints")
    def layout(
        cls, num_kps: int, dims: int = 2, *, jacobians: int = 0, covariances: int = 0, z_max: int = 1
    ) -> Mapping:
        """Make the mapping of ``num_kps`` points of 2 or 3 dimensions.

        jacobians, covariances  how many points have one, from the first; 0: none
        z_max                   unit of z, 1..2^16

        Raises MappingError where the syntax has no such keypoints."""
        fields = [
            Field(
                name="points",
                carrier=KeypointCarrier(z_max=z_max),
                shape=(num_kps, dims),
                unit="half the picture",
                lo=-1,
                hi=1,
                positive="to the right, down" + (", away" if dims == 3 else ""),
                text="x and y over the cropped base picture" + (", z in units of z_max" if dims == 3 else ""),
            )
        ]
        for name, kind, count in (("jacobians", AFFINE, jacobians), ("covariances", COVARIANCE, covariances)):
            if count:
                fields.append(Field(name=name, carrier=MatrixCarrier(type=kind), shape=(count, dims, dims)))
        parts = [f"{num_kps}x{dims}d"]
        parts += [f"z{z_max}"] * (z_max > 1) + [f"j{jacobians}"] * (jacobians > 0)
        parts += [f"c{covariances}"] * (covariances > 0)
        return Mapping(
            tag=f"tag:seigen,2026:keypoints.{'.'.join(parts)}",
            kind="keypoints",
            title=f"{num_kps} keypoints in {dims}D",
            fields=tuple(fields),
        )

    @classmethod
    def default_mapping(cls, shapes: dict[str, tuple[int, ...]]) -> Mapping:
        """Return the `layout` of ``points``, ``jacobians``, ``covariances`` in these shapes, else the known
        mapping of these fields."""
        points = shapes.get("points")
        if points is None or len(points) != 2 or shapes.keys() - {"points", "jacobians", "covariances"}:
            return super().default_mapping(shapes)
        # A single matrix may come without its first subscript.
        more = {n: shape[0] if len(shape) == 3 else 1 for n, shape in shapes.items() if n != "points"}
        return cls.layout(points[0], points[1], **more)

    @classmethod
    def mapping_of(cls, face: ResolvedFace, enhancements: dict[int, ResolvedEnhancement]) -> Mapping:
        """Return the `layout` of what a GFV message carries: coordinates and matrix types 0 and 1."""
        counts = {m.matrix_type: len(m.values) for m in face.matrices}
        if face.keypoints is None or counts.keys() - {AFFINE, COVARIANCE}:
            raise MappingError(
                f"the messages carry {'no ' if face.keypoints is None else ''}coordinates and matrix types "
                f"{sorted(counts)}: for keypoints with more than types 0 and 1 name a mapping"
            )
        num_kps, dims = face.keypoints.shape
        return cls.layout(
            num_kps,
            dims,
            jacobians=counts.get(AFFINE, 0),
            covariances=counts.get(COVARIANCE, 0),
            z_max=face.z_max or 1,
        )
