"""Lightweight GFVC: fomm with separable, pruned layers."""

from generators.learned.entry import learned

ENTRY = learned("light", what="fomm, slim and pruned", paper="2508.13547")
