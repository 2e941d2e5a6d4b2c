"""The Celery application: ticks only, no results, no retries of its own."""

from __future__ import annotations

import os
from typing import Any

from celery import Celery
from celery.signals import setup_logging, task_success
from django_structlog.celery.steps import DjangoStructLogInitStep

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")

app = Celery("samverka")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.steps["worker"].add(DjangoStructLogInitStep)
app.autodiscover_tasks()


@setup_logging.connect
def use_our_logging(**_: Any) -> None:
    """Keep Django's logging configuration; Celery would replace it."""


@task_success.connect
def leave_heartbeat(sender: Any = None, **_: Any) -> None:
    """A tick that ended well leaves its time for /health/ready."""
    from config import health  # noqa: PLC0415  (needs the settings, which the worker loads later)

    health.leave_heartbeat(sender.name)
