from __future__ import annotations

from django.apps import AppConfig


class SiteConfig(AppConfig):
    """The installation itself; no models, only its system checks."""

    name = "config"
    label = "site_config"

    def ready(self) -> None:
        from config import checks  # noqa: F401, PLC0415  (registers itself, once models are loaded)
