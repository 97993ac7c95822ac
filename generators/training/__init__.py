"""Training of learned systems on clips and synthetic material."""
