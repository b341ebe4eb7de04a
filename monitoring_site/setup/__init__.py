"""Sets up, starts, stops and checks this checkout, for the Makefile; no part of the served site imports it."""
