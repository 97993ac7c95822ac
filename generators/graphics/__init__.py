"""Rasterizers in pure torch; they know no faces."""
