"""Trajectory factorisation: a coefficient and a bias per channel of the base picture's map of 20 channels."""

from generators.learned.entry import learned

ENTRY = learned("factors", what="20 coefficients and 20 biases, drawn at four sizes", paper="2410.10171")
"""Pictures at 1/4, 1/2, 1 and 2 times the coded size, see `generators.networks.expandable`."""
