"""The system "mesh": facial semantics in GFV, gaze in GFVE, pictures by a textured mesh (pure torch)."""

from generators.registry import SystemEntry, register

ENTRY = register(
    SystemEntry(
        "mesh",
        "generators.systems.mesh.system:make",
        what="facial semantics and a textured mesh, no training",
        paper="2410.15105",
        handles="generators.systems.mesh.names:handles",
        onnx="generators.systems.mesh.exported:export",
        files=("zoo:face-mesh", "zoo:iris", "data:face_basis.npz"),
    )
)
