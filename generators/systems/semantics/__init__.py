"""The system "semantics": a body's pose by 31 named numbers, pictures by a warped mesh (pure torch)."""

from generators.registry import SystemEntry, register

ENTRY = register(
    SystemEntry(
        "semantics",
        "generators.systems.semantics.system:make",
        what="31 semantics of a body and a warped template, no training",
        paper="2505.16152",
        subject="body",
        files=("zoo:pose-detector", "zoo:pose-landmarks", "data:body_small.npz", "data:body_middle.npz"),
    )
)
