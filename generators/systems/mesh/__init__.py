"""Pictures from a base picture and a moved face mesh: rasterizer, warp, eyes and mouth (pure torch)."""
