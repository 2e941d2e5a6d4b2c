"""What the demo shows: a municipality with the forums that it already has."""
