"""The system "avatar": a person of Gaussians, sent once or known already, posed by 94 numbers a picture."""

from generators.registry import SystemEntry, register

ENTRY = register(
    SystemEntry(
        "avatar",
        "generators.systems.avatar.system:make",
        what="94 numbers of a body and an avatar of Gaussians, sent once or known",
        paper="2510.10492",
        subject="body",
        files=("zoo:pose-detector", "zoo:pose-landmarks", "data:body_small.npz", "data:body_middle.npz"),
        attached="avatar",
        attach="generators.systems.avatar.make:avatar_of",
    )
)
