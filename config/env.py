"""Settings from the environment; each name also as NAME_FILE, the path of a secret file."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from environ import FileAwareEnv

BASE_DIR = Path(__file__).resolve().parent.parent

env = FileAwareEnv()
env.read_env(BASE_DIR / ".env")

# Where all state of a checkout lives: data of the embedded services, mail, logs, static files.
VAR_DIR = Path(env.str("VAR_DIR", default=str(BASE_DIR / "var")))


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
    if not url.startswith("unix:"):
        return url
    return f"redis+socket:{url.removeprefix('unix:').replace('?db=', '?virtual_host=')}"


def rate(text: str) -> tuple[int, int]:
    """Turn "600/60" into number and seconds; 0/60 is no limit."""
    number, _slash, seconds = text.partition("/")
    if not (number.isdecimal() and seconds.isdecimal() and int(seconds)):
        raise ImproperlyConfigured(f"A rate is written as number/seconds, for example 600/60, not {text!r}.")
    return int(number), int(seconds)


def email(url: str) -> dict[str, Any]:
    """Turn an EMAIL_URL into Django's EMAIL_* settings."""
    values: dict[str, Any] = {name: value for name, value in env.email_url_config(url).items() if value is not None}
    values.pop("OPTIONS", None)
    return values
