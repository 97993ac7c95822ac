"""Faces: found, tracked, cropped, measured (468 points and both irises) and described by few numbers."""
