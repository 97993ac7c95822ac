"""Messages and base pictures to pictures, and back."""

import os

WAITING = {"OMP_WAIT_POLICY": "PASSIVE", "GOMP_SPINCOUNT": "0", "KMP_BLOCKTIME": "0"}
"""What OpenMP reads when torch is loaded, later: threads that wait sleep. Spinning, two of them take ten
times as long as one where other work is under way. What is set already stays."""

for _name, _value in WAITING.items():
    os.environ.setdefault(_name, _value)
