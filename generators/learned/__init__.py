"""Learned systems: a pair of networks and weights as a system, and translators between them."""
