"""Lightweight GFVC: cfte with separable, pruned layers."""

from generators.learned.entry import learned

ENTRY = learned("light-cfte", what="cfte, slim and pruned", paper="2508.13547")
