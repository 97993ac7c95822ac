"""Containers edited in place: the bytes of SEI messages change, everything beside them stays."""
