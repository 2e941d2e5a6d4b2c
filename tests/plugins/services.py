"""Starts PostgreSQL and Redis once per run, before anything loads the settings.

Loaded by `-p` in pyproject.toml: a conftest.py would be too late. Workers of xdist inherit the
addresses and get databases of their own: PostgreSQL's by pytest-django, Redis' by number.
"""

from __future__ import annotations

import gc
import os
import shutil
import tempfile
from pathlib import Path

import django.db.models  # noqa: F401  (first: pytest-randomly's import of model_bakery hits a circle otherwise)
import pytest

from config import env, translations
from config.embedded import ServiceError, Services, stop
from config.state import State
from tests.plugins.template import fill_template


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    """Start what the environment does not name; a worker of xdist finds everything named."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.test"
    if env.is_given("DATABASE_URL") and env.is_given("REDIS_URL"):
        _take_own_redis_database()
        return
    translations.compile_all()
    state = State(Path(tempfile.mkdtemp(prefix="samverka-test-")))
    try:
        state.make()
        services = Services(state, forgetful=True)
        processes = services.start()
    except ServiceError as error:
        pytest.exit(f"{error} (state folder: {state.folder})", returncode=1)
    os.environ.update(services.urls)

    def end() -> None:
        stop(processes)
        shutil.rmtree(state.sockets(), ignore_errors=True)
        shutil.rmtree(state.folder, ignore_errors=True)

    early_config.add_cleanup(end)
    if services.postgres:
        fill_template(services.postgres.url)


def pytest_collection_finish() -> None:
    """What was imported and collected stays until the end: no round of the garbage collector looks at it again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


def _take_own_redis_database() -> None:
    """Each worker of xdist (gw0, gw1, …) has a Redis database of its own."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    url = os.environ.get("REDIS_URL", "")
    if worker.startswith("gw") and url.endswith("?db=0"):
        os.environ["REDIS_URL"] = f"{url.removesuffix('0')}{1 + int(worker.removeprefix('gw'))}"
