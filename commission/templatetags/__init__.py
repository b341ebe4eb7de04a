"""Template tags about delegations and about the words of the law."""
