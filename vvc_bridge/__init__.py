"""Annex B bytes to access units to SEI messages and back; external codecs."""
