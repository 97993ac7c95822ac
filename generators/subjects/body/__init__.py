"""Bodies: a template of people, its skinning, and what is measured of them."""
