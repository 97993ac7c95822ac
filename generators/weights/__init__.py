"""Files of weights: what they hold, and what reads, converts, shrinks and exports them."""
