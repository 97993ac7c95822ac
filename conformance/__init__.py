"""Streams that prove the other layers, and checks against reference software."""
