"""seigen: generative face and human video in SEI messages (H.274 GFV and GFVE)."""
