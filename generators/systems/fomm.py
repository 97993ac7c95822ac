"""First-order motion model: ten keypoints with local affine maps, measured on the face mesh."""

from generators.learned.entry import learned

ENTRY = learned("fomm", what="10 moving affine patches", paper="2410.15105")
