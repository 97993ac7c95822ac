"""The system "dense": 15 keypoints of a body in space, and from them alone its mesh and its pictures."""

from generators.registry import SystemEntry, register

ENTRY = register(
    SystemEntry(
        "dense",
        "generators.systems.dense.system:make",
        what="15 keypoints of a body in 3D, its mesh predicted from them and warped",
        paper="2509.23169",
        subject="body",
        files=(
            *("zoo:pose-detector", "zoo:pose-landmarks", "data:body_small.npz", "data:body_middle.npz"),
            "data:dense.safetensors",
        ),
    )
)
