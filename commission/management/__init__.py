"""Commands of the app `commission`."""
