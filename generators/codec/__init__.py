"""Encoder and decoder: which pictures are coded, what the others are told, rate, time and playback."""
