"""Bits to SEI messages and back (H.274): no torch, no video, no subprocess."""
