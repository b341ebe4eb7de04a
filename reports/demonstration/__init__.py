"""An invented commission with an invented past, performed through the real actions; nothing in it ever happened."""
