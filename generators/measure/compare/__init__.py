"""The bench: clips coded by systems and by video codecs at several rates, really decoded, measured, shown."""
