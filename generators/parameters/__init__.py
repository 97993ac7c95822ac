"""Parameters to messages and back, and what they cost in bits."""
