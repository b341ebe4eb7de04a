"""Pages and answers of the app `commission`."""
