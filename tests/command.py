"""The command in this process: what starts Python and torch again is not what is tested."""

from __future__ import annotations

import sys

from seigen.__main__ import main


def call(*words: object) -> int:
    """Run `seigen` with these words; its exit status."""
    argv, sys.argv = sys.argv, ["seigen", *map(str, words)]
    try:
        main()
    except SystemExit as done:
        return int(done.code or 0)
    finally:
        sys.argv = argv
    raise AssertionError("main returned")
