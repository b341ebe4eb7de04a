"""The record's management commands."""
