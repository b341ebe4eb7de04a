"""What members fill in to decide; each noun in its own module."""
