"""Where the library says what it does: the logger ``seigen``.

It prints nothing itself; the command line shows what is logged on standard error.
"""

from __future__ import annotations

import logging

log = logging.getLogger("seigen")
log.addHandler(logging.NullHandler())  # without it Python would print warnings where nobody set up logging
