"""The suite runs on what production runs on."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.db import connection


@pytest.mark.django_db
def test_database_is_postgresql_18_with_the_builtin_collation() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('server_version_num')::int / 10000, datlocprovider, datlocale "
            "FROM pg_database WHERE datname = current_database()"
        )
        row = cursor.fetchone()
    assert row is not None
    assert row[0] >= 18
    assert row[1:] == ("b", "C.UTF-8")


def test_cache_is_redis() -> None:
    cache.set("tests.project.test_services", "å", 5)

    assert cache.get("tests.project.test_services") == "å"
