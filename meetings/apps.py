from __future__ import annotations

from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    """What happens on a date: series, meetings, agendas, outcomes, minutes."""

    name = "meetings"
    default_auto_field = "django.db.models.BigAutoField"
