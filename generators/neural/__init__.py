"""Learned systems: sparse motion, compact features, and what trains, shrinks, ships and loads them."""
