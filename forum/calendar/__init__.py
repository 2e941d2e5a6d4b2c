"""Days and moments that reminders are counted in. Pure: no Django."""
