"""Settings from the environment; each name also as NAME_FILE, the path of a secret file."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from environ import FileAwareEnv

BASE_DIR = Path(__file__).resolve().parent.parent

env = FileAwareEnv()
env.read_env(BASE_DIR / ".env")


def is_given(name: str) -> bool:
    """Whether the environment gives a value, directly or by a secret file."""
    return bool(os.environ.get(name) or os.environ.get(f"{name}_FILE"))


def database(url: str) -> dict[str, Any]:
    """Turn a libpq URL into Django's form; a socket folder is given as ?host=/folder."""
    options: dict[str, Any] = env.db_url_config(url)
    more = options.setdefault("OPTIONS", {})
    if "host" in more:
        options["HOST"] = more.pop("host")
    return options


def broker(url: str) -> str:
    """Turn a Redis URL into the form that Celery wants; only socket URLs differ."""
    parts = urlsplit(url)
    if parts.scheme != "unix":
        return url
    return parts._replace(scheme="redis+socket", query=parts.query.replace("db=", "virtual_host=")).geturl()


def email(url: str) -> dict[str, Any]:
    """Turn an EMAIL_URL into Django's EMAIL_* settings."""
    values: dict[str, Any] = {
        name: value for name, value in env.email_url_config(url).items() if value is not None
    }
    values.pop("OPTIONS", None)
    return values
