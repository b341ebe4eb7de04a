"""The pages on which the commission decides; each noun in its own module."""
