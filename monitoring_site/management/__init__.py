"""Management commands of the walls."""
