"""What pictures and streams are judged by."""
