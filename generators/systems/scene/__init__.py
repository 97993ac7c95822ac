"""The system "scene": any picture, moved by a flow that the decoder computes and by 16 tokens."""

from generators.registry import SystemEntry, register

ENTRY = register(
    SystemEntry(
        "scene",
        "generators.systems.scene.system:make",
        what="natural motion by flow between base pictures, 16 tokens, and painted texture",
        paper="2410.09768",
        subject="scene",
        files=("data:scene.safetensors",),
        pace=4.0,
    )
)
