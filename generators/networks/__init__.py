"""Building blocks of learned systems."""
