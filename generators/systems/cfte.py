"""CFTE: a compact feature of sixteen numbers."""

from generators.learned.entry import learned

ENTRY = learned("cfte", what="a 4x4 compact feature", paper="2410.15105")
