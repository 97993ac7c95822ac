"""Who is looked at: clips, windows, and the measuring of subjects."""
