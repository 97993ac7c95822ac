"""The system "tokens": 4, 8, 16 or 32 nested numbers a picture, pictures by a textured mesh."""

from generators.registry import SystemEntry, register

ENTRY = register(
    SystemEntry(
        "tokens",
        "generators.systems.tokens.system:make",
        what="nested tokens of a learned tokenizer and a textured mesh",
        paper="2410.08485",
        files=("zoo:face-mesh", "zoo:iris", "data:face_basis.npz", "data:tokens.safetensors"),
    )
)
