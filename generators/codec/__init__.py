"""Encoder and decoder: which pictures are coded, what the others are told, rate, time and playback."""

from sei.extras import need

need("torch")
