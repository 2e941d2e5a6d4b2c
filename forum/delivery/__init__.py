"""How messages leave: claiming, sending, marking."""
