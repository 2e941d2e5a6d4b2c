"""What the killed processes run with: production's way of sending, times that can be shortened, and failpoints."""

from __future__ import annotations

from config import beat
from config.env import env
from config.settings.base import *  # noqa: F403  (settings are extended this way)
from config.settings.base import DATABASES

SECRET_KEY = "only-for-fault-tests-" + "x" * 40
SITE_URL = "http://127.0.0.1:8000"
MAIL_DOMAIN = "samverka.example"
DEFAULT_FROM_EMAIL = "Samverka <samverka@samverka.example>"
ALLOWED_HOSTS = ["127.0.0.1"]

FAILPOINTS = env.str("FAULTS_POINTS", default="")
MAIL_LEASE_SECONDS = env.float("FAULTS_LEASE_SECONDS", default=30.0)
MAIL_ANSWER_SECONDS = env.float("FAULTS_ANSWER_SECONDS", default=120.0)
DATABASES["default"]["OPTIONS"]["application_name"] = "samverka-worker"

if tick_seconds := env.float("FAULTS_TICK_SECONDS", default=0.0):
    CELERY_BEAT_SCHEDULE = {name: {**entry, "schedule": tick_seconds} for name, entry in beat.SCHEDULE.items()}
