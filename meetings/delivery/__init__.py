"""How calendars of others come in: fetched through the one door that leads out."""
