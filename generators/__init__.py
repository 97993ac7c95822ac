"""Messages and base pictures to pictures, and back."""
