"""DAC: ten keypoints, drawn from all base pictures of a scene."""

from generators.learned.entry import learned

ENTRY = learned("dac", what="10 points, several base pictures", paper="2410.15105")
