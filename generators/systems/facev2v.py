"""face-vid2vid: fifteen 3D keypoints, head rotation and translation."""

from generators.learned.entry import learned

ENTRY = learned("facev2v", what="15 points of a 3D head", paper="2410.15105")
