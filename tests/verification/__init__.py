"""The tests of what is decided."""
