from __future__ import annotations

from django.apps import AppConfig


class ForumConfig(AppConfig):
    """What stands: organisations, people, forums, topics, messages."""

    name = "forum"
    default_auto_field = "django.db.models.BigAutoField"
