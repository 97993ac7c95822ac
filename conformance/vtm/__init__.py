"""Reference software: its configuration files, its encoder redone, its known defects, runs against it."""
