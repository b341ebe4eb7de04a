"""Random acts of random members at random times: the laws that hold after each, and the way out of every state."""
