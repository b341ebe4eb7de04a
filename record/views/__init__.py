"""The record's pages for members, and the log's addresses for anyone."""
