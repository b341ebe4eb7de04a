"""Files of evidence: how they arrive, what they are, what is kept of them and what is shown."""
