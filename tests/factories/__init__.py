"""States are built by performing the procedure, never by setting fields."""
